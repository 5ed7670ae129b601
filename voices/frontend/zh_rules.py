"""How Chinese shop talk is read aloud where a general normaliser (wetext) does not know the habit: prices, discounts, units, models."""

import re
from collections.abc import Callable
from decimal import Decimal

import cn2an

from voices.frontend.aligned import Aligned

_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))

UNITS = {
    "kWh": "千瓦时", "kW·h": "千瓦时", "Wh": "瓦时", "kW": "千瓦",
    "KW": "千瓦", "W": "瓦", "mAh": "毫安时", "Ah": "安时", "mA": "毫安", "kV": "千伏",
    "V": "伏", "GHz": "吉赫", "MHz": "兆赫", "kHz": "千赫", "Hz": "赫兹", "dB": "分贝", "rpm": "转每分钟", "lm": "流明",
    "Pa": "帕", "kPa": "千帕", "MPa": "兆帕", "nm": "纳米", "μm": "微米", "mm": "毫米", "cm": "厘米", "dm": "分米", "km": "公里",
    "m": "米", "m²": "平方米", "cm²": "平方厘米", "m³": "立方米", "mL": "毫升", "ml": "毫升", "ML": "毫升", "L": "升", "l": "升",
    "mg": "毫克", "g": "克", "kg": "公斤", "KG": "公斤", "Kg": "公斤", "oz": "盎司", "GB": " G ", "TB": " T ", "MB": "兆",
    "°C": "摄氏度", "℃": "摄氏度", "℉": "华氏度", "°": "度", "h": "小时", "min": "分钟", "fps": "帧",
}  # fmt: skip
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NO_QUANTITY = rf"(?![\d.,]*\d|\s?[%折元块])(?!\s?(?:{UNIT})(?![A-Za-z]))"
_CURRENCIES = {"$": "美元", "US$": "美元", "USD": "美元", "€": "欧元", "EUR": "欧元", "£": "英镑", "GBP": "英镑", "HK$": "港币"}
_RANGE = r"\s?[-~～–—至到]\s?"
_HOURS = r"(?=(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|次日|早|晚)?\s?\d{1,2}:\d\d)"
_TIMES = rf"({_N}\s?(?:{UNIT}|毫米|厘米|英寸|寸|米|毫升|升|公斤|克|斤)?)"


def digits(number: str) -> str:
    """Digit by digit: 304 -> 三零四."""
    return "".join(_DIGITS.get(char, "点" if char == "." else "") for char in number)


def count(number: str) -> str:
    """As a quantity: 2 -> 两, 1,200 -> 一千两百, 1.80 -> 一点八零."""
    whole, _, part = number.replace(",", "").partition(".")
    if len(whole) > 16:
        return digits(whole)
    spoken = str(cn2an.an2cn(whole, "low"))
    if whole == "2" and not part:
        return "两"
    spoken = re.sub(r"^二(?=[百千万亿])|(?<=[千万亿])二(?=[百千])", "两", spoken)
    return spoken + ("点" + digits(part) if part else "")


def price(number: str, unit: str = "元") -> str:
    """99.9 -> 九十九块九, 99.95 -> 九十九块九毛五, 1,099.00 -> 一千零九十九元, 0.5 -> 五毛."""
    whole, _, part = number.replace(",", "").partition(".")
    part = part.rstrip("0")
    if not part:
        return count(whole) + unit
    if len(part) > 2 or unit not in ("元", "块"):
        return count(whole) + "点" + digits(part) + unit
    jiao, fen = part[0], part[1:]
    small = (digits(jiao) + "毛" if jiao != "0" else "零") + (digits(fen) + ("分" if jiao == "0" or whole == "0" else "") if fen else "")
    if int(whole) == 0:
        return small.lstrip("零") if jiao == "0" else small
    if not fen:
        return count(whole) + "块" + digits(jiao)
    return count(whole) + "块" + small


def _unit_range(match: re.Match[str]) -> str:
    first, last, unit = match.group("first"), match.group("last"), match.group("unit")
    return f"{count(first)}到{count(last)}{UNITS[unit]}"


def _model_number(match: re.Match[str]) -> str:
    number = match.group("only")
    return digits(number) if len(number) >= 3 or number.startswith("0") else str(cn2an.an2cn(number, "low"))


def _discount(match: re.Match[str]) -> str:
    return digits(match.group(1).replace(".", "")) + "折"


_Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str | None]]

_PER = r"(?=(?:件|个|只|条|包|盒|瓶|袋|支|片|份|斤|公斤|千克|升|米|次|天|月|年|人|分钟|小时|秒|套|双|杯|箱|台|克|位|晚|平))"


def _thousands(match: re.Match[str]) -> str:
    value = Decimal(match[1].replace(",", "")) * 1000
    return count(f"{value.normalize():f}") + "元"


