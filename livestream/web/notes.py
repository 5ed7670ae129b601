"""What a take tells of its script, in the language of whoever reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from livestream.catalog.models import Product
from livestream.catalog.values import Line
from livestream.trust import claims
from livestream.web.html.base import message
from livestream.web.strings import STRINGS, t
from livestream.writing.script import Note
from voices.types import Language

WARNED = ("point", "coverage", "line", "doubtful")


def remarks(notes: Sequence[Note], product: Product | None, language: str) -> str:
    """The notes as they stand above a script: first what was left out or is doubtful, then the rest."""
    warned, others = ([told(n, product, language) for n in notes if (n.kind in WARNED) == warns] for warns in (True, False))
    return message("warn", warned) + message("off", others)


def untold(notes: Sequence[Note], lines: Iterable[Line]) -> list[Note]:
    """The notes that still hold of edited lines: without the facts that a line tells by now."""
    heard = {index for line in lines if not line.muted for index in line.about}
    kept = [replace(note, about=tuple(index for index in note.about if index not in heard)) for note in notes]
    return [left for left, note in zip(kept, notes, strict=True) if left.about or not note.about]


def told(note: Note, product: Product | None, language: str) -> str:
    """One sentence or two: what was left out or done first, and why."""
    points = listed((_fact(product, index) for index in note.about), language)
    if note.kind == "point":
        number = note.about[0] + 1 if note.about else 1
        if not note.claims:
            return t("note.point", language, n=number, points=points)
        words = listed(dict.fromkeys(words for _, words in note.claims), language)
        why = ("" if language == "zh" else " ").join(
            filter(None, (_why(rule, language) for rule in dict.fromkeys(rule for rule, _ in note.claims)))
        )
        return t("note.claims", language, n=number, points=points, words=words, why=why).rstrip()
    if note.kind == "coverage":
        return t("note.coverage", language, points=points)
    if note.kind == "short":
        return t("note.short", language, seconds=note.seconds)
    if note.kind == "translated":
        return t("note.translated", language, to=t(f"language.{note.language or 'en'}", language))
    if note.kind == "doubtful":
        return doubted(note, language, "note.doubtful.name" if note.field == "name" else "note.doubtful")
    if note.about:
        return t("note.line", language, points=points)
    key = f"part.{note.part}"
    return t("note.part", language, part=t(key, language) if key in STRINGS else note.part)


def doubted(note: Note, language: str, key: str = "products.doubtful") -> str:
    """A doubtful translation: its field, the text and what became of it, and what to do."""
    return t(key, language, field=t(f"field.{note.field}", language), source=note.source, said=note.said)


def listed(texts: Iterable[str], language: str) -> str:
    """Texts in quotation marks, one after the other."""
    return ("、" if language == "zh" else ", ").join(f"“{text.rstrip('。.')}”" for text in texts)


def _fact(product: Product | None, index: int) -> str:
    return product.facts[index] if product is not None and 0 <= index < len(product.facts) else str(index + 1)


def _why(rule_id: str, language: str) -> str:
    """The rule that forbids a claim: what it says, where it stands, what to write in its place."""
    spoken: Language = "zh" if language == "zh" else "en"
    rule = next((rule for rule in claims.rules() if rule.id == rule_id), None)
    if rule is None:
        return ""
    return claims.explained(rule.reason[spoken], rule.basis[spoken], rule.suggestion[spoken], spoken)
