"""Chinese shop talk as it is read aloud, and the way back to the line."""

from itertools import pairwise

import pytest

from voices.frontend.prepare import sentences
from voices.types import VoiceError

READINGS = [
    ("原价199元", "原价一百九十九元"),
    ("只要99.9元", "只要九十九块九"),
    ("只要99.90元", "只要九十九块九"),
    ("99.95元", "九十九块九毛五"),
    ("3.05元", "三块零五分"),
    ("0.5元一片", "五毛一片"),
    ("2元", "两元"),
    ("200块", "两百块"),
    ("¥59起", "五十九元起"),
    ("￥1,099.00", "一千零九十九元"),
    ("¥1.2万", "一点二万元"),
    ("99-199元", "九十九到一百九十九元"),
    ("$9.99", "九点九九美元"),
    ("€15", "十五欧元"),
    ("9.9包邮", "九块九包邮"),
    ("8折", "八折"),
    ("85折", "八五折"),
    ("6.5折", "六五折"),
    ("满300减50", "满三百减五十"),
    ("1.8L", "一点八升"),
    ("500ml", "五百毫升"),
    ("2kW", "两千瓦"),
    ("1800W", "一千八百瓦"),
    ("6.5寸", "六点五寸"),
    ("0.3mm", "零点三毫米"),
    ("28cm", "二十八厘米"),
    ("身高1米62到1米78的都能坐", "身高一米六二到一米七八的都能坐"),
    ("宽2米05，长3米5", "宽两米零五，长三米五"),
    ("2米50元，3米25根", "两米五十元，三米二十五根"),
    ("1.2kg", "一点二公斤"),
    ("10000mAh", "一万毫安时"),
    ("120Hz", "一百二十赫兹"),
    ("110V~220V", "一百一十到两百二十伏"),
    ("3-5天发货", "三到五天发货"),
    ("20%-30%", "百分之二十到百分之三十"),
    ("100%纯棉", "百分之一百纯棉"),
    ("37.5℃", "三十七点五摄氏度"),
    ("-5℃", "零下五摄氏度"),
    ("-18℃到5℃", "零下十八摄氏度到五摄氏度"),
    ("½杯", "二分之一杯"),
    ("618大促", "六一八大促"),
    ("925银", "九二五银"),
    ("SPF50+", "SPF五十加"),
    ("5A级", "五A级"),
    ("360°旋转", "三百六十度旋转"),
    ("20*30cm", "二十乘三十厘米"),
    ("60km/h", "六十公里每小时"),
    ("晚上20:00", "晚上二十点"),
    ("早8:30", "早八点半"),
    ("12:15", "十二点十五分"),
    ("2026-11-25", "二零二六年十一月二十五日"),
    ("11月11日", "十一月十一日"),
    ("13812345678", "幺三八幺二三四五六七八"),
    ("400-820-8820", "四零零八二零八八二零"),
    ("304不锈钢", "三零四不锈钢"),
    ("iPhone 17", "iPhone十七"),
    ("RTX4090", "RTX四零九零"),
    ("A4纸", "A四纸"),
    ("1080P", "一零八零P"),
    ("1/2", "二分之一"),
    ("95后", "九五后"),
    ("库存50+", "库存五十多"),
    ("1000+好评", "一千多好评"),
    ("32GB+512GB", "三十二G加五百一十二G"),
    ("好看😍❤️快买", "好看快买"),
    ("<b>大促</b>", "大促"),
    ("９９元", "九十九元"),
    ("买1送1", "买一送一"),
    ("第2件半价", "第二件半价"),
    ("¥1.5k", "一千五百元"),
    ("销量10W+", "销量十万多"),
    ("1.2w人买过", "一点二万人买过"),
    ("1200W大功率", "一千两百瓦大功率"),
    ("5万+好评", "五万多好评"),
    ("10片/包", "十片每包"),
    ("¥9.9/件", "九块九每件"),
    ("8:00-22:00", "八点到二十二点"),
    ("138 1234 5678", "幺三八幺二三四五六七八"),
    ("+86 13812345678", "加八六幺三八幺二三四五六七八"),
    ("170/92A", "一七零，九二A"),
    ("2025款", "二零二五款"),
    ("2026新款", "二零二六新款"),
    ("i7-13700K", "i七一三七零零K"),
    ("No.1品牌", "number one品牌"),
    ("No.3", "第三"),
    ("5‰", "千分之五"),
    ("65吋", "六十五寸"),
    ("A+级", "A加级"),
    ("A++", "A加加"),
    ("021-6888 1234", "零二幺六八八八幺二三四"),
    ("早上8:00-晚上10:30", "早上八点到晚上十点半"),
    ("9.9-19.9元", "九块九到十九块九"),
    ("10cm*20cm*30cm", "十厘米乘二十厘米乘三十厘米"),
    ("1.8m×2.0m", "一点八米乘二点零米"),
    ("500g*2袋", "五百克乘两袋"),
    ("1L=1000ml", "一升等于一千毫升"),
    ('6.5"屏', "六点五寸屏"),
    ('他说"买65"吧', "他说买六十五吧"),
    ("2合1", "二合一"),
    ("1v1", "一对一"),
    ("35岁+", "三十五岁以上"),
    ("N95口罩", "N九五口罩"),
    ("IP68", "IP六八"),
]


