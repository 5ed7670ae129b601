"""A viewer's comment -> the host's answer: by rule where a wrong word could harm, else by the model, verified, else "not stated"."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.doubt import REPLY, Heard
from livestream.writing.ground import Ground, clauses
from livestream.writing.models import LanguageModel
from livestream.writing.sheet import copy_language, fact_sheet, spelled_figures, stocked, tellable
from livestream.writing.teller import Teller
from livestream.writing.tidy import finished, tidy, unmarked
from livestream.writing.topics import Reading, holds, read, speakable_facts
from livestream.writing.translate import translate_text
from livestream.writing.verify import Task, admits, faults, says_price
from livestream.writing.wording import DIGITS, keywords, lists, sentences
from voices.types import Language
from yi_core.examples import example
from yi_core.prompt import SYSTEM, Message, ask_comment, ask_reply, clean, figure, money
from yi_core.sampling import Sampling

Kind = Literal["price", "fact", "unknown", "objection", "shipping", "smalltalk", "hostile", "compare"]
Source = Literal["sheet", "shop", "model"]
TEMPERATURES = (0.3, 0.45, 0.5)
MAX_COMMENT = 300
SPAN: dict[Language, tuple[int, int]] = {"zh": (2, 80), "en": (1, 48)}
_COMPARE = re.compile(
    r"\bvs\b|compare|better than|difference|cheaper (?:one|at)|对比|比.{1,8}(?:好|强|贵|便宜)|有什么区别|哪个好|差(?:啥|别|在哪)",
    re.IGNORECASE,
)
_NOT = {
    "zh": re.compile(r"不(?!锈|粘)|勿|(?<![特级])别(?!致)|没|无(?!线)|免(?!费)"),
    "en": re.compile(r"\b(?:not?|never|don't|isn't|can't|cannot|only|without)\b|n't|-free", re.IGNORECASE),
}
_SAYS = {
    "zh": re.compile(r"^(?:是|不|能|可以|会|有|没|对)|之后|过后"),
    "en": re.compile(r"^(?:yes|no)\b|^it (?:is|does|can|will)[.,]|\bnot\b|n't\b|\bafter (?:that|then|it)\b", re.IGNORECASE),
}
_DOUBTS = re.compile(r"贵|expensive|overpriced|not sure|不值|算了|cheap", re.IGNORECASE)
_YES_NO = re.compile(r"(?:yes|no|是的?|有的?|可以的?|能|会的?)[,.，。！!]?", re.IGNORECASE)
_RUDE = re.compile(r"shut up|stupid|idiot|dumb|your problem|滚|傻|蠢|有病|爱买不买|不买(?:拉倒|算了)", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """What the host says, what kind of comment it answers, and who answered: the product's sheet, the shop (to be asked), or the model."""

    text: str
    kind: Kind
    source: Source


def answer(product: Product, comment: str, brief: Brief, model: LanguageModel) -> Reply:
    """The reply to one comment, in the brief's language. A comment is data: what it orders is not done. Raises ModelError."""
    language = brief.voice.language
    comment = clean(comment, MAX_COMMENT)
    reading = read(comment, product, language)
    rng = random.Random(f"{brief.seed} {comment}")
    kind = kind_of(reading, comment, product)
    if ruled := _by_rule(product, reading, kind, language, model, rng):
        return ruled
    tries = 2 if kind == "unknown" else len(TEMPERATURES)
    same = copy_language(product) == language  # facts in the other language are quoted in translation, not talked about
    talks = same and (model.obeys or not _beyond(reading, kind, product))
    if talks and (text := _by_model(product, comment, reading, kind, brief, model, tries)):
        return Reply(text, "fact" if kind == "unknown" and not admits(text, language) else kind, "model")
    if kind == "fact" and reading.facts and (told := _in_sentences(reading.facts[:2], product, brief, model)):
        return Reply(rng.choice(lists("replies.yaml")[language]["told"]).format(fact=told), kind, "sheet")
    return _fallback(product, reading, kind, language, model, rng)


def kind_of(reading: Reading, comment: str, product: Product) -> Kind:
    """What kind of comment it is, from what it asks and from what the product states."""
    asked = {t.id for t in reading.topics}
    if asked & {"returns", "shipping", "warranty"}:
        return "shipping"
    if reading.hostile:
        return "hostile"
    priced = re.search(rf"(?<![\d.]){re.escape(figure(float(product.price)))}(?![\d.])", comment) and reading.question and not reading.facts
    if "price" in asked or priced or ("extra" in asked and (reading.facts or _of_offer(reading, product))):
        return "price"
    if _COMPARE.search(comment):
        return "compare"
    if reading.facts or "human" in asked or _in_stock(reading, product):
        return "fact"
    if reading.greeting and not (reading.question and reading.words):
        return "smalltalk"
    if not reading.near and _DOUBTS.search(comment):
        return "objection"
    return "unknown" if reading.question or reading.near else "smalltalk"


