"""Corpus record -> training conversations, in the very text that yi_core.prompt builds at inference."""

import random
from collections.abc import Mapping
from typing import Any, Protocol

from yi_core.examples import sheet_of
from yi_core.prompt import (
    LABELS,
    SYSTEM,
    TRANSLATE,
    TRANSLATE_ASK,
    Message,
    ask_reply,
    ask_script,
    plan,
    script_text,
    spoken_length,
)

Conversation = list[Message]


class Tokenizer(Protocol):
    """What `encode` needs of a tokenizer (tokenizers.Tokenizer has it)."""

    def encode(self, text: str) -> Any: ...


def conversations(record: Mapping[str, Any], rng: random.Random) -> list[Conversation]:
    """[script (and replies after it), replies without a script where some are left, a translation]."""
    language, sheet = record["lang"], sheet_of(record["product"])
    role = (record["persona"], record["tone"], language)
    system: Message = ("system", SYSTEM[language])
    lines = record["script"]
    size, parts = spoken_length([s["text"] for s in lines], language), plan([(s["part"], s.get("about") or ()) for s in lines])
    questions = list(record["qa"])
    rng.shuffle(questions)
    after = rng.choice([0, 2, 4])
    first: Conversation = [
        system,
        ("user", ask_script(sheet, *role, size, parts)),
        ("assistant", script_text([(s["part"], s["text"]) for s in lines])),
    ]
    for q in questions[:after]:
        first += [("user", LABELS[language]["comment"] + q["comment"]), ("assistant", q["reply"])]
    made = [first]
    if left := questions[after:]:
        second: Conversation = [system]
        for i, q in enumerate(left):
            ask = ask_reply(sheet, *role, q["comment"]) if i == 0 else LABELS[language]["comment"] + q["comment"]
            second += [("user", ask), ("assistant", q["reply"])]
        made.append(second)
    return [*made, _translation(record, rng)]


def _translation(record: Mapping[str, Any], rng: random.Random) -> Conversation:
    product, other, lines = record["product"], record["tr"], record["script"]
    hook = next((s["text"] for s in lines if s["part"] == "hook"), lines[0]["text"])
    both = bool(product.get("offer") and other.get("offer"))
    here = [product["name"], *product["points"], *([product["offer"]] if both else []), hook]
    there = [other["name"], *other["points"], *([other["offer"]] if both else []), other["hook"]]
    to = "en" if record["lang"] == "zh" else "zh"
    if rng.random() < 0.5:
        here, there, to = there, here, record["lang"]
    return [("system", TRANSLATE), ("user", TRANSLATE_ASK[to] + "\n".join(here)), ("assistant", "\n".join(there))]


def encode(tokenizer: Tokenizer, conversation: Conversation) -> tuple[list[int], list[int]]:
    """Token ids and labels (-100 wherever the assistant does not speak), in Qwen's chat format."""
    ids: list[int] = []
    labels: list[int] = []
    for who, text in conversation:
        head, body, end, newline = (tokenizer.encode(part).ids for part in (f"<|im_start|>{who}\n", text, "<|im_end|>", "\n"))
        spoken = who == "assistant"
        ids += head + body + end + newline
        labels += [-100] * len(head) + (body + end if spoken else [-100] * len(body + end)) + [-100] * len(newline)
    return ids, labels
