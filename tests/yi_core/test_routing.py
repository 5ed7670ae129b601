import pytest
import torch

from yi_core.model.routing import Controller, Routed, balance_loss, entropy_loss, keep_top_k, keep_top_p, share_loss, z_loss


def shares(rows: int = 200, experts: int = 8, scale: float = 2.0) -> torch.Tensor:
    return (torch.randn(rows, experts, generator=torch.Generator().manual_seed(1)) * scale).softmax(-1)


def test_experts_are_kept_up_to_and_including_the_one_that_reaches_p() -> None:
    kept = keep_top_p(torch.tensor([[0.1, 0.5, 0.3, 0.1], [0.9, 0.05, 0.03, 0.02]]), 0.7)
    assert kept.tolist() == [[False, True, True, False], [True, False, False, False]]


def test_p_of_one_keeps_all_even_where_shares_round_to_nothing() -> None:
    assert keep_top_p(torch.tensor([[1.0, 0.0, 1e-30, 0.0]]), 1.0).all()
    assert keep_top_p(shares(), 1.0, most=3).sum(-1).eq(3).all()


def test_a_larger_p_only_adds_experts() -> None:
    s, previous = shares(), torch.zeros(200, 8, dtype=torch.bool)
    for p in (0.2, 0.4, 0.6, 0.8, 0.95, 1.0):
        kept = keep_top_p(s, p)
        assert (previous <= kept).all() and kept.sum() > previous.sum()
        assert (kept * s).sum(-1).min() >= min(p, 1.0) - 1e-5
        previous = kept


def test_the_least_and_the_most_experts_hold_at_any_p() -> None:
    for p in (0.01, 0.5, 0.99):
        counts = keep_top_p(shares(), p, least=2, most=4).sum(-1)
        assert counts.min() >= 2 and counts.max() <= 4
    assert keep_top_k(shares(), 3).sum(-1).eq(3).all()


def test_flat_tokens_keep_more_experts_than_sharp_ones() -> None:
    assert keep_top_p(shares(scale=0.2), 0.6).sum() > 2 * keep_top_p(shares(scale=5.0), 0.6).sum()


@pytest.mark.parametrize("target", [1.6, 2.0, 4.0])
def test_the_controller_locks_on_its_target(target: float) -> None:
    generator, controller, seen = torch.Generator().manual_seed(3), Controller(target, 8, 0.4), []
    for step in range(300):
        scale = 1.0 + step / 150  # the router grows sharper while it trains
        s = (torch.randn(256, 8, generator=generator) * scale).softmax(-1)
        mean = float(keep_top_p(s, controller.p).float().sum(-1).mean())
        controller.update(mean)
        seen.append(mean)
    assert abs(sum(seen[-50:]) / 50 / target - 1) < 0.1


def test_a_target_out_of_reach_does_not_wind_the_controller_up() -> None:
    controller = Controller(8, 8, 0.4)
    for _ in range(500):
        controller.update(1.0)
    assert controller.p == 0.98
    for _ in range(8):
        controller.update(8.9)
    assert controller.p < 0.98


def test_a_resumed_controller_goes_on_as_if_nothing_had_happened() -> None:
    one, two = Controller(2, 8, 0.4), Controller(2, 8, 0.4)
    for _ in range(5):
        one.update(3.0)
    two.resume(one.state())
    assert two.update(2.5) == one.update(2.5)


def routed(logits: torch.Tensor, kept: torch.Tensor | None = None, energy: torch.Tensor | None = None) -> Routed:
    s = logits.softmax(-1)
    return Routed(logits, s, keep_top_p(s, 0.5) if kept is None else kept, energy)


def test_balance_is_one_where_even_and_grows_with_the_imbalance() -> None:
    even = routed(torch.zeros(8, 4), torch.eye(4, dtype=torch.bool).repeat(2, 1))
    assert balance_loss(even).item() == pytest.approx(1)
    assert balance_loss(routed(torch.tensor([[9.0, 0, 0, 0]]).repeat(8, 1))).item() == pytest.approx(4, rel=0.01)


def test_z_loss_is_the_squared_log_sum_of_the_logits() -> None:
    assert z_loss(routed(torch.zeros(3, 4))).item() == pytest.approx(torch.tensor(4.0).log().item() ** 2)
    assert z_loss(routed(torch.full((3, 4), 5.0))) > z_loss(routed(torch.zeros(3, 4)))


def test_entropy_is_largest_for_even_shares_and_falls_with_training() -> None:
    assert entropy_loss(routed(torch.zeros(2, 4))).item() == pytest.approx(torch.tensor(4.0).log().item())
    logits = torch.randn(16, 4, generator=torch.Generator().manual_seed(0)).requires_grad_()
    before = entropy_loss(routed(logits))
    before.backward()
    assert logits.grad is not None
    assert entropy_loss(routed(logits.detach() - logits.grad)) < before


def test_share_loss_is_zero_only_for_the_true_shares() -> None:
    energy = torch.tensor([[1.0, 2.0, 1.0], [0.0, 3.0, 1.0]])
    true = energy / energy.sum(-1, keepdim=True)
    assert share_loss(routed(true.clamp_min(1e-9).log(), energy=energy)).item() == pytest.approx(0, abs=1e-5)
    assert share_loss(routed(torch.zeros(2, 3), energy=energy)) > 0.05
