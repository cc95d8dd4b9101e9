"""What distinguishes networks: the root attributes of their files, as columns of tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ._hdf5 import Attributes

# Columns in the order of the project's tables, with what these hold where a network has none (artifacts/FORMAT.md, `accuracy`).
_COLUMNS: dict[str, Any] = {
    "dataset": "",
    "network": "",
    "nonlinearity": "",
    "hidden_nodes": -1,
    "density": math.nan,
    "connections": -1,
    "seed": -1,
    "mask_seed": -1,
    "inhibitory_fraction": math.nan,
    "inhibitory_scale": math.nan,
    "inhibitory_drawing": "none",
    "dale_enforced": 0,
    "start_density": math.nan,
    "learning_rate": math.nan,
    "batch": -1,
    "training_images": -1,
    "per_class": 0,
    "test_images": -1,
}
_RENAMED = {"train_images": "training_images"}
# Root attributes that say something of a file, or of where a training was, not of the network. All others are conditions, so
# that one which is added to the format becomes a column.
_NOT_CONDITIONS = {
    "kind", "title", "format-version", "measure", "epoch", "step", "first_step", "from_epoch", "to_epoch", "stopped",
    "position", "mask", "best_test_loss", "best_test_loss_epoch", "best_test_accuracy", "best_test_accuracy_epoch",
}  # fmt: skip


def conditions(attributes: Attributes) -> Attributes:
    """The conditions among the root attributes of a file, under the names of columns; absent ones are left out."""
    return {_RENAMED.get(k, k): v for k, v in attributes.items() if k not in _NOT_CONDITIONS}


def columns(of_networks: list[Attributes]) -> list[str]:
    """The columns of a table of these networks: those that every table has, then whatever else occurs."""
    others = {name for network in of_networks for name in network} - set(_COLUMNS)
    return [*_COLUMNS, *sorted(others)]


def cell(network: Mapping[str, Any], column: str) -> Any:
    """The value of a column, or what tables hold where there is none."""
    return network.get(column, _COLUMNS.get(column))


def is_absent(column: str, value: Any) -> bool:
    """Whether a cell says that the network has no such condition (no Dale's principle, no start density, …)."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return column in _COLUMNS and bool(value == _COLUMNS[column])
