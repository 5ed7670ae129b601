"""What counts as a figure in speech, and what it is worth."""

from decimal import Decimal

import pytest

from livestream.trust.figures import figures
from livestream.trust.numerals import en_number, zh_integer

ZH = [
    ("现在99.9，标价129", "99.9 129"),
    ("一共1,099.00元", "1099元"),
    ("￥59包邮", "59元"),
    ("５９元，全角也算", "59元"),
    ("九十九块九", "99.9元"),
    ("十九块九毛就带走", "19.9元"),
    ("19块9", "19.9元"),
    ("三块五一包", "3.5元"),
    ("五十九元", "59元"),
    ("一千二百毫升", "1200毫升"),
    ("两百五十克", "250克"),
    ("两百五的价格", "250"),
    ("一万三千毫安时", "13000毫安时"),
    ("2万毫安时", "20000毫安时"),
    ("1.2万人在看", "12000人"),
    ("三折起", "3折"),
    ("今天8折", "8折"),
    ("打八五折", "8.5折"),
    ("第二件半价", "5折"),
    ("便宜百分之二十", "20%"),
    ("省了两成", "2成"),
    ("百分百棉", "100%"),
    ("含绒量90%", "90%"),
    ("容量1.5L，功率1800W", "1.5L 1800W"),
    ("62到135厘米都能调", "62厘米 135厘米"),
    ("370×200×100mm的箱子", "370mm 200mm 100mm"),
    ("一年质保", "1年"),
    ("质保两年", "2年"),
    ("续航十二小时", "12小时"),
    ("充电十分钟", "10分钟"),
    ("两小时到家", "2小时"),
    ("七天无理由退换", "7天"),
    ("两三天到货", "2天 3天"),
    ("半小时充满", "0.5小时"),
    ("两个半小时", "2.5小时"),
    ("三个口袋", "3个"),
    ("十二片装", "12片"),
    ("买二送一", "2送"),
    ("三分之一的糖", "0.3333"),
    ("一点五升", "1.5升"),
    ("保温6到12小时", "6小时 12小时"),
    ("2块真空砖", "2块儿"),
    ("单盒108，100盒起", "108 100盒"),
    ("69.9包邮", "69.9"),
    ("今晚八点恢复", "8点"),
    ("大了三倍", "3倍"),
    ("五毛一片", "5毛"),
    ("转速5,000转", "5000"),
    ("1/2的水", "0.5"),
    ("圆孔2mm，输出5V", "2mm 5V"),
    ("RMB99，20W快充", "99 20W"),
    ("IP67防水，USB3.0接口，A4纸大小", ""),
    ("适合3岁以上", "3岁"),
    # no figures
    ("来一个，放一下，咱们一起看", ""),
    ("分两步，第一步先倒水", ""),
    ("第1步打开，第2步倒水", ""),
    ("一心一意、三三两两、五颜六色", ""),
    ("千万别忘了，万一下雨呢", ""),
    ("这个颜色很百搭，十分好看", ""),
    ("一天一片，正好一个月", ""),
    ("一边一个，两边都有提手", ""),
    ("几块冰，摇一摇就好", ""),
    ("三四口人够用", ""),
    ("每天炒两三个菜", ""),
    ("晚上八点，喊宝宝洗澡", ""),
    ("早上七点四十，闹钟响了", ""),
    ("周一到周五", ""),
    ("半夜起来，等了半天", ""),
    ("先看三点：材质、尺寸、颜色", ""),
    ("解决两件事", ""),
    ("四季都能穿", ""),
    ("家里四角都擦到", ""),
    ("拿一块正合适", ""),
    ("往里一折就平了", ""),
    ("一家三口刚好", ""),
]
EN = [
    ("ninety-nine ninety", "99.9"),
    ("fifty nine ninety-five", "59.95"),
    ("it's nine ninety-nine today", "9.99"),
    ("just $1,099.00", "1099dollars"),
    ("£20 or €25.50", "20quid 25.5euros"),
    ("fifty-nine dollars", "59dollars"),
    ("two hundred and fifty millilitres", "250millilitres"),
    ("a hundred watts", "100watts"),
    ("one thousand two hundred", "1200"),
    ("twenty percent lighter", "20%"),
    ("20% off", "20% off"),
    ("twenty percent off", "20% off"),
    ("half price", "50% off"),
    ("half off today", "50% off"),
    ("a third off", "33% off"),
    ("a dozen eggs", "12"),
    ("half a dozen clips", "6"),
    ("two hours of charge", "2hours"),
    ("two and a half hours", "2.5hours"),
    ("half an hour", "0.5hour"),
    ("one point five litres", "1.5litres"),
    ("5-7 days", "5days 7days"),
    ("370 x 200 mm", "370mm 200mm"),
    ("three pockets", "3pockets"),
    ("twelve sachets", "12sachets"),
    ("twice the capacity", "2x"),
    ("a two-year warranty", "2year"),
    ("weighs 2.9 kg", "2.9kg"),
    ('a 14" screen', "14inch"),
    ("1/2 cup of water", "0.5cup"),
    ("5k washes", "5000washes"),
    ("holds 500 ml", "500ml"),
    # no figures
    ("one of you asked, and both work", ""),
    ("two of you, one link", ""),
    ("this one is for you", ""),
    ("one thing at a time", ""),
    ("here are three reasons", ""),
    ("it works two ways", ""),
    ("a couple of friends", ""),
    ("meeting at nine, up at seven in the morning", ""),
    ("step 2: press it", ""),
    ("Press it. Three, let go.", ""),
    ("the 1st picture", ""),
    ("one cup a day", ""),
]


