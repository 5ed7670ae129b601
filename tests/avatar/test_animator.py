from collections.abc import Callable
from dataclasses import astuple

import numpy as np
import pytest

from livestream.avatar.acting import MANNERS
from livestream.avatar.animator import Animator
from livestream.avatar.types import Cue, Pose
from livestream.catalog.values import PERSONAS, PersonaKey
from voices.types import Mark

Speech = Callable[..., Cue]


def _silence(duration: float) -> Cue:
    return Cue(duration, np.zeros(0, np.float32), 24000, (), "zh")


def _talk(duration: float, text: str, **extra: object) -> Cue:
    step = (duration - 0.4) / len(text)
    marks = [Mark("word", symbol, 0.1 + k * step, 0.1 + (k + 1) * step, (k, k + 1)) for k, symbol in enumerate(text)]
    return Cue(duration, np.zeros(0, np.float32), 24000, marks, "zh", text=text, **extra)  # type: ignore[arg-type]


def _channel(poses: list[Pose], name: str) -> np.ndarray:
    return np.array([getattr(pose, name) for pose in poses])


def test_frame_count_is_exact_over_a_take() -> None:
    animator, total, count = Animator("zh", "bestie", 3), 0.0, 0
    rng = np.random.default_rng(0)
    for duration in (*rng.uniform(0.01, 3.7, 60), 0.0, 0.013):
        total += float(duration)
        count += len(animator.perform(_silence(float(duration))))
        assert count == round(total * 25) == animator.frames


def test_same_seed_same_poses_and_other_seed_others(speech: Speech) -> None:
    cues = [speech("zh"), _silence(1.0), speech("zh", part="close")]
    runs = [[astuple(p) for a in (Animator("zh", "bestie", seed),) for cue in cues for p in a.perform(cue)] for seed in (7, 7, 8)]
    assert runs[0] == runs[1] != runs[2]


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_channel_jumps_within_or_between_cues(speech: Speech, persona: PersonaKey) -> None:
    animator = Animator("zh", persona, 5)
    cues = [
        speech("zh", part="hook"),
        speech("en"),
        _silence(0.7),
        speech("zh", part="demo", shows_picture=True),
        speech("zh", part="offer"),
    ]
    poses = [pose for cue in cues for pose in animator.perform(cue)]
    limits = {"yaw": 0.9, "pitch": 0.6, "roll": 0.3, "sway": 0.15, "breath": 0.06, "smile": 0.08, "brow": 0.2, "phase": 0.25}
    for name, limit in limits.items():
        assert np.abs(np.diff(_channel(poses, name))).max() < limit, name
    ranges = {"yaw": 6, "pitch": 4, "roll": 4, "sway": 1, "breath": 1, "smile": 1, "brow": 1, "opening": 1, "width": 1, "lids": 1}
    for name, bound in ranges.items():
        assert np.abs(_channel(poses, name)).max() <= bound, name


def test_presents_and_looks_at_the_card_when_a_line_shows_something() -> None:
    poses = Animator("zh", "bestie", 1).perform(_talk(5.0, "看图里的这个杯盖，一按就开，单手就能喝水", part="demo", shows_picture=True))
    phase, gaze = _channel(poses, "phase"), _channel(poses, "gaze_x")
    assert {pose.gesture for pose in poses} - {""} == {"present"}
    assert phase[28:36].max() == 1.0
    rise = np.flatnonzero(phase > 0.98)[0] - np.flatnonzero(phase > 0.02)[0]
    assert 26 <= rise <= 33  # 1 to 1.3 s: an arm takes its time
    assert np.abs(np.diff(phase)).max() < 0.045
    assert gaze[:15].min() < -0.9
    assert abs(gaze[35]) <= 0.2
    assert (gaze < -0.5).mean() < 0.5
    assert phase[-1] < min(0.6, phase[-10])  # on its way down; what follows goes on from there


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("大家晚上好，欢迎来到直播间，先坐下来歇一歇", {"part": "hook"}),
        ("平时冲咖啡，最怕的是不是水流忽大忽小？我也是这样过来的", {"part": "hook"}),
        ("以前每天早上起来，厨房里乱成一团，找什么都找不到", {"part": "pain"}),
        ("想带它回家的朋友，点下面的小黄车就能看到它", {"part": "offer"}),
        ("这位朋友问能不能放进洗碗机，可以的，杯身和杯盖都能拆开来洗", {"answers": True}),
    ],
)
def test_opens_the_hands_to_greet_ask_tell_and_answer(text: str, extra: dict[str, object]) -> None:
    poses = Animator("zh", "bestie", 1).perform(_talk(6.0, text, **extra))
    assert {pose.gesture for pose in poses} - {""} == {"open"}
    assert 0.9 < _channel(poses, "phase").max() <= 1.0
    assert poses[-1].phase < 0.75


