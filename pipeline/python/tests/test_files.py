"""Files by themselves, and what is said where one is not as artifacts/FORMAT.md says."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.sparse as sp

from sparse_cortex import Activations, Dataset, FormatError, Mask, Measure, NotFoundError, Store, Weights, read


def test_weights_are_csr_with_an_entry_for_each_connection(store: Store) -> None:
    seen = set()
    for network in store.each(seed=0):
        for epoch in network.epochs:
            weights = network.weights(epoch)
            assert sp.issparse(weights) and weights.format == "csr" and weights.dtype == np.float32
            assert weights.nnz == network.conditions["connections"] and weights.has_canonical_format
            with h5py.File(network.snapshot(epoch).path) as file:
                item = file["recurrent_weights"]
                if isinstance(item, h5py.Dataset):
                    assert np.array_equal(weights.toarray(), item[:])
                else:
                    own = sp.csr_matrix((item["data"][:], item["indices"][:], item["indptr"][:]), item.attrs["shape"])
                    assert (own != weights).nnz == 0
            seen.add(network.conditions["density"])
    assert seen >= {0.1, 1.0}
    with pytest.raises(NotFoundError, match="has no weights after epoch 99, only after "):
        network.weights(99)


def test_the_mask_of_a_network_is_where_its_weights_are(store: Store) -> None:
    for density in (0.1, 1):
        network = next(store.each(density=density))
        digest = next(a.digest for a in network.history() if a.stage == "build-mask")
        mask, weights = Mask.read(store.object(digest)).matrix, network.weights()
        assert np.array_equal(mask.indices, weights.indices) and np.array_equal(mask.indptr, weights.indptr)


def test_a_weight_of_zero_is_an_entry(dense_weights: h5py.File) -> None:
    path = dense_weights.filename
    dense_weights.close()
    weights = Weights.read(path)
    assert weights.matrix.nnz == 9 and weights.matrix.has_canonical_format
    assert weights.matrix[0, 2] == 2 and weights.matrix[2, 0] == 6  # row = post
    assert isinstance(weights.recurrent_weights, np.ndarray) and weights.inhibitory_nodes is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.__delitem__("input_biases"), "/input_biases: is missing, an array was expected"),
        (lambda f: f.attrs.__setitem__("hidden_nodes", 4), r"/recurrent_weights: has shape \[3, 3\], but \[4, 4\] was expected"),
        (lambda f: f.attrs.__delitem__("hidden_nodes"), "attribute hidden_nodes: is None, but a whole number"),
        (lambda f: f.attrs.__setitem__("kind", "metrics"), "attribute kind: is 'metrics', but weights was expected"),
        (lambda f: f.attrs.__delitem__("kind"), "attribute kind: is missing"),
        (lambda f: (f.__delitem__("recurrent_weights"), f.create_group("recurrent_weights")), "/recurrent_weights: is neither an array nor a group"),
    ],
)
def test_what_is_wrong_is_named(dense_weights: h5py.File, change, message: str) -> None:  # type: ignore[no-untyped-def]
    change(dense_weights)
    path = dense_weights.filename
    dense_weights.close()
    with pytest.raises(FormatError, match=f"weights-e1.h5: {message}"):
        Weights.read(path)


def test_columns_of_a_matrix_are_below_its_size(dense_weights: h5py.File) -> None:
    del dense_weights["recurrent_weights"]
    group = dense_weights.create_group("recurrent_weights")
    group.attrs.update({"encoding-type": "csr_matrix", "shape": [3, 3]})
    group["data"], group["indices"], group["indptr"] = np.ones(2, np.float32), np.array([0, 3]), np.array([0, 1, 1, 2])
    path = dense_weights.filename
    dense_weights.close()
    with pytest.raises(FormatError, match="/recurrent_weights: has columns that are not below 3"):
        Weights.read(path)


def test_what_is_no_hdf5_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.h5").write_text("text")
    with pytest.raises(FormatError, match="a.h5: file: cannot be read as HDF5"):
        read(tmp_path / "a.h5")
    with pytest.raises(NotFoundError, match="b.h5: there is no such file"):
        read(tmp_path / "b.h5")


def test_colour_images_are_read_row_by_row_in_their_scale(tmp_path: Path) -> None:
    path = tmp_path / "cifar10.h5"
    values = np.arange(2 * 4 * 3 * 5, dtype=np.uint8).reshape(2, 4, 3, 5)  # [image, row, channel, column]
    with h5py.File(path, "w") as file:
        file.attrs.update({"kind": "dataset", "name": "cifar10", "title": "CIFAR-10"})
        file["class_names"] = ["cat", "dog"]
        for half in ("train", "test"):
            file[f"{half}/images"], file[f"{half}/labels"] = values, np.array([0, 1], np.uint8)
            file[f"{half}/images"].attrs.update({"mean": 0.5, "standard_deviation": 0.25})
    dataset = Dataset.read(path)
    assert dataset.class_names == ["cat", "dog"] and len(dataset.test) == 2
    inputs = dataset.test.inputs()
    assert inputs.shape == (2, 4, 15) and inputs.dtype == np.float32
    # Image 1, row 2, channel 1, column 3 is input 1 · 5 + 3 of step 2.
    assert inputs[1, 2, 8] == (np.float32(values[1, 2, 1, 3]) / np.float32(255) - np.float32(0.5)) / np.float32(0.25)
    assert len(dataset.train.inputs(1)) == 1
    with h5py.File(path, "r+") as file:
        del file["test/images"].attrs["mean"]
    with pytest.raises(FormatError, match="/test/images: has one of mean and standard_deviation"):
        Dataset.read(path).test


def test_measures(store: Store) -> None:
    network = next((n for n in store.each(density=0.1) if ("sparsity", 1) in n.measures), None)
    if network is None:
        pytest.skip("the store has no measures; make figure5 PROFILE=smoke computes some")
    measure, activations = network.measure("sparsity", 1), network.activations(1)
    assert isinstance(read(measure.path), Measure) and isinstance(read(activations.path), Activations)
    assert activations.values.shape == (network.conditions["hidden_nodes"], network.conditions["test_images"])
    active = (activations.values != 0).mean(axis=0)
    np.testing.assert_allclose(measure.values["active_fraction"], active.mean(), rtol=1e-12)
    np.testing.assert_allclose(measure.values["active_fraction_sd_over_images"], active.std(ddof=1), rtol=1e-9)
    assert measure.units["active_fraction"] == "fraction"
    assert np.array_equal(measure.tables["nodes"]["active_images"], (activations.values != 0).sum(axis=1))
    curve = measure.curves
    magnitudes = np.abs(activations.values[activations.values != 0]).astype(float)
    inside = [((magnitudes >= low) & (magnitudes < high)).mean() for low, high in zip(curve["lower"], curve["upper"])]
    np.testing.assert_allclose(curve["number"], inside, atol=2 / len(magnitudes))
    assert store.verify(activations.path) in list(measure.sources["digest"])
    with pytest.raises(NotFoundError, match="has no radius; its measures are .*sparsity"):
        network.measure("radius")


def test_a_measure_without_curves_is_refused(tmp_path: Path) -> None:
    with h5py.File(tmp_path / "m.h5", "w") as file:
        file.attrs.update({"kind": "measures", "measure": "delay"})
        file.create_group("settings")
        file["tables/values/number"] = [1.0]
    with pytest.raises(FormatError, match="m.h5: /tables/values: has not the columns quantity, units, number"):
        Measure.read(tmp_path / "m.h5")
