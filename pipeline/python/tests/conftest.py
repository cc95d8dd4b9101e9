"""A store made by `make figure2 PROFILE=smoke` (or better `make paper PROFILE=smoke`), and files made up here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest

from sparse_cortex import Store

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def store() -> Store:
    path = os.environ.get("SPARSE_CORTEX_TEST_STORE")
    if not path:
        pytest.skip("SPARSE_CORTEX_TEST_STORE names no store; make one: make paper PROFILE=smoke")
    return Store(path)


@pytest.fixture
def dense_weights(tmp_path: Path) -> Iterator[h5py.File]:
    """A file of weights of three nodes, all connected, with a weight that is zero; tests may change it."""
    with h5py.File(tmp_path / "weights-e1.h5", "w") as file:
        file.attrs.update({"kind": "weights", "network": "rnn", "nonlinearity": "relu", "hidden_nodes": 3, "epoch": 1})
        file["recurrent_weights"] = np.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]], np.float32)
        file["input_weights"] = np.ones((3, 2), np.float32)
        file["input_biases"] = np.zeros(3, np.float32)
        file["recurrent_biases"] = np.zeros(3, np.float32)
        file["readout_weights"] = np.ones((2, 3), np.float32)
        file["readout_biases"] = np.zeros(2, np.float32)
        yield file