@pytest.mark.parametrize(
    ("text", "extra", "gesture"),
    [
        ("今天的价格是二百三十九元，就在屏幕上", {"part": "offer"}, "up"),
        ("今天的价格是二百三十九元，就在屏幕上", {"part": "offer", "shows_picture": True}, "present"),
        ("大家看这里，盖子一按就开，单手也能倒水", {"part": "point", "about": (0,)}, "present"),
        ("喜欢的朋友点下面的链接，我们明天同一时间再聊", {"part": "close"}, "together"),
        ("这个我手上的资料没写，不敢乱讲，我问一下店家。", {"answers": True}, "together"),
        ("The shop hasn't listed that. Let me ask them and come back to you.", {"answers": True}, "together"),
    ],
)
def test_has_a_gesture_for_what_a_line_does(text: str, extra: dict[str, object], gesture: str) -> None:
    animator = Animator("zh", "bestie", 1)
    poses = animator.perform(_talk(5.0, text, **extra)) + animator.perform(_silence(2.0))
    assert {pose.gesture for pose in poses} == {"", gesture}


def test_arms_go_in_time_for_the_word_and_the_farther_the_longer() -> None:
    text = "朋友们我们先坐下来慢慢地聊一聊今天的天气，这个我手上的资料没写"
    for persona in PERSONAS:
        phase = _channel(Animator("zh", persona, 1).perform(_talk(9.0, text, part="bridge")), "phase")
        word = (0.1 + text.index("没写") * 8.6 / len(text)) * 25
        assert 0 < np.flatnonzero(phase > 0.999)[0] - word < 15
        assert np.abs(np.diff(phase)).max() < 1.3 / (MANNERS[persona].seconds("together") * 25)
    assert MANNERS["bestie"].seconds("present") < MANNERS["bestie"].seconds("open") < MANNERS["bestie"].seconds("together")


def test_who_moves_the_arms_stands_firm() -> None:
    animator = Animator("zh", "bestie", 1)
    poses = [
        pose for _ in range(12) for pose in animator.perform(_talk(6.0, "看图里的这个杯盖，一按就开", part="demo", shows_picture=True))
    ]
    sway, moving = np.abs(np.diff(_channel(poses, "sway"))), np.diff(_channel(poses, "phase")) != 0
    assert np.percentile(sway[moving], 99) < 0.7 * np.percentile(sway[~moving], 99)


def test_a_line_that_ends_before_the_arms_are_there_has_no_gesture() -> None:
    phases = [
        _channel(Animator("zh", "concierge", 1).perform(_talk(d, "看这里，盖子一按", part="demo")), "phase").max() for d in (1.6, 2.6)
    ]
    assert phases == [0.0, 1.0]


