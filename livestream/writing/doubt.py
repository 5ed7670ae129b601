"""What a small model was unsure of while it wrote: it restates facts with confidence, and hesitates where it invents."""

from dataclasses import dataclass, field

from livestream.catalog.values import Part
from livestream.writing.ground import clauses
from voices.types import Language

FLOOR: dict[Part, float] = {"hook": -1.8, "pain": -1.8, "bridge": -1.8, "point": -0.9, "demo": -0.9, "offer": -0.9, "close": -1.4}
"""Mean log-probability of a clause's tokens (nats) below which it does not stand; as measured (docs/yi-core.md)."""


@dataclass
class Heard:
    """A text in the hearing. What came without log-probabilities, given words or a remote model's, is sure."""

    text: str = ""
    pieces: list[tuple[int, tuple[float, ...]]] = field(default_factory=list)  # where each ends, and its tokens' log-probabilities

    def hear(self, piece: str) -> None:
        """The next piece of it."""
        self.text += piece
        self.pieces.append((len(self.text), getattr(piece, "logs", ())))

    def unsure(self, start: int, end: int, part: Part, language: Language) -> list[str]:
        """The clauses from `start` to `end` that the model held unlikely."""
        found, at = [], start
        for clause in clauses(self.text[start:end], language):
            begin = self.text.index(clause, at)
            at = begin + len(clause)
            before = 0
            logs: list[float] = []
            for stop, of_piece in self.pieces:
                if before < at and stop > begin:
                    logs += of_piece
                before = stop
            if logs and sum(logs) / len(logs) < FLOOR[part]:
                found.append(clause)
        return found
