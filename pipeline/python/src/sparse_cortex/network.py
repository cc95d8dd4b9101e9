"""A network of a store: its training, snapshots, activations and measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import scipy.sparse as sp

from ._hdf5 import Attributes
from .datasets import Dataset
from .errors import FormatError, NotFoundError
from .files import Activations, Measure, Metrics, Weights

if TYPE_CHECKING:
    from .provenance import Provenance
    from .store import Store


@dataclass(frozen=True)
class File:
    """A file of a network, known by its root attributes."""

    path: Path
    attributes: Attributes

    @property
    def kind(self) -> str:
        return str(self.attributes["kind"])

    @property
    def epoch(self) -> int:
        return int(self.attributes.get("epoch", -1))


@dataclass(frozen=True)
class Network:
    """All files of one folder below `runs/` that have the same conditions. Files are read when they are asked for."""

    store: Store = field(repr=False)
    #: The folder, relative to the store.
    path: str
    #: What distinguishes it from others, by the names of columns; what it does not have is left out.
    conditions: Attributes = field(repr=False)
    files: tuple[File, ...] = field(repr=False)

    def of_kind(self, kind: str, measure: str | None = None) -> list[File]:
        """Its files of a kind, by epoch and path."""
        chosen = [f for f in self.files if f.kind == kind and measure in (None, f.attributes.get("measure"))]
        return sorted(chosen, key=lambda file: (file.epoch, file.path))

    def _at(self, kind: str, epoch: int | None, measure: str | None = None) -> Path:
        files = self.of_kind(kind, measure)
        what = measure or kind
        if not files:
            others = sorted({f.attributes["measure"] for f in self.files if f.kind == "measures"})
            known = f"; its measures are {', '.join(others)}" if measure and others else ""
            advice = "analyze makes them" if kind in ("activations", "measures") else "train makes them"
            raise NotFoundError(f"{self.path}: has no {what}{known}; {advice}")
        chosen = files[-1].epoch if epoch is None else epoch
        there = [file for file in files if file.epoch == chosen]
        if not there:
            epochs = ", ".join(str(e) for e in sorted({file.epoch for file in files}))
            raise NotFoundError(f"{self.path}: has no {what} after epoch {epoch}, only after {epochs}")
        if len({file.path.resolve() for file in there}) > 1 and measure:
            paths = ", ".join(str(file.path) for file in there)
            raise NotFoundError(f"{self.path}: has several {what} after epoch {chosen}; read one: Measure.read of {paths}")
        return there[0].path

    @property
    def epochs(self) -> list[int]:
        """Epochs after which there is a snapshot of the weights."""
        return sorted({file.epoch for file in self.of_kind("weights")})

    def snapshot(self, epoch: int | None = None) -> Weights:
        """All parameters after an epoch, the last if None. Raises NotFoundError, FormatError."""
        return Weights.read(self._at("weights", epoch))

    def weights(self, epoch: int | None = None) -> sp.csr_array[Any]:
        """Recurrent weights after an epoch (the last if None): CSR, float32 [post, pre], at density 1 as well.

        Every connection is an entry, also those of weight 0. A dense matrix takes 8 bytes a connection as CSR; for large ones
        `snapshot(epoch).recurrent_weights` is the plain array. Raises NotFoundError, FormatError.
        """
        return self.snapshot(epoch).matrix

    def activations(self, epoch: int | None = None) -> Activations:
        """Hidden nodes at the last time step, [node, image]. Raises NotFoundError, FormatError."""
        return Activations.read(self._at("activations", epoch))

    def measure(self, name: str, epoch: int | None = None) -> Measure:
        """What was measured under a name such as `sparsity`, of the last epoch for which it was, if None.

        Raises NotFoundError, FormatError.
        """
        return Measure.read(self._at("measures", epoch, name))

    @property
    def measures(self) -> list[tuple[str, int]]:
        """Name and epoch of all that was measured."""
        return sorted({(str(f.attributes["measure"]), f.epoch) for f in self.of_kind("measures")})

    def dataset(self) -> Dataset:
        """What it was trained on. Raises NotFoundError, FormatError."""
        return self.store.dataset(str(self.conditions.get("dataset")))

    def history(self, epoch: int | None = None) -> Provenance:
        """What a snapshot (the last if None) was computed from, back to the raw data."""
        return self.store.history(self._at("weights", epoch))

    def accuracy(self) -> pd.DataFrame:
        """By epoch (0: before training): test_accuracy (fraction), test_loss (nat), and, over the epoch's steps, the means
        train_loss and mean_abs_gradient (nat; NaN before training). Raises NotFoundError, FormatError."""
        segments = self._segments()
        evaluations = _joined((s.path, s.evaluations) for s in segments)
        over_epochs = _joined((s.path, s.steps) for s in segments).astype("float64").groupby("epoch").mean()
        over_epochs.index = over_epochs.index.astype("int64")
        return evaluations.join(over_epochs)

    def steps(self) -> pd.DataFrame:
        """By step (from 0): epoch (from 1), train_loss and mean_abs_gradient (nat). Raises NotFoundError, FormatError."""
        return _joined((s.path, s.steps) for s in self._segments())

    def _segments(self) -> list[Metrics]:
        self._at("metrics", None)
        return [Metrics.read(file.path) for file in self.of_kind("metrics")]


def _joined(segments: Iterable[tuple[Path, pd.DataFrame]]) -> pd.DataFrame:
    """Segments as one table; where they overlap, they must agree."""
    whole: pd.DataFrame | None = None
    for path, part in segments:
        if whole is None:
            whole = part
            continue
        shared = whole.index.intersection(part.index)
        if not whole.loc[shared].equals(part.loc[shared]):
            raise FormatError(
                path, str(part.index.name), "other numbers than in an earlier segment: they are not of one training"
            )
        whole = pd.concat([whole, part.drop(shared)]).sort_index()
    assert whole is not None
    return whole