def test_shows_delight_at_a_greeting_and_concern_at_what_it_cannot_say() -> None:
    faces = {}
    for text in ("大家好呀，欢迎来到直播间", "这个资料里没写，我问一下店家", "今天外面下着雨，路上的车都开得很慢"):
        poses = Animator("zh", "bestie", 1).perform(_talk(4.0, text, part="bridge"))
        faces[text[:2]] = [_channel(poses, name).max() for name in ("delight", "concern")]
        assert np.abs(np.diff(_channel(poses, "concern"))).max() < 0.1
    (glad, calm), (flat, sorry), plain = faces.values()
    assert glad > 0.5 > calm == 0 and sorry > 0.5 > flat and max(plain) < 0.05


def test_concern_draws_the_corners_of_the_mouth_in() -> None:
    closed = {}
    for part in ("pain", "point"):
        poses = Animator("zh", "bestie", 1).perform(_talk(4.0, "今天外面下着雨，路上的车都开得很慢", part=part))
        closed[part] = np.mean([pose.width for pose in poses[-30:]])
    assert closed["pain"] < closed["point"] - 0.25


def test_one_gesture_ends_before_the_other_begins() -> None:
    animator = Animator("zh", "concierge", 2)
    cues = [_talk(3.0, "这个杯子为什么好用？先卖个关子哦", part="hook"), _talk(3.0, "看这里，盖子一按就开，很轻", part="demo", about=(0,))]
    poses = [pose for cue in cues * 3 for pose in animator.perform(cue)]
    turns = [k for k in range(1, len(poses)) if poses[k].gesture != poses[k - 1].gesture]
    assert {pose.gesture for pose in poses} >= {"open", "present"}
    assert all(max(poses[k].phase, poses[k - 1].phase) < 0.05 for k in turns)


def test_does_not_gesture_in_small_talk_or_silence() -> None:
    animator = Animator("zh", "bestie", 1)
    poses = animator.perform(_talk(4.0, "今天外面下着雨，路上的车都开得很慢", part="bridge")) + animator.perform(_silence(10))
    assert {pose.gesture for pose in poses} == {""}
    gaze = _channel(poses, "gaze_x")
    assert np.abs(gaze).max() <= 0.2
    assert len({round(x, 2) for x in gaze}) > 5


def test_nods_on_numbers_and_product_names() -> None:
    text = "朋友们现在下单的话只要九十九元哦还包邮到家呢"
    at = 0.1 + text.index("九十九") * 4.6 / len(text)
    plain, named = (Animator("zh", "bestie", 1, names).perform(_talk(5.0, text, part="bridge")) for names in ((), ("包邮",)))
    other = Animator("zh", "bestie", 1).perform(_talk(5.0, "朋友们现在下单的话很快就能送到还包邮到家呢呢", part="bridge"))
    near = slice(round(at * 25) - 3, round(at * 25) + 12)
    assert (_channel(plain, "pitch") - _channel(other, "pitch"))[near].max() > 0.8
    assert (_channel(plain, "brow") - _channel(other, "brow"))[near].max() > 0.2
    assert np.abs(_channel(named, "pitch") - _channel(plain, "pitch")).max() > 0.5


def test_smiles_on_hook_and_close_more_than_on_pain() -> None:
    smiles = {}
    for part in ("hook", "pain", "close"):
        smiles[part] = _channel(Animator("zh", "bestie", 1).perform(_talk(4.0, "今天我们来聊一聊这件事情吧", part=part)), "smile")[-1]
    assert smiles["pain"] + 0.3 < smiles["hook"] <= smiles["close"] + 0.01


def test_blinks_come_every_few_seconds_and_close_the_eyes() -> None:
    lids = _channel(Animator("zh", "bestie", 4).perform(_silence(120)), "lids")
    starts = np.flatnonzero((lids[1:] > 0) & (lids[:-1] == 0))
    gaps = np.diff(starts) / 25
    assert 24 <= len(starts) <= 60
    assert gaps.min() > 0.3
    assert gaps.max() < 5.5
    assert ((gaps < 1.0).mean()) < 0.25
    assert all(lids[s : s + 5].max() == 1.0 for s in starts)


