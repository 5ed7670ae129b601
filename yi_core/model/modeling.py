"""YiCoreForCausalLM: embedding, layers of hybrid attention and mixed experts, a head. transformers conventions."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import GenerationMixin, PreTrainedModel
from transformers import initialization as init
from transformers.cache_utils import Cache, DynamicCache
from transformers.masking_utils import create_causal_mask, create_sliding_window_causal_mask
from transformers.modeling_outputs import CausalLMOutputWithPast
from transformers.modeling_utils import slice_logits_to_keep
from transformers.utils.deprecation import deprecate_kwarg
from transformers.utils.generic import can_return_tuple

from .attention import Attention, RMSNorm, Rotation, rotation
from .configuration import YiCoreConfig
from .experts import MixtureOfExperts, Router
from .routing import Routed, balance_loss, entropy_loss, share_loss, z_loss


@dataclass
class YiCoreOutput(CausalLMOutputWithPast):
    """As transformers' causal output; `routed`: one Routed a layer if asked for; `text_loss`: the loss without the router's."""

    routed: Any = None
    text_loss: Tensor | None = None


class Layer(nn.Module):
    """x + attention(norm x), then x + experts(norm x)."""

    def __init__(self, config: YiCoreConfig, layer: int) -> None:
        super().__init__()
        self.input_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = Attention(config, layer)
        self.post_attention_layernorm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp = MixtureOfExperts(config, layer)

    def forward(
        self, x: Tensor, by: Rotation, mask: Tensor | None, shared: dict[str, tuple[Tensor, Tensor]], cache: Cache | None
    ) -> tuple[Tensor, Routed]:
        """x (batch, length, hidden)."""
        x = x + self.self_attn(self.input_layernorm(x), by, mask, shared, cache)
        out, routed = self.mlp(self.post_attention_layernorm(x))
        return x + out, routed


class YiCorePreTrainedModel(PreTrainedModel):
    """What both models share: how weights start, and what the library may do with them."""

    config_class = YiCoreConfig
    base_model_prefix = "model"
    _no_split_modules = ["Layer"]  # noqa: RUF012 (transformers' form)
    _supports_sdpa = True
    _supports_attention_backend = True

    def _init_weights(self, module: nn.Module) -> None:
        """Normal weights, zero biases, norms and router sharpness of one."""
        if isinstance(module, nn.Linear | nn.Embedding):
            init.normal_(module.weight, mean=0.0, std=self.config.initializer_range)
            if isinstance(module, nn.Linear) and module.bias is not None:
                init.zeros_(module.bias)
        elif isinstance(module, RMSNorm):
            init.ones_(module.weight)
        elif isinstance(module, Router) and module.sharpness is not None:
            init.ones_(module.sharpness)


class YiCoreModel(YiCorePreTrainedModel):
    """Token ids to hidden states."""

    def __init__(self, config: YiCoreConfig) -> None:
        super().__init__(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size, config.pad_token_id)
        self.layers = nn.ModuleList(Layer(config, i) for i in range(config.num_hidden_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.post_init()

    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        position_ids: Tensor | None = None,
        cache: Cache | None = None,
        inputs_embeds: Tensor | None = None,
        use_cache: bool | None = None,
        logits_to_keep: int | Tensor = 0,
        all_positions: bool = False,
    ) -> tuple[Tensor, Cache | None, list[Routed]]:
        """(hidden states, cache, what each layer routed). Where the prefill skip applies, only the last `logits_to_keep` positions return;
        `all_positions` switches it off."""
        if (input_ids is None) == (inputs_embeds is None):
            raise ValueError("give either input_ids or inputs_embeds")
        x: Tensor = self.embed_tokens(input_ids) if inputs_embeds is None else inputs_embeds
        if use_cache and cache is None:
            cache = DynamicCache(config=self.config)
        if position_ids is None:
            past = cache.get_seq_length() if cache is not None else 0
            position_ids = torch.arange(x.shape[1], device=x.device)[None] + past
        skip = self._skipped(x.shape[1], logits_to_keep) if not all_positions else 0
        masks = self._masks(x, attention_mask, cache, position_ids, skip > 0)
        bases = {"full_attention": self.config.rope_base, "sliding_attention": self.config.rope_base_window}
        by = {kind: rotation(position_ids, self.config.head_dim, base, x.dtype) for kind, base in bases.items()}
        shared: dict[str, tuple[Tensor, Tensor]] = {}
        first_reuse = self.config.num_hidden_layers - self.config.kv_shared_layers
        routes = []
        for i, layer in enumerate(self.layers):
            if i == first_reuse and skip:
                x = x[:, skip:]
                by = {kind: (cos[:, :, skip:], sin[:, :, skip:]) for kind, (cos, sin) in by.items()}
                masks = {kind: None if mask is None else mask[:, :, skip:] for kind, mask in masks.items()}
            kind = self.config.layer_types[i]
            x, routed = layer(x, by[kind], masks[kind], shared, cache)
            routes.append(routed)
        return self.norm(x), cache if use_cache else None, routes

    def _skipped(self, length: int, logits_to_keep: int | Tensor) -> int:
        """How many leading positions the layers that reuse keys and values need not compute."""
        if not self.config.prefill_skip or not self.config.kv_shared_layers or not isinstance(logits_to_keep, int) or logits_to_keep <= 0:
            return 0
        return max(0, length - logits_to_keep)

    def _masks(self, x: Tensor, mask: Any, cache: Cache | None, positions: Tensor, explicit: bool) -> dict[str, Tensor | None]:
        """One mask for each kind of layer; `explicit` ones can be cut with the queries."""
        if isinstance(mask, dict):
            return mask
        given = {"config": self.config, "inputs_embeds": x, "attention_mask": mask, "cache": cache, "position_ids": positions}
        given["allow_is_causal_skip"] = not explicit
        made = {"full_attention": create_causal_mask, "sliding_attention": create_sliding_window_causal_mask}
        return {kind: make(**given) for kind, make in made.items() if kind in self.config.layer_types}


class YiCoreForCausalLM(YiCorePreTrainedModel, GenerationMixin):
    """The language model: `generate`, `from_pretrained`, `save_pretrained` as in transformers."""

    _tied_weights_keys = {"lm_head.weight": "model.embed_tokens.weight"}  # noqa: RUF012 (transformers' form)

    def __init__(self, config: YiCoreConfig) -> None:
        super().__init__(config)
        self.model = YiCoreModel(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        self.post_init()

    def set_top_p(self, p: float | list[float]) -> None:
        """The routing threshold from now on (one number, or one a layer), in the config too: fewer experts are faster, more are surer."""
        values = p if isinstance(p, list) else [p] * len(self.model.layers)
        if len(values) != len(self.model.layers) or not all(0 < v <= 1 for v in values):
            raise ValueError(f"top-p must lie above 0 and be at most 1, one number or {len(self.model.layers)}; got {p}")
        self.config.router_top_p = p
        for layer, value in zip(self.model.layers, values, strict=True):
            layer.mlp.router.top_p = value

    @deprecate_kwarg("past_key_values", "5.40.0", new_name="cache")  # type: ignore[untyped-decorator, unused-ignore]
    @can_return_tuple  # type: ignore[untyped-decorator, unused-ignore]
    def forward(
        self,
        input_ids: Tensor | None = None,
        attention_mask: Tensor | None = None,
        position_ids: Tensor | None = None,
        cache: Cache | None = None,
        inputs_embeds: Tensor | None = None,
        labels: Tensor | None = None,
        use_cache: bool | None = None,
        logits_to_keep: int | Tensor = 0,
        output_routed: bool = False,
        **_: Any,
    ) -> YiCoreOutput:
        """Logits (batch, kept positions, vocabulary); with labels (batch, length; -100 is ignored) the loss in nats a token, in training
        with the router's losses added."""
        use_cache = self.config.use_cache and not self.training if use_cache is None else use_cache
        whole = output_routed or labels is not None
        hidden, cache, routed = self.model(
            input_ids, attention_mask, position_ids, cache, inputs_embeds, use_cache, logits_to_keep, all_positions=whole
        )
        logits: Tensor = self.lm_head(slice_logits_to_keep(hidden, logits_to_keep))
        loss = text_loss = None
        if labels is not None:
            text_loss = nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten(), ignore_index=-100)
            loss = text_loss + self.router_loss(routed) if self.training and self.config.routing != "dense" else text_loss
        return YiCoreOutput(loss=loss, logits=logits, cache=cache, routed=tuple(routed) if output_routed else None, text_loss=text_loss)

    def router_loss(self, routed: list[Routed]) -> Tensor:
        """Balance, z, entropy and share loss, weighted as the config says, a layer on the average."""
        c = self.config
        kinds = [(c.balance_weight, balance_loss), (c.z_weight, z_loss), (c.entropy_weight, entropy_loss), (c.share_weight, share_loss)]
        return torch.stack(
            [weight * kind(r) for r in routed for weight, kind in kinds if weight] or [routed[0].logits.sum() * 0]
        ).sum() / len(routed)
