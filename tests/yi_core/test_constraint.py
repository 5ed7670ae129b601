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


def test_what_is_forbidden_is_spelled_in_no_pieces() -> None:
    def spelled(forbidden: str, *wanted: str) -> bool:
        tokens = ["No", "No.", ".", " 1", "1", "第", "一", "第一", "名", "n"]
        rules = Constraint(tokens, {"1"}, False, [forbidden])
        for token in wanted:
            if not rules.mask()[tokens.index(token)]:
                return False
            rules.accept(tokens.index(token))
        return True

    assert not spelled("第一", "第一") and not spelled("第一", "第", "一") and spelled("第一", "第", "名", "一")
    assert not spelled("no. 1", "No.", " 1") and not spelled("no. 1", "n", "n", "No", ".", " 1") and spelled("no. 1", "No.", "1")
