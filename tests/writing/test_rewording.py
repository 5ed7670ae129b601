"""A line said another way: what the model says is taken where it holds, and the line goes on telling what it told."""

from collections.abc import Sequence

import pytest
from fakes import ScriptedModel, basket, brief, kettle

from livestream.catalog.models import Product
from livestream.catalog.values import Line
from livestream.writing.errors import WritingError
from livestream.writing.rewording import Way, reword
from voices.types import TONES

SCRIPT = [
    Line("hook", "姐妹们，你平时怎么淘米？今天我们来看云朵沥水篮。"),
    Line("point", "你看，圆孔3mm，米粒不漏。淘完一抖就好，记得放稳。", (2,)),
    Line("offer", "现在29.9元。送硅胶锅铲1把。想好了告诉我。"),
    Line("close", "喜欢的姐妹，点开云朵沥水篮。"),
]


def said(index: int, way: Way, answers: Sequence[str], product: Product | None = None, obeys: bool = False) -> Line:
    model = ScriptedModel(answers)
    model.obeys = obeys
    return reword(product or basket(), brief(), SCRIPT, index, way, model)


def test_the_model_is_asked_as_it_was_taught() -> None:
    model = ScriptedModel(["圆孔3mm，米粒不漏，记得放稳。"])
    reword(basket(), brief(), SCRIPT, 1, "shorter", model)
    (system, _), (user, ask) = model.asked[0]
    assert (system, user) == ("system", "user") and ask.endswith(f"把下面这句说短一点：\n{SCRIPT[1].text}") and "价格：29.9元" in ask


def test_a_shorter_line_of_the_models_stands() -> None:
    assert said(1, "shorter", ["圆孔3mm，米粒不漏，记得放稳。"]) == Line("point", "圆孔3mm，米粒不漏，记得放稳。", (2,))


@pytest.mark.parametrize(
    "draft",
    [
        "圆孔3mm，米粒不漏，结实耐用。",  # a stray claim
        "圆孔不大，记得放稳。",  # the fact is lost
        "圆孔3mm，米粒漏。",  # the fact is turned round
        "圆孔5mm，米粒不漏。",  # another figure
        "圆孔3mm，米粒不漏，你听得懂吗？",  # a question of the model's own
        "你看，圆孔3mm，米粒不漏。淘完一抖就好，记得一定放稳。",  # no shorter
    ],
)
def test_what_does_not_hold_is_refused_for_the_lines_own_facts(draft: str) -> None:
    assert said(1, "shorter", [draft]).text == "圆孔3mm，米粒不漏。"


def test_a_price_and_an_offer_stay_said() -> None:
    assert said(2, "shorter", ["29.9元，送锅铲。"]).text == "现在29.9元。送硅胶锅铲1把。"
    assert said(2, "shorter", ["29.9元，送硅胶锅铲1把。"]).text == "29.9元，送硅胶锅铲1把。"


def test_a_line_that_only_tells_cannot_be_shorter() -> None:
    lines = [*SCRIPT[:1], Line("point", "圆孔3mm，米粒不漏。", (2,)), *SCRIPT[2:]]
    with pytest.raises(WritingError, match="shorter"):
        reword(basket(), brief(), lines, 1, "shorter", ScriptedModel(["圆孔3mm。"]))


def test_a_longer_line_takes_a_fact_that_no_line_tells() -> None:
    line = said(1, "longer", ["不锈钢最好，谁用谁知道，赶紧来买一个回家吧，别再等了。"])
    assert line.text == f"{SCRIPT[1].text}304不锈钢材质。" and line.about == (2, 0)


def test_a_longer_line_of_the_models_is_about_what_it_tells() -> None:
    text = f"{SCRIPT[1].text}它直径28cm。"
    assert said(1, "longer", [text], obeys=True) == Line("point", text, (2, 1))


def test_a_hook_that_asks_and_greets_is_long_enough() -> None:
    with pytest.raises(WritingError, match="longer"):
        said(0, "longer", [])


def test_a_calm_line_does_not_exclaim_and_a_shorter_one_keeps_its_marks() -> None:
    lines = [Line("offer", "It's $49.50! Coffee scoop included! I'm fired up!")]
    calm, shorter = (reword(kettle(), brief("en"), lines, 0, way, ScriptedModel([""])) for way in ("calm", "shorter"))
    assert calm.text.startswith("It's $49.50. Coffee scoop included. ") and shorter.text == "It's $49.50! Coffee scoop included!"


def test_with_nothing_left_to_tell_words_that_fit_are_added() -> None:
    product = basket(points=["圆孔3mm，米粒不漏"])
    lines = [SCRIPT[0], Line("point", SCRIPT[1].text, (0,)), *SCRIPT[2:]]
    model = ScriptedModel([])
    line = reword(product, brief(), lines, 1, "longer", model)
    assert line.text.startswith(SCRIPT[1].text) and len(line.text) >= 1.15 * len(SCRIPT[1].text) and not model.asked


@pytest.mark.parametrize("index", range(4))
@pytest.mark.parametrize("tone", TONES)
def test_every_tone_tells_what_the_line_told(index: int, tone: Way) -> None:
    old, line = SCRIPT[index], said(index, tone, [])
    kept = ("云朵沥水篮", "圆孔3mm，米粒不漏", "送硅胶锅铲1把", "云朵沥水篮")[index]
    assert kept in line.text and line.text != old.text and line.about == old.about
    again = reword(basket(), brief(), [*SCRIPT[:index], line, *SCRIPT[index + 1 :]], index, tone, ScriptedModel([]))
    assert again.text != line.text


def test_an_english_line_in_another_tone() -> None:
    line = Line("point", "Also, it has 304 stainless steel inside. Think of your own kettle.", (3,))
    calm = reword(kettle(), brief("en"), [line], 0, "calm", ScriptedModel([]))
    assert calm.text.startswith("304 stainless steel inside. ") and "kettle" not in calm.text


def test_a_larger_model_finds_words_of_its_own_but_no_claims() -> None:
    own = "偷偷告诉你，圆孔3mm，米粒不漏，大米想跑也跑不掉哦！"
    assert said(1, "playful", [own], obeys=True).text == own
    with pytest.raises(WritingError):
        said(1, "playful", ["全网第一的圆孔3mm，米粒不漏！"], obeys=True)