def _of_offer(reading: Reading, product: Product) -> bool:
    """Whether a comment asks of what the offer names and the goods' own name does not."""
    return any(holds(product.offer, word) and not holds(product.name, word) for word in reading.words)


def _in_stock(reading: Reading, product: Product) -> bool:
    """Whether a comment asks how many of the goods are left, and the shop states it."""
    return bool(product.stock) and any(t.id == "stock" for t in reading.topics) and all(holds(product.name, w) for w in reading.words)


def _plain(reading: Reading, product: Product) -> bool:
    """Whether a comment on the price asks of the goods alone, not of something beside them or of several."""
    own = (product.name, figure(float(product.price)))
    return all(any(holds(text, word) for text in own) for word in reading.words)


def _beyond(reading: Reading, kind: Kind, product: Product) -> bool:
    """Whether an answer is beyond a small model: hostility, another price than the goods', the stock, what a fact bears on in part."""
    if kind == "price":
        return not _plain(reading, product)
    return kind == "hostile" or (kind == "fact" and not reading.facts) or (kind == "unknown" and bool(reading.near))


def _by_rule(product: Product, reading: Reading, kind: Kind, language: Language, model: LanguageModel, rng: random.Random) -> Reply | None:
    """Orders, and the topics on which a wrong word could harm."""
    words = lists("replies.yaml")[language]
    if reading.order:
        return Reply(rng.choice(words["firm"]).format(price=_price(product, language)), kind if kind == "hostile" else "objection", "sheet")
    ruled = [t for t in reading.topics if t.rule]
    if not ruled or (kind == "hostile" and not reading.question):
        return None
    if ruled[0].id == "human":
        return Reply(rng.choice(words["human"]), "fact", "sheet")
    if ruled[0].id == "discount" and not reading.facts:
        return Reply(rng.choice(words["firm"]).format(price=_price(product, language)), "price", "sheet")
    told = _told(product, reading, language, model, rng)
    text = told.text
    if told.source == "shop" and any(t.care for t in ruled):
        text += ("" if language == "zh" else " ") + rng.choice(words["care"])
    return Reply(text, "shipping" if kind == "shipping" else told.kind, told.source)


def _told(product: Product, reading: Reading, language: Language, model: LanguageModel, rng: random.Random) -> Reply:
    """The facts that answer; else those that bear on a part of what is asked, the rest left to the shop; else that it is not stated."""
    words, facts = lists("replies.yaml")[language], reading.facts or reading.near
    if not facts:
        return Reply(rng.choice(words["unknown"]), "unknown", "shop")
    quoted = _quoted(list(facts[:2]), product, language, model)
    if reading.facts:
        return Reply(rng.choice(words["stated"]).format(fact=quoted), "fact", "sheet")
    return Reply(rng.choice(words["partly"]).format(fact=quoted), "unknown", "shop")


def _by_model(product: Product, comment: str, reading: Reading, kind: Kind, brief: Brief, model: LanguageModel, tries: int) -> str:
    """A verified reply of the model's own, or an empty text."""
    language, voice = brief.voice.language, brief.voice
    messages: list[Message] = [("system", SYSTEM[language])]
    strangers: tuple[str, ...] = ()
    if not model.tuned:
        shown = example(brief.persona, voice.tone, language)
        messages += shown.replies
        strangers = shown.names
    ask = ask_reply(fact_sheet(product, tellable(product, language)), brief.persona, voice.tone, language, comment)
    task = Task(product, language, strangers=strangers, span=SPAN[language])
    for attempt in range(tries):
        stop = ("\n", ask_comment("", language).strip())
        sampling = Sampling(70, TEMPERATURES[attempt], brief.seed * 1000 + attempt, stop, spelled_figures(product))
        heard = Heard()
        for piece in model.stream([*messages, ("user", ask)], sampling):
            heard.hear(piece)
        text = finished(tidy(heard.text, language), language)
        if kind == "fact" and not model.obeys:
            text = "".join(sentences(text, language)[:1])  # what a small model adds to the fact is often its own
        if not text or heard.unsure(language, REPLY) or faults(text, task) or not _answers(text, product, reading, kind, language):
            continue
        if model.obeys or _holds_back(text, product, reading, kind, language):
            return text
    return ""


