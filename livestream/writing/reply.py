"""A viewer's comment -> the host's answer: by rule where a wrong word could harm, else by the model, verified, else "not stated"."""

import random
import re
from dataclasses import dataclass
from typing import Literal

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.doubt import REPLY, Heard
from livestream.writing.ground import Ground, clauses
from livestream.writing.models import LanguageModel
from livestream.writing.sheet import copy_language, fact_sheet, spelled_figures, tellable
from livestream.writing.tidy import finished, tidy
from livestream.writing.topics import Reading, read, speakable_facts
from livestream.writing.translate import translate_text
from livestream.writing.verify import Task, admits, faults, says_price
from livestream.writing.wording import keywords, lists
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
    r"\bvs\b|compare|better than|difference|cheaper (?:one|at)|对比|比.{1,8}(?:好|强|贵|便宜)|有什么区别|哪个好", re.IGNORECASE
)
_NOT = {
    "zh": re.compile(r"不|勿|别|没|无|免"),
    "en": re.compile(r"\b(?:not?|never|don't|isn't|can't|cannot|only|without)\b|n't|-free", re.IGNORECASE),
}
_SAYS = {
    "zh": re.compile(r"^(?:是|不|能|可以|会|有|没|对)"),
    "en": re.compile(r"^(?:yes|no)\b|^it (?:is|does|can|will)[.,]|\bnot\b|n't\b", re.IGNORECASE),
}
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
    if same and (text := _by_model(product, comment, reading, kind, brief, model, tries)):
        return Reply(text, "fact" if kind == "unknown" and not admits(text, language) else kind, "model")
    return _fallback(product, reading, kind, language, model, rng)


def kind_of(reading: Reading, comment: str, product: Product) -> Kind:
    """What kind of comment it is, from what it asks and from what the product states."""
    asked = {t.id for t in reading.topics}
    if reading.hostile and not asked & {"returns", "shipping", "warranty"}:
        return "hostile"
    if asked & {"returns", "shipping", "warranty"}:
        return "shipping"
    if "price" in asked or (figure(float(product.price)) in comment and reading.question):
        return "price"
    if _COMPARE.search(comment):
        return "compare"
    if reading.facts or asked & {"stock", "human"}:
        return "fact"
    if reading.greeting:
        return "smalltalk"
    if reading.question:
        return "unknown"
    return "objection" if re.search(r"贵|expensive|overpriced|not sure|不值|算了|cheap", comment, re.IGNORECASE) else "smalltalk"


def _by_rule(product: Product, reading: Reading, kind: Kind, language: Language, model: LanguageModel, rng: random.Random) -> Reply | None:
    """Orders, and the topics on which a wrong word could harm."""
    words = lists("replies.yaml")[language]
    if reading.order:
        return Reply(rng.choice(words["firm"]).format(price=_price(product, language)), kind if kind == "hostile" else "objection", "sheet")
    ruled = [t for t in reading.topics if t.rule]
    if not ruled:
        return None
    if ruled[0].id == "human":
        return Reply(rng.choice(words["human"]), "fact", "sheet")
    kept = [fact for fact in reading.facts if any(t.fact for t in ruled)]
    if kept:
        text = rng.choice(words["stated"]).format(fact=_quoted(kept[:2], product, language, model))
        return Reply(text, "shipping" if kind == "shipping" else "fact", "sheet")
    text = rng.choice(words["unknown"])
    if any(t.care for t in ruled):
        text += ("" if language == "zh" else " ") + rng.choice(words["care"])
    return Reply(text, "shipping" if kind == "shipping" else "unknown", "shop")


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
        if not text or heard.unsure(language, REPLY) or faults(text, task) or not _answers(text, product, reading, kind, language):
            continue
        if kind != "unknown" or model.obeys or admits(text, language) or _borne(text, product, language):
            return text
    return ""


def _borne(text: str, product: Product, language: Language) -> bool:
    """Whether a small model's answer to what no fact is known to bear on says nothing but facts: no yes or no of its own."""
    ground = Ground(product, language)
    return not _SAYS[language].search(text) and all(ground.bears(clause) for clause in clauses(text, language))


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
    glue = "" if language == "zh" else " "
    if kind == "price":
        offer = _quoted([product.offer], product, language, model) if product.offer else ""
        text = rng.choice(words["price"]).format(price=_price(product, language))
        return Reply(glue.join(filter(None, [text, finished(offer, language)])), kind, "sheet")
    if kind in ("hostile", "objection", "compare"):
        return Reply(rng.choice(words["grace"]), kind, "sheet")
    if kind == "smalltalk":
        return Reply(rng.choice(words["hello"]), kind, "sheet")
    if reading.facts:
        return Reply(rng.choice(words["stated"]).format(fact=_quoted(list(reading.facts[:2]), product, language, model)), "fact", "sheet")
    if any(t.id == "stock" for t in reading.topics) and product.stock:
        return Reply(f"还有{product.stock}件。" if language == "zh" else f"There are {product.stock} in stock.", "fact", "sheet")
    return Reply(rng.choice(words["unknown"]), "unknown", "shop")


def _quoted(facts: list[str], product: Product, language: Language, model: LanguageModel) -> str:
    """Facts in the product's own words, translated where the host speaks the other language."""
    if copy_language(product) != language:
        facts = [translate_text(fact, language, model) for fact in facts]
    return ("；" if language == "zh" else "; ").join(fact.strip().rstrip("。.!！；;") for fact in facts)


def _price(product: Product, language: Language) -> str:
    return money(float(product.price), product.currency, language)
