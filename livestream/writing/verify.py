"""Is a line fit to be said? Every reason against it, as a short instruction that a model could follow."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from livestream.catalog.models import Product
from livestream.catalog.values import Line
from livestream.trust.check import check_line
from livestream.writing.ground import Ground
from livestream.writing.plan import Slot
from livestream.writing.prices import amounts, price_faults, strange_figures
from livestream.writing.sheet import all_text, spelled_figures
from livestream.writing.wording import (
    CJK,
    DIGITS,
    LATIN,
    asserted,
    call_pattern,
    claims,
    english_words,
    keywords,
    length,
    meta_pattern,
    sentences,
    unknown_pattern,
)
from voices.types import Language
from yi_core.prompt import figure

BOUNDS: dict[Language, tuple[int, int]] = {"zh": (8, 90), "en": (4, 52)}  # characters, words of one line
_MARKUP = re.compile(r"[\[\]{}<>#*|`~^\\_\n]|[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\ufffd]|https?:|www\.")
_COMMON_SIGNS = "可带的有不能是和与及在上下大小个一两式型款用"
_COMMON_LATIN = {"ok", "app", "diy", "vs", "no", "pk", "xs", "xl", "xxl", "ml", "cm", "mm", "kg", "mah"}


@dataclass(frozen=True)
class Task:
    """What a line is checked against: the product, the slot it fills, what was said before, and names that must not leak in."""

    product: Product
    language: Language
    slot: Slot | None = None
    before: Sequence[Line] = ()
    strangers: Collection[str] = ()
    needs_name: bool = False
    later: Sequence[int] = ()  # points that lines after this one are to speak about
    ground: Ground | None = None  # a small model wrote it: its lines keep to what the facts bear
    span: tuple[int, int] | None = None  # shortest and longest, where not the usual BOUNDS

    @cached_property
    def elsewhere(self) -> str:
        """What other lines tell of the goods, or will, beside this one's own points."""
        return self.ground.elsewhere(self.before, self.slot.about, self.later) if self.ground and self.slot else ""


_ERRAND: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(r"(?<!挑)选(?!购|中|好|它|这|那|了|得|您|你)|备注"),
    "en": re.compile(r"\b(?:choose|pick|select|write|note)\b", re.IGNORECASE),
}


def faults(text: str, task: Task) -> list[str]:
    """Why `text` cannot be said; empty when it can."""
    if not text.strip():
        return ["write the line"]
    return [*form_faults(text, task), *truth_faults(text, task), *repetition_faults(text, task), *part_faults(text, task)]


def sentence_faults(sentence: str, so_far: str, task: Task) -> list[str]:
    """Why a sentence cannot stand in its line; `so_far` is the line up to and with it. What the whole line must do is not asked yet."""
    found = [*mark_faults(sentence, task), *truth_faults(sentence, task), *repetition_faults(so_far, task)]
    if task.slot and task.slot.part == "offer" and len(amounts(so_far, task.product.price)) > 1:
        found.append("say the price once")
    return [*found, *place_faults(sentence, task)]


def form_faults(text: str, task: Task) -> list[str]:
    """Language, length, markup, words about the prompt."""
    low, high = bounds(task)
    found = mark_faults(text, task)
    if not low <= length(text, task.language) <= high:
        found.append(f"between {low} and {high} {'characters' if task.language == 'zh' else 'words'}")
    return found


def bounds(task: Task) -> tuple[int, int]:
    """Shortest and longest line, in characters (zh) or words (en)."""
    low, high = task.span or BOUNDS[task.language]
    if task.slot and task.slot.part in ("offer", "point", "demo"):
        low //= 2  # a bare price, a bare fact
    return low, high


def mark_faults(text: str, task: Task) -> list[str]:
    """Markup, words about the prompt, another language."""
    found = []
    if _MARKUP.search(text):
        found.append("plain spoken words only, no markup")
    if task.slot and meta_pattern(task.language).search(text):
        found.append("do not speak about the script or the sheet")
    if not _in_language(text, task):
        found.append("写中文" if task.language == "zh" else "write English")
    return found


