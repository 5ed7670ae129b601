"""How a line may begin: a turn of speech of persona or tone, or, where free writing failed, words of the sheet. The model goes on."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.values import Brief, Line
from livestream.writing.audience import people
from livestream.writing.complete import ORDER
from livestream.writing.compose import inside, join, opened
from livestream.writing.manners import MANNERS, Opening
from livestream.writing.plan import Slot
from livestream.writing.remarks import BODY, QUIET, needs, openers, you
from livestream.writing.sheet import branded
from livestream.writing.subjects import TURNS, subject
from livestream.writing.wording import keywords, lists, told
from voices.types import Language
from yi_core.prompt import money

CALLED = 0.5  # of what is said of those the goods are for: a script that tells so much has called them
_PRICE = {
    "zh": ["现在{price}，", "{name}，{price}，"],
    "en": ["It's {price}", "The {name} is {price}"],
}
_LISTED = {
    "zh": ["标价{was}，现在{price}，", "原价{was}，现在{price}，"],
    "en": ["It's {price}, down from {was}", "List price {was}, now {price}"],
}
_NAME = {"zh": ["这款{name}，", "{name}，", "来看这款{name}，"], "en": ["This is the {name}.", "The {name}", "Take a look at the {name}."]}
_HOOK = {"zh": ["来看{name}。", "今天我们来看{name}。"], "en": ["Take a look at the {name}.", "Here's the {name}."]}
_FOR = {"zh": "{audience}，来看{name}。", "en": "This one is for {audience}: the {name}."}
_CLOSE = {"zh": ["点下面的链接，", "点开{name}，"], "en": ["Tap the link", "Order the {name}"]}
_DEMO = {"zh": ["看图，", "你看图上，"], "en": ["In the picture,", "Look at the picture:"]}
_SHOWN = {"zh": "看图，", "en": "In the picture:"}


def turn(slot: Slot, product: Product, brief: Brief, before: Sequence[Line], others: Sequence[Line]) -> str:
    """The turn of speech that a line after `before` begins with, unlike those of `others`; "" where it begins on its own."""
    quiet, place = brief.voice.tone in QUIET, sum(line.part in BODY for line in before)
    called = _subject(slot, product, brief.voice.language)
    known = _known(slot, brief, place, called)
    known = _taken_up(slot, product, brief, before) or known
    named = {"subject": called, "Subject": called.capitalize()}
    listed = any(re.search("[:：]", product.facts[i]) for i in slot.about)  # one colon after another is hard to hear
    fitting = [_worded(words, brief, named) for words in known if words[-1] not in ("?？" if quiet else "") + (":：" if listed else "")]
    fresh = [words for words in fitting if not any(line.text.startswith(words) for line in others)]
    return random.Random(f"{brief.seed} {product.name} {slot.part} {slot.about}").choice(fresh) if fresh else ""


def _known(slot: Slot, brief: Brief, place: int, called: str) -> list[str]:
    """What the `place`th line on the goods, or one of another part, may begin with: every other begins on its own, the rest with what its
    fact is on, said in the persona's way, with the persona's turns or with the tone's."""
    spoken: dict[str, Any] = lists(TURNS)[brief.voice.language]
    mine: dict[str, list[str]] = spoken["personas"][brief.persona]
    if slot.part not in BODY:
        return mine.get("price" if slot.part == "offer" else slot.part, [])
    if place % 2:
        return []
    if place % 4:
        return list(spoken["tones"][brief.voice.tone])
    if called:
        return mine["subject"]
    return [*mine["point"], *(mine["more"] if place else ())]


def _subject(slot: Slot, product: Product, language: Language) -> str:
    """What a line's first fact is on, unless it says that word itself; "" where no subject of the list is."""
    fact = product.facts[slot.about[0]] if slot.about else ""
    called = subject(fact, language).called
    return "" if called in fact.lower() else called


def _taken_up(slot: Slot, product: Product, brief: Brief, before: Sequence[Line]) -> list[str]:
    """What leads back to the opening, once: to a need that a line's first fact answers, to those called, where it is on something of
    theirs, and in the call to a scene."""
    if not before or before[0].part != "hook":
        return []
    language, opened_with = brief.voice.language, before[0].text
    spoken: dict[str, Any] = lists(TURNS)[language]
    known: list[str] = []
    if slot.part == "close" and MANNERS[brief.persona].opens[0] == "scene" and _scene(opened_with, spoken["opens"]["scene"]):
        known = spoken["returns"]
    elif slot.part in BODY and slot.about:
        fact = product.facts[slot.about[0]]
        meant = keywords(product.audience, language) - keywords(product.name, language)
        if any(words in opened_with for words in needs(fact, brief)):
            known = spoken["personas"][brief.persona]["answer"]
        elif (
            meant & keywords(fact, language)
            and _whom(product, brief) not in opened_with
            and told(opened_with, product.audience, language) >= CALLED
        ):
            known = spoken["called"]
    said = [words.format(you=you(brief))[:-1] for words in known]
    return [] if any(words in line.text for words in said for line in before) else known


