"""Copy that is translated already: the authored corpus' own pairs and the glossary. What of it is nearest to a text shows the model how
the words of that text are said."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from livestream.writing.wording import DIGITS, LATIN, english_words, lists, stem
from voices.types import Language
from yi_core.examples import held_out, records

Pair = tuple[str, str]  # (a text, its translation)
_PAIR = re.compile(r"(?=([\u3400-\u9fff][\u3400-\u9fff#]|#[\u3400-\u9fff]))")
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
        open_words = {word for text in texts for word in words(text, language) if word in self.places}
        found = list[Pair]()
        while open_words and len(found) < most:
            gains = Counter[int]()
            for word in sorted(open_words):
                for place in self.places[word]:
                    gains[place] += self.weight(word)  # type: ignore[assignment]
            best = max(gains, key=lambda place: gains[place] / math.sqrt(2 + len(self.words[place])))
            if gains[best] / math.sqrt(2 + len(self.words[best])) < ENOUGH:
                break
            open_words -= self.words[best]
            found.append(self.pairs[best])
        return found


def near(texts: Sequence[str], to: Language, most: int) -> list[Pair]:
    """Pairs of the corpus and the glossary that show how the words of `texts` are said in `to`."""
    return memory(to).near(texts, "zh" if to == "en" else "en", most)


@cache
def memory(to: Language) -> Memory:
    """Without the records that are held out, by which translations are measured."""
    source: Language = "zh" if to == "en" else "en"
    pairs = dict.fromkeys((a, b) if source == "zh" else (b, a) for a, b in (*_glossary(), *_authored()))
    told = tuple(words(text, source) for text, _ in pairs)
    places = defaultdict[str, list[int]](list)
    for place, of_pair in enumerate(told):
        for word in of_pair:
            places[word].append(place)
    return Memory(tuple(pairs), told, dict(places))


def words(text: str, language: Language) -> frozenset[str]:
    """What a text is on: pairs of signs, of which one may be a figure (zh), stems of words that carry a subject (en)."""
    if language == "zh":
        return frozenset(_PAIR.findall(DIGITS.sub("#", text)))
    return frozenset(stem(word) for word in LATIN.findall(text.lower()) if len(word) > 1 and word not in english_words("stop"))


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
