"""Numbers in Chinese words that claim something, told from the everyday 一个, 两步, 十分, 万一."""

import re
from collections.abc import Iterator
from decimal import Decimal

from livestream.trust.numerals import ZH_DIGITS, zh_integer, zh_number
from livestream.trust.units import CLASSIFIER, UNIT_LATIN, UNIT_ZH, WORDS

Found = tuple[Decimal, str, tuple[int, int]]

_IDIOM = re.compile("|".join(sorted(map(re.escape, WORDS["idioms"]), key=len, reverse=True)))
_NOT_IDIOM = re.compile("十分(?:钟|之)|三月|[一-九]月")

_CLOCK = re.compile(
    r"[一二两三四五六七八九十]{1,3}点[二三四五]?十[一二三四五六七八九]?分?|[一二两三四五六七八九十]{1,3}点(?:半|整|钟|一刻)"
)
_NUMERAL = re.compile(r"[一二两三四五六七八九十〇零][零〇一二两三四五六七八九十百千万亿]*(?:点[零〇一二三四五六七八九]+)?")
_UNIT = re.compile(rf"(?:多|来|几)?(?:个?半)?(?P<unit>{UNIT_ZH})|\s?(?P<latin>{UNIT_LATIN})")
_MONEY = ("元", "块", "块钱", "元钱", "人民币", "美元", "美金", "刀", "欧元", "英镑")
_TAIL = re.compile(rf"(?P<tail>半|[一二三四五六七八九][一二三四五六七八九]?)(?:毛|角)?(?!\s?{CLASSIFIER}|斤)")
_CLASSIFIER = re.compile(rf"(?:小|大|整)?(?P<name>{CLASSIFIER})")
_DISCOUNT = re.compile(r"折(?![叠伞页痕合])")
_CHEAP = re.compile(r"打.折|低至.折|.折(?:起|优惠|价)")
_PART_OF = re.compile(r"(?P<under>[二三四五六七八九十百千]+)分之(?P<over>[零一二两三四五六七八九十百点]+)")
_DAYPART = re.compile(r"(?:早上|早晨|清晨|上午|中午|下午|傍晚|晚上|夜里|深夜|凌晨|半夜|大清早|每晚|每天|周[一二三四五六日末])$")
_DEADLINE = re.compile("今[晚天]|明[晚天]|截止")
_TALK_NOUN = re.compile(
    r"(?:点|步(?!骤?式)|件事|样东西|句话?|件都|样(?=[：:，。])|项(?!功能)|处(?!接)|个(?:字|问题|理由|原因|地方|步骤|细节|词|要点|重点|方面|办法|动作|道理|数|关键|好处))"
)
_FREE_TIME = frozenset(WORDS["passing_times"])
_TERM = re.compile(
    r"质保|保修|保质|保用|包换|包退|退换|无理由|续航|待机|见效|内[发到退]|之?内|以内|发货|到货|只换|起效|有效|免费|使用|使用期|寿命|保鲜|保温|保冷|能用|够用|可用"
)


def is_piece(text: str, end: int, value: Decimal) -> bool:
    """Whether 块 before `end` counts pieces (2块真空砖) rather than money (59块)."""
    if value != int(value) or value > 30:
        return False
    rest = text[end : end + 2]
    return bool(re.match(r"[\u4e00-\u9fff]", rest)) and not re.match(
        r"钱|[一二三四五六七八九]|[0-9]|包邮|到手|拿|就|起|以|左|多|都|还|能|不|的|了|，|出|搞|一|吧|呢|啦|呀|哦|和|再|买|带|入|两|三|你|我|可",
        rest,
    )


def in_words(text: str, every: bool) -> Iterator[Found]:
    """Value, unit and span of each number in words; with `every` also of the small counting words."""
    masked = [] if every else [m.span() for m in _IDIOM.finditer(text) if not _NOT_IDIOM.match(text, m.start())]
    masked += [] if every else [m.span() for m in _CLOCK.finditer(text) if not _DEADLINE.search(text[max(0, m.start() - 4) : m.start()])]
    past = 0
    for found in _special(text):
        yield found
        masked.append(found[2])
    for match in _NUMERAL.finditer(text):
        start, end = match.span()
        if start < past or any(a <= start < b for a, b in masked):
            continue
        if text[end - 1] == "点":
            end -= 1
        for value, unit, stop in _read(text, start, end, every):
            past = max(past, stop)
            yield value, unit, (start, stop)


def _special(text: str) -> Iterator[Found]:
    """百分之二十, 三分之一, 半价, 对折, 百分百, 半斤, 一打."""
    for match in _PART_OF.finditer(text):
        under = zh_integer(match["under"])
        over = Decimal(100) if match["over"] == "百" else zh_number(match["over"].removesuffix("点"))
        yield (over, "%", match.span()) if under == 100 else (over / under, "", match.span())
    for match in re.finditer("百分百|百分之百", text):
        if "之" not in match.group():
            yield Decimal(100), "%", match.span()
    for match in re.finditer("半价|对折(?![叠成])", text):
        yield Decimal(5), "折", match.span()
    for match in re.finditer(
        r"(?<![一二两三四五六七八九十多上下大小前后对各点个])半个?(?P<unit>斤|公斤|升|米|公里|小时|钟头|个?月|年|寸|克|两)(?![级以历上])",
        text,
    ):
        unit = match["unit"]
        yield Decimal("0.5"), {"两": "克"}.get(unit, unit), match.span()
    for match in re.finditer("(?<![几拍敲])[一两半]打(?=[，。！、装]|[鸡啤纸])", text):
        yield {"一": Decimal(12), "两": Decimal(24), "半": Decimal(6)}[match.group()[0]], "", match.span()
    for match in re.finditer("买([一二两三四五六])送([一二两三四五六])", text):
        yield Decimal(ZH_DIGITS[match[1]]), "送", match.span()


