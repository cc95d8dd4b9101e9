"""Networks as PyTorch's modules."""

from __future__ import annotations

from typing import Any

import numpy as np

from .files import Weights
from .forward import HasSnapshot, as_weights, kind, nonlinearity


def to_torch(network: Weights | HasSnapshot) -> Any:
    """A `torch.nn.Module` that maps inputs float32 [example, step, input] to outputs [example, class].

    All six arrays are parameters (float32, on the CPU), under their names in files. Recurrent weights of a sparse network are a
    vector [connection], in the order of the CSR matrix, with the buffers `post` and `pre`; those of a dense one a matrix
    [post, pre]. So further training keeps the connections, but knows nothing of Dale's principle, of recurrent weights
    that are fixed, or of nodes that get no input or are not read. Raises ImportError without PyTorch.
    """
    try:
        import torch
    except ImportError as error:
        raise ImportError("to_torch needs PyTorch: pip install torch (predict computes with NumPy)") from error
    from torch import nn
    from torch.nn import functional

    weights = as_weights(network)
    recurrent = weights.recurrent_weights
    function = {"relu": torch.relu, "tanh": torch.tanh}[nonlinearity(weights)]
    is_feedforward = kind(weights) == "feedforward"

    def parameter(values: Any) -> Any:
        return nn.Parameter(torch.from_numpy(np.array(values)))

    class Module(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.input_weights = parameter(weights.input_weights)
            self.input_biases = parameter(weights.input_biases)
            self.recurrent_biases = parameter(weights.recurrent_biases)
            self.readout_weights = parameter(weights.readout_weights)
            self.readout_biases = parameter(weights.readout_biases)
            if isinstance(recurrent, np.ndarray):
                self.recurrent_weights = parameter(recurrent)
                return
            entries = recurrent.tocoo()
            self.recurrent_weights = parameter(entries.data)
            self.register_buffer("post", torch.from_numpy(entries.row.astype(np.int64)))
            self.register_buffer("pre", torch.from_numpy(entries.col.astype(np.int64)))

        def matrix(self) -> Any:
            """The recurrent weights [post, pre], sparse where the network is."""
            if self.recurrent_weights.ndim == 2:
                return self.recurrent_weights
            nodes = len(self.recurrent_biases)
            where = torch.stack([self.post, self.pre])
            return torch.sparse_coo_tensor(where, self.recurrent_weights, (nodes, nodes), is_coalesced=True, check_invariants=False)

        def hidden(self, inputs: Any) -> Any:
            """The hidden nodes at the last step, [example, node]."""
            matrix = self.matrix()
            if is_feedforward:
                first = function(functional.linear(inputs.flatten(1), self.input_weights, self.input_biases))
                return function((matrix @ first.T).T + self.recurrent_biases)
            hidden = inputs.new_zeros(len(inputs), len(self.recurrent_biases))
            for step in range(inputs.shape[1]):
                drive = functional.linear(inputs[:, step], self.input_weights, self.input_biases)
                hidden = function(drive + (matrix @ hidden.T).T + self.recurrent_biases)
            return hidden

        def forward(self, inputs: Any) -> Any:
            return functional.linear(self.hidden(inputs), self.readout_weights, self.readout_biases)

    return Module()