def _scene(text: str, scenes: Sequence[str]) -> bool:
    """Whether a text opens with one of the scenes."""
    return any(scene.split("{name}")[0] in text for scene in scenes)


def _audience(product: Product) -> str:
    """Those the goods are for, as they are named inside a sentence."""
    return inside(product.audience.rstrip("。."), product)


def _worded(words: str, brief: Brief, named: Mapping[str, str]) -> str:
    """A turn of speech in the persona's form of address, with what is `named` in it; a quiet tone exclaims nothing."""
    words = words.format(you=you(brief), **named)
    return words.replace("！", "，").replace("!", ".") if brief.voice.tone in QUIET else words


def shown(text: str, language: Language) -> bool:
    """Whether a line begins by calling the eye to the picture."""
    return text.startswith((_SHOWN[language], *_DEMO[language]))


def greeting(product: Product, brief: Brief) -> str:
    """How a persona greets before a product; the seed chooses."""
    known = lists(TURNS)[brief.voice.language]["personas"][brief.persona]["greet"]
    return _worded(random.Random(f"{brief.seed} {product.name} greet").choice(known), brief, {})


def onward(brief: Brief) -> str:
    """What follows a price that stands among the facts; the seed chooses."""
    known: list[str] = lists(TURNS)[brief.voice.language]["onward"]
    return _worded(random.Random(f"{brief.seed} onward").choice(known), brief, {})


def openings(opening: Opening, fact: str, product: Product, brief: Brief, others: Sequence[Line], brisk: bool = False) -> list[str]:
    """Whole hooks of authored words that open a script in this way, fixed by the seed; none where it asks and no question suits the goods.
    `fact` is the sentence that a clue or a story tells, or the one whose need is asked. A `brisk` script has no time to say whom the goods
    are for, if it does not call them."""
    language, name, greeted = brief.voice.language, product.name, greeting(product, brief)
    asked = [""]
    if opening in ("ask", "need"):
        asked = openers(product, brief, others) if opening == "ask" else needs(fact, brief)
        random.Random(f"{brief.seed} {name} asked").shuffle(asked)
        opening = "ask"
    known = [words for words in lists(TURNS)[language]["opens"][opening] if not (brief.voice.tone in QUIET and re.search("[?？]", words))]
    random.Random(f"{brief.seed} {name} {opening}").shuffle(known)
    made, plain = list[str](), list[str]()
    for words in known if asked else ():
        told = fact if words.startswith("{fact}") else inside(fact, product)
        said = words.format(fact=told, name=branded(product, language), audience=_audience(product), you=you(brief))
        plain.append(opened(greeted, join(asked[0], said, language), product, language))
        if not brisk and "{audience}" not in words:
            made.append(join(plain[-1], _whom(product, brief), language))
    return [*made, *plain]


def _whom(product: Product, brief: Brief) -> str:
    """A sentence on whom the goods are for, if they are people."""
    known: list[str] = lists(TURNS)[brief.voice.language]["whom"] if people(product.audience, brief.voice.language) else [""]
    return random.Random(f"{brief.seed} {product.name} whom").choice(known).format(audience=_audience(product))


def beginnings(slot: Slot, product: Product, brief: Brief, needs_name: bool, others: Sequence[Line]) -> list[str]:
    """Beginnings to try, from a few words to a whole sentence of the sheet, or a question that `others` do not ask; fixed by the seed."""
    language = brief.voice.language
    rng = random.Random(f"{brief.seed} {slot.part} {slot.about}")
    name = product.name
    price, listed = money(float(product.price), product.currency, language), product.shown_list_price
    was = money(float(listed), product.currency, language) if listed is not None and listed > product.price else ""

    def some(patterns: dict[str, list[str]]) -> list[str]:
        filled = [p.format(name=name, price=price, was=was) for p in patterns[language]]
        rng.shuffle(filled)
        return filled

    end = "。" if language == "zh" else "."
    if slot.part == "offer":
        lead = f"{name}，" if language == "zh" else f"The {name}: "
        sentence = (f"现在{price}" if language == "zh" else f"It's {price}") + end
        if needs_name:
            return [f"{lead}{price}", f"{lead}{price}{end}"]
        return [*some(_LISTED if was else _PRICE)[:2], sentence]
    points = [product.facts[i].strip().rstrip("。.!！") for i in slot.about]
    if language == "en":
        points = [p[:1].upper() + p[1:] for p in points]
    comma = "，" if language == "zh" else ","
    if needs_name:
        whole = _NAME[language][0].format(name=name) + (" " if language == "en" else "")
        return [*some(_NAME)[:2], *(whole + p + end for p in points[:1])]
    if slot.part == "point":
        return [*(p + comma for p in points), *(p + end for p in points[:1])]
    if slot.part == "demo":
        return [*some(_DEMO)[:1], *(opened(_SHOWN[language], p + end, product, language) for p in points[:1])]
    if slot.part == "close":
        return [*some(_CLOSE), ORDER[language].format(name=name)]
    if slot.part != "hook":
        return []
    called = [_FOR[language].format(audience=_audience(product), name=name)] if people(product.audience, language) else []
    return [*openers(product, brief, others)[:1], *called, *some(_HOOK)]
