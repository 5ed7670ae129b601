"""A few pasted words to suggested product data, by rules. Everything suggested stands in the text; the merchant confirms it."""

import re
from dataclasses import dataclass, field
from typing import Any

from livestream.catalog.money import MoneyError, parse_money
from livestream.catalog.product import LENGTHS, MAX_POINT, MAX_POINTS, MAX_SPEC, MAX_STORY, MAX_STORY_PART
from livestream.catalog.talk import BULLET, DETAIL, first_shown, introduced, is_talk
from livestream.catalog.text import language_of, plain_lines
from voices.types import Language

_CODES, _WORDS = "RMB|CNY|USD|EUR|GBP", "万元|元|块钱|块|美元|欧元|英镑|dollars?|bucks|euros?"
_AMOUNT = rf"(?:[¥￥$€£]|US\$|{_CODES})?\s*\d[\d,]*(?:\.\d+)?\s*(?:{_WORDS}|{_CODES}|[€£$])?"
_MARKED = (
    rf"(?:(?:[¥￥$€£]|US\$|\b(?:{_CODES}))\s*\d[\d,]*(?:\.\d+)?"
    rf"|\d[\d,]*(?:\.\d+)?\s*(?:{_WORDS}|(?:{_CODES})\b|[€£]))"
)
_MEASURED = (
    r"(?:[mck]?m|[mk]?g|m?l|oz|lbs?|in|inch(?:es)?|ft|feet|w|watts?|hours?|minutes?|seconds?|days?|weeks?|months?|years?)\b"
    r"|分钟|小时|秒|天|周|个?月|年|[千毫]?克|公?斤|厘米|毫米|米|毫?升|瓦|岁|度"
)
_LIST_PRICE = re.compile(
    r"[(（]?\s*(?:原价|划线价|市场价|吊牌价|日常价|平时价?|门店价|\bwas|\blist(?: price)?|\brrp|\bmsrp"
    r"|\breg(?:ular)?\.?(?: price)?|\boriginal(?:ly)?(?: price)?)"
    rf"\s*[:：]?\s*({_AMOUNT})\s*[)）]?",
    re.IGNORECASE,
)
_NAMED_PRICE = re.compile(
    r"(?:到手价|直播价|直播间|券后价?|活动价|特价|售价|现价|价格|单价|只要|仅需|只卖|卖"
    r"|\b(?:price|now|only|for just|sale price|(?:(?:I|we) )?sell(?:s|ing)?(?: it| them| this| these)? (?:for|at)|(?:an? \w+ )?costs?))"
    rf"\s*[:：是]?\s*({_AMOUNT})(?![\d.]*\s*(?:{_MEASURED}))",
    re.IGNORECASE,
)
_PLAIN_PRICE = re.compile(_MARKED, re.IGNORECASE)
_STOCK = re.compile(
    r"(?:库存|现货)\s*[:：]?\s*(\d+)\s*[件个台只套]?|\b(?:stock|in stock)\s*:\s*(\d+)|(\d+)\s+(?:left\s+)?in stock", re.IGNORECASE
)
_BY = re.compile(r"\s+by ([A-Z][\w&'’. -]{1,40})$")
_PACKS = "瓶盒袋件个只套支包罐箱双条"  # that goods are counted in
_OFFER = re.compile(
    r"[送赠]\S|满\s*\d+.*减|买\s*[\d一二两三]|包邮|优惠|立减|第二件|\bfree\b|\bbuy \d|\bgift\b|\d\s*% off|\$\d+ off|\b\d+ for [$€£]?\d"
    rf"|(?<![一\d])[两二三四五2-9]\s*[{_PACKS}]\s*[共只仅]?\s*\d|\bcoupon\b|\bbonus\b",
    re.IGNORECASE,
)
_LABELS: dict[str, str] = {
    "name": r"商品名称?|品名|产品名称?|名称|标题|product(?: name)?|name|title",
    "brand": r"品牌|brand|made by",
    "category": r"类目|分类|品类|category",
    "audience": r"适用人群|目标人群|适合人群|适合|audience|suitable for|made for|for",
    "offer": r"优惠|活动|福利|赠品|offer|deal|promo(?:tion)?",
    "points": r"核心卖点|卖点|特点|亮点|selling points?|features?|highlights?|points?",
}
_STORY = re.compile(r"^(?:品牌|产品|产地)?(?:故事|来历)\s*[:：]\s*(.+)$|^(?:our |the )?story\s*:\s*(.+)$", re.IGNORECASE)
_SENTENCE = re.compile(r"[^。！!；;]+[。！!；;]?")
_FILLER = re.compile(
    rf"今[天日晚]|现在|目前|仅|一口价|[一每]?[{_PACKS}]|(?:哈[喽啰]|嗨|嘿)?(?:大家|各位|姐妹们?|家人们?|朋友们|宝子们?|宝贝们)?好?[呀啊]?"
    r"|today|now|each|(?:hi|hey|hello)(?: (?:there|everyone|everybody|all|guys|folks|friends))?|right|so|well|ok|okay|oh|um|you know",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:oh|and|um|well|also|plus)\b,? )+|^(?:然后|还有|另外|而且|对了)(?:就是|呢)?", re.IGNORECASE
)  # of a clause of talk
_LABELLED = {key: re.compile(rf"^(?:{names})\s*[:：]\s*(.+)$", re.IGNORECASE) for key, names in _LABELS.items()}
_PAIR = re.compile(r"^([^:：\d][^:：]{0,19})[:：]\s*(\S.*)$")
_SHORT = 16  # characters of a bulleted value that is a specification, not a point told in a sentence
_CUT = re.compile(r"\s*(?:[，；;。！!|｜、\t]|,(?!\d{3}(?:\D|$))|\.(?=\s|$)|\s[-–—•·]\s)\s*")
_ZH_SPACE = re.compile(r"(?<=[\u4e00-\u9fff)）】])\s+|\s+(?=[\u4e00-\u9fff【])")


