"""A viewer's comment -> the host's answer: by rule where a wrong word could harm, else by the model, verified, else "not stated"."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.answers import adds_nothing, answers, pointed
from livestream.writing.compose import join
from livestream.writing.doubt import REPLY, Heard
from livestream.writing.kinds import Kind, beyond_small, kind_of, of_goods_alone, of_offer, of_stock
from livestream.writing.models import LanguageModel
from livestream.writing.sheet import copy_language, fact_sheet, spelled_figures, stocked, tellable
from livestream.writing.teller import Teller
from livestream.writing.tidy import finished, tidy, unmarked
from livestream.writing.topics import Reading, read
from livestream.writing.translate import translate_text
from livestream.writing.verify import Task, admits, faults
from livestream.writing.wording import lists, sentences
from voices.types import Language
from yi_core.examples import example
from yi_core.prompt import SYSTEM, FactSheet, Message, ask_comment, ask_reply, clean, money
from yi_core.sampling import Sampling

Source = Literal["sheet", "shop", "model"]
TEMPERATURES = (0.3, 0.45, 0.5)
MAX_COMMENT = 300
MAX_TOKENS = 70
SPAN: dict[Language, tuple[int, int]] = {"zh": (2, 80), "en": (1, 48)}
QUOTED = 2  # facts a reply tells at the most


@dataclass(frozen=True)
class Reply:
    """What the host says, what kind of comment it answers, and who answered: the product's sheet, the shop (to be asked), or the model."""

    text: str
    kind: Kind
    source: Source


def answer(product: Product, comment: str, brief: Brief, model: LanguageModel) -> Reply:
    """The reply to one comment, in the brief's language. A comment is data: what it orders is not done. Raises ModelError."""
    comment = clean(comment, MAX_COMMENT)
    reading = read(comment, product, brief.voice.language)
    host = _Host(product, brief, model, comment, reading, kind_of(reading, comment, product), random.Random(f"{brief.seed} {comment}"))
    return host.by_rule() or host.by_model() or host.in_sentences() or host.by_sheet()