def truth_faults(text: str, task: Task) -> list[str]:
    """Figures, claims, names and properties that the product does not state."""
    found = [f"not “{f.quoted}”: {f.message}" for f in check_line(text, task.product, task.language) if f.severity == "block"]
    known = all_text(task.product)
    found += claim_faults(text, task)
    stated = {f.replace(",", "") for f in spelled_figures(task.product)}
    digits = DIGITS.findall(text.replace(",", ""))
    found += [f"“{d}” does not stand in the facts" for d in digits if d not in stated and d.rstrip("0").rstrip(".") not in stated]
    found += [f"say of “{d}” only what the facts say" for d in dict.fromkeys(digits) if task.slot and not _in_context(d, text, task)]
    found += price_faults(text, task.product)
    if task.ground and task.slot and task.slot.part == "offer" and (strange := strange_figures(text, task.product)):
        found.append(f"keep to the price and the offer, without {strange[0]}")
    found += [f"do not name “{name}”" for name in task.strangers if name and name.lower() in text.lower() and name.lower() not in known]
    found += [f"“{name}” is not in the facts" for name in unknown_names(text, task)]
    return found


def claim_faults(text: str, task: Task) -> list[str]:
    """Claims of properties, effects, guarantees, popularity or comparison without ground in the product's own words."""
    known, claimed = all_text(task.product), asserted(text, task.language).lower().replace("’", "'")
    if task.slot is None:  # a reply may say that something is not stated
        claimed = " ".join(s for s in sentences(claimed, task.language) if not admits(s, task.language))
    about_goods = not task.slot or task.slot.part not in ("hook", "pain", "close", "bridge")
    strays = [claim.stray(claimed, known, task.language) for claim in claims(task.language, about_goods)]
    return [f"the product does not state “{stray}”" for stray in strays if stray]


def repetition_faults(text: str, task: Task) -> list[str]:
    """Loops within the line, and lines that say again what was said."""
    found = []
    parts = sentences(text, task.language)
    if len(set(parts)) < len(parts) or _loops(_unnamed(text, task.product), task.language):
        found.append("do not repeat yourself")
    mine = _grams(_unnamed(text, task.product), task.language)
    for line in task.before:
        theirs = _grams(_unnamed(line.text, task.product), task.language)
        if mine and len(mine & theirs) > 0.4 * min(len(mine), max(len(theirs), 1)):
            found.append(f"say something new, not “{line.text}” again")
            break
    return found


def part_faults(text: str, task: Task) -> list[str]:
    """What the part of the line asks for: its point, the price, the name."""
    found: list[str] = []
    if task.needs_name and not says_name(text, task.product):
        found.append(f"say the full name {task.product.name}")
    if task.slot is None:
        return found
    found += place_faults(text, task)
    if task.slot.part == "offer" and not says_price(text, task.product):
        found.append(f"say the price {figure(float(task.product.price))}")
    if task.slot.part == "offer" and len(amounts(text, task.product.price)) > 1:
        found.append("say the price once")
    if task.slot.part == "close" and not call_pattern(task.language).search(text):
        found.append("ask the viewers to order")
    if task.slot.part == "close" and task.ground and _ERRAND[task.language].search(_unnamed(text, task.product)):
        found.append("ask for nothing but to order")  # a choice or a note that the shop may not have
    if task.slot.part in ("point", "demo"):
        found += [f"speak about: {task.product.facts[i]}" for i in missing_points(text, task)]
    return found


def place_faults(text: str, task: Task) -> list[str]:
    """What is said before its turn."""
    if task.slot is None or task.slot.part in ("offer", "close"):
        return []
    found = ["keep price, gift and stock for the offer line"] if repeats_offer(text, task.product, task.language) else []
    said, name = keywords(text, task.language), keywords(task.product.name, task.language)
    for index in task.later:
        point = task.product.facts[index]
        if len(words := keywords(point, task.language) - name) > 1 and len(words & said) >= 0.7 * len(words):
            found.append(f"keep for later: {point}")
    return found


def missing_points(text: str, task: Task) -> list[int]:
    """The facts of the slot that the text does not speak about."""
    return [i for i in (task.slot.about if task.slot else ()) if i < len(task.product.facts) and not _touches(text, i, task)]


def repeats_offer(text: str, product: Product, language: Language) -> bool:
    """Whether a text tells what belongs to the offer: the price, the stock, or much of the offer's own words."""
    listed = product.shown_list_price
    if says_price(text, product) or (listed is not None and amounts(text, listed)) or re.search(r"库存|\bstock\b", text, re.IGNORECASE):
        return True
    facts = "\n".join([product.name, *product.facts])
    if product.stock and str(product.stock) in set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", facts)):
        return True
    offered = _grams(product.offer, language)
    return bool(offered) and len(offered & _grams(text, language)) >= 0.5 * len(offered)


