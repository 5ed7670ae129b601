"""What a take tells of its script, in the language of whoever reads it."""

from livestream.catalog.models import Product
from livestream.trust import claims
from livestream.web.strings import STRINGS, t
from livestream.writing.script import Note
from voices.types import Language


def told(note: Note, product: Product | None, language: str) -> str:
    """One sentence or two: what was left out or done first, and why."""
    facts = ("；" if language == "zh" else "; ").join(_fact(product, index) for index in note.about)
    if note.kind == "point":
        number = note.about[0] + 1 if note.about else 1
        return t(
            "note.point",
            language,
            n=number,
            point=facts.rstrip("。."),
            why=" ".join(_why(rule, words, language) for rule, words in note.claims),
        )
    if note.kind == "coverage":
        return t("note.coverage", language, points=facts)
    if note.kind == "short":
        return t("note.short", language, seconds=note.seconds)
    if note.kind == "translated":
        return t("note.translated", language, to=t(f"language.{note.language or 'en'}", language))
    key = f"part.{note.part}"
    return t("note.line", language, part=t(key, language) if key in STRINGS else note.part)


def _fact(product: Product | None, index: int) -> str:
    return product.facts[index] if product is not None and 0 <= index < len(product.facts) else str(index + 1)


def _why(rule_id: str, words: str, language: str) -> str:
    spoken: Language = "zh" if language == "zh" else "en"
    rule = next((rule for rule in claims.rules() if rule.id == rule_id), None)
    return f"{rule.message(words, spoken)} {rule.suggestion[spoken]}" if rule else f"“{words}”"
