"""What a small model was unsure of while it wrote: it restates facts with confidence, and hesitates where it invents."""

from dataclasses import dataclass, field

from livestream.catalog.values import Part
from livestream.writing.ground import clauses
from voices.types import Language

FLOOR: dict[Language, dict[Part, float]] = {
    "zh": {"hook": -0.95, "pain": -1.4, "bridge": -1.4, "point": -0.9, "demo": -0.9, "offer": -0.9, "close": -1.2},
    "en": {"hook": -0.85, "pain": -1.4, "bridge": -1.4, "point": -0.9, "demo": -0.9, "offer": -0.9, "close": -1.2},
}
"""Mean log-probability of a clause's tokens (nats) below which it does not stand; as measured (docs/yi-core.md)."""
REPLY = -1.3  # the same of a reply, which falls whole


@dataclass
class Heard:
    """A text in the hearing. What came without log-probabilities, given words or a remote model's, is sure."""

    text: str = ""
    pieces: list[tuple[int, int, tuple[float, ...]]] = field(default_factory=list)  # start, end, its tokens' log-probabilities

    def hear(self, piece: str) -> None:
        """The next piece of it."""
        self.pieces.append((len(self.text), len(self.text) + len(piece), getattr(piece, "logs", ())))
        self.text += piece

    def mean(self) -> float:
        """The mean log-probability of all its tokens."""
        logs = [log for *_, of_piece in self.pieces for log in of_piece]
        return sum(logs) / len(logs) if logs else 0.0

    def unsure(self, language: Language, floor: float, start: int = 0, end: int | None = None) -> list[str]:
        """The clauses from `start` to `end` whose tokens' mean log-probability lies below `floor`."""
        found, at = [], start
        for clause in clauses(self.text[start:end], language):
            begin = self.text.index(clause, at)
            at = begin + len(clause)
            logs = [log for first, last, of_piece in self.pieces if first < at and last > begin for log in of_piece]
            if logs and sum(logs) / len(logs) < floor:
                found.append(clause)
        return found
