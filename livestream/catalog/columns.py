"""Column types that read back the same from SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Dialect, Float, Numeric
from sqlalchemy.types import TypeDecorator, TypeEngine


class Moment(TypeDecorator[datetime]):
    """A moment, always in UTC and always aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive moments count as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives naive moments back."""
        return self.process_bind_param(value, dialect)


class Price(TypeDecorator[Decimal]):
    """An amount with 2 decimals. SQLite has no decimals: there it is a double, exact to the cent for 14 digits."""

    impl = Numeric(14, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC(14, 2), on SQLite a double."""
        kept: TypeEngine[Any] = Float(53) if dialect.name == "sqlite" else Numeric(14, 2)
        return dialect.type_descriptor(kept)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | float | None:
        """SQLite's driver takes no Decimal."""
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Decimal | float | None, dialect: Dialect) -> Decimal | None:
        """Always 2 decimals."""
        return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
