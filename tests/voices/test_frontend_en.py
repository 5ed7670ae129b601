"""English shop talk as it is read aloud, and the way back to the line."""

from itertools import pairwise

import pytest

from voices.frontend.prepare import sentences
from voices.types import VoiceError

READINGS = [
    ("a 1.8L tank", "a 1.8 liter tank"),
    ("holds 1.8L", "holds 1.8 liters"),
    ("500ml", "500 milliliters"),
    ("2kW", "2 kilowatts"),
    ("1800W", "1800 watts"),
    ('a 6.5" screen', "a 6.5 inch screen"),
    ('it is 6.5" wide', "it is 6.5 inches wide"),
    ("65in TV", "65 inch TV"),
    ("5'10\"", "5 foot 10"),
    ("10x faster", "10 times faster"),
    ("1 1/2 cups", "1 and a half cups"),
    ("10 AM - 8 PM", "10 AM to 8 PM"),
    ("8 am-10 pm", "8 AM to 10 pm"),
    ("8:00-22:00", "eight o'clock to 10 PM"),
    ("at 8:05 am", "at eight oh five A.M."),
    ("2:1 ratio", "2 to 1 ratio"),
    ("10' x 12'", "10 feet by 12 feet"),
    ("12 fl oz", "12 fluid ounces"),
    ("500 ml x2", "500 milliliters times 2"),
    ("50/50", "fifty fifty"),
    ("AAA batteries", "triple A batteries"),
    ("+44 20 7946 0958", "plus 4 4, 2 0, 7 9 4 6 0 9 5 8"),
    ("Dec 1-5", "December first to 5"),
    ("+1 (555) 123-4567", "plus 1, 5 5 5, 1 2 3, 4 5 6 7"),
    ("1-800-555-0199", "1, 8 0 0, 5 5 5, 0 1 9 9"),
    ("49.90 EUR", "€49.90"),
    ("PM2.5", "PM 2 point 5"),
    ("version 2.0", "version 2 point 0"),
    ("10k sold", "10 thousand sold"),
    ("w/o lid", "without lid"),
    ("10 pcs", "10 pieces"),
    ("1.5 m2", "1.5 square meters"),
    ("60km/h", "60 kilometers per hour"),
    ("W 30 x H 20 x D 10 cm", "W 30 by H 20 by D 10 centimeters"),
    ("100 % cotton", "100 percent cotton"),
    ("5‰", "5 per thousand"),
    ("0.3mm", "0.3 millimeters"),
    ("180g", "180 grams"),
    ("20x30cm", "20 by 30 centimeters"),
    ("3-5 days", "3 to 5 days"),
    ("110V~220V", "110 to 220 volts"),
    ("20%-30% off", "20 to 30 percent off"),
    ("$10-20", "$10 to $20"),
    ("¥59 and up", "59 yuan and up"),
    ("304 stainless steel", "three oh four stainless steel"),
    ("24/7", "twenty-four seven"),
    ("½ price", "one half price"),
    ("1/2 price", "one half price"),
    ("at 8:30 pm", "at eight thirty P.M."),
    ("11/11", "November eleventh"),
    ("2026-11-25", "November twenty-fifth, 2026"),
    ("50+ left", "50 plus left"),
    ("rated 5★", "rated 5 stars"),
    ("No. 1", "number 1"),
    ("great 😍 value", "great value"),
    ("<b>now</b>", "now"),
    ("华为", "hua wei"),
]


@pytest.mark.parametrize(("written", "spoken"), READINGS)
def test_reading(written: str, spoken: str) -> None:
    assert " ".join(s.spoken for s in sentences(written, "en")) == spoken


@pytest.mark.parametrize(
    ("line", "phonemes"),
    [
        ("$1,099.00", "wˈʌn θˈWzᵊnd nˈIndi nˈIn dˈɑləɹz"),
        ("$99.90", "nˈIndi nˈIn dˈɑləɹz ænd nˈIndi sˈɛnts"),
        ("20% off", "twˈɛnti pəɹsˈɛnt ˈɔf"),
        ("$9.99, 20% off", "nˈIn dˈɑləɹz ænd nˈIndi nˈIn sˈɛnts, twˈɛnti pəɹsˈɛnt ˈɔf"),
        ('"$5"', "fˈIv dˈɑləɹz"),
        ("HEPA", "hˈɛpə"),
        ("A4 paper", "ˈA fˈɔɹ pˈApəɹ"),
        ("vitamin A helps", "vˈITəmən ˈA hˈɛlps"),
        ("A cup", "ɐ kˈʌp"),
        ("99.9元", "nˈIndi nˈIn pYnt nˈIn juˈɑn"),
        ("小米", "ʃjˈW mˈi"),
        ("iPhone 17", "ˈIfˌOn sˌɛvəntˈin"),
        ("USB-C", "jˌuˌɛsbˈisˌi"),
        ("Huawei", "wˈɑwˌA"),
    ],
)
def test_phonemes(line: str, phonemes: str) -> None:
    assert sentences(line, "en")[0].phonemes == phonemes


def test_words_point_at_what_they_read() -> None:
    line = "Now 20% off: this 1.8L kettle, 2026-11-25 only $99.90!"
    words = [w for s in sentences(line, "en") for w in s.words if not w.is_pause]
    read = {w.label: line[w.span[0] : w.span[1]] for w in words if w.span}
    assert read["1.8 liter"] == "1.8L"
    assert read["$99.90"] == "$99.90"
    assert read["kettle"] == "kettle"
    assert "2026-11-25" in read.values()
    spans = [w.span for w in words if w.span]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_titles_and_numbers_do_not_end_a_sentence() -> None:
    made = sentences("Dr. Smith likes it. It costs 1.5 dollars. Really?", "en")
    assert [s.ending for s in made] == ["statement", "statement", "question"]


def test_markup_for_phonemes_is_not_obeyed() -> None:
    assert "bˈæd" not in sentences("[good](/bˈæd/) stuff", "en")[0].phonemes.split()[0]


@pytest.mark.parametrize("line", ["", "...", "😍", "\x00"])
def test_nothing_to_say_is_an_error_for_people(line: str) -> None:
    with pytest.raises(VoiceError, match="line"):
        sentences(line, "en")
