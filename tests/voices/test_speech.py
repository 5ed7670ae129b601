"""What comes out: times, loudness, tones, pauses. hibari speaks in most tests (it is fast), Kokoro in a few."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from voices import TONES, Speech, VoiceChoice, VoiceError, mastering, say, speak
from voices.frontend.prepare import sentences
from voices.prosody import STRETCH, tempo
from voices.timing import SHARE, STRESS_SHARE, Symbol, marks
from voices.tones import TABLE
from voices.types import Language, Tone

from .measure import f0, semitones, voicing_onsets

LINE = "Hi everyone! This 1.8L kettle was $129, and now it is only $99.90. Shall we?"
ZH = "姐妹们，iPhone 17壳只要99.9元！"


@pytest.fixture(scope="module")
def english() -> Speech:
    return say(LINE, VoiceChoice("en", "female"))


@pytest.fixture(scope="module")
def chinese() -> Speech:
    return say(ZH, VoiceChoice("zh", "female"))


@pytest.fixture(scope="module", params=["english", "chinese"])
def speech(request: pytest.FixtureRequest) -> Speech:
    return request.getfixturevalue(request.param)


def test_format(speech: Speech) -> None:
    assert speech.sample_rate == 48000
    assert speech.samples.dtype == np.float32
    assert speech.samples.ndim == 1
    assert np.isfinite(speech.samples).all()


def test_loudness_and_true_peak(speech: Speech) -> None:
    assert mastering.loudness(speech.samples) == pytest.approx(-16, abs=1)
    assert mastering.true_peak(speech.samples) <= -1.5


@pytest.mark.parametrize("kind", ["phoneme", "word", "sentence"])
def test_marks_follow_one_another_within_the_sound(speech: Speech, kind: str) -> None:
    marks = [m for m in speech.marks if m.kind == kind]
    assert marks
    assert all(0 <= m.start < m.end <= speech.duration + 1e-6 for m in marks)
    assert all(a.end <= b.start + 1e-6 for a, b in pairwise(marks))


def test_marks_point_into_the_line(speech: Speech) -> None:
    line = speech.text
    words = [line[m.span[0] : m.span[1]] for m in speech.marks if m.kind == "word" and m.span]
    assert ("$99.90" if "$" in line else "99.9元") in words
    whole = [m for m in speech.marks if m.kind == "sentence"]
    assert all(m.span and m.label == line[m.span[0] : m.span[1]] for m in whole)
    rest = "".join(words)
    assert [c for c in line if c.isalnum()] == [c for c in rest if c.isalnum()]


def test_words_sound_and_pauses_do_not(speech: Speech) -> None:
    def level(start: float, end: float) -> float:
        part = speech.samples[int(start * 48000) : int(end * 48000)]
        return float(np.sqrt(np.mean(part**2)))

    whole = level(0, speech.duration)
    for mark in speech.marks:
        if mark.kind == "word":
            assert level(mark.start, mark.end) > 0.15 * whole, mark
    ends = [m.end for m in speech.marks if m.kind == "sentence"]
    assert level(speech.duration - 0.1, speech.duration) == 0
    assert all(level(min(end + 0.1, speech.duration - 0.02), end + 0.15) < 0.05 * whole for end in ends)


def test_no_clicks_and_no_clipped_start(english: Speech) -> None:
    for part in speak(LINE, VoiceChoice("en", "female")):
        assert abs(part.samples[0]) < 1e-3
        assert abs(part.samples[-1]) < 1e-3
        first = next(m for m in part.marks if m.kind == "word")
        assert first.start < 0.2


def test_speaking_sentence_by_sentence_is_the_same_as_at_once(english: Speech) -> None:
    parts = list(speak(LINE, VoiceChoice("en", "female")))
    assert [p.text for p in parts] == ["Hi everyone!", "This 1.8L kettle was $129, and now it is only $99.90.", "Shall we?"]
    assert np.array_equal(np.concatenate([p.samples for p in parts]), english.samples)


def test_the_same_request_gives_the_same_sound(chinese: Speech) -> None:
    assert np.array_equal(say(ZH, VoiceChoice("zh", "female")).samples, chinese.samples)


def test_latin_words_in_chinese_take_time(chinese: Speech) -> None:
    [word] = [m for m in chinese.marks if m.kind == "word" and m.label == "iPhone"]
    assert 0.2 < word.end - word.start < 1.2


def test_tones_differ() -> None:
    measured = {}
    for tone in TONES:
        speech = say("This insulated bottle keeps your tea hot for hours, and your juice cold all day.", VoiceChoice("en", "female", tone))
        pitch = f0(speech.samples, speech.sample_rate)
        words = [m for m in speech.marks if m.kind == "word"]
        measured[tone] = (float(np.median(pitch)), float(semitones(pitch).std()), words[-1].end - words[0].start)
    for i, one in enumerate(TONES):
        for other in TONES[i + 1 :]:
            (pitch_a, range_a, time_a), (pitch_b, range_b, time_b) = measured[one], measured[other]
            shift = abs(12 * np.log2(pitch_a / pitch_b))
            assert shift >= 0.9 or abs(np.log(time_a / time_b)) >= 0.09 or abs(np.log(range_a / range_b)) >= 0.22, (one, other)
    assert measured["urgent"][2] < measured["energetic"][2] < measured["warm"][2] < measured["calm"][2]
    assert measured["premium"][0] < measured["warm"][0] < measured["energetic"][0]
    assert measured["calm"][1] < measured["warm"][1] < measured["playful"][1]


@pytest.mark.parametrize("speed", [0.7, 1.0, 1.4])
def test_the_silence_before_the_first_sound_keeps_its_length(speed: float) -> None:
    given: list[tuple[str, int | None]] = [("b", 0), ("I", 0), (",", 1), (" ", None), ("t", 2), ("u", 2)]
    stressed = np.array([False] * 5 + [True, True, False])
    assert tempo(given, stressed, TABLE["urgent"], speed).tolist() == pytest.approx([speed, 1, 1, 0.6, 1, STRETCH, STRETCH, 1])


@pytest.mark.parametrize(("line", "language"), [("姐妹们！", "zh"), ("Cut it.", "en")])
def test_a_slow_tone_does_not_hum_before_the_first_sound(line: str, language: Language) -> None:
    """The model raises F0 and energy as long after the start as it learned to, however long the silence is."""
    speech = say(line, VoiceChoice(language, "female", "premium"))
    first = next(mark.start for mark in speech.marks if mark.kind == "phoneme")
    voice = np.abs(sosfiltfilt(butter(4, [90, 600], "bandpass", fs=speech.sample_rate, output="sos"), speech.samples))
    assert float(voice[: int(first * speech.sample_rate)].max()) < 0.1 * float(voice.max())
    assert first < 0.15


def test_a_fast_tone_does_not_cut_the_first_sound() -> None:
    def first(tone: Tone) -> float:
        return next(mark.start for mark in say("Buy two and save.", VoiceChoice("en", "female", tone)).marks if mark.kind == "phoneme")

    assert first("urgent") == pytest.approx(first("playful"), abs=0.01)  # playful has the voice's own pace


def test_a_long_english_consonant_ends_where_the_voice_begins() -> None:
    [sentence] = sentences("Tea two.", "en")

    def starts(consonant: int, stress: int = 0) -> list[float]:
        first, second = 0.1 + 0.025 * consonant, 0.1 + 0.025 * (consonant + stress)
        symbols = [Symbol("t", 0.1, first, 0), *([Symbol("ˈ", first, second, 0)] if stress else []), Symbol("i", second, 0.6, 0)]
        symbols.append(Symbol("t", 0.6, 0.625, 1))
        return [mark.start for mark in marks(sentence, symbols) if mark.kind == "phoneme"]

    assert starts(1) == pytest.approx([0.1, 0.125, 0.6])
    assert starts(3) == pytest.approx([0.1, 0.175 - 0.05 * SHARE, 0.6])
    assert starts(6) == pytest.approx([0.1, 0.25, 0.6])  # there is a pause in it
    assert starts(3, 3) == pytest.approx([0.1, 0.175, 0.6])
    assert starts(3, 5) == pytest.approx([0.1, 0.175 - 0.05 * STRESS_SHARE, 0.6])


def test_speed_scales_the_time() -> None:
    def seconds(speed: float) -> float:
        return max(m.end for m in say("A calm and steady voice.", VoiceChoice("en", "female", speed=speed)).marks)

    assert seconds(1.5) < 0.75 * seconds(1.0) < 0.75 * seconds(0.8)


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        (VoiceChoice("zh", "female", engine="hibari"), "English woman only"),
        (VoiceChoice("en", "male", engine="hibari"), "English woman only"),
        (VoiceChoice("en", "female", engine="nobody"), "no voice engine"),
        (VoiceChoice("en", "female", engine="kokoro", speaker="zz_top"), "no speaker"),
        (VoiceChoice("en", "female", engine="kokoro", speaker="af_heart:x"), "not understood"),
        (VoiceChoice("en", "female", speed=9), "out of range"),
        (VoiceChoice("en", "female", engine="coqui"), "give its folder"),
        (VoiceChoice("en", "female", engine="remote"), "YIBO_VOICE_BASE_URL"),
    ],
)
def test_errors_are_for_people(voice: VoiceChoice, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("YIBO_VOICE_BASE_URL", raising=False)
    with pytest.raises(VoiceError, match=message):
        say("Hello.", voice)


def test_odd_text_is_spoken_without_its_oddities() -> None:
    speech = say("Hello \x00\x07 <speak>there</speak> \u202e😍 world", VoiceChoice("en", "female"))
    assert [m.label for m in speech.marks if m.kind == "word"] == ["Hello", "there", "world"]


def test_vowels_are_marked_when_they_are_heard() -> None:
    line = "Take two cups to the top, see the perfect shape, pick a soft case, and pass the coupon to your sister."
    speech = say(line, VoiceChoice("en", "female"))
    phonemes = [m for m in speech.marks if m.kind == "phoneme"]
    pairs = [(a, b) for a, b in pairwise(phonemes) if a.label in "ptksfʃʧθh" and b.label in "aeiouəɛɔɑæɪʊʌɜAIOWY" and a.end == b.start]
    late = voicing_onsets(speech.samples, speech.sample_rate, [(a.start, b.end) for a, b in pairs]) - [b.start for _, b in pairs]
    late = late[np.isfinite(late)]
    assert len(late) >= 10
    assert abs(float(np.median(late))) <= 0.015
    assert float(np.mean(np.abs(late) <= 0.025)) >= 0.85


def test_several_threads_may_speak_at_once(english: Speech) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: say(LINE, VoiceChoice("en", "female")), range(4)))
    assert all(np.array_equal(speech.samples, english.samples) for speech in made)