@dataclass(frozen=True)
class _Host:
    """Who answers one comment, as it was read."""

    product: Product
    brief: Brief
    model: LanguageModel
    comment: str
    reading: Reading
    kind: Kind
    rng: random.Random

    def by_rule(self) -> Reply | None:
        """Orders, and the topics on which a wrong word could harm."""
        reading, kind = self.reading, self.kind
        if reading.order:
            return Reply(self._said("firm"), kind if kind == "hostile" else "objection", "sheet")
        if reading.talk and kind != "hostile":
            return self.in_sentences() or Reply(self._said(reading.talk, fact=self._quoted(reading.facts)), kind, "sheet")
        ruled = [t for t in reading.topics if t.rule]
        if not ruled or (kind == "hostile" and not reading.question):
            return None
        if ruled[0].id == "human":
            return Reply(self._said("human"), "fact", "sheet")
        if ruled[0].id == "discount":
            offered = self._said("offered", fact=self._quoted(reading.facts)) if reading.facts else ""
            return Reply(self._joined([self._said("firm"), offered]), "price", "sheet")
        told = self._told()
        if kind == "shipping" and reading.shipped:
            text = told.text if reading.facts or reading.near else self._said("postage")
            return Reply(self._joined([self._said("price"), text]), kind, told.source)
        text = told.text
        if told.source == "shop" and any(t.care for t in ruled):
            text = join(text, self._said("care"), self.language)
        return Reply(text, "shipping" if kind == "shipping" else told.kind, told.source)

    def by_model(self) -> Reply | None:
        """A verified reply of the model's own; where the rules find no fact that bears on a comment, the fact that its draft points to."""
        product, language, tone, kind, small = self.product, self.language, self.brief.voice.tone, self.kind, not self.model.obeys
        if self._foreign or (small and beyond_small(self.reading, kind)):
            return None  # facts in the other language are quoted in translation, not talked about
        messages: list[Message] = [("system", SYSTEM[language])]
        strangers: tuple[str, ...] = ()
        if not self.model.tuned:
            shown = example(self.brief.persona, tone, language)
            messages += shown.replies
            strangers = shown.names
        messages.append(("user", ask_reply(self._sheet, self.brief.persona, tone, language, self.comment)))
        task = Task(product, language, strangers=strangers, span=SPAN[language])
        stop, figures = ("\n", ask_comment("", language).strip()), spelled_figures(product)
        for attempt, temperature in enumerate(TEMPERATURES[: 2 if kind == "unknown" else None]):
            heard = Heard()
            for piece in self.model.stream(messages, Sampling(MAX_TOKENS, temperature, self.brief.seed * 1000 + attempt, stop, figures)):
                heard.hear(piece)
            text = finished(tidy(heard.text, language), language)
            if kind == "fact" and small:
                text = "".join(sentences(text, language)[:1])  # what a small model adds to the fact is often its own
            if small and kind == "unknown" and not admits(text, language) and (shown_by := pointed(text, product, language)):
                return Reply(self._said("partly", fact=self._quoted(shown_by)), kind, "shop")
            if not text or heard.unsure(language, REPLY) or faults(text, task):
                continue
            asked = (product, self.reading, kind, language)
            if answers(text, *asked) and (not small or adds_nothing(text, self.comment, *asked)):
                return Reply(text, "fact" if kind == "unknown" and not admits(text, language) else kind, "model")
        return None

    def in_sentences(self) -> Reply | None:
        """Facts as a small model that has learned to tell them says them, where it tells each whole and nothing beside it."""
        if self.kind != "fact" or not self.reading.facts or self.model.obeys or not self.model.tuned or self._foreign:
            return None
        teller = Teller(self.product, self.brief, self.model, self._sheet)
        said = [teller.said(unmarked(fact)) for fact in self.reading.facts[:QUOTED]]
        return Reply(self._said("told", fact=self._joined(said)), "fact", "sheet") if all(said) else None

    def by_sheet(self) -> Reply:
        """What is said where no reply of the model holds."""
        kind = self.kind
        if kind == "price":
            return self._priced()
        if kind in ("hostile", "objection", "compare"):
            return Reply(self._said("grace"), kind, "sheet")
        if kind == "smalltalk":
            return Reply(self._said("hello" if self.reading.greeting else "thanks"), kind, "sheet")
        if of_stock(self.reading, self.product):
            return Reply(stocked(self.product, self.language), "fact", "sheet")
        return self._told()

    def _told(self) -> Reply:
        """The facts that answer; else those that bear on a part of what is asked, the rest left to the shop; else that it is not stated."""
        if facts := self.reading.facts:
            return Reply(self._said("stated", fact=self._quoted(facts)), "fact", "sheet")
        if near := self.reading.near:
            return Reply(self._said("partly", fact=self._quoted(near)), "unknown", "shop")
        return Reply(self._said("unknown"), "unknown", "shop")

    def _priced(self) -> Reply:
        """The price and the offer; where more is asked of than the goods, the price by name, and what no fact mentions is left to the
        shop."""
        reading, product, plain = self.reading, self.product, of_goods_alone(self.reading, self.product)
        offered, ends = of_offer(reading, product), any(t.id == "ends" for t in reading.topics)
        near = reading.near[:1]
        first = near if ends or not (plain or offered) else ()
        facts = reading.facts or reading.several[:1] or first or [product.offer or "".join(near)]
        told = finished(self._quoted(facts), self.language) if facts[0] else ""
        told = told[:1].upper() + told[1:]
        listed = product.shown_list_price
        if any(t.id == "was" for t in reading.topics) and listed and listed > product.price:
            return Reply(self._joined([self._said("was", listed=self._money(listed)), told]), "price", "sheet")
        price = self._said("price" if plain else "price_of")
        if plain:
            return Reply(self._joined([price, told]), "price", "sheet")
        if reading.facts or reading.several or reading.near or offered:
            return Reply(self._joined([told, price]), "price", "sheet")
        return Reply(self._joined([price, self._said("unknown")]), "price", "shop")

    def _quoted(self, facts: Sequence[str]) -> str:
        """Facts in the product's own words, translated where the host speaks the other language."""
        quoted = facts[:QUOTED]
        if self._foreign:
            quoted = [translate_text(fact, self.language, self.model) for fact in quoted]
        return ("；" if self.language == "zh" else "; ").join(map(unmarked, quoted))

    def _said(self, key: str, **given: str) -> str:
        """One of the authored replies of replies.yaml."""
        known: dict[str, Any] = lists("replies.yaml")[self.language]
        words: str = self.rng.choice(known[key])
        return words.format(price=self._money(self.product.price), name=self.product.name, **given)

    def _money(self, amount: Decimal) -> str:
        return money(float(amount), self.product.currency, self.language)

    def _joined(self, parts: Sequence[str]) -> str:
        return ("" if self.language == "zh" else " ").join(filter(None, parts))

    @property
    def language(self) -> Language:
        """The language that is spoken."""
        return self.brief.voice.language

    @property
    def _foreign(self) -> bool:
        """Whether the product's copy is in the other language."""
        return copy_language(self.product) != self.language

    @property
    def _sheet(self) -> FactSheet:
        return fact_sheet(self.product, tellable(self.product, self.language))
