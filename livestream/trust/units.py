"""Units of measure, money, time and share, in both languages, and what they amount to in a base unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

# dimension -> {names, parted by spaces (an underscore stands for a space inside a name): factor to the base unit}
_TABLE: dict[str, dict[str, str]] = {
    "length": {
        "mm 毫米 millimetre millimetres millimeter millimeters": "1",
        "cm 厘米 公分 centimetre centimetres centimeter centimeters": "10",
        "分米 dm": "100",
        "m 米 公尺 metre metres meter meters": "1000",
        "km 公里 千米 kilometre kilometres kilometer kilometers": "1000000",
        "μm um 微米 micron microns": "0.001",
        "inch inches 英寸 寸": "25.4",
        "ft foot feet 英尺": "304.8",
        "yard yards": "914.4",
        "mile miles 英里": "1609344",
    },
    "mass": {
        "mg 毫克 milligram milligrams": "0.001",
        "μg ug mcg 微克": "0.000001",
        "g 克 gram grams": "1",
        "kg 千克 公斤 kilo kilos kilogram kilograms": "1000",
        "斤": "500",
        "吨 tonne tonnes ton tons": "1000000",
        "oz ounce ounces 盎司": "28.35",
        "lb lbs pound pounds 磅": "453.6",
    },
    "volume": {
        "ml 毫升 cc millilitre millilitres milliliter milliliters": "1",
        "cl": "10",
        "dl": "100",
        "l 升 公升 litre litres liter liters": "1000",
        "fl_oz fluid_ounce fluid_ounces": "29.57",
        "gallon gallons 加仑": "3785",
    },
    "area": {
        "m2 sqm 平方米 平米 square_metres square_meters square_metre square_meter": "1",
        "cm2 平方厘米": "0.0001",
        "亩": "666.7",
        "square_feet sq_ft": "0.0929",
    },
    "power": {"w 瓦 watt watts": "1", "kw 千瓦 kilowatt kilowatts": "1000"},
    "voltage": {"v 伏 伏特 volt volts": "1"},
    "current": {"ma 毫安": "0.001", "a 安 安培 amp amps": "1"},
    "charge": {"mah 毫安时": "1", "ah 安时": "1000"},
    "energy": {"wh 瓦时": "1", "kwh 度电": "1000"},
    "food energy": {"kcal 千卡 大卡 calories calorie cal": "1", "kj 千焦": "0.239"},
    "frequency": {"hz 赫兹": "1", "khz": "1000", "mhz": "1000000", "ghz": "1000000000"},
    "sound": {"db 分贝 decibel decibels": "1"},
    "light": {"lm 流明 lumen lumens": "1"},
    "illuminance": {"lux 勒克斯": "1"},
    "colour temperature": {"k 开尔文": "1"},
    "speed of turning": {"rpm 转/分 转每分钟": "1"},
    "pressure": {"pa 帕": "1", "kpa 千帕": "1000", "mpa 兆帕": "1000000", "bar bars": "100000", "psi": "6895"},
    "degree": {"度 摄氏度 °c °  °度 degrees degree degrees_celsius": "1"},
    "fahrenheit": {"°f 华氏度 degrees_fahrenheit F": "1"},
    "storage": {"mb 兆": "1", "gb gigabytes": "1024", "tb": "1048576"},
    "pixels": {"像素 px": "1", "mp megapixels megapixel": "1000000"},
    "resolution": {"dpi": "1"},
    "hardness": {"hrc": "1"},
    "denier": {"丹 旦 denier": "1"},
    "clock": {
        "ms 毫秒 milliseconds": "0.001",
        "s 秒 秒钟 second seconds sec secs": "1",
        "min mins 分钟 minute minutes": "60",
        "h hr hrs 小时 个小时 钟头 个钟头 个钟 hour hours": "3600",
    },
    "days": {"天 日 夜 晚 day days night nights 工作日 个工作日": "1", "周 星期 个星期 礼拜 个礼拜 week weeks": "7"},
    "months": {"月 个月 month months": "1", "季度 个季度": "3", "年 年份 year years yr yrs": "12"},
    "age": {"岁 周岁 years_old year-old year-olds 岁半": "1"},
    "percent": {"% percent per_cent pct": "1", "成": "10"},
    "multiple": {"倍 x fold": "1"},
    "money CNY": {"元 块 块钱 元钱 人民币 rmb cny yuan kuai ¥": "1", "角钱 毛 毛钱": "0.1", "分钱": "0.01", "万元 万块": "10000"},
    "money USD": {"dollar dollars usd 美元 美金 刀 buck bucks $": "1", "cent cents 美分": "0.01"},
    "money EUR": {"euro euros eur 欧元 欧 €": "1"},
    "money GBP": {"gbp 英镑 镑 quid £": "1", "pence": "0.01"},
}
DISCOUNT = "discount"
PERCENT = "percent"
COUNT = "count"
WORDS: dict[str, list[str]] = {
    key: text.split() for key, text in yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")).items()
}


@dataclass(frozen=True)
class Unit:
    """A unit: the quantity it measures and its size in that quantity's base unit."""

    dimension: str
    factor: Decimal


def _known() -> dict[str, Unit]:
    known: dict[str, Unit] = {}
    for dimension, names in _TABLE.items():
        for group, factor in names.items():
            for name in group.split():
                known[name.replace("_", " ")] = Unit(dimension, Decimal(factor))
    known["折"] = Unit(DISCOUNT, Decimal("0.1"))
    known["% off"] = Unit(DISCOUNT, Decimal("0.01"))
    known["G"] = Unit("storage", Decimal(1024))
    return known


_KNOWN = _known()
_AMBIGUOUS_UPPER = {"M", "S", "X", "H", "MIN"}  # sizes of clothes, not metres, seconds, times, hours


def unit(name: str) -> Unit:
    """The unit of that name; a name that measures nothing (a classifier, a noun, "") is a count."""
    found = _KNOWN.get(name) or (None if name in _AMBIGUOUS_UPPER else _KNOWN.get(name.lower()))
    return found or Unit(COUNT, Decimal(1))


@dataclass(frozen=True)
class Quantity:
    """An amount as written: its value and its unit ("" if none, a unit of the table, or what is counted)."""

    value: Decimal
    unit: str

    @property
    def dimension(self) -> str:
        """What it measures: length, mass, money USD, percent, discount, count ..."""
        return unit(self.unit).dimension

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension; of a discount the share of the price that is still paid."""
        if self.unit == "% off":
            return (Decimal(100) - self.value) / 100
        return self.value * unit(self.unit).factor


def is_measure(name: str) -> bool:
    """Whether the name is one of measure, money, time or share, and no mere count."""
    return unit(name).dimension != COUNT


_zh = sorted((n for n in _KNOWN if n != "折" and re.search(r"[^\x00-\x7f]", n) and not n.startswith("°")), key=len, reverse=True)
_en = sorted((n for n in _KNOWN if re.fullmatch(r"[A-Za-z][A-Za-z0-9 \-]*", n)), key=len, reverse=True)
_en_words = [n for n in _en if len(n) > 3]
UNIT_ZH = "|".join(re.escape(n) for n in _zh)
UNIT_LATIN = "(?:" + "|".join(re.escape(n) for n in _en) + r")(?![A-Za-z])"
UNIT_WORD = "(?:" + "|".join(re.escape(n) for n in _en_words) + r"|times)(?![A-Za-z])"
CLASSIFIER = "[" + "".join(WORDS["classifiers"]) + "]"
COUNTED = "(?:" + "|".join(sorted(WORDS["counted"], key=len, reverse=True)) + r")(?![A-Za-z])"