def shown(text: str, language: str) -> str:
    out = []
    for figure in figures(text, language):
        value = figure.value
        out.append(f"{round(value, 4).normalize():f}{figure.unit}")
    return " ".join(out)


@pytest.mark.parametrize(("text", "expected"), ZH)
def test_chinese(text: str, expected: str) -> None:
    assert shown(text, "zh") == expected


@pytest.mark.parametrize(("text", "expected"), EN)
def test_english(text: str, expected: str) -> None:
    assert shown(text, "en") == expected


def test_spans_are_in_the_original_text() -> None:
    text = "👍\u200b现在５９元，省百分之二十"
    assert [text[slice(*f.span)] for f in figures(text, "zh")] == ["５９元", "百分之二十"]
    text = "It’s ½ price: ninety-nine dollars"
    assert text[slice(*figures(text, "en")[-1].span)] == "ninety-nine dollars"


def test_amounts_in_other_units_are_equal() -> None:
    (litres,), (millilitres,) = figures("0.5L", "zh"), figures("500毫升", "zh")
    assert (litres.dimension, litres.base) == (millilitres.dimension, millilitres.base)
    (kilo,), (jin,) = figures("5kg", "zh"), figures("十斤", "zh")
    assert kilo.base == jin.base
    (fold,), (off,) = figures("8折", "zh"), figures("20% off", "en")
    assert fold.base == off.base == Decimal("0.8")


def test_small_words_count_where_facts_are_read() -> None:
    assert [f.value for f in figures("两个口袋，一年质保", "zh", every=True)] == [2, 1]
    assert 2 in [f.value for f in figures("a pair of socks", "en", every=True)]


@pytest.mark.parametrize(
    ("fact", "stated"),
    [
        ("1400 W", "1400W"),
        ("cold 24 h", "24h"),
        ("two each of 370, 640 and 1040 ml", "2 370ml 640ml 1040ml"),
        ("38 x 28, 33 x 23 and 25 x 18 cm", "38cm 28cm 33cm 23cm 25cm 18cm"),
        ("42 in canopy, 12 in folded", "42inch 12inch"),
        ("12 in a box", "12"),
    ],
)
def test_a_unit_that_stands_once_or_apart_in_a_fact(fact: str, stated: str) -> None:
    assert " ".join(f"{f.value}{f.unit}" for f in figures(fact, "en", every=True)) == stated


def test_numerals() -> None:
    assert [zh_integer(t) for t in ("十", "二十", "一百零五", "一千二", "三万五千", "二〇二四", "一亿两千万")] == [
        10,
        20,
        105,
        1200,
        35000,
        2024,
        120_000_000,
    ]
    assert en_number(["two", "hundred", "fifty", "thousand"]) == 250_000
    assert en_number(["twenty", "thirty"]) is None
    with pytest.raises(ValueError, match="numeral"):
        zh_integer("abc")


@pytest.mark.parametrize(
    "text", ["", "，。", "1" * 400, "一" * 400, "十百千万亿" * 50, "1,2,3,,4", "$", "百分之", "a hundred and", "½¾", "١٢٣"]
)
def test_odd_text_is_no_error(text: str) -> None:
    for language in ("zh", "en"):
        figures(text, language, every=True)