@dataclass(frozen=True)
class Suggestion:
    """Suggested data by JSON key, and the required keys that the text does not hold."""

    fields: dict[str, Any]
    language: Language
    missing: list[str] = field(default_factory=list)


def suggest(text: str) -> Suggestion:
    """Name, price, currency, points, offer, brand and more as far as the text says them; parse_product judges what comes of it."""
    lines = plain_lines(text)
    spoken = language_of(*lines)
    found: dict[str, Any] = {}
    points: list[str] = []
    specs: dict[str, str] = {}
    offers: list[str] = []
    if is_talk(text) and (name := first_shown(_CUT.split(" ".join(lines)), spoken)):
        found["name"] = name
    for line in lines:
        bare = BULLET.sub("", line)
        if (story := _STORY.match(bare)) and "name" in found:
            told = [part.strip() for part in _SENTENCE.findall(story[1] or story[2])]
            found.setdefault("story", [part[:MAX_STORY_PART] for part in told if part][:MAX_STORY])
        elif not _whole(bare, bare != line, found, points, specs):
            for piece in _pieces(bare, found, spoken):
                _place(piece, found, points, specs, offers)
    if "name" not in found and points:
        found["name"] = points.pop(0)
    if (maker := _BY.search(found.get("name", ""))) and "brand" not in found:
        found["brand"], found["name"] = maker[1].strip(), found["name"][: maker.start()]
    if offers:
        found.setdefault("offer", ("，" if spoken == "zh" else ", ").join(offers)[: LENGTHS["offer"]])
    if specs:
        found["specs"] = specs
    if not points:
        points = [f"{label}{'：' if spoken == 'zh' else ': '}{value}" for label, value in specs.items()]
    if points:
        found["points"] = list(dict.fromkeys(points))[:MAX_POINTS]
    found["language"] = spoken
    return Suggestion(found, spoken, [key for key in ("name", "price", "points") if key not in found])


