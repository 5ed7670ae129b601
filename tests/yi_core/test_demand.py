"""Harder tokens get a higher threshold: what is fitted, how it routes, and that the decoder does the same."""

from pathlib import Path

import torch
from safetensors.torch import load_file

from yi_core.model import YiCoreForCausalLM
from yi_core.model.experts import Router
from yi_core.model.presets import tiny
from yi_core.training.demand import fit_demand


def router(**changes: object) -> Router:
    torch.manual_seed(0)
    return Router(tiny(router_bias=True, router_demand=True, router_top_p=0.5, experts_max=8, **changes), 0)


def test_the_fit_finds_what_the_loss_follows_and_has_the_strength_asked_for() -> None:
    made, hard = router(), torch.randn(64)
    x = torch.randn(600, 64)
    losses = (2 + 0.3 * x @ hard / hard.norm() + 0.1 * torch.randn(600)).square()

    def runs():  # type: ignore[no-untyped-def]
        for rows in torch.arange(400).split(100):
            made(x[rows])
            counts = torch.arange(100) % 2 == 0  # the others foretell nothing that counts
            yield losses[rows][counts], counts

    weight, bias = fit_demand([made], runs(), strength=0.1)
    demand = x[400:] @ weight[0] + bias[0]
    assert torch.corrcoef(torch.stack([demand, losses[400:]]))[0, 1] > 0.8
    assert abs(float(demand.std()) - 0.1) < 0.02 and abs(float(demand.mean())) < 0.02
    assert not made._forward_pre_hooks


def test_a_token_of_more_demand_keeps_more_experts_and_at_p_of_one_all_do() -> None:
    made = router()
    made.proj.weight.data[:-1] = 0  # even shares
    made.proj.bias.data.zero_()
    made.proj.weight.data[-1] = 0.1 * torch.nn.functional.one_hot(torch.tensor(0), 64)
    x = torch.zeros(3, 64)
    x[:, 0] = torch.tensor([-2.0, 0.0, 2.0])
    assert made(x).kept.sum(-1).tolist() == [3, 4, 6] and made(x).shares.shape == (3, 8)
    made.top_p = 1.0
    assert made(x).kept.all()


def test_a_trained_router_is_widened_without_a_change_at_rest(tmp_path: Path) -> None:
    torch.manual_seed(0)
    model = YiCoreForCausalLM(tiny()).eval()
    ids = torch.randint(0, 512, (1, 20))
    before = model(ids).logits
    for layer in model.model.layers:
        layer.mlp.router.widen(torch.zeros(64), torch.zeros(()))
    model.config.router_bias = model.config.router_demand = True
    assert torch.equal(model(ids).logits, before)
    model.save_pretrained(tmp_path)
    assert load_file(tmp_path / "model.safetensors")["model.layers.0.mlp.router.proj.weight"].shape == (9, 64)
    assert torch.equal(YiCoreForCausalLM.from_pretrained(tmp_path).eval()(ids).logits, before)
