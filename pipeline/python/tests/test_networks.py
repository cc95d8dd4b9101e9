"""The table of networks, against the table of accuracies that the project itself writes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest

from sparse_cortex import FormatError, NotFoundError, Store

# What a table has only where one of its networks has it (artifacts/FORMAT.md, `accuracy`).
SILENT = {
    "wiring", "recurrent_weights", "initial_weights", "weight_spread", "weight_gain", "input_fraction", "readout_fraction",
    "input_group", "readout_group", "group_gains",
}  # fmt: skip
RESULTS = ["epoch", "test_accuracy", "test_loss", "path", "weights", "metrics", "activations", "measures"]


@pytest.fixture(scope="session")
def records(store: Store) -> pd.DataFrame:
    """/records of figure 2, read without the package."""
    with h5py.File(store.root / "figures/smoke/figure2/accuracy.h5") as file:
        columns = {name: item.asstr()[:] if item.dtype == object else item[:] for name, item in file["records"].items()}
    return pd.DataFrame(columns)


def test_conditions_and_accuracies_are_those_of_the_projects_own_table(store: Store, records: pd.DataFrame) -> None:
    networks = store.networks()
    conditions = [name for name in networks if name not in RESULTS]
    measured = {"epoch", "ends_training", "test_accuracy", "test_loss", "mean_abs_gradient"}
    assert set(conditions) - SILENT == set(records.columns) - measured
    for _, record in records.iterrows():
        wanted = {name: None if name in SILENT or record[name] != record[name] else record[name] for name in conditions}
        accuracy = store.network(**wanted).accuracy().loc[record["epoch"]]
        assert accuracy["test_accuracy"] == record["test_accuracy"]
        assert accuracy["test_loss"] == record["test_loss"]
        np.testing.assert_allclose(accuracy["mean_abs_gradient"], record["mean_abs_gradient"], rtol=1e-6)
    assert len(records) >= 12


def test_wirings_of_figure_x3_are_a_column(store: Store) -> None:
    distance = store.networks(
        wiring="distance, length 0.1, dimensions 2, decay exponential, periodic true, self-connections false"
    )
    assert len(distance) == 12  # two sizes, three seeds, with and without Dale's principle
    assert all("-distance-self-connections-no/" in path for path in distance["path"])
    assert store.networks(wiring=None)["wiring"].isna().all() and len(store.networks(wiring=None)) > 100


def test_a_row_has_the_last_evaluation_and_all_files(store: Store) -> None:
    networks = store.networks()
    for _, row in networks[networks["seed"] == 0].iterrows():
        network = store.network(row["path"])
        if not row["metrics"]:  # drawn, never trained
            assert np.isnan(row["test_accuracy"]) and network.epochs == [0]
            continue
        last = network.accuracy().iloc[-1]
        assert (row["epoch"], row["test_accuracy"], row["test_loss"]) == (last.name, last["test_accuracy"], last["test_loss"])
        files = {str(path) for path in (store.root / row["path"]).glob("*.h5") if not path.name.startswith("state")}
        snapshots = {str(file.path) for file in network.of_kind("weights")}
        assert {*row["metrics"], *row["activations"], *row["measures"]} | snapshots == files
        assert row["weights"] in snapshots and network.snapshot().epoch == max(network.epochs)
    assert networks["path"].is_unique


def test_filters(store: Store) -> None:
    networks = store.networks()
    assert set(networks["density"]) >= {0.1, 1.0}
    pd.testing.assert_frame_equal(
        store.networks(density=0.1, dataset="mnist"), networks[networks["density"] == 0.1].reset_index(drop=True)
    )
    assert set(store.networks(hidden_nodes=[32, 64])["hidden_nodes"]) == {32, 64}
    assert set(store.networks(hidden_nodes=range(33, 65))["hidden_nodes"]) <= set(range(33, 65))
    assert (store.networks(test_accuracy=lambda a: a > 0.1)["test_accuracy"] > 0.1).all()
    # Connections between all nodes are not drawn.
    assert set(store.networks(mask_seed=None)["density"]) == {1.0}
    assert store.networks(inhibitory_fraction=None)["inhibitory_fraction"].isna().all()
    nothing = store.networks(density=0.2, seed=0)
    assert nothing.empty and list(nothing) == list(networks)
    with pytest.raises(TypeError, match="'sparsity' is not a column; columns are dataset, network"):
        store.networks(sparsity=0.1)


def test_one_network_is_found_in_several_ways(store: Store) -> None:
    path = store.networks()["path"][0]
    same = [store.network(path), store.network(store.root / path), store.network(store.networks()["weights"][0])]
    assert {network.path for network in same} == {path}
    with pytest.raises(NotFoundError, match=r"networks match density=0.1, not one; there are .*seed 0, 1, 2"):
        store.network(density=0.1)
    with pytest.raises(NotFoundError, match="0 networks match density=0.2, not one; there are .*density 0.1, .*1.0"):
        store.network(density=0.2)
    with pytest.raises(NotFoundError, match="runs/none: is neither in"):
        store.network("runs/none")


def test_steps_are_counted_through_segments(store: Store) -> None:
    network = next(n for n in store.each() if len(n.of_kind("metrics")) > 1)
    steps = network.steps()
    in_epoch = -(-network.conditions["training_images"] // network.conditions["batch"])
    assert list(steps.index) == list(range(len(steps)))
    assert steps.groupby("epoch").size().unique().tolist() == [in_epoch]
    with h5py.File(network.of_kind("metrics")[-1].path) as file:
        assert steps["train_loss"].iloc[-1] == file["train/loss"][-1]
    means = steps.astype(float).groupby("epoch")["train_loss"].mean()
    np.testing.assert_allclose(network.accuracy()["train_loss"].dropna(), means)


def small_store(store: Store, folder: Path, at_least: int = 1) -> Store:
    """A store with one network and the objects behind its links."""
    network = next(n for n in store.each() if len(n.of_kind("metrics")) >= at_least)
    for file in network.files:
        target = folder / file.path.resolve().relative_to(store.root.resolve())
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.path, target)
        link = folder / file.path.relative_to(store.root)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(os.path.relpath(target, link.parent))
    return Store(folder)


def test_a_link_that_leads_nowhere_is_said_and_left_out(store: Store, tmp_path: Path) -> None:
    small = small_store(store, tmp_path)
    network = small.network()
    gone = network.of_kind("weights")[-1].path
    target = gone.resolve()
    target.unlink()
    with pytest.warns(UserWarning, match=f"{gone.name}: leads to .* which is missing; make repair"):
        assert len(small.networks()) == 1
    with pytest.raises(NotFoundError, match="make repair"):
        network.weights()
    (tmp_path / "dropped").mkdir()
    (tmp_path / "dropped" / target.stem).touch()
    with pytest.raises(NotFoundError, match="was dropped to save space; make restore"):
        network.weights()


def test_segments_of_different_trainings_are_refused(store: Store, tmp_path: Path) -> None:
    small = small_store(store, tmp_path)
    network = small.network()
    first = network.of_kind("metrics")[0].path
    other = first.with_name("metrics-other.h5")
    shutil.copyfile(first, other)
    assert small.network().accuracy().equals(network.accuracy())
    with h5py.File(other, "r+") as file:
        file["test/accuracy"][0] = 0.99
    # What is not an object may change, so it is not remembered.
    with pytest.raises(FormatError, match="epoch: other numbers than in an earlier segment"):
        small.network().accuracy()


def test_a_condition_that_is_new_becomes_a_column(store: Store, tmp_path: Path) -> None:
    small = small_store(store, tmp_path)
    for path in tmp_path.glob("objects/*/*"):
        with h5py.File(path, "r+") as file:
            file.attrs["wiring"] = "distance"
    table = Store(tmp_path).networks(wiring="distance")
    assert len(table) == 1 and list(table.columns[18:20]) == ["wiring", "epoch"]


def test_what_is_not_a_store_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotFoundError, match="is not a store .*make figure2"):
        Store(tmp_path)
    (tmp_path / "objects").mkdir()
    monkeypatch.setenv("SPARSE_CORTEX_STORE", str(tmp_path))
    assert Store().root == tmp_path
    assert Store().networks().empty
