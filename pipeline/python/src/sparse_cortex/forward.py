"""Networks computed by NumPy and SciPy: what `train` evaluates, to the rounding of float32.

A recurrent network starts at h = 0 and reads a row of inputs x in each step: h = f(W_in x + b_in + W h + b). A feedforward
one reads a whole example at once: h₁ = f(W_in x + b_in), h = f(W h₁ + b). The read-out is W_out h + b_out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np

from ._hdf5 import Array
from .datasets import Examples
from .errors import FormatError
from .files import Weights


class HasSnapshot(Protocol):
    """A network of a store."""

    def snapshot(self, epoch: int | None = None) -> Weights: ...


class Evaluation(NamedTuple):
    """What a network makes of examples."""

    accuracy: float  #: fraction classified correctly
    loss: float  #: mean cross entropy, nat


_BATCH = 500
_NONLINEARITIES: dict[str, Callable[[Array], Array]] = {
    "relu": lambda sums: np.maximum(sums, np.float32(0)),
    "tanh": np.tanh,
}


def hidden_activations(network: Weights | HasSnapshot, inputs: Array) -> Array:
    """The hidden nodes at the last step, float32 [node, example], for inputs float32 [example, step, input]."""
    weights = as_weights(network)
    check_inputs(weights, inputs)
    batches = [inputs[first : first + _BATCH] for first in range(0, len(inputs), _BATCH)]
    if not batches:
        return np.zeros((len(weights.input_biases), 0), np.float32)
    return np.concatenate([_forward(weights, batch) for batch in batches], axis=1)


def _forward(weights: Weights, batch: Array) -> Array:
    function = _NONLINEARITIES[nonlinearity(weights)]
    recurrent = weights.recurrent_weights
    input_biases, biases = weights.input_biases[:, None], weights.recurrent_biases[:, None]
    if kind(weights) == "feedforward":
        first = function(weights.input_weights @ batch.reshape(len(batch), -1).T + input_biases)
        return np.asarray(function(recurrent @ first + biases))
    hidden = np.zeros((len(input_biases), len(batch)), np.float32)
    for step in range(batch.shape[1]):
        drive = weights.input_weights @ batch[:, step].T + input_biases
        hidden = np.asarray(function(drive + recurrent @ hidden + biases))
    return hidden


def logits(network: Weights | HasSnapshot, inputs: Array) -> Array:
    """Outputs of the read-out, float32 [example, class], for inputs float32 [example, step, input]."""
    weights = as_weights(network)
    hidden = hidden_activations(weights, inputs)
    outputs: Array = (weights.readout_weights @ hidden + weights.readout_biases[:, None]).T
    return outputs


def predict(network: Weights | HasSnapshot, images: Array) -> Array:
    """The class of each example, int64 [example]: the largest output, the first of equals.

    `images` is what networks read, float32 [example, step, input]: `store.dataset("mnist").test.inputs()`. A network of a
    store is computed as it was at the end of its training; give `network.snapshot(1)` for another epoch.
    """
    return _largest(logits(network, images))


def _largest(outputs: Array) -> Array:
    # Not argmax, which takes NaN for the largest.
    best = np.zeros(len(outputs), np.int64)
    rows = np.arange(len(outputs))
    for candidate in range(1, outputs.shape[1]):
        best[outputs[:, candidate] > outputs[rows, best]] = candidate
    return best


def evaluate(network: Weights | HasSnapshot, examples: Examples, first: int | None = None) -> Evaluation:
    """Accuracy and loss on the (first) examples; metrics are those of the first `test_images` of the test set."""
    outputs, labels = logits(network, examples.inputs(first)), examples.labels[:first]
    wide = outputs.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    losses = np.log(np.exp(wide).sum(axis=1)) - wide[np.arange(len(wide)), labels]
    return Evaluation(float((_largest(outputs) == labels).mean()), float(losses.mean()))


def as_weights(network: Weights | HasSnapshot) -> Weights:
    """The last snapshot of a network; weights are themselves."""
    return network if isinstance(network, Weights) else network.snapshot()


def kind(weights: Weights) -> str:
    """`rnn` or `feedforward`."""
    return _choice(weights, "network", ("rnn", "feedforward"))


def nonlinearity(weights: Weights) -> str:
    """`relu` or `tanh`."""
    return _choice(weights, "nonlinearity", tuple(_NONLINEARITIES))


def _choice(weights: Weights, name: str, known: tuple[str, ...]) -> str:
    value = weights.attributes.get(name)
    if value not in known:
        raise FormatError(weights.path, f"attribute {name}", f"is {value!r}, but {' or '.join(known)} was expected")
    return str(value)


def check_inputs(weights: Weights, inputs: Array) -> None:
    """Raises ValueError where a network cannot read these inputs, and says what it reads."""
    reads = weights.input_weights.shape[1]
    if inputs.dtype != np.float32:
        raise ValueError(
            f"images are {inputs.dtype}, but networks read float32 in a scale of their dataset: give "
            "dataset.test.inputs(), or its like"
        )
    if inputs.ndim != 3:
        raise ValueError(f"images have shape {list(inputs.shape)}, but [example, step, input] was expected")
    found = inputs.shape[2] if kind(weights) == "rnn" else inputs.shape[1] * inputs.shape[2]
    if found != reads:
        raise ValueError(
            f"images have {found} inputs ({'a step' if kind(weights) == 'rnn' else 'an example'}), but "
            f"{weights.path} reads {reads}: give those of {weights.attributes.get('dataset')}"
        )