def is_deal(text: str) -> bool:
    """Whether a text tells of a price, the stock or an offer, which have fields of their own."""
    return any(pattern.search(text) for pattern in (_LIST_PRICE, _NAMED_PRICE, _PLAIN_PRICE, _STOCK)) or is_offer(text)


def is_offer(text: str) -> bool:
    """Whether a text tells of a gift, a saving or a bundle."""
    return bool(_OFFER.search(text))


def _whole(line: str, bulleted: bool, found: dict[str, Any], points: list[str], specs: dict[str, str]) -> bool:
    """Takes a line that is one thing: a point behind a bullet, a specification behind its label. Lines with prices are read in pieces."""
    known = any(pattern.match(line) for pattern in _LABELLED.values())
    if "name" not in found or known or is_deal(line):
        return False
    detail = DETAIL.match(line)
    if detail and not (bulleted and (len(detail[2]) > _SHORT or re.search("[，,]", detail[2]))):
        specs.setdefault(detail[1].strip(), detail[2].strip().rstrip("。.")[:MAX_SPEC])
        return True
    if bulleted and len(line) >= 2:
        points.append(line.strip().rstrip("。")[:MAX_POINT])
    return bulleted


def _pieces(line: str, found: dict[str, Any], language: Language) -> list[str]:
    line = _take(_LIST_PRICE, line, "list_price", found)
    before = line
    line = _take(_NAMED_PRICE, line, "price", found)
    if line == before:
        line = _take(_PLAIN_PRICE, line, "price", found) if not _OFFER.search(line) or "price" not in found else line
    if stock := _STOCK.search(line):
        found.setdefault("stock", int(next(group for group in stock.groups() if group)))
        line = f"{line[: stock.start()]};{line[stock.end() :]}"
    pieces = [piece for part in _CUT.split(line) for piece in (_ZH_SPACE.split(part) if language == "zh" else [part])]
    return [trimmed for piece in pieces if (trimmed := piece.strip(" ,，()（）:：-–")) and not _FILLER.fullmatch(trimmed)]


def _take(pattern: re.Pattern[str], line: str, key: str, found: dict[str, Any]) -> str:
    """Moves a price out of the line into the data; a semicolon marks its place."""
    match = pattern.search(line)
    if not match or key in found or (key == "price" and _OFFER.search(_around(line, match))):
        return line
    try:
        money = parse_money(match.group(match.lastindex or 0))
    except MoneyError:
        return line
    if money.amount <= 0:
        return line
    found[key] = str(money.amount)
    if money.currency:
        found.setdefault("currency", money.currency)
    return f"{line[: match.start()]};{line[match.end() :]}"


def _around(line: str, match: re.Match[str]) -> str:
    """The clause that holds a match: a price in "满200元减20" is none of the product."""
    cuts = sorted([0, *(cut.end() for pattern in (_CUT, _ZH_SPACE) for cut in pattern.finditer(line)), len(line)])
    start = max(cut for cut in cuts if cut <= match.start())
    end = min((cut for cut in cuts if cut >= match.end()), default=len(line))
    return line[start:end] if len(line[start:end]) < 30 else line[max(0, match.start() - 3) : match.end() + 6]


def _place(piece: str, found: dict[str, Any], points: list[str], specs: dict[str, str], offers: list[str]) -> None:
    for key, pattern in _LABELLED.items():
        labelled = pattern.match(piece)
        if not labelled:
            continue
        if key == "points":
            points.append(labelled[1].strip()[:MAX_POINT])
        else:
            found.setdefault(key, labelled[1].strip()[: LENGTHS[key]])
        return
    if pair := _PAIR.match(piece):
        specs.setdefault(pair[1].strip(), pair[2].strip()[:MAX_POINT])
    elif "name" not in found and not _OFFER.search(piece):
        found["name"] = introduced(piece)[: LENGTHS["name"]]
    elif _OFFER.search(piece):
        offers.append(piece)
    elif len(point := _LEADING.sub("", piece)) >= 2:
        points.append(point[:MAX_POINT])
