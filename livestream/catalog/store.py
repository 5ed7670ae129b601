"""The catalogue kept in a database: short transactions in, detached objects out. Safe to share between threads."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from livestream.catalog.briefs import brief_from_json, brief_json
from livestream.catalog.database import StoreError, connect, upgrade, writing
from livestream.catalog.demo import demo_products
from livestream.catalog.models import Once, Persona, Product, Script, ScriptLine, Take, now
from livestream.catalog.personas import personas
from livestream.catalog.values import PERSONAS, Brief, Line
from livestream.config import settings

_T = TypeVar("_T")
__all__ = ["STATUSES", "UNFINISHED", "NotFound", "Store", "StoreError"]

UNFINISHED = ("queued", "running")
STATUSES = (*UNFINISHED, "done", "failed", "cancelled", "interrupted")
_FIRST_GOODS = "first goods"


class NotFound(LookupError):
    """There is no such row."""


class Store:
    """The catalogue at `url` (default: the settings' database), its tables up to date, its demo shop there if it is new.

    Raises StoreError where it cannot be opened. Objects it returns belong to nobody: change them and save them back.
    """

    def __init__(self, url: str | None = None, *, demo: bool = True) -> None:
        self._engine = connect(url or settings().url)
        self._writer = writing(self._engine)
        upgrade(self._engine)
        self._fill(demo)

    @staticmethod
    def open(url: str | None = None) -> "Store":
        """This process's one store of `url`."""
        return _opened(url or settings().url)

    def close(self) -> None:
        """Gives the database's files and connections back."""
        self._engine.dispose()

    def products(self, *, query: str = "", language: str | None = None, limit: int | None = None, offset: int = 0) -> list[Product]:
        """Products on sale, newest first; `query` is looked for in name and brand."""
        wanted = select(Product).where(col(Product.deleted_at).is_(None))
        if query.strip():
            wanted = wanted.where(
                col(Product.name).icontains(query.strip(), autoescape=True) | col(Product.brand).icontains(query.strip(), autoescape=True)
            )
        if language:
            wanted = wanted.where(Product.language == language)
        with self._read() as session:
            return list(session.exec(wanted.order_by(col(Product.id).desc()).limit(limit).offset(offset)))

    def count_products(self) -> int:
        """How many products are on sale."""
        with self._read() as session:
            return session.exec(select(func.count()).select_from(Product).where(col(Product.deleted_at).is_(None))).one()

    def product(self, product_id: int, *, deleted: bool = False) -> Product | None:
        """One product; with `deleted` also one that was deleted, for its takes."""
        with self._read() as session:
            found = session.get(Product, product_id)
            return found if found is not None and (deleted or found.deleted_at is None) else None

    def save_product(self, product: Product) -> Product:
        """Keeps a new product (no id yet: it gets one) or the changes of a stored one; gives back what is stored."""
        return self.save_products([product])[0]

    def save_products(self, products: Sequence[Product]) -> list[Product]:
        """Keeps many products in one transaction. Raises NotFound where an id is not stored: then none is kept."""
        with self._write() as session:
            rows = [_stored(session, product) for product in products]
            session.flush()
        return rows

    def delete_product(self, product_id: int) -> bool:
        """Takes a product off sale; its scripts and takes stay. False where there is none."""
        with self._write() as session:
            product = session.get(Product, product_id)
            if product is None or product.deleted_at is not None:
                return False
            product.deleted_at = now()
            session.add(product)
        return True

    def personas(self) -> list[Persona]:
        """The ways of speaking, in their usual order."""
        with self._read() as session:
            rows = {row.key: row for row in session.exec(select(Persona))}
        known = [rows.pop(key) for key in PERSONAS if key in rows]
        return known + [rows[key] for key in sorted(rows)]

    def persona(self, key: str) -> Persona | None:
        """One way of speaking."""
        with self._read() as session:
            return session.get(Persona, key)

    def save_script(
        self,
        product_id: int,
        persona: str,
        tone: str,
        language: str,
        lines: Sequence[Line],
        model: str = "",
        usage: Mapping[str, Any] | None = None,
    ) -> Script:
        """Keeps a script of a product. Raises NotFound where there is no such product."""
        script = Script(product_id=product_id, persona=persona, tone=tone, language=language, model=model, usage=dict(usage or {}))
        script.lines = _rows(lines)
        with self._write() as session:
            _must(session.get(Product, product_id), "product", product_id)
            session.add(script)
        return script

    def script(self, script_id: int) -> Script | None:
        """One script with its lines."""
        with self._read() as session:
            return session.exec(select(Script).where(Script.id == script_id).options(_LINES)).first()

    def scripts(self, product_id: int) -> list[Script]:
        """The scripts of a product with their lines, newest first."""
        wanted = select(Script).where(Script.product_id == product_id).order_by(col(Script.id).desc()).options(_LINES)
        with self._read() as session:
            return list(session.exec(wanted))

    def update_lines(self, script_id: int, lines: Sequence[Line]) -> Script:
        """Puts `lines` in the place of a script's lines. Raises NotFound."""
        return self.edit_lines(script_id, lambda _: lines)

    def edit_lines(self, script_id: int, edit: Callable[[list[Line]], Sequence[Line]]) -> Script:
        """Puts what `edit` makes of a script's lines in their place; nobody writes in between. Raises NotFound."""
        with self._write() as session:
            script = _must(session.get(Script, script_id, options=[_LINES], with_for_update=True), "script", script_id)
            script.lines = _rows(edit(self.lines(script)))
            session.add(script)
        return script

    def replace_line(self, script_id: int, index: int, old: Line, new: Line) -> bool:
        """Puts `new` in the place of `old`, which stood at `index` and may have moved since, muted or not as it is now. False where `old`
        stands no longer in the script. Raises NotFound."""
        with self._write() as session:
            script = _must(session.get(Script, script_id, options=[_LINES], with_for_update=True), "script", script_id)
            same = [row for row in script.lines if (row.part, row.text) == (old.part, old.text)]
            if not same:
                return False
            row = min(same, key=lambda row: abs(row.position - index))
            row.part, row.text, row.about = new.part, new.text, list(new.about)
            session.add(row)
        return True

    @staticmethod
    def lines(script: Script) -> list[Line]:
        """A stored script's lines as plain values, in spoken order."""
        rows = sorted(script.lines, key=lambda row: row.position)
        return [Line(part=row.part, text=row.text, about=tuple(row.about), muted=row.muted) for row in rows]  # type: ignore[arg-type]

    def create_take(self, product_id: int, brief: Brief | Mapping[str, Any], script_id: int | None = None, model: str = "") -> Take:
        """A new take, queued. Raises NotFound where product or script are missing."""
        asked = brief_json(brief) if isinstance(brief, Brief) else dict(brief)
        take = Take(product_id=product_id, script_id=script_id, brief=asked, model=model)
        with self._write() as session:
            _must(session.get(Product, product_id), "product", product_id)
            if script_id is not None:
                _must(session.get(Script, script_id), "script", script_id)
            session.add(take)
        return take

    def take(self, take_id: str) -> Take | None:
        """One take."""
        with self._read() as session:
            return session.get(Take, take_id)

    def takes(self, *, product_id: int | None = None, status: str | None = None, limit: int | None = None) -> list[Take]:
        """Takes, newest first."""
        wanted = select(Take).order_by(col(Take.created_at).desc())
        if product_id is not None:
            wanted = wanted.where(Take.product_id == product_id)
        if status is not None:
            wanted = wanted.where(Take.status == status)
        with self._read() as session:
            return list(session.exec(wanted.limit(limit)))

    def update_take(self, take_id: str, **fields: Any) -> Take:
        """Sets fields of a take. Raises NotFound for the take, ValueError for a field or status that does not exist."""
        unknown = fields.keys() - (Take.model_fields.keys() - {"id", "created_at", "updated_at"})
        if unknown:
            raise ValueError(f"a take has no field {', '.join(sorted(unknown))}")
        if fields.get("status", "queued") not in STATUSES:
            raise ValueError(f"a take's status is one of {', '.join(STATUSES)}, not {fields['status']}")
        with self._write() as session:
            take = _must(session.get(Take, take_id), "take", take_id)
            for name, value in fields.items():
                setattr(take, name, value)
            take.updated_at = now()
            session.add(take)
        return take

    def delete_take(self, take_id: str) -> bool:
        """Forgets a take; its files are the caller's. False where there is none."""
        with self._write() as session:
            take = session.get(Take, take_id)
            if take is None:
                return False
            session.delete(take)
        return True

    def mark_interrupted(self) -> list[str]:
        """At the start of the one process that renders: what was queued or running was cut off. Gives the takes' ids."""
        with self._write() as session:
            ids = list(session.exec(select(Take.id).where(col(Take.status).in_(UNFINISHED))))
            session.execute(update(Take).where(col(Take.id).in_(ids)).values(status="interrupted", updated_at=now()))
        return ids

    @staticmethod
    def brief(take: Take) -> Brief:
        """What was asked for when the take was made."""
        return brief_from_json(take.brief)

    def _read(self) -> Session:
        return Session(self._engine, expire_on_commit=False)

    def _write(self) -> "_Write":
        return _Write(Session(self._writer, expire_on_commit=False))

    def _fill(self, demo: bool) -> None:
        with self._read() as session:
            if session.get(Once, _FIRST_GOODS):
                return
        try:
            with self._write() as session:
                session.add(Once(key=_FIRST_GOODS))
                session.flush()  # another process that fills at this moment makes this fail
                for persona in personas():
                    session.add(persona)
                if demo:
                    session.add_all(reversed(demo_products()))
        except IntegrityError:
            with self._read() as session:
                if session.get(Once, _FIRST_GOODS) is None:
                    raise


_LINES = selectinload(Script.lines)  # type: ignore[arg-type]


class _Write:
    """A session whose work is committed at the end of the block, or rolled back where it fails."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        try:
            if failure is None:
                self._session.commit()
        finally:
            self._session.close()


@cache
def _opened(url: str) -> Store:
    return Store(url)


def _must(row: _T | None, kind: str, key: object) -> _T:
    if row is None:
        raise NotFound(f"there is no {kind} {key}")
    return row


def _rows(lines: Sequence[Line]) -> list[ScriptLine]:
    return [
        ScriptLine(position=position, part=line.part, text=line.text, about=list(line.about), muted=line.muted)
        for position, line in enumerate(lines)
    ]


def _stored(session: Session, product: Product) -> Product:
    if product.id is None:
        row = product
    else:
        row = _must(session.get(Product, product.id), "product", product.id)
        if row.deleted_at is not None:
            raise NotFound(f"product {product.id} was deleted")
        for name, value in product.model_dump(exclude={"id", "created_at", "deleted_at"}).items():
            setattr(row, name, value)
    session.add(row)
    return row
