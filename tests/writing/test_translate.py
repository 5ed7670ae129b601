from itertools import pairwise

import pytest
from fakes import ScriptedModel, basket

from livestream.catalog.values import Line
from livestream.writing.errors import TranslationError
from livestream.writing.mistranslated import mistranslated
from livestream.writing.script import Note, write_script
from livestream.writing.translate import Doubt, translate_copy, translate_lines, translate_product, translate_text
from voices.types import Language
from yi_core.engine import Piece
from yi_core.prompt import Message, ask_translation, render

WORDS = {
    "云朵沥水篮": "Cloud Colander",
    "304不锈钢材质": "304 stainless steel",
    "直径28cm": "28 cm across",
    "圆孔3mm，米粒不漏": "3 mm round holes that keep rice in",
    "两侧加宽手柄": "Wide handles on both sides",
    "送硅胶锅铲1把": "1 silicone spatula free",
    "经常淘米的人": "people who rinse rice often",
}


class Dictionary(ScriptedModel):
    def __init__(self, tuned: bool = True) -> None:
        super().__init__(lambda ask: WORDS[ask.split("\n")[-1]], tuned=tuned)


def test_a_products_copy_is_translated_and_its_figures_stay() -> None:
    copy = translate_product(basket(), "en", Dictionary())
    assert copy.name == "Cloud Colander"
    assert copy.points == ["304 stainless steel", "28 cm across", "3 mm round holes that keep rice in", "Wide handles on both sides"]
    assert (copy.price, copy.currency, copy.brand, copy.language) == (basket().price, "CNY", "禾小厨", "en")


def test_a_changed_figure_is_sent_back() -> None:
    model = ScriptedModel(["26 cm across", "28 cm across"])
    assert translate_text("直径28cm", "en", model) == "28 cm across"


def test_a_text_that_cannot_be_translated_is_named() -> None:
    with pytest.raises(TranslationError, match="直径28cm"):
        translate_text("直径28cm", "en", ScriptedModel(["26 cm across"]))
    with pytest.raises(TranslationError):
        translate_text("直径28cm", "en", ScriptedModel(["直径28cm"]))


def test_figures_in_words_may_become_digits_but_not_others() -> None:
    assert translate_text("Keeps warm for twelve hours", "zh", ScriptedModel(["保温12小时"])) == "保温12小时"
    with pytest.raises(TranslationError):
        translate_text("Keeps warm for twelve hours", "zh", ScriptedModel(["保温20小时"]))


def test_a_figure_may_be_spelled_but_not_changed() -> None:
    assert translate_text("买2只减30元", "en", ScriptedModel(["Buy two, save 30 yuan"])) == "Buy two, save 30 yuan"
    assert translate_text("送姓名贴1张", "en", ScriptedModel(["Free name tag"])) == "Free name tag"
    for wrong in ("Buy three, save 30 yuan", "Buy two, save two", "Save 30 yuan"):
        with pytest.raises(TranslationError):
            translate_text("买2只减30元", "en", ScriptedModel([wrong]))


@pytest.mark.parametrize(
    ("text", "to", "heard", "kept"),
    [
        ("买2罐减20元", "en", "Buy 2 tins for 20 dollars off", "Buy 2 tins for 20 yuan off"),
        ("满100元减10元", "en", "$10 off orders over $100", "¥10 off orders over ¥100"),
        ("$5 off two", "zh", "买两件减5元", "买两件减5美元"),
        ("Free delivery over €30", "zh", "满$30包邮", "满€30包邮"),
        ("直径28cm", "en", "28 cm across", "28 cm across"),
        ("$9.90 for 6 bars", "zh", "6块9.90元", "6块9.90美元"),
    ],
)
def test_money_stays_in_its_currency(text: str, to: Language, heard: str, kept: str) -> None:
    assert translate_text(text, to, ScriptedModel([heard])) == kept


def test_a_text_in_the_language_stays_as_it_is() -> None:
    model = ScriptedModel(["x"])
    assert translate_text("28 cm", "en", model) == "28 cm"
    assert translate_text("130 x 170 cm, 1.5 L", "zh", model) == "130 x 170 cm, 1.5 L"
    assert model.asked == []


def test_the_name_is_the_same_in_every_line() -> None:
    lines = [Line("point", "云朵沥水篮直径28cm。", (1,))]

    def say(ask: str) -> str:
        return "Cloud Colander" if ask.endswith("云朵沥水篮") else "The Cloud Colander is 28 cm across."

    done = translate_lines(lines, "en", ScriptedModel(say), basket())
    assert done == [Line("point", "The Cloud Colander is 28 cm across.", (1,))]
    with pytest.raises(TranslationError):
        translate_lines(
            lines, "en", ScriptedModel(lambda a: "Cloud Colander" if a.endswith("云朵沥水篮") else "The sieve is 28 cm."), basket()
        )


def test_a_products_copy_is_asked_for_at_once_and_what_was_read_stays_read() -> None:
    model = Dictionary()
    translate_product(basket(audience=""), "en", model)
    asked = [render(turns) for turns in model.asked]
    assert all(after.startswith(before) for before, after in pairwise(asked))
    assert all(text in asked[0] for text in list(WORDS)[:-1])


def test_an_untuned_model_is_asked_for_one_text_at_a_time_and_sees_what_stands() -> None:
    model = Dictionary(tuned=False)
    assert translate_product(basket(), "en", model).name == "Cloud Colander"
    *_, name, said, ask = model.asked[1]
    assert (name, said, ask) == (*translation("云朵沥水篮"), ("assistant", "Cloud Colander"), *translation("304不锈钢材质"))