RULES: tuple[_Rule, ...] = (
    (re.compile(r"吋"), "寸"),
    (re.compile(r"(?<=第)2(?![\d.])"), "二"),
    (re.compile(r"(?<=[\d万千百亿])\s?\+\s?(?=(?:人|件|单|条|次|款|种|好评|粉丝|用户|销量|家庭|回购))"), "多"),
    # what looks like a figure and is none: phones, sizes of clothes, years of a model, processors
    (re.compile(r"\+86[\s-]?(?=1[3-9]\d)"), "加八六 "),
    (re.compile(r"(?<!\d)(1[3-9]\d)[\s-](\d{4})[\s-](\d{4})(?!\d)"), lambda m: digits("".join(m.groups())).replace("一", "幺")),
    (re.compile(r"(?<!\d)(1[4-9]\d)/(\d{2,3})(?=[A-C](?![A-Za-z]))"), lambda m: f"{digits(m[1])}，{digits(m[2])}"),
    (re.compile(r"(?<!\d)(20[0-4]\d)(?=\s?(?:新?款|新品|春|夏|秋|冬|版))"), lambda m: digits(m[1])),
    (re.compile(r"(?<=[A-Za-z]\d)-(\d{3,6})(?!\d)"), lambda m: " " + digits(m[1])),
    (re.compile(r"(?<!\d)(0\d{2,3})[\s-](\d{3,4})[\s-]?(\d{4})(?!\d)"), lambda m: digits("".join(m.groups())).replace("一", "幺")),
    (re.compile(r"(?<=\d)[vV][sS]?(?=\d)"), "对"),
    (re.compile(r"(?<![\dA-Za-z.])2(?=[合选][1一])"), "二"),
    (re.compile(r"(?<![A-Za-z])(IPX?|K?N)\s?(\d{2})(?![\dA-Za-z])"), lambda m: m[1] + digits(m[2])),
    (re.compile(r"(?<![A-Za-z])(?i:no\.\s?|top\s?)1(?!\d|\.\d)"), lambda m: ("number" if m[0][0] in "nN" else "top") + " one"),
    (re.compile(r"(?<![A-Za-z])No\.\s?(?=\d)"), "第"),
    (re.compile(rf"({_N})\s?‰"), lambda m: f"千分之{count(m[1])}"),
    (re.compile(rf"(?:[¥￥]\s?)({_N})\s?[kK](?![A-Za-z])"), _thousands),
    (re.compile(rf"(?<![\d.,A-Za-z])({_N})\s?w(?![A-Za-z])"), lambda m: f"{count(m[1])}万"),
    (re.compile(rf"(?<=[量售销破超丝评计])\s?({_N})\s?W(?![A-Za-z])"), lambda m: f"{count(m[1])}万"),
    (re.compile(rf"(?<![\d.,A-Za-z])({_N})\s?W(?=\+?\s?(?:人|件|单|好评|粉丝|用户|销量|家庭|条|次))"), lambda m: f"{count(m[1])}万"),
    (re.compile(r"(?<=[A-Za-z])(?<!\d[A-Za-z])\+(?![\dA-Za-z])"), "加"),
    (re.compile(rf"(?<!\d)(\d{{1,2}}:\d\d){_RANGE}{_HOURS}"), r"\1到"),
    # a currency in front or behind, ranges of prices first
    (re.compile(rf"[¥￥]\s?({_N}){_RANGE}[¥￥]?\s?({_N})(?:元)?"), lambda m: f"{price(m[1])}到{price(m[2])}"),
    (re.compile(rf"(?<![\d.,])({_N}){_RANGE}({_N})(元|块)"), lambda m: f"{price(m[1], m[3]).removesuffix(m[3])}到{price(m[2], m[3])}"),
    (re.compile(rf"(?:[¥￥]|RMB|CNY)\s?({_N})(?:元)?(?![\d.,]*\s?[万亿千百kKwW])"), lambda m: price(m[1])),
    (re.compile(rf"(?:[¥￥]|RMB|CNY)\s?({_N})\s?([万亿千百])"), lambda m: f"{count(m[1])}{m[2]}元"),
    (re.compile(rf"(US\$|HK\$|[$€£])\s?({_N})"), lambda m: price(m[2], _CURRENCIES[m[1]])),
    (re.compile(rf"({_N})\s?(USD|EUR|GBP)(?![A-Za-z])"), lambda m: price(m[1], _CURRENCIES[m[2]])),
    (re.compile(rf"(?<![\d.,])({_N})\s?(元|块钱|块|美元|欧元|英镑)"), lambda m: price(m[1], "块" if m[2] == "块钱" else m[2])),
    (re.compile(r"(?<![\d.])(\d+\.\d{1,2})(?=包邮)"), lambda m: price(m[1])),
    # discounts
    (re.compile(r"(?<![\d.])(\d(?:\.\d)?|\d\d)\s?折"), _discount),
    (re.compile(rf"({_N})\s?%{_RANGE}({_N})\s?%"), lambda m: f"百分之{count(m[1])}到百分之{count(m[2])}"),
    # dates and times that read better than the general rule
    (re.compile(r"(?<!\d)(\d{1,2}):00(?!\d|:)"), lambda m: f"{count(m[1])}点" if int(m[1]) < 25 else None),
    (re.compile(r"(?<!\d)(\d{1,2}):30(?!\d|:)"), lambda m: f"{count(m[1])}点半" if int(m[1]) < 25 else None),
    (re.compile(r"(?<!\d)24\s?/\s?7(?!\d)"), "全天候"),
    (re.compile(r"(?<!\d)(\d0|\d5)后(?=[^\d天来]|$)"), lambda m: digits(m[1]) + "后"),
    # materials and models
    (re.compile(r"(?<![\d.,])\d{12,}(?![\d.,])"), lambda m: digits(m[0])),
    (re.compile(r"(?<![\d.])(618|520|925|999|1111|1212)(?=\s?(?:大促|狂欢|年中|活动|购物节|纯?银|足银|足?金))"), lambda m: digits(m[1])),
    (re.compile(r"(?<=SPF\d\d)\+|(?<=PA)\+"), "加"),
    (re.compile(r"(?<=加)\+"), "加"),
    (re.compile(r"(?<![\d.])(SUS|sus)?\s?(201|304|316|430)(?=L?\s?(?:不锈钢|食品级|医用|钢))"), lambda m: (m[1] or "") + digits(m[2])),
    (re.compile(r"(?<![\d.])(\d{3,4})(?=\s?[pP](?![A-Za-z]))"), lambda m: digits(m[1])),
    (re.compile(rf"[A-Za-z](?:[A-Za-z]|(?<=[A-Za-z])-)*\s?(?P<only>\d{{1,6}}){_NO_QUANTITY}"), _model_number),
    # sizes and units
    (re.compile(r"(?<=[\d一两二三]米)(\d\d)(?=$|\s*[，。！？、；,!?;)）~～-]|[的到至以都左上下高宽长也就能可])"), lambda m: digits(m[1])),
    (re.compile(rf"({_N})\s?[×xX*]\s?(?={_N})"), r"\1乘"),
    (re.compile(rf"{_TIMES}(?:\s?[×*]\s?|\s[xX]\s)(?={_N})"), r"\1乘"),
    (re.compile(rf"({_N})[\"″]"), lambda m: f"{m[1]}寸" if m.string[: m.start()].count('"') % 2 == 0 else None),
    (re.compile(rf"(?<![\d.-])(?P<first>{_N})\s?(?P<unit0>{UNIT})?{_RANGE}(?P<last>{_N})\s?(?P<unit>{UNIT})(?![A-Za-z])"), _unit_range),
    (re.compile(rf"(?<![\d.])-(?={_N}\s?(?:°C|℃|度))"), "零下"),
    (re.compile(rf"({_N})\s?(?P<unit>{UNIT})\s?/\s?(?P<per>h|min|次|天|件|kg|L)(?![A-Za-z])"),
     lambda m: f"{count(m[1])}{UNITS[m['unit']]}每{UNITS.get(m['per'], m['per'])}"),
    (re.compile(rf"({_N})\s?(?P<unit>{UNIT})(?![A-Za-z])"), lambda m: f"{count(m[1])}{UNITS[m['unit']]}"),
    (re.compile(rf"(?<![\d.-])(\d+){_RANGE}(\d+)(?=\s?[\u4e00-\u9fff%])"), lambda m: f"{count(m[1])}到{count(m[2])}"),
    (re.compile(r"(?<=[\dA-Za-z\u4e00-\u9fff])\s?\+\s?(?=[\dA-Za-z\u4e00-\u9fff])"), "加"),
    (re.compile(r"(?<=[\d万千百亿])\s?\+(?![\dA-Za-z])"), "多"),
    (re.compile(r"(?<=岁)\s?\+"), "以上"),
    (re.compile(r"(?<=[\dA-Za-z\u4e00-\u9fff])\s?=\s?(?=[\dA-Za-z\u4e00-\u9fff])"), "等于"),
    (re.compile(r"(?<=\d),(?=\d{3})"), ""),
    # symbols
    (re.compile(r"\s?&\s?"), "和"),
    (re.compile(r"±"), "正负"),
    (re.compile(r"≈"), "约"),
    (re.compile(r"≤"), "小于等于"),
    (re.compile(r"≥"), "大于等于"),
    (re.compile(r"(?<=\d)\s?[★☆]"), "星"),
    (re.compile(r"№\s?(?=\d)"), "第"),
    (re.compile(rf"(?<=[\d一二两三四五六七八九十百千万元块毛分转次升克片包盒瓶袋支条件个米斤])\s?/\s?{_PER}"), "每"),
    (re.compile(r"(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])"), "，"),
    (re.compile(r"[~～*_#^|`\\★☆]+(?!\d)"), " "),
)  # fmt: skip


def apply(text: Aligned) -> Aligned:
    """The text with every rule applied in order."""
    for pattern, new in RULES:
        text = text.sub(pattern, new)
    return text
