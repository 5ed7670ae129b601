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
        ("650W双面加热", "双面加热是650W的。", "zh"),
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
        ("Breakage in transit replaced free", "There is breakage in transit; it is replaced free.", "en"),
        ("tastes of hazelnut", "It has tastes of hazelnut.", "en"),
        ("today's price ends at midnight", "The today's price ends at midnight.", "en"),
        ("two lids", "There are two lids each.", "en"),
        ("steel", "Is it steel?", "en"),
        ("约16cm", "它是16cm的。", "zh"),
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
        ("PP面带果蔬研磨区", "它带PP面，还带果蔬研磨区。", "zh"),
        ("父亲腰不好，弯腰吃力", "父亲腰不好，所以弯腰吃力。", "zh"),
    ],
)
def test_what_is_lost_added_or_exchanged_is_heard(note: str, text: str, language: Language) -> None:
    assert not tells(text, note, language)


@pytest.mark.parametrize(
    ("note", "text", "kept", "language"),
    [
        ("2盒送保温杯刷", "2盒送保温杯刷哦。", True, "zh"),
        ("2盒送保温杯刷", "一共2盒呢，送保温杯刷。", False, "zh"),
        ("third mat free", "The third mat is free!", True, "en"),
        ("3 jars ship free", "It ships for 3 jars, free.", False, "en"),
    ],
)
def test_terms_keep_their_order(note: str, text: str, kept: bool, language: Language) -> None:
    assert in_order(text, note, language) is kept
