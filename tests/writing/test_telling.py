"""What says a note, whole and nothing beside it."""

import pytest

from livestream.writing.telling import in_order, tells
from voices.types import Language


@pytest.mark.parametrize(
    ("note", "text", "language"),
    [
        ("3/8 in keyless chuck", "The chuck is keyless, 3/8 in.", "en"),
        ("16 oz wide-mouth glass jar", "It comes in a 16 oz glass jar with a wide mouth.", "en"),
        ("folds flat", "It folds flat.", "en"),
        ("2 mats, 42 x 30.5 cm", "You've got 2 mats! They're 42 x 30.5 cm!", "en"),
        ("For clothes and bedding, not for leather", "They're for clothes and bedding, not for leather!", "en"),
        ("beech stand, 4 hooks", "The stand is beech, and there are 4 hooks.", "en"),
        ("2 m of cable", "There's 2 m of cable.", "en"),
        ("sleeve slides over a handle", "The sleeve slides over a handle!", "en"),
        ("Italian leather, two pockets", "It's Italian leather, with two pockets.", "en"),
        ("3 jars for 20 dollars", "It's 3 jars for 20 dollars.", "en"),
        ("650W双面加热", "双面加热是650W的。", "zh"),
        ("桌面60×40厘米", "桌面是60×40厘米的。", "zh"),
        ("附量杯1个", "另附1个量杯。", "zh"),
        ("共3个", "一共是3个。", "zh"),
        ("枕套拉链可拆洗", "枕套呢，拉链能拆洗的哦。", "zh"),
    ],
)
def test_other_forms_and_joining_words_are_free(note: str, text: str, language: Language) -> None:
    assert tells(text, note, language)


@pytest.mark.parametrize(
    ("note", "text", "language"),
    [
        ("3/8 in keyless chuck", "The keyless chuck makes it easy.", "en"),  # a claim more, a figure less
        ("90 cm tall, 14 cm base radius", "It's 90 cm tall and 14 cm across the base.", "en"),
        ("up to 6 hours", "It's 6 hours.", "en"),
        ("not for leather", "It's for leather.", "en"),
        ("2 bowls, 4 plates", "There are 4 bowls and 2 plates.", "en"),
        ("8 oz mug", "It's an 8 lb mug.", "en"),
        ("one-way valve bag", "It's a one-way valve bag.", "en"),
        ("Breakage in transit replaced free", "There is breakage in transit; it is replaced free.", "en"),
        ("Breakage in transit replaced free", "There is a breakage in transit, and it is replaced free.", "en"),
        ("tastes of hazelnut", "It has tastes of hazelnut.", "en"),
        ("stainless steel screw, coin to open", "There's a stainless steel screw, and there's a coin to open.", "en"),
        ("Swings 80 degrees", "It swings at 80 degrees.", "en"),
        ("titanium silver coating inside", "The coating is made of titanium silver.", "en"),
        ("厚5厘米", "它是厚的5厘米。", "zh"),
        ("内填海绵", "内填有海绵。", "zh"),
        ("today's price ends at midnight", "The today's price ends at midnight.", "en"),
        ("two lids", "There are two lids each.", "en"),
        ("steel", "Is it steel?", "en"),
        ("9 torque settings", "There's 9 torque settings.", "en"),
        ("18+1 torque settings", "there's 18+1 torque settings", "en"),
        ("cork soles", "There is cork soles.", "en"),
        ("4 timers", "It's 4 timers.", "en"),
        ("4 lids", "There's 4 lids.", "en"),
        ("felt pad in the drawer", "There are felt pad in the drawer.", "en"),
        ("soft wheels", "The wheels is soft.", "en"),
        ("zip around", "It zip around.", "en"),
        ("holds a coat", "They holds a coat.", "en"),
        ("froths milk", "It frothes milk.", "en"),
        ("started by two sisters", "It started by two sisters.", "en"),
        ("Oak frame, two hooks", "There are two hooks and an Oak frame.", "en"),
        ("two cutters, one board", "There are two cutters. one board.", "en"),
        ("Quilted case", "The quilted case!", "en"),
        ("20 ml serum", "There's 20 ml serum.", "en"),
        ("2 pans for 50 dollars", "It comes with 2 pans for 50 dollars.", "en"),
        ("free shipping", "It's free shipping.", "en"),
        ("Breakage in transit replaced free", "The breakage in transit is replaced free.", "en"),
        ("washable filter x2", "The filter is washable, x2.", "en"),
        ("brushed steel", "It's a brushed steel.", "en"),
        ("约16cm", "它是16cm的。", "zh"),
        ("12g×15条", "它是12g×15条的。", "zh"),
        ("60×40cm", "这款是60×40cm的。", "zh"),
        ("30cm，5L", "它是30cm的，5L！", "zh"),
        ("棉90%，氨纶10%", "它是棉90%，氨纶是10%的。", "zh"),
        ("热水冲泡约200ml", "它热水冲泡约200ml。", "zh"),
        ("总在清晨采", "是总是在清晨采的。", "zh"),
        ("10盒起订", "从10盒起订！", "zh"),
        ("真空双层", "它是真空双层的，很保温。", "zh"),
        ("不粘涂层", "它有粘涂层。", "zh"),
        ("5卷，100只", "每卷100只，一共5卷。", "zh"),
        ("宽10cm，高8cm", "它宽8cm，高10cm。", "zh"),
        ("可机洗", "它能手洗。", "zh"),
        ("记忆棉枕芯", "它的记忆棉枕芯。", "zh"),
        ("口径大，好清洗", "口径是大，好清洗。", "zh"),
        ("一级能效", "这一级，能效。", "zh"),
        ("可放6位插排", "插排可以放于6位。", "zh"),
        ("鞋底厚4cm", "鞋底是厚的，4cm。", "zh"),
        ("双头：笔加螺旋刷", "双头的笔加螺旋刷。", "zh"),
        ("2盒送保温杯刷", "一共送2盒，还送保温杯刷。", "zh"),
        ("2饼送陶瓷茶叶罐1个", "它是2饼送陶瓷茶叶罐1个的。", "zh"),
        ("PP面带果蔬研磨区", "它带PP面，还带果蔬研磨区。", "zh"),
        ("父亲腰不好，弯腰吃力", "父亲腰不好，所以弯腰吃力。", "zh"),
    ],
)
def test_what_is_lost_added_or_exchanged_is_heard(note: str, text: str, language: Language) -> None:
    assert not tells(text, note, language)


@pytest.mark.parametrize(
    ("note", "text", "kept", "language"),
    [
        ("We ship free over 50", "We ship it free over 50.", False, "en"),
        ("2盒送保温杯刷", "2盒送保温杯刷哦。", True, "zh"),
        ("2盒送保温杯刷", "一共2盒呢，送保温杯刷。", False, "zh"),
        ("third mat free", "The third mat is free!", True, "en"),
        ("3 jars ship free", "It ships for 3 jars, free.", False, "en"),
    ],
)
def test_terms_keep_their_order(note: str, text: str, kept: bool, language: Language) -> None:
    assert in_order(text, note, language) is kept
