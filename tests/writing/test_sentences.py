import pytest
from fakes import kettle

from livestream.writing.complete import complete, read_out
from livestream.writing.ground import Ground
from livestream.writing.plan import Slot
from livestream.writing.sentences import spoken
from livestream.writing.verify import Task
from livestream.writing.wording import english_words, keywords

TRAVEL_MUG, HANGERS = "Big Hug Travel Mug", "Exhale Velvet Hangers"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("Folds flat", "It folds flat"),
        ("keeps drinks hot for 6 hours.", "It keeps drinks hot for 6 hours"),
        ("28 cm wide, 7 cm deep", "It's 28 cm wide, 7 cm deep"),
        ("up to 14 hours of play at half volume", "You get up to 14 hours of play at half volume"),
        ("10 hours of video playback", "You get 10 hours of video playback"),
        ("46 pieces: sockets, bits, ratchet", "You get 46 pieces: sockets, bits, ratchet"),
        ("two side handles", "It has two side handles"),
        ("no artificial colors", "It has no artificial colors"),
        ("Made from furniture workshop offcuts", "It's made from furniture workshop offcuts"),
        ("Dishwasher safe, top rack", "It's dishwasher safe, top rack"),
        ("reinforced knees", "The knees are reinforced"),
        ("non-slip feet", "The feet are non-slip"),
        ("rechargeable by USB-C", "It's rechargeable by USB-C"),
        ("Removable cotton insole", "The cotton insole is removable"),
        ("leak-proof screw lid with carry loop", "It has a leak-proof screw lid with carry loop"),
        ("USB port", "It has a USB port"),
        ("HDMI port", "It has an HDMI port"),
        ("Italian leather", "It's Italian leather"),
        ("Runs for two hours", "It runs for two hours"),
        ("LED display", "It has an LED display"),
        ("18-inch blade", "It has an 18-inch blade"),
        ("Water-resistant nylon", "It's water-resistant nylon"),
        ("60 x 40 cm", "It measures 60 x 40 cm"),
        ("Glows in the dark", "It glows in the dark"),
    ],
)
def test_a_note_becomes_a_sentence(note: str, said: str) -> None:
    assert spoken(note, TRAVEL_MUG, "en") == said


@pytest.mark.parametrize(
    "note",
    [
        "Woven loop clips to a bag",
        "clamps warn of wrong polarity",
        "Sleeve slides over a trolley handle",
        "pump in the lid draws air out",
        "covers zip off, wash at 30",
        "no liquid needed",
        "16 oz wide-mouth glass jar",
        "Travel mug in three colours",
        "We roast on Mondays",
        "felt pads under the base",
        "Two years in the making",
        "1.5 m long cable",
        "Up to 100 kg",
        "5 minutes of assembly",
        "Two AA batteries not included",
        "Three colours",
        "A great gift",
        "Lid free",
        "No drilling",
        "With an app you set the timer",
        "Rechargeable via USB",
        "Padded straps included",
        "non-slip strips underneath",
        "Can cut steel",
        "Protect your screen",
        "Any strap",
        "Packs of six",
        "Covers for two chairs",
        "IP67 dust and water rating",
        "2 x 340 g",
        "60 x 40 cm folded",
    ],
)
def test_a_note_of_another_shape_stands_as_it_is(note: str) -> None:
    assert spoken(note, TRAVEL_MUG, "en") == note[:1].upper() + note[1:]


def test_several_goods_are_they_and_their_verbs_are_left_alone() -> None:
    assert spoken("0.2 inch thick", HANGERS, "en") == "They're 0.2 inch thick"
    assert spoken("40 x 20 x 2 cm", HANGERS, "en") == "They measure 40 x 20 x 2 cm"
    assert spoken("rubber grip", HANGERS, "en") == "They have a rubber grip"
    assert spoken("holds a coat", HANGERS, "en") == "Holds a coat"
    assert spoken("two shelves", "Wooden Dollhouse Three Floors", "en") == "It has two shelves"


def test_a_line_that_is_its_bare_fact_is_said_as_a_sentence_and_the_story_as_it_stands() -> None:
    product = kettle(points=["keeps warm for 60 minutes"], story=["two friends forge the spout"])
    point, story = (Task(product, "en", Slot("point", (i,)), ground=Ground(product, "en")) for i in (0, 1))
    assert complete("Keeps warm for 60 minutes.", Slot("point", (0,)), point) == "It keeps warm for 60 minutes."
    assert read_out(Slot("point", (1,)), story) == "Two friends forge the spout."


def test_goods_are_added_to_a_cart() -> None:
    product, close = kettle(), Slot("close")
    task = Task(product, "en", close, ground=Ground(product, "en"))
    assert complete(f"Want it? Add the {product.name} today.", close, task) == f"Want it? Add the {product.name} to your cart."
    assert complete(f"Want it? Order the {product.name} today.", close, task) == f"Want it? Order the {product.name}."


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("鹅颈细口，水流稳定好控制。", "鹅颈细口，水流稳定好控制"),
        ("60×40cm", "尺寸是60×40cm"),
        ("24×17×26厘米，厚1厘米", "尺寸是24×17×26厘米，厚1厘米"),
        ("12g×15条", "规格是12g×15条"),
        ("60×40cm桌面", "60×40cm桌面"),
        ("30×40", "30×40"),
    ],
)
def test_chinese_notes_stand_as_they_are_unless_they_are_bare_measures(note: str, said: str) -> None:
    assert spoken(note, "手冲壶", "zh") == said


def test_a_bare_measure_is_read_out_as_what_it_measures() -> None:
    product, slot = kettle(language="zh", name="手冲壶", points=["60×40cm"]), Slot("point", (0,))
    task = Task(product, "zh", slot, ground=Ground(product, "zh"))
    assert read_out(slot, task) == complete("60×40cm。", slot, task) == "尺寸是60×40cm。"


@pytest.mark.parametrize(
    "note", ["Folds flat", "padded sleeve for a 15-inch laptop", "no screws or glue", "Machine washable at 30 degrees"]
)
def test_a_sentence_is_about_nothing_else(note: str) -> None:
    assert keywords(spoken(note, TRAVEL_MUG, "en"), "en") == keywords(note, "en")
    assert not {"travel", "mug"} & english_words("verbs")
