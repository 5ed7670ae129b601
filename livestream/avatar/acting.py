"""What a host does with a line besides saying it, read from the script: gestures, looks, nods and mood, as times from the line's start.

Four gestures: `present`, the palm towards the picture or card that a line is about; `up`, a finger up to the price; `open`, both hands
open before the body, for a greeting, a question, a story, an answer, an offer without figures; `together`, the fingertips meet, for thanks,
farewell and what has to be asked first. A line has one of them at most.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from livestream.avatar.types import Cue
from livestream.catalog.values import Part, PersonaKey


@dataclass(frozen=True)
class Manner:
    """How a persona moves: size of its movements, s an arm takes for a short way, how much it smiles, how often it nods (0..1 of emphases).

    `pace` divides the periods of its small movements, `rest` is how long it keeps a stance [s], `hands` how far they beat time (0..1).
    """

    size: float
    gesture_seconds: float
    smile: float
    nods: float
    pace: float
    rest: float
    hands: float

    def seconds(self, gesture: str) -> float:
        """How long the arms are on their way to a gesture, or back: the farther, the longer."""
        return self.gesture_seconds * _WAYS[gesture]


_WAYS = {"present": 1.16, "open": 1.54, "up": 1.56, "together": 1.84}  # times `gesture_seconds`: how far the arms go
MANNERS: dict[PersonaKey, Manner] = {
    "bestie": Manner(1.10, 1.20, 0.55, 0.9, 1.10, 7.0, 0.8),
    "expert": Manner(0.80, 1.36, 0.28, 0.7, 0.85, 12.0, 0.7),
    "hype": Manner(1.45, 1.12, 0.70, 1.0, 1.35, 4.5, 1.0),
    "storyteller": Manner(0.95, 1.40, 0.40, 0.6, 0.80, 9.0, 0.6),
    "concierge": Manner(0.60, 1.44, 0.38, 0.5, 0.75, 14.0, 0.35),
    "homemaker": Manner(1.00, 1.28, 0.55, 0.8, 1.00, 8.0, 0.7),
    "founder": Manner(0.90, 1.28, 0.40, 0.8, 0.95, 9.0, 0.9),
    "comic": Manner(1.25, 1.12, 0.65, 0.9, 1.25, 5.0, 0.9),
}


@dataclass(frozen=True)
class Mood:
    """The face a part of the script is said with: share of the persona's smile, brows 0..1, tilt of the head [degrees], concern 0..1."""

    smile: float
    brow: float
    tilt: float
    concern: float = 0.0


MOODS: dict[Part | None, Mood] = {
    "hook": Mood(1.3, 0.25, 0.5),
    "pain": Mood(0.1, 0.15, -1.6, 0.8),
    "point": Mood(0.8, 0.10, 0.3),
    "demo": Mood(0.8, 0.15, 0.5),
    "offer": Mood(1.1, 0.25, 0.0),
    "close": Mood(1.5, 0.20, 0.9),
    "bridge": Mood(0.8, 0.05, 0.0),
    None: Mood(0.6, 0.0, 0.0),
}


@dataclass(frozen=True)
class Span:
    """From `start` to `end` [s]."""

    start: float
    end: float

    def holds(self, time: float) -> bool:
        """Whether `time` lies in it."""
        return self.start <= time < self.end


@dataclass(frozen=True)
class Move(Span):
    """From when to when a gesture is held."""

    gesture: str


@dataclass(frozen=True)
class Plan:
    """The acting of one cue: which gestures to make, when to look to the card's side, the accents (time, strength 0..1) and the mood;
    when to look at the chat, when something is asked, when to greet, when to be delighted and when to regret; `look_up` -1..1 is how high
    what is looked at stands."""

    moves: tuple[Move, ...]
    looks: tuple[Span, ...]
    accents: tuple[tuple[float, float], ...]
    mood: Mood
    speech: Span | None
    chats: tuple[Span, ...] = ()
    asks: tuple[Span, ...] = ()
    greets: tuple[Span, ...] = ()
    cheers: tuple[Span, ...] = ()
    regrets: tuple[Span, ...] = ()
    look_up: float = 0.0

    @property
    def speaking(self) -> bool:
        """Whether anything is said at all."""
        return self.speech is not None


