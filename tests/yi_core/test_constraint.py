import numpy as np

from yi_core.constraint import Constraint

TOKENS = ["只要", "4", "9", ".", "元", "$", "5", "1", "a", "你", "，", "9折", "\n", "２"]


def write(figures: set[str], latin: bool, *wanted: str) -> bool:
    """Whether the tokens can be written one after the other."""
    rules = Constraint(TOKENS, figures, latin)
    for token in wanted:
        i = TOKENS.index(token)
        if not rules.mask()[i]:
            return False
        rules.accept(i)
    return True


def test_digits_spell_only_allowed_figures() -> None:
    assert write({"49.9"}, False, "只要", "4", "9", ".", "9", "元")
    assert not write({"49.9"}, False, "只要", "5")
    assert not write({"49.9"}, False, "4", "9", ".", "5")
    assert not write({"49.9"}, False, "4", "元")  # cut short
    assert not write({"49"}, False, "4", "9", "9")
    assert not write(set(), False, "1")


def test_a_figure_may_end_a_sentence_and_a_longer_one_may_begin_like_it() -> None:
    assert write({"49", "49.9"}, False, "4", "9", ".", "a")
    assert write({"49", "49.9"}, False, "4", "9", ".", "9", "元")
    assert not write({"49"}, False, "4", "9", ".", "9")


def test_currency_signs_belong_to_figures_and_digits_hide_in_no_token() -> None:
    assert write({"$5"}, False, "$", "5", "a") and not write({"5"}, False, "$")
    assert write({"9"}, False, "9折") and not write({"5"}, False, "9折")
    assert not write({"2"}, False, "２")


def test_latin_text_has_no_chinese_and_no_line_breaks() -> None:
    assert write(set(), True, "a") and not write(set(), True, "你") and not write(set(), True, "，")
    assert not write(set(), False, "\n")
    assert isinstance(Constraint(TOKENS, set(), False).mask(), np.ndarray)
