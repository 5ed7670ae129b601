"""Scripts of a scripted model, for tests."""

from collections.abc import Sequence

from fakes import ScriptedModel, basket, brief

from livestream.catalog.values import Line
from livestream.writing.remarks import ASIDES
from livestream.writing.script import Note, write_script
from livestream.writing.wording import lists

GOOD = {
    "[hook]": "淘米的时候，米粒总从缝里跑掉？",
    "[offer]": "现在29.9元。送硅胶锅铲1把。",
    "[close]": "想换沥水篮的，点下面的小黄车。",
}


POINTS = {
    0: "云朵沥水篮是304不锈钢材质。",
    1: "看图，直径28cm。",
    2: "圆孔3mm，米粒不漏。",
    3: "两侧是加宽手柄。",
}


TOLD = {
    "304不锈钢材质": "材质是304不锈钢的。",
    "直径28cm": "直径是28cm。",
    "圆孔3mm，米粒不漏": "圆孔是3mm的，米粒不漏。",
    "两侧加宽手柄": "两侧是加宽手柄。",
}


class Host:
    """Writes good lines, the bad ones of `bad` first."""

    def __init__(self, bad: dict[str, list[str]]) -> None:
        self.bad, self.said = bad, -1

    def __call__(self, stands: str) -> str:
        label = stands.split("\n")[-1]
        part = label.split()[0]
        if left := self.bad.get(part):
            return left.pop(0)
        if part != "[point]":
            return GOOD[part]
        written = stands.count("[point]") - 1
        return POINTS[written]


def written(model: ScriptedModel, seconds: int = 50, **changes: object) -> tuple[list[Line], list[Note]]:
    items = list(write_script(basket(**changes), brief(seconds=seconds, persona="concierge"), model))  # who keeps these points in order
    return [i for i in items if isinstance(i, Line)], [i for i in items if isinstance(i, Note) and i.kind != "short"]


def call(lines: Sequence[Line]) -> str:
    """The last line without what its tone adds."""
    text = lines[-1].text
    added = (words.format(you="你") for words in lists(ASIDES)["zh"]["close"]["warm"])
    return text.removesuffix(next(words for words in added if text.endswith(words)))
