"""How a text is to be decoded."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Sampling:
    """Length, temperature and seed of one generation, the words that end it, and what it may spell.

    `figures` are the only ones that digits may spell (None: any); where they are given, `latin` keeps Chinese characters out, and
    `forbidden` words are not spelled, whatever their case (llama.cpp's grammar cannot forbid words: there they are checked afterwards).
    `every_expert`: a Mixture of Experts keeps all it may for each token, slower and surer than at its own threshold.
    """

    max_tokens: int
    temperature: float
    seed: int
    stop: tuple[str, ...] = ()
    figures: Collection[str] | None = None
    latin: bool = False
    forbidden: tuple[str, ...] = ()
    every_expert: bool = False
