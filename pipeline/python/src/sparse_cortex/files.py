"""Files of one kind each, wherever they lie: `Weights.read(path)` and so on. N: hidden nodes; post = row."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pandas as pd
import scipy.sparse as sp

from ._hdf5 import Array, Attributes, PathLike, array, attributes, matrix, opened, table
from .datasets import Dataset
from .errors import FormatError


def _count(path: PathLike, root: Attributes, name: str) -> int:
    value = root.get(name)
    if not isinstance(value, int):
        raise FormatError(path, f"attribute {name}", f"is {value!r}, but a whole number was expected")
    return value


@dataclass(frozen=True)
class Weights:
    """A snapshot of a network: all that it takes to compute with it. Numbers are float32, without units."""

    path: Path
    attributes: Attributes = field(repr=False)
    #: From hidden node to hidden node, [post, pre], as stored: CSR, or an array where all pairs are connected. In a
    #: feedforward network they lead from the first hidden layer to the second.
    recurrent_weights: sp.csr_array[Any] | Array = field(repr=False)
    input_weights: Array = field(repr=False)  #: [node, input]
    input_biases: Array = field(repr=False)  #: [node]
    recurrent_biases: Array = field(repr=False)  #: [node]
    readout_weights: Array = field(repr=False)  #: [class, node]
    readout_biases: Array = field(repr=False)  #: [class]
    #: [node], True for inhibitory ones; None without Dale's principle.
    inhibitory_nodes: Array | None = field(repr=False)

    @classmethod
    def read(cls, path: PathLike) -> Weights:
        """Raises NotFoundError, FormatError."""
        with opened(path, "weights") as file:
            root = attributes(file)
            nodes = _count(path, root, "hidden_nodes")
            inhibitory = array(file, "inhibitory_nodes", (nodes,)) if "inhibitory_nodes" in file else None
            return cls(
                path=Path(path),
                attributes=root,
                recurrent_weights=matrix(file, "recurrent_weights", nodes),
                input_weights=array(file, "input_weights", (nodes, None)),
                input_biases=array(file, "input_biases", (nodes,)),
                recurrent_biases=array(file, "recurrent_biases", (nodes,)),
                readout_weights=array(file, "readout_weights", (None, nodes)),
                readout_biases=array(file, "readout_biases", (None,)),
                inhibitory_nodes=None if inhibitory is None else inhibitory == 1,
            )

    @property
    def epoch(self) -> int:
        """Epochs that were finished."""
        return _count(self.path, self.attributes, "epoch")

    @property
    def matrix(self) -> sp.csr_array[Any]:
        """The recurrent weights as CSR [post, pre], at every density; `nnz` is the number of connections.

        A connection of weight 0 (by Dale's principle, or outside the mask that a network started on) stays an entry.
        """
        return as_csr(self.recurrent_weights)


def as_csr(weights: sp.csr_array[Any] | Array) -> sp.csr_array[Any]:
    """An array [post, pre] as CSR with an entry for every pair, zeros too; what is CSR stays as it is."""
    if not isinstance(weights, np.ndarray):
        return weights
    nodes = len(weights)
    width = np.int32 if weights.size <= np.iinfo(np.int32).max else np.int64
    pre = np.tile(np.arange(nodes, dtype=width), nodes)
    starts = np.arange(0, weights.size + 1, nodes, dtype=width)
    return sp.csr_array((weights.ravel(), pre, starts), shape=weights.shape)


@dataclass(frozen=True)
class Activations:
    """The hidden nodes at the last time step, for the whole test set in its order."""

    path: Path
    attributes: Attributes = field(repr=False)
    values: Array = field(repr=False)  #: float32 [node, image]
    labels: Array = field(repr=False)  #: uint8 [image]

    @classmethod
    def read(cls, path: PathLike) -> Activations:
        """Raises NotFoundError, FormatError."""
        with opened(path, "activations") as file:
            root = attributes(file)
            shape = (_count(path, root, "hidden_nodes"), _count(path, root, "test_images"))
            values, labels = array(file, "activations", shape), array(file, "labels", shape[1:])
            return cls(Path(path), root, values, labels)


@dataclass(frozen=True)
class Measure:
    """What was measured of one network (artifacts/FORMAT.md, kind `measures`; docs/measures.md)."""

    path: Path
    attributes: Attributes = field(repr=False)
    name: str
    settings: Attributes
    tables: dict[str, pd.DataFrame] = field(repr=False)  #: all tables, by name; their columns as in FORMAT.md
    sources: pd.DataFrame = field(repr=False)  #: title (role) and digest of what was measured

    @classmethod
    def read(cls, path: PathLike) -> Measure:
        """Raises NotFoundError, FormatError."""
        with opened(path, "measures") as file:
            if "tables" not in file or "settings" not in file:
                raise FormatError(path, "/tables and /settings", "were expected, one of them is missing")
            tables = {name: table(file, f"tables/{name}") for name in file["tables"]}
            for name, wanted in {
                "values": ["quantity", "units", "number"],
                "curves": ["quantity", "units", "lower", "upper", "number"],
            }.items():
                if name not in tables or not set(wanted) <= set(tables[name]):
                    raise FormatError(path, f"/tables/{name}", f"has not the columns {', '.join(wanted)}")
                tables[name] = tables[name][wanted]
            root = attributes(file)
            settings = attributes(file["settings"])
            return cls(Path(path), root, str(root.get("measure")), settings, tables, table(file, "sources"))

    @property
    def values(self) -> pd.Series[float]:
        """A number for each quantity; `units` has theirs."""
        values = self.tables["values"]
        return pd.Series(values["number"].to_numpy(), index=pd.Index(values["quantity"], name="quantity"), name=self.name)

    @property
    def units(self) -> pd.Series[str]:
        """The units of each quantity, of `values` and of `curves`."""
        both = pd.concat([self.tables["values"], self.tables["curves"]])[["quantity", "units"]].drop_duplicates("quantity")
        return pd.Series(both["units"].to_numpy(), index=pd.Index(both["quantity"], name="quantity"), name="units")

    @property
    def curves(self) -> pd.DataFrame:
        """Columns quantity, units, lower, upper, number: a number for each bin, or place where both edges are equal."""
        return self.tables["curves"].copy()


@dataclass(frozen=True)
class Metrics:
    """One segment of a training."""

    path: Path
    attributes: Attributes = field(repr=False)
    #: By epoch: test_accuracy (fraction), test_loss (nat).
    evaluations: pd.DataFrame = field(repr=False)
    #: By step, counted from the start of training: epoch, train_loss and mean_abs_gradient (nat, float32).
    steps: pd.DataFrame = field(repr=False)

    @classmethod
    def read(cls, path: PathLike) -> Metrics:
        """Raises NotFoundError, FormatError."""
        with opened(path, "metrics") as file:
            root = attributes(file)
            loss = array(file, "train/loss", (None,))
            step = np.arange(len(loss)) + _count(path, root, "first_step")
            in_epoch = -(-_count(path, root, "train_images") // _count(path, root, "batch"))
            steps = pd.DataFrame(
                {
                    "epoch": step // in_epoch + 1,
                    "train_loss": loss,
                    "mean_abs_gradient": array(file, "train/mean_abs_gradient", loss.shape),
                },
                index=pd.Index(step, name="step"),
            )
            return cls(Path(path), root, _evaluations(file), steps)


def _evaluations(file: h5py.File) -> pd.DataFrame:
    epochs = array(file, "test/epoch", (None,))
    columns = {f"test_{name}": array(file, f"test/{name}", epochs.shape) for name in ("accuracy", "loss")}
    return pd.DataFrame(columns, index=pd.Index(epochs, name="epoch"))


def read_evaluations(path: PathLike) -> pd.DataFrame:
    """The evaluations of a segment, without its steps. Raises NotFoundError, FormatError."""
    with opened(path, "metrics") as file:
        return _evaluations(file)


@dataclass(frozen=True)
class Mask:
    """Which hidden nodes are connected."""

    path: Path
    attributes: Attributes = field(repr=False)
    matrix: sp.csr_array[Any] = field(repr=False)  #: CSR [post, pre]; every entry is a connection

    @classmethod
    def read(cls, path: PathLike) -> Mask:
        """Raises NotFoundError, FormatError."""
        with opened(path, "mask") as file:
            root = attributes(file)
            mask = as_csr(matrix(file, "mask", _count(path, root, "hidden_nodes")))
            mask.eliminate_zeros()  # masks from elsewhere may store them
            return cls(Path(path), root, mask)


READERS: dict[str, Any] = {
    "weights": Weights,
    "activations": Activations,
    "measures": Measure,
    "metrics": Metrics,
    "dataset": Dataset,
    "mask": Mask,
}


def read(path: PathLike) -> Weights | Activations | Measure | Metrics | Dataset | Mask:
    """Any file of these kinds. Raises NotFoundError, FormatError."""
    with opened(path) as file:
        kind = str(file.attrs["kind"])
    if kind not in READERS:
        raise FormatError(path, "attribute kind", f"is {kind!r}, but one of {', '.join(READERS)} was expected")
    result: Weights | Activations | Measure | Metrics | Dataset | Mask = READERS[kind].read(path)
    return result