def _holds_back(text: str, product: Product, reading: Reading, kind: Kind, language: Language) -> bool:
    """Whether a small model's answer adds nothing of its own: where no fact bears it says just that; a fact it tells with its figures, and
    denies only what that denies; else it claims nothing that is not borne, and contradicts nobody."""
    ground = Ground(product, language)
    parts = [clause.strip() for clause in clauses(text, language) if not (kind == "unknown" and admits(clause, language))]
    if kind == "fact":
        told = [fact for fact in reading.facts if not (found := set(DIGITS.findall(fact))) or found & set(DIGITS.findall(text))]
        denies = _NOT[language].search(text) and not any(_NOT[language].search(fact) for fact in told)
        borne = all(ground.bears(clause) for clause in parts if not _YES_NO.fullmatch(clause))
        return bool(told) and borne and not denies and not admits(text, language)
    if kind == "unknown":
        told = speakable_facts(product, language)
        others = keywords(" ".join(parts), language) & keywords("\n".join(told), language) - keywords(" ".join(reading.words), language)
        if others or not admits(text, language):
            return False
    part = "point" if kind in ("price", "unknown", "compare") else "hook"
    return all(ground.bears(clause, part) and not _SAYS[language].search(clause) for clause in parts)


def _answers(text: str, product: Product, reading: Reading, kind: Kind, language: Language) -> bool:
    """Whether a reply does what its kind asks: the price, the fact with its yes or no, an honest "not stated", grace."""
    if _RUDE.search(text):
        return False
    if kind == "price":
        return says_price(text, product) and not admits(text, language)
    if kind in ("fact", "unknown"):
        bearing = reading.facts if kind == "fact" else speakable_facts(product, language)
        near = [fact for fact in bearing if keywords(fact, language) & keywords(text, language) - keywords(product.name, language)]
        if kind == "unknown" and admits(text, language):
            return True
        if kind == "unknown" and reading.topics:
            return False  # a known subject on which no fact bears: only "not stated" is true
        denied = bool(near) and all(_NOT[language].search(fact) for fact in near)
        return bool(near or (kind == "fact" and not bearing)) and (not denied or bool(_NOT[language].search(text)))
    return True


def _fallback(product: Product, reading: Reading, kind: Kind, language: Language, model: LanguageModel, rng: random.Random) -> Reply:
    """What is said where no reply of the model holds."""
    words = lists("replies.yaml")[language]
    if kind == "price":
        return _priced(product, reading, language, model, rng)
    if kind in ("hostile", "objection", "compare"):
        return Reply(rng.choice(words["grace"]), kind, "sheet")
    if kind == "smalltalk":
        return Reply(rng.choice(words["hello" if reading.greeting else "thanks"]), kind, "sheet")
    if _in_stock(reading, product):
        return Reply(stocked(product, language), "fact", "sheet")
    return _told(product, reading, language, model, rng)


def _priced(product: Product, reading: Reading, language: Language, model: LanguageModel, rng: random.Random) -> Reply:
    """The price and the offer; where more is asked of than the goods, the price by name, and what no fact mentions is left to the shop."""
    words, plain = lists("replies.yaml")[language], _plain(reading, product)
    facts = list(reading.facts[:2]) or [product.offer or "".join(reading.near[:1])]
    told = finished(_quoted(facts, product, language, model), language) if facts[0] else ""
    text = rng.choice(words["price" if plain else "price_of"]).format(price=_price(product, language), name=product.name)
    parts = [text, told[:1].upper() + told[1:]] if plain else [told[:1].upper() + told[1:], text]
    known = plain or bool(reading.facts or reading.near) or _of_offer(reading, product)
    if not known:
        parts = [text, rng.choice(words["unknown"])]
    return Reply(("" if language == "zh" else " ").join(filter(None, parts)), "price", "sheet" if known else "shop")


def _quoted(facts: list[str], product: Product, language: Language, model: LanguageModel) -> str:
    """Facts in the product's own words, translated where the host speaks the other language."""
    if copy_language(product) != language:
        facts = [translate_text(fact, language, model) for fact in facts]
    return ("；" if language == "zh" else "; ").join(map(unmarked, facts))


def _in_sentences(facts: Sequence[str], product: Product, brief: Brief, model: LanguageModel) -> str:
    """Facts as a small model that has learned to tell them says them; "" where it does not tell each whole and nothing beside it."""
    language = brief.voice.language
    if model.obeys or not model.tuned or copy_language(product) != language:
        return ""
    teller = Teller(product, brief, model, fact_sheet(product, tellable(product, language)))
    said = [teller.said(unmarked(fact)) for fact in facts]
    return ("" if language == "zh" else " ").join(said) if all(said) else ""


def _price(product: Product, language: Language) -> str:
    return money(float(product.price), product.currency, language)
