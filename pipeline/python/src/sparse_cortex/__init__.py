"""Reads what sparse-cortex computed.

>>> from sparse_cortex import Store, predict
>>> store = Store("artifacts")
>>> store.networks(dataset="mnist", density=0.1)      # a DataFrame: conditions, accuracy, paths
>>> network = store.network(dataset="mnist", hidden_nodes=1000, density=0.1, seed=0)
>>> network.weights()                                 # scipy.sparse CSR, [post, pre]

Files outside a store: `Weights.read(path)`, `Measure.read(path)` and so on, or `read(path)` for any kind.
"""

from .datasets import Dataset, Examples
from .errors import DamagedError, FormatError, NotFoundError, SparseCortexError
from .files import Activations, Mask, Measure, Metrics, Weights, read
from .forward import Evaluation, evaluate, hidden_activations, logits, predict
from .network import File, Network
from .provenance import Artifact, Provenance
from .pytorch import to_torch
from .store import Store

__all__ = [
    "Activations", "Artifact", "DamagedError", "Dataset", "Evaluation", "Examples", "File", "FormatError", "Mask", "Measure",
    "Metrics", "Network", "NotFoundError", "Provenance", "SparseCortexError", "Store", "Weights", "evaluate",
    "hidden_activations", "logits", "predict", "read", "to_torch",
]  # fmt: skip
