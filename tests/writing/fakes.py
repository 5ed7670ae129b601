"""A scripted language model for tests: says what it is told to, and keeps what it was asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from livestream.catalog.models import Product
from livestream.catalog.values import Brief
from livestream.writing.models import Usage
from voices.types import Language, VoiceChoice
from yi_core.prompt import TASK, TRANSLATE, Message
from yi_core.sampling import Sampling


class ScriptedModel:
    """Answers come from a list in turn, or from a function of the words that stand already (the open assistant message); how it says
    points, from `tellings`."""

    name, obeys = "scripted", False

    def __init__(
        self, answers: Sequence[str] | Callable[[str], str], tellings: Mapping[str, str] | None = None, tuned: bool = True
    ) -> None:
        self.answers, self.tellings, self.tuned, self.usage = answers, tellings or {}, tuned, Usage()
        self.asked: list[list[Message]] = []
        self.figures: list[set[str]] = []
        self.forbidden: list[tuple[str, ...]] = []
        self.prefilled: list[list[Message]] = []

    def stream(self, messages: Sequence[Message], sampling: Sampling) -> Iterator[str]:
        for task in TASK.values():
            if task["tell"] in messages[-1][1]:
                yield self.tellings.get(messages[-1][1].split(task["tell"])[1], "")
                return
        self.asked.append(list(messages))
        self.figures.append(set(sampling.figures or ()))
        self.forbidden.append(sampling.forbidden)
        assert 0 <= sampling.temperature <= 0.5
        said = self.answers
        text = said(_asked(messages)) if callable(said) else said[min(len(self.asked), len(said)) - 1]
        for stopper in sampling.stop:
            text = text.split(stopper)[0]
        self.usage.add(10, 0, len(text), 0.1, 0.2)
        yield from (text[i : i + 3] for i in range(0, len(text), 3))

    def prefill(self, messages: Sequence[Message]) -> None:
        self.prefilled.append(list(messages))


def _asked(messages: Sequence[Message]) -> str:
    """The last message; where several texts are translated at once, the one whose turn it is."""
    (_, before), (who, last) = messages[-2:]
    if who != "assistant" or messages[0][1] != TRANSLATE:
        return last
    return before.split("\n")[1 + last.count("\n")]


def basket(**changes: Any) -> Product:
    data: dict[str, Any] = {
        "name": "云朵沥水篮",
        "brand": "禾小厨",
        "price": Decimal("29.90"),
        "currency": "CNY",
        "points": ["304不锈钢材质", "直径28cm", "圆孔3mm，米粒不漏", "两侧加宽手柄"],
        "offer": "送硅胶锅铲1把",
        "stock": 600,
        "audience": "经常淘米的人",
        "language": "zh",
    }
    return Product(**(data | changes))


def kettle(**changes: Any) -> Product:
    data: dict[str, Any] = {
        "name": "Gooseneck Kettle 0.9 L",
        "brand": "Steepwell",
        "price": Decimal("49.50"),
        "currency": "USD",
        "points": ["1200 W", "set temperature from 40 to 100 C", "keeps warm for 60 minutes", "304 stainless steel inside"],
        "offer": "coffee scoop included",
        "language": "en",
    }
    return Product(**(data | changes))


def brief(language: Language = "zh", **changes: Any) -> Brief:
    return Brief(VoiceChoice(language, "female", "warm"), **changes)
