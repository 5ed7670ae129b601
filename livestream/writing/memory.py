"""Copy that is translated already: the authored corpus' own pairs, the glossary and the names of things. What of it is nearest to a text
shows the model how the words of that text are said."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from livestream.catalog.text import other_language
from livestream.writing import things
from livestream.writing.wording import CJK, DIGITS, LATIN, english_words, lists, stem
from voices.types import Language
from yi_core.examples import held_out, records

Pair = tuple[str, str]  # (a text, its translation)
FIGURE = "#"  # stands for any
_PAIR = re.compile(r"(?=([\u3400-\u9fff][\u3400-\u9fff#]|#[\u3400-\u9fff]))")
KNOWN, WAYS = 5, 4  # texts a word must be in to have a usual translation; ways to say it that still tell something
OFTEN, LIFT = 0.2, 8  # share of its translations a way is in; how much oftener than in all
NEARLY, ALONE = 0.9, 0.94  # share of its translations that have one of the ways; that have the one which stands for all
ROOT = 3  # letters by which forms of one English word are alike
SHARE: dict[Language, float] = {"zh": 0.35, "en": 0.6}  # of its words that a pair must share: "hair dryer" shows nothing of dryer balls
ENOUGH = 1.0  # weight of what a pair has in common with the text, for its size, below which it shows nothing


@dataclass(frozen=True)
class Memory:
    """The pairs into one language, the words of their texts, and in which pairs each word is."""

    pairs: tuple[Pair, ...]
    words: tuple[frozenset[str], ...]
    places: dict[str, list[int]]

    def weight(self, word: str) -> float:
        """Rare words weigh most."""
        return math.log(len(self.pairs) / len(self.places[word]))

    def near(self, texts: Sequence[str], language: Language, most: int) -> list[Pair]:
        """Up to `most` pairs that have the words of `texts` in common with them, the one that adds most first."""
        asked = {word for text in texts for word in words(text, language) if word in self.places}
        fit = {
            place
            for word in asked
            for place in self.places[word]
            if len(self.words[place] & asked) >= SHARE[language] * len(self.words[place])
        }
        open_words = set(asked)
        found = list[Pair]()
        while open_words and len(found) < most:
            gains = Counter[int]()
            for word in sorted(open_words):
                for place in fit.intersection(self.places[word]):
                    gains[place] += self.weight(word)  # type: ignore[assignment]
            if not gains:
                break
            best = max(sorted(gains), key=lambda place: gains[place] / math.sqrt(2 + len(self.words[place])))
            if gains[best] / math.sqrt(2 + len(self.words[best])) < ENOUGH:
                break
            open_words -= self.words[best]
            found.append(self.pairs[best])
        return found


def near(texts: Sequence[str], to: Language, most: int) -> list[Pair]:
    """Pairs of the corpus and the glossary that show how the words of `texts` are said in `to`."""
    return memory(to).near(texts, other_language(to), most)


@cache
def memory(to: Language) -> Memory:
    """Without the records that are held out, by which translations are measured."""
    source = other_language(to)
    pairs = dict.fromkeys((a, b) if source == "zh" else (b, a) for a, b in (*_glossary(), *things.pairs(), *_authored()))
    told = tuple(words(text, source) for text, _ in pairs)
    places = defaultdict[str, list[int]](list)
    for place, of_pair in enumerate(told):
        for word in of_pair:
            places[word].append(place)
    return Memory(tuple(pairs), told, dict(places))


def words(text: str, language: Language) -> frozenset[str]:
    """What a text is on: pairs of signs, of which one may be a figure (zh), stems of words that carry a subject (en)."""
    if language == "zh":
        return frozenset(_PAIR.findall(DIGITS.sub(FIGURE, text)))
    return frozenset(stem(word) for word in LATIN.findall(text.lower()) if len(word) > 1 and word not in english_words("stop"))


def untold(text: str, translation: str, to: Language) -> list[str]:
    """Words of the text whose usual translation, as far as the memory knows one, is not in its translation."""
    said = _signs(translation, to)
    asked = sorted(word for word in words(text, other_language(to)) if FIGURE not in word)
    known = ((word, usual(word, to)) for word in asked)
    return [word for word, ways in known if ways and not any(_alike(way, other, to) for way in ways for other in said)]


@cache
def usual(word: str, to: Language) -> frozenset[str]:
    """Words of English or signs of Chinese of which one stands in nearly every translation of a text with `word`, and seldom in others;
    none where too few texts have it, or so many words would do that they say nothing."""
    places, count = memory(to).places.get(word, []), len(memory(to).pairs)
    if len(places) < KNOWN:
        return frozenset()
    everywhere, told = _told(to)
    here = Counter(way for place in places for way in told[place])
    ways = frozenset(way for way, n in here.items() if n >= OFTEN * len(places) and n * count >= LIFT * everywhere[way] * len(places))
    if alone := frozenset(way for way in ways if here[way] >= ALONE * len(places)):
        return alone
    covered = sum(bool(ways & told[place]) for place in places)
    return ways if len(ways) <= WAYS and covered >= NEARLY * len(places) else frozenset()


@cache
def _told(to: Language) -> tuple[Counter[str], tuple[frozenset[str], ...]]:
    """In how many translations each word or sign is, and those of each pair."""
    told = tuple(_signs(translation, to) for _, translation in memory(to).pairs)
    return Counter(way for ways in told for way in ways), told


def _signs(text: str, language: Language) -> frozenset[str]:
    return frozenset(CJK.findall(text)) if language == "zh" else words(text, "en")


def _alike(way: str, other: str, language: Language) -> bool:
    return way[:ROOT] == other[:ROOT] if language == "en" else way == other


def _glossary() -> list[Pair]:
    """(Chinese, English)."""
    return [(zh, en) for group in lists("glossary.yaml").values() for zh, en in group.items()]


def _authored() -> list[Pair]:
    """(Chinese, English): names, points and offers."""
    found = list[Pair]()
    for record in records():
        if held_out(record):
            continue
        here, there = record["product"], record["tr"]
        pairs = [(here["name"], there["name"]), *zip(here["points"], there["points"], strict=True)]
        if here.get("offer") and there.get("offer"):
            pairs.append((here["offer"], there["offer"]))
        found += pairs if record["lang"] == "zh" else [(b, a) for a, b in pairs]
    return found
