import pytest

from livestream.writing.audience import people


@pytest.mark.parametrize(
    "audience",
    [
        *("经常淘米的人", "想生熟分开切的家庭", "上班族和学生", "家里孩子爱吃脆的", "想送长辈礼物的年轻人", "怕冷、办公室一族", "准妈妈"),
        *(
            "home bakers",
            "people who fidget at a desk",
            "women who walk, lift or do yoga",
            "families with small children",
            "Light sleepers",
        ),
        *("adults with braces, bridges or tight gaps", "parents and grandparents of newborns", "anyone who cleans at home"),
    ],
)
def test_people_can_be_called(audience: str) -> None:
    assert people(audience, "en" if audience.isascii() else "zh")


@pytest.mark.parametrize(
    "audience",
    [
        *("送女友、通勤佩戴", "书桌、床头、梳妆台", "看望长辈", "周末小聚", "不爱洗澡的宝宝", "家庭日用", ""),
        *("bedrooms without air conditioning", "gifts for men and women", "indoor cats that get bored", "gym, office, school"),
        *("small flats with overnight guests", "newborn gifts, toddlers"),
    ],
)
def test_a_situation_a_thing_and_who_buys_nothing_cannot(audience: str) -> None:
    assert not people(audience, "en" if audience.isascii() else "zh")
