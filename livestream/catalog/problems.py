"""What is wrong with a merchant's data, said to people in English and Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass

from voices.types import Language


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the JSON key it is about and a sentence for the merchant in English and in Chinese."""

    field: str
    message: str
    message_zh: str

    def text(self, language: Language = "en") -> str:
        """The sentence in `language`, with the key in front."""
        return f"{self.field}：{self.message_zh}" if language == "zh" else f"{self.field}: {self.message}"


class ProductError(ValueError):
    """A product cannot be taken as it is; `problems` lists everything that is wrong, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problem.text() for problem in problems))

    def text(self, language: Language = "en") -> str:
        """All problems, one a line."""
        return "\n".join(problem.text(language) for problem in self.problems)