@pytest.mark.parametrize(("written", "spoken"), READINGS)
def test_reading(written: str, spoken: str) -> None:
    assert "".join(s.spoken for s in sentences(written, "zh")) == spoken


def test_words_point_at_what_they_read() -> None:
    line = "姐妹们，这款iPhone 17保护壳只要99.9元！"
    words = [w for s in sentences(line, "zh") for w in s.words if not w.is_pause]
    read = {w.label: line[w.span[0] : w.span[1]] for w in words if w.span}
    assert read["九十九块九"] == "99.9元"
    assert read["iPhone"] == "iPhone"
    assert read["十七"] == "17"
    assert read["只要"] == "只要"
    spans = [w.span for w in words if w.span]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_latin_is_spoken_as_english() -> None:
    [sentence] = sentences("支持USB-C和Wi-Fi", "zh")
    assert "jˌuˌɛsbˈisˌi" in sentence.phonemes
    assert "wˈIfˌI" in sentence.phonemes.replace(" ", "")
    assert sentences("A4纸", "zh")[0].phonemes.startswith("ˈA ")


@pytest.mark.parametrize(
    ("line", "word", "phonemes"),
    [
        ("银行的行长", "行长", "xa↗ŋꭧa↓ŋ"),
        ("他慢慢地走", "地", "tɤ"),
        ("一只杯子", "一只", "i↘ꭧɨ→"),
        ("只要九元", "只要", "ꭧɨ↓jau↘"),
        ("我得走了", "得", "tei↓"),
        ("跑得快", "跑得快", "pʰau↓tɤkʰwai↘"),
        ("还钱", "还", "xwa↗n"),
        ("还有", "还有", "xai↗jou↓"),
        ("两只杯子", "两只", "lja↓ŋꭧɨ→"),
        ("看一看", "看一看", "kʰa↘nikʰa↘n"),
        ("好不好", "好不好", "xau↓puxau↓"),
        ("量一量尺寸", "量一量", "lja↗ŋilja↗ŋ"),
        ("这儿", "这儿", "ꭧɤ↘ɚ"),
        ("女儿", "女儿", "ny↓ɚ↗"),
        ("小孩儿", "小孩儿", "ɕjau↓xai↗ɚ"),
        ("不得了", "不得了", "pu↘tɤ↗ljau↓"),
        ("一款好杯子", "一款", "i↘kʰwa↓n"),
        ("一样", "一样", "i↗ja↘ŋ"),
        ("一楼", "一楼", "i→lou↗"),
        ("伊索", "伊索", "i→swo↓"),
        ("不贵", "不", "pu↗"),
        ("有一行字", "一行", "i↘xa↗ŋ"),
        ("扎头发", "头发", "tʰou↗fa"),
        ("重新开始", "重新", "ꭧʰʊ↗ŋɕi→n"),
    ],
)
def test_characters_with_several_readings(line: str, word: str, phonemes: str) -> None:
    words = {w.label: w.phonemes for s in sentences(line, "zh") for w in s.words}
    assert words[word] == phonemes


def test_sentences_and_endings() -> None:
    made = sentences("真的吗？真的！赶紧来吧……", "zh")
    assert [s.ending for s in made] == ["question", "exclamation", "ellipsis"]


def test_a_long_opening_sentence_gives_its_first_clause_first() -> None:
    line = "今天给大家带来的这款羊绒外套，面料是百分之百的山羊绒，手感非常柔软，冬天穿特别暖和。"
    made = sentences(line, "zh")
    assert len(made) == 2
    assert made[0].spoken == "今天给大家带来的这款羊绒外套，"
    assert made[0].ending == "clause"


@pytest.mark.parametrize("line", ["", "   \n", "😍😍", "\x00\x07", "！！！", "\u202e"])
def test_nothing_to_say_is_an_error_for_people(line: str) -> None:
    with pytest.raises(VoiceError, match="line"):
        sentences(line, "zh")


def test_a_very_long_line_is_cut_into_parts_the_model_takes() -> None:
    made = sentences("这款羊绒外套手感非常柔软" * 100, "zh")
    assert all(len(s.phonemes) <= 400 for s in made)
    assert sum(len(s.spoken) for s in made) == 1200
