"""A product as the fact sheet that the model reads: only what may be spoken."""

import re
from collections.abc import Sequence

from livestream.catalog.models import Product
from livestream.catalog.money import SYMBOLS
from livestream.catalog.text import language_of
from livestream.trust.check import check_line, speakable_points
from livestream.writing.sentences import opening, spoken
from livestream.writing.wording import CJK, keywords, length
from voices.types import Language
from yi_core.prompt import FactSheet, figure

# What the model reads of these: its context is short, and a longer prompt is a later start.
MAX_STORY, MAX_TOLD = 3, 6
MAX_SPECS, MAX_SPEC = 12, 60
MAX_FACT = {"zh": 60, "en": 32}  # characters, words: what fits a line


def tellable(product: Product, language: Language) -> list[int]:
    """Indexes of product.facts: the points that may be spoken, then what is told beside them."""
    return [*speakable_points(product, language)[0], *further(product, language)]


def further(product: Product, language: Language) -> list[int]:
    """Indexes of product.facts: what of the story and the specifications may be said, fits a line, and is not told by the name, a point or
    another of them."""
    facts, first = product.facts, len(product.points)
    known, found = "\n".join([product.name, *product.points]), list[int]()
    for index in range(first, len(facts)):
        fact, stories = facts[index], len(product.story)
        full = len(found) == MAX_TOLD or (index < first + stories and len(found) == MAX_STORY)
        if full or not fact or length(fact, language) > MAX_FACT[language] or not _news(fact, known, language):
            continue
        if _speakable(fact, product, language):
            known, found = f"{known}\n{fact}", [*found, index]
    return found


def speakable_facts(product: Product, language: Language) -> list[str]:
    """The product's own sentences that may be spoken: points, offer, specs, story, audience."""
    kept, _ = speakable_points(product, language)
    rest = [product.offer, *product.spec_facts, *product.story, product.audience]
    clear = [text for text in rest if text and _speakable(text, product, language)]
    return [*(product.points[i] for i in kept), *clear]


def _speakable(text: str, product: Product, language: Language) -> bool:
    return not any(finding.severity == "block" for finding in check_line(text, product, language))


def _news(fact: str, known: str, language: Language) -> bool:
    """Whether a fact has a figure, or mostly words, that are not known."""
    words = keywords(fact, language)
    new = words - keywords(known, language)
    return any(word[0].isdigit() for word in new) or len(new) > 0.5 * len(words)


def fact_sheet(product: Product, told: Sequence[int]) -> FactSheet:
    """The sheet with the facts `told` as its points, renumbered from 0, and the other specifications; a list price without a basis stays
    out, long specifications are cut."""
    listed, facts = product.shown_list_price, product.facts
    specs = list(product.specs.items())
    first = len(facts) - len(specs)
    return FactSheet(
        name=product.name,
        price=float(product.price),
        currency=product.currency,
        points=tuple(facts[i] for i in told),
        brand=product.brand,
        list_price=float(listed) if listed is not None and listed > product.price else None,
        specs=tuple((key, value[:MAX_SPEC]) for i, (key, value) in enumerate(specs) if first + i not in told)[:MAX_SPECS],
        offer=product.offer,
        stock=product.stock,
        audience=product.audience,
    )


def copy_language(product: Product) -> Language:
    """The language that the product's own words are in, whatever its field says."""
    return language_of(product.name, *product.points)


def branded(product: Product, language: Language) -> str:
    """The product's name behind that of its brand, where it does not hold that already and the language has words for it."""
    brand, name = product.brand, product.name
    if not brand or brand.lower() in name.lower() or (language == "en" and CJK.search(brand)):
        return name
    return f"{brand}{name}" if CJK.search(brand[-1]) and CJK.search(name[0]) else f"{brand} {name}"


def all_text(product: Product) -> str:
    """Everything that the product states in words, lower case."""
    fields = [
        product.name,
        product.brand,
        product.category,
        *product.facts,
        product.offer,
        product.audience,
    ]
    return "\n".join(fields).lower()


def spelled_figures(product: Product) -> set[str]:
    """Every run of digits that the product states, as it is written, prices also with their sign: what digits and signs may spell."""
    found = set(re.findall(r"\d+(?:[.,:]\d+)*", all_text(product)))
    prices = [product.price, product.shown_list_price]
    found |= {figure(float(p)) for p in prices if p is not None} | {f"{p:.2f}" for p in prices if p is not None and p % 1}
    if product.stock is not None:
        found.add(str(product.stock))
    signs = {str(code): sign for code, sign in SYMBOLS.items()}
    found |= {signs.get(product.currency, "") + figure(float(p)) for p in prices if p is not None}
    return found | set(re.findall(r"[$¥€£]\d+(?:\.\d+)?", all_text(product)))


def stocked(product: Product, language: Language) -> str:
    """How many the shop has; "" where it does not say, or has none."""
    if not product.stock:
        return ""
    return f"还有{product.stock}件。" if language == "zh" else f"There {'is' if product.stock == 1 else 'are'} {product.stock} in stock."


def aloud(index: int, product: Product, language: Language) -> str:
    """Fact `index` as it is said where no model tells it: a note as a sentence, while the story is told in sentences already."""
    fact = product.facts[index]
    return opening(fact) if index in product.story_facts else spoken(fact, product.name, language)
