"""A smaller vocabulary from a byte-level BPE: the Chinese and English tokens that matter, closed under merges, every byte kept."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import ByteLevel

WANTED = re.compile(r"[\x20-\x7e\n‘’“”–—…·×°℃²³％€£¥\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def _bytes_of() -> dict[str, int]:
    """Byte-level BPE's letter for each byte, the other way round (GPT-2's table)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {chr(b): b for b in printable}
    rest = [b for b in range(256) if b not in printable]
    return letters | {chr(256 + i): b for i, b in enumerate(rest)}


BYTES = _bytes_of()


def is_wanted(token: str) -> bool:
    """Whether a token (in byte-level letters) is Chinese, English, digits or signs; a piece of a Han character's bytes counts too."""
    raw = bytes(BYTES[letter] for letter in token if letter in BYTES)
    text = raw.decode("utf-8", errors="ignore")
    piece = len(text.encode()) < len(raw)
    return bool(WANTED.fullmatch(text)) if text else piece and 0xE3 <= raw[0] <= 0xEF


def choose(tokenizer: Tokenizer, texts: Iterable[str], size: int) -> list[int]:
    """Ids to keep, ascending: specials, bytes, whatever `texts` use, then wanted tokens in the order BPE learned them, up to about `size`;
    with each token the two it was merged from."""
    made = json.loads(tokenizer.to_str())
    vocabulary: dict[str, int] = made["model"]["vocab"]
    parents = {left + right: (left, right) for left, right in map(_pair, made["model"]["merges"])}
    kept = {entry["id"] for entry in made["added_tokens"] if entry["special"]}
    kept |= {vocabulary[letter] for letter in ByteLevel.alphabet() if letter in vocabulary}
    names = {i: token for token, i in vocabulary.items()}

    def add(token: str) -> None:
        waiting = [token]
        while waiting:
            token = waiting.pop()
            if token in vocabulary and vocabulary[token] not in kept:
                kept.add(vocabulary[token])
                waiting += parents.get(token, ())

    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        for i in set(encoding.ids):
            if i in names:
                add(names[i])
    for token, _ in sorted(vocabulary.items(), key=lambda item: item[1]):
        if len(kept) >= size:
            break
        if is_wanted(token):
            add(token)
    return sorted(kept)


def prune(tokenizer: Tokenizer, kept: Sequence[int]) -> Tokenizer:
    """The tokenizer with only the tokens `kept`; token kept[i] becomes i, and merges into tokens that are gone are dropped."""
    made: dict[str, Any] = json.loads(tokenizer.to_str())
    new = {old: i for i, old in enumerate(kept)}
    vocabulary = {token: new[old] for token, old in made["model"]["vocab"].items() if old in new}
    merges = [list(pair) for pair in map(_pair, made["model"]["merges"])]
    made["model"]["vocab"] = vocabulary
    made["model"]["merges"] = [pair for pair in merges if all(t in vocabulary for t in (*pair, "".join(pair)))]
    made["added_tokens"] = [{**entry, "id": new[entry["id"]]} for entry in made["added_tokens"] if entry["id"] in new]
    return Tokenizer.from_str(json.dumps(made))


def _pair(merge: Any) -> tuple[str, str]:
    left, right = merge.split(" ") if isinstance(merge, str) else merge
    return left, right
