"""HDF5 files of the project, read strictly: whatever is missing or of another shape is named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import h5py
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from .errors import FormatError, NotFoundError

Array: TypeAlias = npt.NDArray[Any]
Attributes: TypeAlias = dict[str, Any]
PathLike: TypeAlias = str | os.PathLike[str]


@contextmanager
def opened(path: PathLike, *kinds: str) -> Iterator[h5py.File]:
    """The file, if it is of one of these kinds (of any, if none is named)."""
    if not Path(path).exists():
        raise NotFoundError(missing(path))
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise FormatError(path, "file", f"cannot be read as HDF5 ({error})") from error
    with file:
        kind = file.attrs.get("kind")
        if not isinstance(kind, str):
            raise FormatError(path, "attribute kind", "is missing; give a file that sparse-cortex wrote")
        if kinds and kind not in kinds:
            raise FormatError(path, "attribute kind", f"is {kind!r}, but {' or '.join(kinds)} was expected")
        yield file


def missing(path: PathLike) -> str:
    """Why a path leads nowhere, and what to do."""
    path = Path(path)
    if not path.is_symlink():
        return f"{path}: there is no such file"
    target = Path(os.path.realpath(path))
    if (target.parent.parent.parent / "dropped" / target.stem).exists():
        return f"{path}: was dropped to save space; make restore computes it again"
    return f"{path}: leads to {target}, which is missing; make repair computes it again"


def attributes(item: Any) -> Attributes:
    """All attributes, as Python's int, float and str."""
    return {name: value.item() if isinstance(value, np.generic) else value for name, value in item.attrs.items()}


def array(file: h5py.File, name: str, shape: Sequence[int | None] | None = None) -> Array:
    """A dataset; `shape` may have None for lengths that are free."""
    item = file.get(name)
    if not isinstance(item, h5py.Dataset):
        raise FormatError(file.filename, f"/{name}", "is missing, an array was expected")
    if shape is not None and (
        len(shape) != item.ndim or any(w is not None and w != g for w, g in zip(shape, item.shape))
    ):
        wanted = ", ".join("any" if length is None else str(length) for length in shape)
        raise FormatError(file.filename, f"/{name}", f"has shape {list(item.shape)}, but [{wanted}] was expected")
    values: Array = item.asstr()[()] if h5py.check_string_dtype(item.dtype) else item[()]
    return values


def matrix(file: h5py.File, name: str, nodes: int) -> sp.csr_array[Any] | Array:
    """A square matrix [post, pre] as it is stored: a CSR matrix, or an array where all nodes are connected."""
    item = file.get(name)
    if isinstance(item, h5py.Dataset):
        return array(file, name, (nodes, nodes))
    if item is None or item.attrs.get("encoding-type") != "csr_matrix":
        raise FormatError(
            file.filename, f"/{name}", "is neither an array nor a group with encoding-type csr_matrix"
        )
    if tuple(item.attrs.get("shape", ())) != (nodes, nodes):
        raise FormatError(
            file.filename, f"/{name}", f"has shape {item.attrs.get('shape')}, but [{nodes}, {nodes}] was expected"
        )
    starts = array(file, f"{name}/indptr", (nodes + 1,))
    columns = array(file, f"{name}/indices", (int(starts[-1]),))
    values = array(file, f"{name}/data", (int(starts[-1]),))
    if (np.diff(starts) < 0).any() or (columns.size and not 0 <= columns.min() <= columns.max() < nodes):
        raise FormatError(file.filename, f"/{name}", f"has columns that are not below {nodes}, or rows out of order")
    return sp.csr_array((values, columns, starts), shape=(nodes, nodes))


def table(file: h5py.File, name: str) -> pd.DataFrame:
    """A group of arrays of one length, its columns."""
    group = file.get(name)
    if not isinstance(group, h5py.Group):
        raise FormatError(file.filename, f"/{name}", "is missing, a table was expected")
    columns = {column: array(file, f"{name}/{column}") for column in group}
    if len({len(values) for values in columns.values()}) > 1:
        raise FormatError(file.filename, f"/{name}", "has columns of different lengths")
    return pd.DataFrame(columns)