def _read(text: str, start: int, end: int, every: bool) -> Iterator[tuple[Decimal, str, int]]:
    words = text[start:end]
    before = text[max(0, start - 4) : start]
    if before.endswith("第") and len(words) <= 2 and not every:
        return
    if before[-1:] in ("几", "数", "好", "上") and words[0] == "十" and not every:
        return
    pair = re.fullmatch(r"([一二两三四五六七八])([二三四五六七八九])(?P<place>[十百千万]?)", words)
    if pair and ZH_DIGITS[pair[2]] - ZH_DIGITS[pair[1]] == 1:
        place = zh_integer(pair["place"]) if pair["place"] and pair["place"] != "万" else (10_000 if pair["place"] else 1)
        unit = _UNIT.match(text, end)
        rough_time = unit is not None and _name(unit) in _FREE_TIME and not _TERM.search(text[max(0, start - 6) : end + 7])
        piece = unit is not None and _name(unit) == "块" and is_piece(text, unit.end(), Decimal(1))
        if not every and (rough_time or piece or (unit is None and place == 1)):
            return  # 两三个, 三四口人, 两三天: a rough everyday count
        for digit in pair.groups()[:2]:
            yield Decimal(ZH_DIGITS[digit] * place), _name(unit), unit.end() if unit else end
        return
    if len(words) > 2 and words in "一二三四五六七八九十" and not every:
        return  # counting aloud
    value = zh_number(words)
    if _DISCOUNT.match(text, end) and 0 < value < 100 and (value > 1 or _CHEAP.search(text[max(0, start - 2) : end + 3])):
        yield (value / 10 if value >= 10 else value), "折", end + 1
        return
    unit = _UNIT.match(text, end)
    name = _name(unit)
    stop = unit.end() if unit else end
    if unit and "半" in unit.group() and name:
        value += Decimal("0.5")
    if name == "块" and is_piece(text, stop, value):
        name = "块儿"
    if name in _MONEY:
        tail = _TAIL.match(text, stop)
        if tail and name in ("块", "元"):
            value += (
                Decimal("0.5")
                if tail["tail"] == "半"
                else sum((Decimal(ZH_DIGITS[d]) / Decimal(10) ** (i + 1) for i, d in enumerate(tail["tail"])), Decimal(0))
            )
            stop = tail.end()
        if value > 1 or every or name.endswith("钱"):
            yield value, "元" if name in ("块", "块钱", "元钱") else name, stop
        return
    if name == "成" and re.match(r"[品功为熟员长人绩年就果]", text[stop : stop + 1]):
        return
    if name == "块儿":
        if every or value > 2:
            yield value, name, stop
        return
    if name and not every and not _claims_time(text, start, stop, value, name):
        return
    if name:
        yield value, name, stop
        return
    yield from _counted(text, start, end, value, before, every)


def _name(unit: "re.Match[str] | None") -> str:
    return (unit["unit"] or unit["latin"]) if unit else ""


def _claims_time(text: str, start: int, stop: int, value: Decimal, name: str) -> bool:
    """A day, a week, a minute in passing (一天一片) is no claim, unless a term or a performance stands beside it (一年质保)."""
    if name in ("寸", "度", "安", "开", "米", "分", "伏", "兆", "镑", "转") and value == 1:
        return name == "米" and bool(re.match(r"[，。长宽高的]", text[stop : stop + 1]))
    if value == 1 and name in _FREE_TIME:
        return bool(_TERM.search(text[max(0, start - 6) : start] + "|" + text[stop : stop + 5]))
    if name == "成":
        return bool(
            re.search("[省低降减少了占含有到打]", text[max(0, start - 3) : start]) or re.match("[新棉毛羊丝]", text[stop : stop + 1])
        )
    if name in ("刀", "夜", "码", "日"):
        return value > 2
    return True


def _counted(text: str, start: int, end: int, value: Decimal, before: str, every: bool) -> Iterator[tuple[Decimal, str, int]]:
    """A number before a classifier, a clock time or nothing."""
    if text[end : end + 1] == "点" and value <= 24 and not every:
        if value > 4 and not _DAYPART.search(text[max(0, start - 3) : start]) and _DEADLINE.search(before):
            yield value, "点", end + 1
        return
    classifier = _CLASSIFIER.match(text, end)
    if every:
        yield value, classifier["name"] if classifier else "", classifier.end() if classifier else end
        return
    if value <= 2 or (value < 10 and _TALK_NOUN.match(text, end)):
        return
    if value < 10 and (not classifier or classifier["name"] in "口回遍次下"):
        return
    if value == 10 and re.match(r"分(?!钟)", text[end : end + 2]):
        return
    yield value, classifier["name"] if classifier else "", classifier.end() if classifier else end
