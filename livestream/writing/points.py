"""The selling points that a merchant's running talk makes, as a language model draws them: each stands in the talk."""

import re
from decimal import Decimal
from itertools import takewhile

from livestream.catalog.models import Product
from livestream.catalog.product import MAX_POINT, MAX_POINTS
from livestream.catalog.rough import is_deal, is_offer
from livestream.catalog.text import plain
from livestream.trust.check import check_line
from livestream.writing.ground import Ground, clauses
from livestream.writing.models import LanguageModel
from livestream.writing.tidy import tidy, unmarked
from livestream.writing.wording import DENIAL, keywords, sentences, stated
from voices.types import Language
from yi_core.prompt import ask_points
from yi_core.sampling import Sampling

MAX_TALK = {"zh": 800, "en": 1800}  # characters that are read
MAX_TOKENS, TEMPERATURES = 240, (0.2, 0.4)  # one try each
ENOUGH = 4  # points, with which no further try is made
ALIKE = 0.6  # of the words of the shorter of two points: one is enough
_ADDRESS = re.compile(r"[我你您咱]|\b(?:i|you|we|my|your|our|me|us)\b", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•·]\s*|\d{1,2}[.、)]\s+)")


def points_of(text: str, language: Language, model: LanguageModel) -> list[str]:
    """The points of a talk, of each what the talk says too. Raises ModelError."""
    talk, found = Talk(plain(text)[: MAX_TALK[language]], language), list[str]()
    for seed, temperature in enumerate(TEMPERATURES, 1):
        sampling = Sampling(MAX_TOKENS, temperature, seed)
        for line in "".join(model.stream([("user", ask_points(talk.text, language))], sampling)).splitlines():
            point = talk.kept(tidy(_BULLET.sub("", line), language))
            if 2 <= len(point) <= MAX_POINT and not any(_alike(point, other, language) for other in found):
                found.append(point)
        if len(found) >= ENOUGH:
            break
    return found[:MAX_POINTS]


def completed(points: list[str], read: list[str], language: Language) -> list[str]:
    """Few points with those that rules `read` in the same talk and that are not among them: none of it is lost."""
    if not 0 < len(points) < ENOUGH:
        return points
    return [*points, *(more for more in read if not any(_alike(more, point, language) for point in points))][:MAX_POINTS]


class Talk:
    """What a merchant says, as the facts that a point is held against."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.parts = [clause for sentence in sentences(text, language) for clause in clauses(sentence, language)]
        self.goods = Product(name="", price=Decimal("0.01"), currency="", points=[text], language=language)
        self.ground = Ground(Product(name="", price=Decimal("0.01"), currency="", points=self.parts, language=language), language)

    def kept(self, point: str) -> str:
        """A point as far as the talk says it: what follows a lost clause may hang on it."""
        return unmarked("".join(takewhile(self.says, clauses(point, self.language)))).strip(" ，,：:、")

    def says(self, clause: str) -> bool:
        """Whether the talk says a clause: its figures, all its words, and that it is so or is not. What belongs to price and offer, or
        addresses somebody, is no point."""
        if is_deal(clause) or _ADDRESS.search(clause) or not self.ground.bears(clause):
            return False
        if any(finding.rule in ("figure", "code") for finding in check_line(clause, self.goods, self.language)):
            return False
        words = keywords(clause, self.language)
        if self.language == "en" and not all(stated(word, self.text.lower(), "en") for word in words if not word[0].isdigit()):
            return False
        nearest = max(self.parts, key=lambda part: len(words & keywords(part, self.language)), default="")
        return not is_offer(nearest) and bool(DENIAL.search(clause)) == bool(DENIAL.search(nearest))


def _alike(point: str, other: str, language: Language) -> bool:
    """Whether one of two points tells hardly anything that the other does not."""
    mine, theirs = keywords(point, language), keywords(other, language)
    return len(mine & theirs) >= ALIKE * min(len(mine), len(theirs))