_ARRIVES = 0.5  # s after what it belongs to has begun, a gesture is there
_STAYS = 0.2  # s that it stays at the least; where that does not fit into a line, it has no gesture
_LEAVES = 0.35  # s before the line ends, the arms go back
_STORIES: frozenset[Part | None] = frozenset(("pain", "offer", "close"))
_CLAUSE = re.compile(r"[,.;:!?，。；：！？、—…]+\s*")
_NUMBER = re.compile(r"\d[\d.,]*|[零一二两三四五六七八九十百千万]{2,}|[两三四五六七八九十百千万几]+(?=[块元折件色款档重层年天])")
_SHOWING = re.compile(r"图|画面|屏幕|看|这里|这个|picture|screen|look|here|see|show", re.IGNORECASE)
_ASKED = re.compile(r"[^,.;:!?，。；：！？—…]+[?？]")
_GREETING = re.compile(
    r"(?:大家|各位|朋友们|家人们|姐妹们)?(?:早上|上午|中午|下午|晚上)?好(?:[呀啊，！!,]|$)|欢迎|哈喽|嗨|再见|拜拜|谢谢"
    r"|\b(?:hello|hi|hey|welcome|thank|thanks|bye|see you)\b",
    re.IGNORECASE,
)
_EXCLAIMED = re.compile(r"[^,.;:!?，。；：！？—…]+[!！]")
_REGRET = re.compile(
    r"没(?:有)?(?:写|标(?![签志识准])|提(?![手前供示])|列)|不(?:清楚|确定)|抱歉|可惜|问(?:一下|问)?店家"
    r"|\b(?:sorry|unfortunately|isn't (?:stated|mentioned|listed)|hasn't listed|(?:ask|check with) the (?:shop|doctor))\b",
    re.IGNORECASE,
)


def plan(cue: Cue, rng: np.random.Generator, manner: Manner, names: Sequence[str] = ()) -> Plan:
    """The acting of `cue`; `names` are words to stress (the product's name). Only the lengths of looks and gestures vary with `rng`."""
    mood = MOODS[cue.part]
    speech = speech_span(cue)
    if speech is None:
        return Plan((), (), (), mood, None)
    moves, looks = _showing(cue, speech, manner, rng)
    asks = tuple(
        Span(time_of(cue, match.start(), speech) - 0.1, min(time_of(cue, match.end() - 1, speech) + 0.5, cue.duration))
        for match in _ASKED.finditer(cue.text)
    )
    greets = tuple(Span(at - 0.2, at + 1.6) for at in _said(_GREETING, cue, speech))
    cheers = (*greets, *(Span(at, at + 1.4) for at in _said(_EXCLAIMED, cue, speech) if mood.smile >= 0.8))
    regrets = tuple(Span(at - 0.3, at + 2.2) for at in _said(_REGRET, cue, speech))
    chats = _chatting(cue, speech, rng) if cue.answers else ()
    look_up = 0.45 if cue.part == "offer" and not cue.shows_picture else 0.0
    moves = moves or _opening(cue, speech, greets, asks, regrets, manner, rng)
    return Plan(moves, looks, _accents(cue, speech, manner, names), mood, speech, chats, asks, greets, cheers, regrets, look_up)


def _said(words: re.Pattern[str], cue: Cue, speech: Span) -> list[float]:
    """When such words begin to be said."""
    return [time_of(cue, match.start(), speech) for match in words.finditer(cue.text)]


def _chatting(cue: Cue, speech: Span, rng: np.random.Generator) -> tuple[Span, ...]:
    """The host reads the comment into its answer's first words, and looks back once where the answer is long."""
    spans = [Span(speech.start - 0.4, speech.start + min(float(rng.uniform(0.7, 1.0)), (speech.end - speech.start) * 0.4))]
    starts = [time_of(cue, index, speech) for index in _clauses(cue.text)]
    later = next((t for t in starts if t > spans[0].end + 1.6 and t < speech.end - 1.0), None)
    return (*spans, Span(later, later + float(rng.uniform(0.5, 0.7)))) if later is not None else tuple(spans)


def speech_span(cue: Cue) -> Span | None:
    """From the first to the last sound of the cue, None in silence."""
    spoken = [mark for mark in cue.marks if mark.kind != "sentence"] or list(cue.marks)
    if spoken:
        return Span(min(mark.start for mark in spoken), max(mark.end for mark in spoken))
    loud = np.flatnonzero(np.abs(cue.samples) > 0.02)
    if len(loud):
        return Span(float(loud[0]) / cue.sample_rate, float(loud[-1] + 1) / cue.sample_rate)
    return None