def test_a_text_that_its_neighbours_lead_astray_is_asked_for_alone() -> None:
    def say(ask: str) -> str:
        return "26 cm across" if ask == "直径28cm" else WORDS[ask.split("\n")[-1]]

    model = ScriptedModel(say)
    copy = translate_copy(basket(), "en", model)
    assert copy.product.points[1] == "28 cm across" and copy.sure.points[1] == ""


def translation(text: str) -> list[Message]:
    return ask_translation([text], "en")[1:]


def test_a_line_that_told_its_neighbour_is_mended_and_doubtful() -> None:
    def say(ask: str) -> str:
        return "Free silicone spatula (1)" if ask == "两侧加宽手柄" else WORDS[ask.split("\n")[-1]]

    copy = translate_copy(basket(points=["两侧加宽手柄"], audience="", offer=""), "en", ScriptedModel(say))
    assert copy.product.points == ["Wide handles on both sides"]
    assert [doubt.source for doubt in copy.doubts] == ["两侧加宽手柄"]


def test_no_lines_are_no_lines() -> None:
    assert translate_lines([], "en", ScriptedModel([])) == []


def test_a_script_in_the_other_language_translates_the_copy_first() -> None:
    from fakes import brief

    def say(ask: str) -> str:
        return WORDS.get(ask.split("\n")[-1], "The Cloud Colander is 28 cm across.")

    notes = [i for i in write_script(basket(), brief("en"), ScriptedModel(say)) if isinstance(i, Note)]
    assert notes[0].kind == "translated"
    assert ("doubtful", "offer", "送硅胶锅铲1把") in {(note.kind, note.field, note.source) for note in notes}  # not said, so told


@pytest.mark.parametrize(
    ("source", "translation", "to"),
    [
        ("桂香乌龙配当季花", "guizhang Uliang with the flowers of the season", "en"),
        ("紫砂壶身", "zisha body", "en"),
        ("加宽手柄", "Handles that are wide, so wide that nobody who holds them will ever say they are narrow again", "en"),
        ("蒸熟的糯米裹着红枣和核桃仁外面再撒一层白芝麻桂花碎", "Rice", "en"),
        ("Osmanthus oolong", "桂花oolong茶", "zh"),
        ("burns for about 50 hours", "烧伤约50小时", "zh"),
        ("耐用不变形", "It does not die", "en"),
        ("Stacks neatly", "排成一列", "zh"),
        ("White porcelain with a thin grey rim", "薄灰色白瓷", "zh"),
        ("White porcelain with a thin grey rim", "白瓷，薄杯口", "zh"),
        ("侧面透气网布", "Breathable mesh lining", "en"),
        ("温控指示灯", "Induction light", "en"),
        ("送刀架贴1个", "One knife holder, 1 pocket for the blade", "en"),
        ("Removable back grill for dusting", "可拆卸后挡板除尘器", "zh"),
    ],
)
def test_a_translation_that_looks_wrong_is_told(source: str, translation: str, to: Language) -> None:
    assert mistranslated(source, translation, to)


@pytest.mark.parametrize(
    ("source", "translation", "to"),
    [
        ("圆孔3mm，米粒不漏", "3 mm round holes that keep rice in", "en"),
        ("红枣芝麻糕", "Red jujube and sesame cake", "en"),
        ("橘子味", "Tangerine flavour", "en"),
        ("Lishan电饭锅", "Lishan rice cooker", "en"),
        ("USB-C charging", "USB-C充电", "zh"),
        ("no hot parts to hurt a hand", "没有会烫伤手的热部件", "zh"),
        ("侧面透气网布", "Breathable mesh sides", "en"),
        ("红枣桂圆姜茶", "Jujube longan ginger tea", "en"),
        ("玫瑰金色", "Rose gold, dyed and deadline free", "en"),
    ],
)
def test_a_plain_translation_is_not_doubted(source: str, translation: str, to: Language) -> None:
    assert not mistranslated(source, translation, to)


def test_the_doubtful_fields_of_a_products_copy_are_named() -> None:
    words = WORDS | {"两侧加宽手柄": "Wide shoubing on both sides", "送硅胶锅铲1把": "1 guijiao spatula free"}
    copy = translate_copy(basket(audience=""), "en", ScriptedModel(lambda ask: words[ask.split("\n")[-1]]))
    assert copy.doubts == (
        Doubt("points", "两侧加宽手柄", "Wide shoubing on both sides"),
        Doubt("offer", "送硅胶锅铲1把", "1 guijiao spatula free"),
    )
    assert translate_copy(basket(audience="", offer=""), "en", Dictionary()).doubts == ()


@pytest.mark.parametrize(("log", "doubted"), [(-0.2, 0), (-3.0, 1)])
def test_what_the_model_was_unsure_of_is_doubtful(log: float, doubted: int) -> None:
    class Unsure(Dictionary):
        def stream(self, messages, sampling):  # type: ignore[no-untyped-def]
            for piece in super().stream(messages, sampling):
                yield Piece(piece, (log,))

    sole = basket(points=[], offer="", audience="")
    assert len(translate_copy(sole, "en", Unsure()).doubts) == doubted


def test_a_small_models_offer_is_for_the_merchant_to_check() -> None:
    model = Dictionary()
    for obeys, doubted in ((False, ["offer"]), (True, [])):
        model.obeys = obeys
        copy = translate_copy(basket(audience=""), "en", model)
        assert [doubt.field for doubt in copy.doubts] == doubted and bool(copy.sure.offer) == obeys
