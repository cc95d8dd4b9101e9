"""What networks are trained and tested on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from ._hdf5 import Array, PathLike, array, attributes, opened
from .errors import FormatError


@dataclass(frozen=True)
class Examples:
    """The training or the test half of a dataset."""

    #: As stored: uint8 [image, row, column], [image, row, channel, column], or float32 [series, step, channel].
    values: Array = field(repr=False)
    labels: Array = field(repr=False)  #: uint8 [example]
    scale: tuple[float, float] | None  #: mean and standard deviation of v / 255, where images have a scale of their own

    def __len__(self) -> int:
        return len(self.labels)

    def inputs(self, first: int | None = None) -> Array:
        """What networks read of the (first) examples: float32 [example, step, input]."""
        values = self.values[:first]
        values = values.reshape(len(values), values.shape[1], -1)
        if values.dtype != np.uint8:
            return values.astype(np.float32)
        inputs: Array = values.astype(np.float32) / np.float32(255)
        if self.scale is not None:
            inputs = (inputs - np.float32(self.scale[0])) / np.float32(self.scale[1])
        return inputs


@dataclass(frozen=True)
class Dataset:
    """Examples to train and to test on; each half is read when it is first asked for."""

    path: Path
    name: str
    title: str
    class_names: list[str]

    @classmethod
    def read(cls, path: PathLike) -> Dataset:
        """Raises NotFoundError, FormatError."""
        with opened(path, "dataset") as file:
            root = attributes(file)
            for name in ("name", "title"):
                if not isinstance(root.get(name), str):
                    raise FormatError(path, f"attribute {name}", "is missing")
            return cls(Path(path), root["name"], root["title"], list(array(file, "class_names")))

    @cached_property
    def train(self) -> Examples:
        return self._half("train")

    @cached_property
    def test(self) -> Examples:
        return self._half("test")

    def _half(self, half: str) -> Examples:
        with opened(self.path, "dataset") as file:
            name = next((n for n in ("images", "series") if f"{half}/{n}" in file), None)
            if name is None:
                raise FormatError(self.path, f"/{half}", "has neither images nor series")
            values, own = array(file, f"{half}/{name}"), attributes(file[f"{half}/{name}"])
            if ("mean" in own) != ("standard_deviation" in own):
                raise FormatError(self.path, f"/{half}/{name}", "has one of mean and standard_deviation, but not both")
            scale = (own["mean"], own["standard_deviation"]) if "mean" in own else None
            return Examples(values, array(file, f"{half}/labels", values.shape[:1]), scale)
