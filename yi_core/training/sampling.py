"""Answers of a model under tuning to many questions at once."""

from collections.abc import Sequence
from contextlib import nullcontext

import torch

from yi_core.prompt import Message, render
from yi_core.training.tune import Tuning

ROWS, LONGEST = 192, 64  # questions in one pass; tokens of an answer


def answers(tuning: Tuning, asked: Sequence[Sequence[Message]], temperature: float) -> list[str]:
    """One sampled answer to each conversation, in their order; those of like length run together."""
    tokens, device = tuning.tokens, tuning.device
    end = tokens.token_to_id("<|im_end|>")
    encoded = [tokens.encode(render(messages)).ids for messages in asked]
    order, made = sorted(range(len(encoded)), key=lambda i: len(encoded[i])), [""] * len(encoded)
    with tuning.measuring(), torch.autocast("cuda", torch.bfloat16) if device.type == "cuda" else nullcontext():
        for start in range(0, len(order), ROWS):
            some = order[start : start + ROWS]
            width = max(len(encoded[i]) for i in some)
            ids = torch.tensor([[end] * (width - len(encoded[i])) + encoded[i] for i in some], device=device)
            mask = torch.tensor([[0] * (width - len(encoded[i])) + [1] * len(encoded[i]) for i in some], device=device)
            said = tuning.base.generate(
                input_ids=ids,
                attention_mask=mask,
                do_sample=True,
                temperature=temperature,
                max_new_tokens=LONGEST,
                eos_token_id=end,
                pad_token_id=end,
                use_cache=True,
            )[:, width:]
            for i, row in zip(some, said.tolist(), strict=True):
                made[i] = tokens.decode(row).split("<|im_end|>")[0].strip()
    return made