def test_personas_differ_in_size_of_movement(speech: Speech) -> None:
    sizes = {}
    for persona in ("hype", "bestie", "concierge"):
        poses = [p for a in (Animator("zh", persona, 2),) for _ in range(4) for p in a.perform(speech("zh"))]
        sizes[persona] = np.std(_channel(poses, "yaw")) + np.std(_channel(poses, "pitch"))
    assert sizes["hype"] > sizes["bestie"] > sizes["concierge"]


@pytest.mark.parametrize("persona", PERSONAS)
def test_idle_does_not_repeat_within_a_minute(persona: PersonaKey) -> None:
    poses = Animator("zh", persona, 6).perform(_silence(240))[250:]
    moved = np.stack([_channel(poses, name) for name in ("yaw", "pitch", "roll", "sway")])
    moved = (moved - moved.mean(axis=1, keepdims=True)) / moved.std(axis=1, keepdims=True)
    span = moved.shape[1] - 60 * 25
    for shift in range(4 * 25, 60 * 25, 5):
        assert float((moved[:, :span] * moved[:, shift : shift + span]).mean()) < 0.62, shift / 25
    window = moved[:, : 8 * 25]
    near = [float(np.sqrt(((moved[:, at : at + 8 * 25] - window) ** 2).mean())) for at in range(8 * 25, 60 * 25)]
    assert min(near) > 0.5


def test_a_question_lifts_the_brows_softly_and_lets_them_down_again() -> None:
    text = "这个杯子为什么好用？因为它很轻很轻很轻很轻很轻很轻很轻"
    plain, asked = (Animator("zh", "expert", 3).perform(_talk(8.0, words, part="bridge")) for words in (text.replace("？", "，"), text))
    lift = _channel(asked, "brow") - _channel(plain, "brow")
    assert lift.max() > 0.25
    assert np.abs(np.diff(lift)).max() < 0.06
    assert abs(lift[-1]) < 0.05


def test_reads_the_chat_when_it_answers_it() -> None:
    text = "这位朋友问能不能放进洗碗机，可以的，杯身和杯盖都能拆开来洗"
    poses = Animator("zh", "bestie", 1).perform(_talk(6.0, text, answers=True))
    x, y = _channel(poses, "gaze_x"), _channel(poses, "gaze_y")
    assert y[:15].min() < -0.6 and x[:15].min() < -0.45
    assert np.abs(y[40:50]).max() <= 0.2
    assert (y < -0.3).mean() < 0.4
    assert _channel(poses, "pitch")[5:20].max() > _channel(poses, "pitch")[45:60].mean() + 0.3


def test_greets_and_parts_with_a_smile() -> None:
    greeting, plain = (
        Animator("zh", "expert", 1).perform(_talk(4.0, text, part="bridge"))
        for text in ("大家好呀，今天来聊一聊", "这一次呀，今天来聊一聊")
    )
    assert (_channel(greeting, "smile") - _channel(plain, "smile")).max() > 0.1
    smiles = {}
    for part in ("close", "point"):
        animator = Animator("zh", "bestie", 1)
        animator.perform(_talk(4.0, "今天就先聊到这里了各位朋友", part=part))
        smiles[part] = _channel(animator.perform(_silence(2.0)), "smile")[-1]
    assert smiles["close"] > smiles["point"] + 0.2


def test_hands_and_body_stress_what_is_stressed() -> None:
    text = "朋友们现在下单的话只要九十九元哦还包邮到家呢"
    at = round((0.1 + text.index("九十九") * 4.6 / len(text)) * 25)
    beats = _channel(Animator("zh", "hype", 1).perform(_talk(5.0, text, part="bridge")), "beat")
    assert beats[at : at + 8].max() > 0.5
    assert np.abs(np.diff(beats)).max() < 0.25
    assert beats[-1] < 0.1
    assert not _channel(Animator("zh", "hype", 1).perform(_silence(5.0)), "beat").any()
