"""What of a product the model reads, and what its lines may tell beside the points."""

from fakes import kettle

from livestream.writing.sheet import fact_sheet, further

TOLD = {
    "story": ["Drawn by a potter in Leeds.", "It cures colds."],
    "specs": {"Power": "1200 W", "Cord": "0.8 m", "Care": "wipe with a damp cloth"},
}


def test_what_a_point_tells_or_may_not_be_said_is_not_told_again() -> None:
    product = kettle(**TOLD)
    assert [product.facts[i] for i in further(product, "en")] == [
        "Drawn by a potter in Leeds.",
        "Cord: 0.8 m",
        "Care: wipe with a damp cloth",
    ]


def test_what_is_told_is_numbered_once_and_the_other_specifications_stay() -> None:
    product = kettle(**TOLD)
    sheet = fact_sheet(product, [0, 2, *further(product, "en")])
    assert sheet.points == (
        "1200 W",
        "keeps warm for 60 minutes",
        "Drawn by a potter in Leeds.",
        "Cord: 0.8 m",
        "Care: wipe with a damp cloth",
    )
    assert sheet.specs == (("Power", "1200 W"),) and sheet.story == ()


def test_a_fact_too_long_for_a_line_is_left_to_the_page() -> None:
    assert further(kettle(story=["word " * 40]), "en") == []