def time_of(cue: Cue, index: int, speech: Span) -> float:
    """When the character `index` of the cue's text is said: from the word marks, else in proportion to its place."""
    for mark in cue.marks:
        if mark.kind == "word" and mark.span and mark.span[0] <= index < mark.span[1] <= len(cue.text):
            return mark.start
    return speech.start + (speech.end - speech.start) * index / max(1, len(cue.text))


def _clauses(text: str) -> list[int]:
    """Where the clauses after the first begin."""
    return [match.end() for match in _CLAUSE.finditer(text) if match.end() < len(text)]


def _move(at: float, until: float, gesture: str, manner: Manner, speech: Span) -> tuple[Move, ...]:
    """The gesture for what is said from one time to another; none where the line ends before the arms are there."""
    start = max(0.0, at + _ARRIVES - manner.seconds(gesture))
    there = start + manner.seconds(gesture) + _STAYS
    return (Move(start, max(there, min(until, speech.end - _LEAVES)), gesture),) if there <= speech.end else ()


def _showing(cue: Cue, speech: Span, manner: Manner, rng: np.random.Generator) -> tuple[tuple[Move, ...], tuple[Span, ...]]:
    shows = cue.shows_picture or bool(cue.about) or cue.part in ("demo", "offer") or (cue.part == "point" and _SHOWING.search(cue.text))
    length = speech.end - speech.start
    if cue.part == "offer" and not (cue.shows_picture or cue.about or _NUMBER.search(cue.text)):
        shows = False  # nothing on the card to point at: open hands
    if not shows:
        return (), ()
    starts = [time_of(cue, index, speech) for index in _clauses(cue.text)]
    first = speech.start if cue.part != "offer" or not starts or length < 3 else starts[0]
    hold = max(2.0, (speech.end - first) * float(rng.uniform(0.55, 0.75)))
    gesture = "up" if cue.part == "offer" and not cue.shows_picture else "present"
    moves = _move(first, first + hold, gesture, manner, speech)
    looks = [Span(first - 0.05, min(first + float(rng.uniform(0.65, 0.95)), speech.end))]
    later = next((t for t in starts if cue.shows_picture and looks[0].end + 1.5 < t < speech.end - 1.2), None)
    if later is not None:
        looks.append(Span(later, later + float(rng.uniform(0.6, 0.85))))
        again = _move(later, speech.end, gesture, manner, speech)
        if moves and again and moves[0].end + manner.seconds(gesture) > again[0].start:  # a hand that would hardly be down stays up
            moves = (Move(moves[0].start, again[0].end, gesture),)
        else:
            moves += again
    return moves, tuple(looks)


def _opening(
    cue: Cue, speech: Span, greets: Sequence[Span], asks: Sequence[Span], regrets: Sequence[Span], manner: Manner, rng: np.random.Generator
) -> tuple[Move, ...]:
    """Both hands, open or together, for what they go with; they go back before the line ends."""
    gesture = "together" if regrets or cue.part == "close" else "open"
    if regrets:
        at, until = regrets[0].start, regrets[0].end
    elif greets:
        at, until = greets[0].start, greets[0].end + 0.4
    elif asks:
        at, until = asks[0].start, max(asks[0].end, asks[0].start + 1.8)
    elif cue.answers or cue.part in _STORIES:
        turns = (time_of(cue, index, speech) for index in _clauses(cue.text))
        at = next((t for t in turns if speech.start + 0.6 < t < speech.end - 1.6), speech.start)
        until = at + max(1.8, (speech.end - at) * float(rng.uniform(0.45, 0.65)))
    else:
        return ()
    return _move(at, until, gesture, manner, speech)


def _accents(cue: Cue, speech: Span, manner: Manner, names: Sequence[str]) -> tuple[tuple[float, float], ...]:
    wanted = [(match.start(), 0.9) for match in _NUMBER.finditer(cue.text)]
    wanted += [(match.start(), 1.0) for match in _EXCLAIMED.finditer(cue.text)]
    for name in filter(None, names):
        wanted += [(match.start(), 0.8) for match in re.finditer(re.escape(name), cue.text, re.IGNORECASE)]
    if cue.part in ("hook", "close"):
        wanted.append((0, 0.7))
    if not wanted:
        wanted = [(index, 0.45) for index in _clauses(cue.text)] or [(0, 0.4)]
    spaced: list[tuple[float, float]] = []
    gap = 0.9 / max(0.3, manner.nods)
    for time, strength in sorted((time_of(cue, index, speech), strength) for index, strength in wanted):
        if not spaced or time - spaced[-1][0] >= gap:
            spaced.append((time, strength))
    return tuple(spaced)