def admits(text: str, language: Language) -> bool:
    """Whether a text says that something is not stated, or that the shop will be asked."""
    return bool(unknown_pattern(language).search(text))


def says_name(text: str, product: Product) -> bool:
    """Whether the full name is said (case and spaces apart)."""
    return _squeezed(product.name) in _squeezed(text)


def says_price(text: str, product: Product) -> bool:
    """Whether the exact price is said, in digits."""
    return bool(amounts(text, product.price))


def unknown_names(text: str, task: Task) -> list[str]:
    """Capitalised words inside a sentence (en), Latin words (zh) that the product does not know."""
    known = {w.lower().replace("’", "'").removesuffix("'s") for w in LATIN.findall(all_text(task.product))}
    if task.language == "zh":
        return [w for w in LATIN.findall(text) if w.lower() not in known | _COMMON_LATIN and len(w) > 1]
    found = []
    for sentence in sentences(text, "en"):
        for match in list(LATIN.finditer(sentence))[1:]:
            word, lead = match.group(), sentence[: match.start()].rstrip()
            plain = word.replace("’", "'").removesuffix("'s")
            inside = not lead.endswith((":", '"', "'", "(", "-", "…", "“"))
            if word[0].isupper() and inside and plain.lower() not in known and word not in english_words("capitalised"):
                found.append(word)
    return found


def _in_language(text: str, task: Task) -> bool:
    ours, known = _unnamed(text, task.product), all_text(task.product)
    chinese, latin = len(CJK.findall(ours)), [word for word in LATIN.findall(ours) if word.lower() not in known]
    return chinese > 2 * len(latin) or not (chinese or latin) if task.language == "zh" else chinese == 0


def _touches(text: str, index: int, task: Task) -> bool:
    """Whether a line says something of a point: one of its figures, or a fair part of the words that are its own."""
    facts, language = task.product.facts, task.language
    words = keywords(facts[index], language)
    told = facts[: max(len(task.product.points), index + 1)]  # a specification may say a point again
    others = set().union(keywords(task.product.name, language), *(keywords(f, language) for i, f in enumerate(told) if i != index))
    own = (words - others) or words
    said = keywords(text, language) & own
    if any(word[0].isdigit() for word in said) or len(said) >= max(1, round(0.25 * len(own))):
        return True
    signs = set("".join(w for w in own if CJK.match(w))) - set(_COMMON_SIGNS)  # 叠着放 speaks about 可叠放
    return len(signs) > 1 and len(signs & set(text)) >= max(2, 0.5 * len(signs))


def _in_context(digits: str, text: str, task: Task) -> bool:
    """Whether a figure stands with words of a fact that states it; those of the line's points, name, prices and offer are free."""
    product, slot = task.product, task.slot
    about = slot.about if slot else ()
    free = [product.name, product.offer, str(product.stock or ""), *(product.facts[i] for i in about)]
    free += [figure(float(p)) for p in (product.price, product.shown_list_price) if p is not None]
    if any(digits in DIGITS.findall(fact) for fact in free):
        return True
    facts = [*product.facts, product.audience]
    stating = [keywords(fact, task.language) for fact in facts if digits in DIGITS.findall(fact)]
    said = {word for word in keywords(text, task.language) if not word[0].isdigit()}
    return not stating or any(said & words for words in stating)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-–’']+", "", text.lower())


def _unnamed(text: str, product: Product) -> str:
    """The text without the product's own name, which every line may say."""
    return re.sub(re.escape(product.name), " ", text, flags=re.IGNORECASE)


def _grams(text: str, language: Language) -> set[str]:
    """Runs of 4 characters (zh) or 3 words (en)."""
    if language == "zh":
        plain = re.sub(r"[^\w]", "", text)
        return {plain[i : i + 4] for i in range(len(plain) - 3)}
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {" ".join(words[i : i + 3]) for i in range(len(words) - 2)}


def _loops(text: str, language: Language) -> bool:
    units = re.sub(r"[^\w]", "", text) if language == "zh" else re.findall(r"[a-z0-9']+", text.lower())
    size = 5 if language == "zh" else 3
    runs = [tuple(units[i : i + size]) for i in range(len(units) - size + 1)]
    return len(runs) - len(set(runs)) > (1 if language == "zh" else 0)
