"""NumPy's (and PyTorch's) forward pass against what `train` and `analyze` recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sparse_cortex import Network, Store, evaluate, hidden_activations, predict, to_torch

# Cross entropies differ by the rounding of float32 in activations; an error of the forward pass shows at once (below).
LOSS = 1e-7


def kinds_of_networks(store: Store) -> dict[tuple[object, ...], Network]:
    """A network of each kind that the store has: arrangement, nonlinearity, density, Dale's principle."""
    found: dict[tuple[object, ...], Network] = {}
    for network in store.each(seed=0):
        c = network.conditions
        kind = (c["network"], c["nonlinearity"], c["density"], c.get("inhibitory_fraction"), c.get("start_density"))
        found.setdefault(kind, network)
    return found


def test_accuracy_and_loss_of_snapshots_are_those_of_the_metrics(store: Store) -> None:
    test = store.dataset("mnist").test
    compared = 0
    for network in store.each(dataset="mnist", seed=0):
        if not network.of_kind("metrics"):
            continue  # drawn, never trained
        recorded = network.accuracy()
        for epoch in set(network.epochs) & set(recorded.index):
            result = evaluate(network.snapshot(epoch), test, network.conditions["test_images"])
            assert result.accuracy == recorded["test_accuracy"][epoch], (network, epoch)
            assert result.loss == pytest.approx(recorded["test_loss"][epoch], rel=LOSS), (network, epoch)
            compared += 1
    assert compared >= 8


def test_a_store_of_all_figures_has_networks_of_all_kinds(store: Store) -> None:
    kinds = kinds_of_networks(store)
    if not (store.root / "report" / "smoke.html").exists():
        pytest.skip("the store has figure 2 only; make paper PROFILE=smoke trains feedforward, tanh and Dale's")
    assert {kind[:2] for kind in kinds} == {("rnn", "relu"), ("rnn", "tanh"), ("feedforward", "relu")}
    assert {kind[3] for kind in kinds} >= {None, 0.115, 0.5}


def test_a_wrong_forward_pass_would_be_seen(store: Store) -> None:
    test = store.dataset("mnist").test
    network = store.network(hidden_nodes=64, density=1, seed=0, network="rnn", **PLAIN)
    right = network.snapshot()
    images = network.conditions["test_images"]
    recorded = network.accuracy()["test_loss"].iloc[-1]
    assert right.epoch == network.accuracy().index[-1]
    for wrong in (
        replace(right, recurrent_weights=right.recurrent_weights.T),
        replace(right, recurrent_biases=0 * right.recurrent_biases),
        replace(right, attributes=right.attributes | {"nonlinearity": "tanh"}),
    ):
        assert evaluate(wrong, test, images).loss != pytest.approx(recorded, rel=10 * LOSS)


PLAIN = {
    "nonlinearity": "relu", "learning_rate": 0.001, "per_class": 0, "inhibitory_fraction": None, "start_density": None,
    "training_images": 300, "weight_gain": None,
}  # fmt: skip


def test_activations_are_those_that_analyze_recorded(store: Store) -> None:
    test = store.dataset("mnist").test
    networks = list(store.each(dataset="mnist", seed=0, activations=bool))
    if not networks:
        pytest.skip("the store has no activations; make figure5 PROFILE=smoke computes some")
    for network in networks:
        for file in network.of_kind("activations"):
            recorded = network.activations(file.epoch)
            inputs = test.inputs(network.conditions["test_images"])
            own = hidden_activations(network.snapshot(file.epoch), inputs)
            np.testing.assert_allclose(own, recorded.values, atol=2e-6)
            assert np.array_equal(recorded.labels, test.labels[: len(inputs)])


def test_predictions_are_classes_in_order(store: Store) -> None:
    network = next(store.each())
    test = network.dataset().test
    inputs = test.inputs(network.conditions["test_images"])
    classes = predict(network, inputs)
    assert classes.dtype == np.int64 and classes.shape == (len(inputs),)
    assert (classes == test.labels[: len(inputs)]).mean() == network.accuracy()["test_accuracy"].iloc[-1]
    # In several batches as in one.
    thrice = predict(network, np.concatenate([inputs] * 3))
    assert np.array_equal(thrice, np.tile(classes, 3))
    assert predict(network, inputs[:0]).shape == (0,)


def test_inputs_that_a_network_cannot_read_are_refused(store: Store) -> None:
    network = next(store.each(network="rnn"))
    test = network.dataset().test
    with pytest.raises(ValueError, match=r"images are uint8, .* give dataset.test.inputs\(\)"):
        predict(network, test.values[:2])
    with pytest.raises(ValueError, match=r"shape \[2, 784\], but \[example, step, input\]"):
        predict(network, test.inputs(2).reshape(2, -1))
    with pytest.raises(ValueError, match=r"images have 27 inputs \(a step\), but .* reads 28: give those of mnist"):
        predict(network, test.inputs(2)[:, :, :27])


def test_equal_outputs_go_to_the_first_class_and_nan_is_never_the_largest() -> None:
    from sparse_cortex.forward import _largest

    nan = np.nan
    outputs = np.array([[1, 1, 0], [0, 2, 2], [nan, 1, 2], [0, nan, -1], [0, nan, 3]], np.float32)
    # As in Sources/CKernels/loss.h: nothing is larger than NaN, and NaN is larger than nothing.
    assert _largest(outputs).tolist() == [0, 1, 0, 0, 2]


def test_modules_of_pytorch_give_our_accuracy_and_can_be_trained(store: Store) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    test = store.dataset("mnist").test
    for kind, network in kinds_of_networks(store).items():
        recorded = network.accuracy()
        images = network.conditions["test_images"]
        module = to_torch(network)
        inputs, labels = torch.from_numpy(test.inputs(images)), torch.from_numpy(test.labels[:images].astype(np.int64))
        outputs = module(inputs)
        assert outputs.shape == (images, 10)
        assert (outputs.argmax(1) == labels).double().mean().item() == recorded["test_accuracy"].iloc[-1], kind
        loss = torch.nn.functional.cross_entropy(outputs.double(), labels)
        assert loss.item() == pytest.approx(recorded["test_loss"].iloc[-1], rel=LOSS), kind
        loss.backward()
        assert all(bool((p.grad != 0).any()) for p in module.parameters()), kind
        assert module.recurrent_weights.numel() == network.conditions["connections"]
