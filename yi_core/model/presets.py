"""The sizes that exist. `base` is not here: its config follows from the weights it is split from (yi_core.training.upcycle)."""

from typing import Any

from .configuration import YiCoreConfig

BLOCK = ["sliding_attention", "sliding_attention", "sliding_attention", "full_attention"]


def mini(**changes: Any) -> YiCoreConfig:
    """About 11M parameters: two blocks of three sliding layers and a full one; the second reuses the first one's keys and values."""
    values: dict[str, Any] = {
        "vocab_size": 8192,
        "hidden_size": 256,
        "num_hidden_layers": 8,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 64,
        "max_position_embeddings": 1024,
        "layer_types": BLOCK * 2,
        "sliding_window": 128,
        "kv_shared_layers": 4,
        "shared_size": 256,
        "num_experts": 8,
        "expert_size": 128,
        "experts_max": 3,
        "target_experts": 1.6,
    }
    return YiCoreConfig(**{**values, **changes})


def tiny(**changes: Any) -> YiCoreConfig:
    """For tests: vocabulary 512, width 64, four layers [S F | S F], the last two without keys and values of their own."""
    values: dict[str, Any] = {
        "layer_types": ["sliding_attention", "full_attention"] * 2,
        "sliding_window": 8,
        "kv_shared_layers": 2,
        "max_position_embeddings": 256,
        "num_experts": 8,
        "expert_size": 16,
    }
    return YiCoreConfig(**{**values, **changes})
