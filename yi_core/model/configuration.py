"""What a Yi Core model is made of; `mini` and `base` are two values of it, and the tests a third."""

from typing import Literal

from transformers import PreTrainedConfig

Routing = Literal["top_p", "top_k", "dense"]
LAYERS = ("sliding_attention", "full_attention")


class YiCoreConfig(PreTrainedConfig):
    """Hybrid attention and fine-grained experts.

    Attention: `layer_types` names each layer's kind; the last `kv_shared_layers` layers keep no keys and values of their own but reuse
    those of the last earlier layer of their kind. With `prefill_skip`, these layers read only the positions whose logits are asked for.
    Experts: one shared expert of `shared_size` neurons and `num_experts` routed ones of `expert_size`. The router predicts each routed
    expert's share of the output; the largest are kept until their shares reach `router_top_p` (a list: one a layer), no fewer than
    `experts_min` and no more than `experts_max`. With `router_demand` the router also predicts how hard the next token is: its threshold
    lies above or below `router_top_p`, unless that is 1. `routing` is "top_p", "top_k" (always `experts_per_token`) or "dense" (all).
    `expert_weight` "share" multiplies a kept expert by its share (trained from scratch), "one" leaves it as it is (upcycled).
    """

    model_type = "yi_core"

    vocab_size: int = 512
    hidden_size: int = 64
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 16
    max_position_embeddings: int = 1024
    rms_norm_eps: float = 1e-6
    initializer_range: float = 0.02
    tie_word_embeddings: bool = True
    use_cache: bool = True

    layer_types: list[str] | None = None
    sliding_window: int = 128
    kv_shared_layers: int = 0
    prefill_skip: bool = True
    attention_bias: bool = False
    qk_norm: bool = True
    rope_base: float = 1e5
    rope_base_window: float = 1e4

    shared_size: int = 64
    num_experts: int = 8
    expert_size: int = 32
    routing: Routing = "top_p"
    router_top_p: float | list[float] = 0.4
    experts_min: int = 1
    experts_max: int | None = None
    experts_per_token: int = 2
    expert_weight: Literal["share", "one"] = "share"
    router_norm: bool = True
    router_bias: bool = False
    router_demand: bool = False

    target_experts: float = 2.0
    balance_weight: float = 1e-2
    z_weight: float = 1e-3
    entropy_weight: float = 1e-4
    share_weight: float = 0.0

    pad_token_id: int | None = None
    bos_token_id: int | None = None
    eos_token_id: int | list[int] | None = None

    def __post_init__(self, **kwargs: object) -> None:
        if self.layer_types is None:
            self.layer_types = [LAYERS[i % 4 == 3] for i in range(self.num_hidden_layers)]
        if self.experts_max is None:
            self.experts_max = self.num_experts
        self._check()
        super().__post_init__(**kwargs)

    def _check(self) -> None:
        """Raises ValueError for a model that cannot be."""
        types, shared = self.layer_types or [], self.kv_shared_layers
        if len(types) != self.num_hidden_layers or not set(types) <= set(LAYERS):
            raise ValueError(f"layer_types must name {self.num_hidden_layers} layers, each one of {', '.join(LAYERS)}")
        if not 0 <= shared < self.num_hidden_layers or not set(types[len(types) - shared :]) <= set(types[: len(types) - shared]):
            raise ValueError(f"kv_shared_layers={shared}: every layer that reuses keys and values needs an earlier layer of its kind")
        if self.num_attention_heads % self.num_key_value_heads or self.head_dim % 2:
            raise ValueError("num_attention_heads must be a multiple of num_key_value_heads, and head_dim even")
        if not 1 <= self.experts_min <= (self.experts_max or 0) <= self.num_experts or not 1 <= self.experts_per_token <= self.num_experts:
            raise ValueError(
                f"1 <= experts_min <= experts_max <= num_experts={self.num_experts} does not hold, nor may experts_per_token exceed it"
            )
        p = self.router_top_p
        if isinstance(p, list) and len(p) != self.num_hidden_layers:
            raise ValueError(f"router_top_p must be one number or {self.num_hidden_layers}, one a layer")
        if not all(0 < value <= 1 for value in (p if isinstance(p, list) else [p])):
            raise ValueError("router_top_p must lie above 0 and be at most 1")

    @property
    def kv_sharing_modes(self) -> list[str | None]:
        """For each layer None, "store" (its keys and values serve later layers) or "reuse"; transformers' caches read it."""
        types = self.layer_types or []
        first = len(types) - self.kv_shared_layers
        modes: list[str | None] = [None] * first + ["reuse"] * self.kv_shared_layers
        for kind in set(types[first:]):
            modes[max(i for i in range(first) if types[i] == kind)] = "store"
        return modes

    def active_share(self, experts: float) -> float:
        """Share of an MLP's neurons that run where a token keeps so many experts, the shared one included."""
        return (self.shared_size + experts * self.expert_size) / (self.shared_size + self.num_experts * self.expert_size)

    def layer_top_p(self, layer: int) -> float:
        """The threshold of one layer."""
        return self.router_top_p[layer] if isinstance(self.router_top_p, list) else self.router_top_p
