"""Batches as a function of the step alone: a run that is resumed sees what it would have seen."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from tokenizers import Tokenizer
from torch import Tensor

from yi_core.examples import held_out, sheet_of
from yi_core.prompt import facts
from yi_core.training.conversations import conversations, encode
from yi_core.training.tokens import END

READ = {".txt", ".md"}


@dataclass(frozen=True)
class Batch:
    """`ids` and `labels` (rows, length); labels are -100 where nothing is to be learned, which padding on the right is."""

    ids: Tensor
    labels: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same there."""
        return Batch(self.ids.to(device), self.labels.to(device))


class Data(Protocol):
    """Endless batches."""

    def batch(self, step: int) -> Batch:
        """The same for the same step, always."""


class Stream:
    """Windows of running text at places drawn anew each step."""

    def __init__(self, tokens: Tensor, length: int, rows: int, seed: int = 0) -> None:
        if len(tokens) <= length:
            raise ValueError(f"{len(tokens)} tokens of text are fewer than one window of {length}: give more text (--text FOLDER)")
        self.tokens, self.length, self.rows, self.seed = tokens, length, rows, seed

    def batch(self, step: int) -> Batch:
        generator = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        starts = torch.randint(0, len(self.tokens) - self.length, (self.rows, 1), generator=generator)
        ids = self.tokens[starts + torch.arange(self.length)].long()
        return Batch(ids, ids)


class Talks:
    """Conversations, of which only what the assistant says is learned; each epoch in an order of its own."""

    def __init__(self, encoded: Sequence[tuple[list[int], list[int]]], length: int, rows: int, seed: int = 0) -> None:
        self.encoded = [(ids[:length], labels[:length]) for ids, labels in encoded if any(x >= 0 for x in labels[:length])]
        if len(self.encoded) < rows:
            raise ValueError(f"{len(self.encoded)} conversations do not fill a batch of {rows}")
        self.rows, self.seed = rows, seed

    def batch(self, step: int) -> Batch:
        per_epoch = len(self.encoded) // self.rows
        order = list(range(len(self.encoded)))
        random.Random(f"{self.seed}-{step // per_epoch}").shuffle(order)
        at = step % per_epoch * self.rows
        return pad([self.encoded[i] for i in order[at : at + self.rows]])


def pad(rows: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Batch:
    """To the longest of them, on the right, where causal attention cannot look."""
    longest = max(len(ids) for ids, _ in rows)
    ids, labels = torch.zeros(len(rows), longest, dtype=torch.long), torch.full((len(rows), longest), -100)
    for i, (these, wanted) in enumerate(rows):
        ids[i, : len(these)], labels[i, : len(wanted)] = torch.tensor(these), torch.tensor(wanted)
    return Batch(ids, labels)


def record_texts(record: Mapping[str, Any]) -> list[str]:
    """A record as running text: facts, script, questions and answers, the translated copy."""
    other = record["tr"]
    return [
        facts(sheet_of(record["product"]), record["lang"]),
        "\n".join(line["text"] for line in record["script"]),
        "\n".join(f"{q['comment']}\n{q['reply']}" for q in record["qa"]),
        "\n".join([other["name"], *other["points"], other["hook"]]),
    ]


def texts(records: Sequence[Mapping[str, Any]], folder: Path | None = None) -> Iterator[str]:
    """All text to learn from: the records that are not held out, and every .txt and .md file (and .jsonl's "text") below `folder`."""
    for record in records:
        if not held_out(record):
            yield from record_texts(record)
    for path in sorted(folder.rglob("*")) if folder else ():
        if path.suffix in READ:
            yield path.read_text(encoding="utf-8", errors="replace")
        elif path.suffix == ".jsonl":
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                entry = json.loads(line) if line.strip() else None
                if isinstance(entry, dict) and isinstance(entry.get("text"), str):
                    yield entry["text"]


def to_tokens(tokenizer: Tokenizer, parts: Iterator[str] | Sequence[str]) -> Tensor:
    """One int32 row of tokens, the parts divided by <|endoftext|>."""
    end, ids = tokenizer.token_to_id(END), []
    for encoding in tokenizer.encode_batch(list(parts), add_special_tokens=False):
        ids += [*encoding.ids, end]
    return torch.tensor(ids, dtype=torch.int32)


def talks(
    tokenizer: Tokenizer, records: Sequence[Mapping[str, Any]], test: bool = False, scripts: bool = False
) -> list[tuple[list[int], list[int]]]:
    """The records' conversations, encoded; those that are held out if `test`, the others otherwise. `scripts`: of each record only its
    script, without the replies that follow it."""
    told = (conversations(r, random.Random(r["id"])) for r in records if held_out(r) == test)
    return [encode(tokenizer, talk) for some in told for talk in ([some[0][:3]] if scripts else some)]
