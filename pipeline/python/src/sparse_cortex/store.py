"""The store of artifacts that `make` fills (artifacts/FORMAT.md)."""

from __future__ import annotations

import hashlib
import os
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import h5py
import numpy as np
import pandas as pd

from ._hdf5 import Attributes, PathLike, attributes, missing
from .conditions import cell, columns, conditions, is_absent
from .datasets import Dataset
from .errors import DamagedError, FormatError, NotFoundError
from .files import read_evaluations
from .network import File, Network
from .provenance import Provenance, Recipes

_Read = TypeVar("_Read")
_OBJECT = re.compile(r"([0-9a-f]{64})\.[A-Za-z0-9.]+")
_KINDS = ("weights", "metrics", "activations", "measures")


class Store:
    """A store, which is only read.

    `path` is its folder; without it, that of the environment variable SPARSE_CORTEX_STORE, or `artifacts`. Raises NotFoundError
    where there is none. What was read of an immutable object is remembered; links are looked at anew by each call.
    """

    def __init__(self, path: PathLike | None = None) -> None:
        self.root = Path(path or os.environ.get("SPARSE_CORTEX_STORE") or "artifacts")
        if not (self.root / "objects").is_dir():
            raise NotFoundError(
                f"{self.root}: is not a store (it has no objects/): name the folder that make figure2 filled, here or in "
                "SPARSE_CORTEX_STORE"
            )
        self._attributes: dict[Path, Attributes] = {}
        self._evaluations: dict[Path, pd.DataFrame] = {}

    def __repr__(self) -> str:
        return f"Store({str(self.root)!r})"

    # Networks

    def networks(self, **filters: Any) -> pd.DataFrame:
        """A row for each network below `runs/`, a column for each condition, as in the project's tables, and then:

        epoch, test_accuracy (fraction), test_loss (nat): the last evaluation;
        path: the folder, relative to the store, for `network`;
        weights: the last snapshot's file, if there is one;
        metrics, activations, measures: tuples of files.

        Where a network has no such condition, cells are as in tables: mask_seed −1, inhibitory_drawing "none", dale_enforced
        and per_class 0, others NaN.

        `filters` are columns and what they must be: a value, a list, range or set of values, None (the network has no such
        condition), or a function of the cell: `networks(density=0.1, hidden_nodes=lambda n: n > 100, start_density=None)`.
        Raises TypeError for what is not a column, FormatError.
        """
        found = list(self._networks())
        names = columns([network.conditions for network in found])
        rows = [[cell(n.conditions, name) for name in names] + self._results(n) for n in found]
        results = ["epoch", "test_accuracy", "test_loss", "path", "weights", "metrics", "activations", "measures"]
        table = pd.DataFrame(rows, columns=[*names, *results]).astype({"epoch": "Int64"})
        for name, wanted in filters.items():
            if name not in table:
                raise TypeError(f"{name!r} is not a column; columns are {', '.join(table.columns)}")
            # As an array of truth values also where it is empty: an empty list would choose no columns.
            table = table[np.array([_matches(name, value, wanted) for value in table[name]], dtype=bool)]
        order = [name for name in names if name not in ("connections", "seed", "mask_seed")]
        return table.sort_values([*order, "seed", "mask_seed", "path"]).reset_index(drop=True)

    def _results(self, network: Network) -> list[Any]:
        evaluations = pd.DataFrame()
        for file in network.of_kind("metrics"):
            of_segment = self._remembered(self._evaluations, file.path, read_evaluations)
            # An empty segment follows the end of training.
            if not of_segment.empty:
                evaluations = of_segment
        last = [pd.NA, float("nan"), float("nan")]
        if not evaluations.empty:
            last = [evaluations.index[-1], *evaluations.iloc[-1].tolist()]
        files = {kind: tuple(str(file.path) for file in network.of_kind(kind)) for kind in _KINDS}
        snapshot = files.pop("weights")[-1:]
        return [*last, network.path, snapshot[0] if snapshot else None, *files.values()]

    def network(self, path: PathLike | None = None, **filters: Any) -> Network:
        """The network of a folder (as in the column `path`, or a path to it or to a file in it), or the only one that filters
        of `networks` match. Raises NotFoundError, and says what is there."""
        if path is not None:
            folder = self._folder(path)
            found = list(self._networks(folder))
            if not found:
                raise NotFoundError(f"{path}: has no networks; see the column path of store.networks()")
            if filters:
                chosen = self.networks(**filters)
                found = [n for n in found if n.path in set(chosen["path"])]
            if len(found) != 1:
                raise NotFoundError(f"{path}: has {len(found)} networks; name the folder of one")
            return found[0]
        table = self.networks(**filters)
        if len(table) == 1:
            return self.network(table["path"][0])
        wanted = ", ".join(f"{name}={value!r}" for name, value in filters.items()) or "no filter"
        everything = self.networks() if table.empty else table
        names = [name for name in everything.columns[: everything.columns.get_loc("epoch")] if name != "connections"]
        differ = [name for name in names if everything[name].map(str).nunique() > 1]
        there = "; ".join(f"{n} {', '.join(map(str, everything[n].drop_duplicates().sort_values()))}" for n in differ)
        raise NotFoundError(f"{self.root}: {len(table)} networks match {wanted}, not one; there are {there}")

    def each(self, **filters: Any) -> Iterator[Network]:
        """The networks that filters match, in the order of `networks`."""
        for path in self.networks(**filters)["path"]:
            yield self.network(path)

    def _folder(self, path: PathLike) -> Path:
        for candidate in (self.root / path, Path(path)):
            if candidate.is_dir():
                return candidate
            if candidate.is_file():
                return candidate.parent
        raise NotFoundError(f"{path}: is neither in {self.root} nor a path; see the column path of store.networks()")

    def _networks(self, folder: Path | None = None) -> Iterator[Network]:
        groups: dict[tuple[str, str], list[File]] = {}
        lost = []
        for path in sorted((folder or self.root / "runs").rglob("*.h5")):
            if not path.exists():
                lost.append(path)
                continue
            own = self._attributes_of(path)
            if own["kind"] in _KINDS:
                key = (os.path.relpath(path.parent, self.root), repr(sorted(conditions(own).items())))
                groups.setdefault(key, []).append(File(path, own))
        if lost:
            also = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
            warnings.warn(f"{missing(lost[0])}{also}", stacklevel=4)
        for (name, _), files in groups.items():
            yield Network(self, name, conditions(files[0].attributes), tuple(files))

    def _attributes_of(self, path: Path) -> Attributes:
        def read(path: Path) -> Attributes:
            try:
                with h5py.File(path, "r") as file:
                    kind = file.attrs.get("kind")
                    # Of states, a quarter of all files, nothing else is needed.
                    return attributes(file) if kind in _KINDS else {"kind": kind}
            except OSError as error:
                raise FormatError(path, "file", f"cannot be read as HDF5 ({error}); make verify checks it") from error

        return self._remembered(self._attributes, path, read)

    @staticmethod
    def _remembered(cache: dict[Path, _Read], path: Path, read: Callable[[Path], _Read]) -> _Read:
        """What was read of an object, which never changes; links and other files do."""
        target = path.resolve()
        if not _OBJECT.fullmatch(target.name):
            return read(path)
        if target not in cache:
            cache[target] = read(path)
        return cache[target]

    def dataset(self, name: str) -> Dataset:
        """The dataset of this name, such as `mnist` or `cifar10-jpeg`. Raises NotFoundError, FormatError."""
        path = self.root / "data" / f"{name}.h5"
        if not path.exists():
            there = ", ".join(sorted(p.stem for p in (self.root / "data").glob("*.h5"))) or "none"
            raise NotFoundError(f"{path}: there is no dataset {name!r}; there are: {there}; fetch-data makes others")
        dataset = Dataset.read(path)
        if dataset.name != name:
            raise FormatError(path, "attribute name", f"is {dataset.name!r}, but {name!r} was expected")
        return dataset

    # Objects

    def object(self, path: PathLike) -> Path:
        """The object behind a link (relative to the store or not), its own path, or its digest. Raises NotFoundError."""
        if re.fullmatch("[0-9a-f]{64}", str(path)):
            candidates = list((self.root / "objects" / str(path)[:2]).glob(f"{path}.*"))
        else:
            candidates = [c for c in (self.root / path, Path(path)) if c.is_symlink() or c.exists()]
        if not candidates:
            raise NotFoundError(f"{path}: is neither in {self.root} nor a path; artifacts ls lists what is there")
        target = candidates[0].resolve()
        if not _OBJECT.fullmatch(target.name) or not target.is_relative_to((self.root / "objects").resolve()):
            raise NotFoundError(f"{path}: is not an object of {self.root}, so no digest says what it should be")
        return target

    def verify(self, path: PathLike) -> str:
        """Hashes an object (found as in `object`), and returns its SHA-256.

        Raises DamagedError where the bytes do not have the digest that names it, NotFoundError where they are missing.
        """
        target = self.object(path)
        if not target.exists():
            raise NotFoundError(missing(self.root / path if (self.root / path).is_symlink() else path))
        digest = hashlib.sha256()
        with open(target, "rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != target.name[:64]:
            raise DamagedError(
                f"{target}: is damaged: its SHA-256 is {digest.hexdigest()}, its name says otherwise; make repair computes "
                "it again"
            )
        return digest.hexdigest()

    def history(self, path: PathLike) -> Provenance:
        """What an object (found as in `object`) was computed from, back to raw files. Raises NotFoundError, DamagedError."""
        return Recipes(self.root / "recipes").history(self.object(path).name[:64])


def _matches(column: str, value: Any, wanted: Any) -> bool:
    if wanted is None:
        return is_absent(column, value)
    if callable(wanted):
        return bool(wanted(value))
    if isinstance(wanted, (list, tuple, set, frozenset, range)):
        return any(_matches(column, value, one) for one in wanted)
    return bool(pd.notna(value) and value == wanted)
