"""Text made plain for comparison, with the way back to the places in the original."""

import re
import unicodedata
from dataclasses import dataclass

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_INVISIBLE = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF, 0x00AD}
_SEPARATORS = set(" \t*_-~.·•|/\\+^#\u3000")
_KEPT = frozenset("，：；！？（）")  # a Chinese comma parts numbers, it does not group their digits
_TRADITIONAL = str.maketrans(
    "極絕對國際級頂費獎賺療專門藥醫師銷全網獨萬億價優惠減貴買賣實測驗證據靈運財業無風險掃碼進羣聯繫電話號關註點擊領現東臺們個條來這說會試過護膚髮癌腫風濕糖壓脂緩營養補腎減燃熱顏變細節誰騙垃圾強勁",
    "极绝对国际级顶费奖赚疗专门药医师销全网独万亿价优惠减贵买卖实测验证据灵运财业无风险扫码进群联系电话号关注点击领现东台们个条来这说会试过护肤发癌肿风湿糖压脂缓营养补肾减燃热颜变细节谁骗垃圾强劲",
)


@dataclass(frozen=True)
class Folded:
    """Plain text and, for each of its characters, the index of the character it came from; one more entry for the end."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span (first, last + 1) in the original of a span here."""
        if start >= end:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Compatibility characters made plain (NFKC), invisible ones dropped; case and spaces stay."""
    out: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        if ord(char) in _INVISIBLE:
            continue
        plain = char if char in _KEPT else unicodedata.normalize("NFKC", char).replace("\u2044", "/").replace("\u2019", "'")
        out.append(plain)
        origin.extend([index] * len(plain))
    return Folded("".join(out), (*origin, len(text)))


def squeeze(text: str) -> Folded:
    """Folded for the search of claims: simplified, lower case, no separator or emoji inside a Chinese word, no s p a c e d letters."""
    folded = fold(text)
    plain = folded.text.translate(_TRADITIONAL).lower()
    if len(plain) != len(folded.text):  # a letter whose lower case is longer: keep its own case
        plain = "".join(c.lower() if len(c.lower()) == 1 else c for c in folded.text.translate(_TRADITIONAL))
    keep = [True] * len(plain)
    for run in re.finditer(rf"(?<=[{CJK}])[^\w{CJK}]+(?=[{CJK}])", plain):
        inner = run.group()
        if all(c in _SEPARATORS or unicodedata.category(c) in ("So", "Sk", "Cn", "Mn") for c in inner) and len(inner) <= 3:
            keep[run.start() : run.end()] = [False] * len(inner)
    for run in re.finditer(r"(?<![a-z0-9])[a-z](?:[ .\-*_][a-z]){2,}(?![a-z0-9])", plain):
        for i in range(run.start(), run.end()):
            keep[i] = plain[i].isalpha()
    kept = [i for i, stays in enumerate(keep) if stays]
    return Folded("".join(plain[i] for i in kept), (*(folded.origin[i] for i in kept), len(text)))
