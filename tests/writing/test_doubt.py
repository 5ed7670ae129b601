"""What a small model was unsure of while it wrote."""

from livestream.writing.doubt import FLOOR, Heard
from yi_core.engine import Piece


def test_a_clause_is_as_sure_as_the_mean_of_its_tokens() -> None:
    heard = Heard()
    for text, log in (("Steel", -0.2), (" inside,", -0.6), (" so it", -1.5), (" floats", -3.4), (".", -0.1)):
        heard.hear(Piece(text, (log,)))
    assert [c.strip() for c in heard.unsure("en", FLOOR["en"]["point"])] == ["so it floats."]
    assert heard.unsure("en", -2.0) == heard.unsure("en", -0.9, 0, len("Steel inside,")) == []


def test_given_words_and_those_of_a_model_that_tells_no_chances_are_sure() -> None:
    heard = Heard()
    heard.hear("直径28cm，")
    heard.hear(Piece("放得下。", (-3.0, -3.0)))
    assert heard.unsure("zh", -0.9) == ["放得下。"]
    assert heard.unsure("zh", -0.9, 0, len("直径28cm，")) == []
