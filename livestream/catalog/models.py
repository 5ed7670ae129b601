"""The catalogue's tables. A Product need not be stored: every room takes it as a plain value."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, Column
from sqlmodel import Field, Relationship, SQLModel

from livestream.catalog.columns import Moment, Price


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def _json() -> Any:
    return Column(JSON, nullable=False)


class Product(SQLModel, table=True):
    """A good on sale. Prices are exact decimals in `currency`; `images` are paths as catalog.pictures.locate takes them, or addresses.

    A deleted product keeps its row, so that its takes still know what they show.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    brand: str = ""
    category: str = ""
    price: Decimal = Field(sa_column=Column(Price, nullable=False))
    currency: str = "CNY"
    list_price: Decimal | None = Field(default=None, sa_column=Column(Price))
    list_price_basis: str = ""
    points: list[str] = Field(default_factory=list, sa_column=_json())
    offer: str = ""
    stock: int | None = None
    audience: str = ""
    story: list[str] = Field(default_factory=list, sa_column=_json())
    specs: dict[str, str] = Field(default_factory=dict, sa_column=_json())
    images: list[str] = Field(default_factory=list, sa_column=_json())
    language: str = "zh"
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def shown_list_price(self) -> Decimal | None:
        """The list price, only where its basis is stated: else it is neither shown nor spoken."""
        return self.list_price if self.list_price_basis.strip() else None

    @property
    def spec_facts(self) -> list[str]:
        """The specifications as sentences: name and value."""
        return [f"{key}: {value}" if key.isascii() else f"{key}{value}" for key, value in self.specs.items()]

    @property
    def facts(self) -> list[str]:
        """What a line may speak about, `Line.about` being indexes of it: the points, then the story, then the specifications."""
        return [*self.points, *self.story, *self.spec_facts]

    @property
    def story_facts(self) -> range:
        """Which of the facts are the story."""
        return range(len(self.points), len(self.points) + len(self.story))


class Persona(SQLModel, table=True):
    """A way of speaking, with the host and the speed it prefers."""

    key: str = Field(primary_key=True)
    name_en: str
    name_zh: str
    style_en: str
    style_zh: str
    host_female: str
    host_male: str


class Script(SQLModel, table=True):
    """What a host says about one product; `usage` records tokens, first_token_s, tokens_per_s and cost."""

    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    persona: str
    tone: str
    language: str
    model: str = ""
    usage: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    lines: list["ScriptLine"] = Relationship(
        back_populates="script", sa_relationship_kwargs={"order_by": "ScriptLine.position", "cascade": "all, delete-orphan"}
    )


class ScriptLine(SQLModel, table=True):
    """One line of a stored script, in spoken order."""

    id: int | None = Field(default=None, primary_key=True)
    script_id: int | None = Field(default=None, foreign_key="script.id", index=True)
    position: int
    part: str
    text: str
    about: list[int] = Field(default_factory=list, sa_column=_json())
    muted: bool = False
    script: Script | None = Relationship(back_populates="lines")


class Take(SQLModel, table=True):
    """A render. `status`: queued, running, done, failed, cancelled or interrupted.

    `brief` is the Brief as JSON; `model` the key of the language model that writes ("": the default one). `failure` is a code
    (livestream.jobs.failures), `message` its detail in English; `notes` what was left out of the script (livestream.jobs.notes).
    Files lie in takes_dir/id.
    """

    id: str = Field(default_factory=lambda: uuid4().hex[:12], primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    script_id: int | None = Field(default=None, foreign_key="script.id")
    status: str = "queued"
    stage: str = ""
    progress: float = 0.0
    message: str = ""
    failure: str = ""
    model: str = ""
    duration: float = 0.0
    brief: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    notes: list[dict[str, Any]] = Field(default_factory=list, sa_column=_json())
    timings: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)


class Once(SQLModel, table=True):
    """A thing that is done once in the life of a database, such as filling the demo shop."""

    key: str = Field(primary_key=True)
    done_at: datetime = Field(default_factory=now, sa_type=Moment)
