"""Digests and provenance."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from conftest import REPOSITORY

from sparse_cortex import DamagedError, NotFoundError, Store


def test_an_object_has_its_digest(store: Store) -> None:
    network = next(store.each())
    digest = store.verify(network.path + "/" + network.of_kind("weights")[0].path.name)
    assert digest == hashlib.sha256(network.of_kind("weights")[0].path.read_bytes()).hexdigest()
    assert store.verify(digest) == digest
    assert store.object(digest) == network.of_kind("weights")[0].path.resolve()


def test_one_bit_is_seen(store: Store, tmp_path: Path) -> None:
    original = store.object(next(store.each()).of_kind("weights")[0].path)
    copy = tmp_path / "objects" / original.parent.name / original.name
    copy.parent.mkdir(parents=True)
    shutil.copyfile(original, copy)
    other = Store(tmp_path)
    assert other.verify(copy) == original.stem
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.chmod(0o644)
    copy.write_bytes(data)
    with pytest.raises(DamagedError, match=f"{copy.name}: is damaged: its SHA-256 is .*make repair"):
        other.verify(copy)
    copy.unlink()
    with pytest.raises(NotFoundError, match="is neither in"):
        other.verify(copy)


def test_what_is_no_object_is_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.h5").touch()
    with pytest.raises(NotFoundError, match="a.h5: is not an object of"):
        store.verify(tmp_path / "a.h5")


def test_history_leads_back_to_the_raw_files(store: Store) -> None:
    network = next(n for n in store.each(density=0.1) if len(n.of_kind("metrics")) > 1)
    history = network.history()
    raw = REPOSITORY / "pipeline/data/mnist"
    assert history.raw_files == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in raw.glob("*.gz")}
    assert [a.depth for a in history] == sorted(a.depth for a in history)
    first = history.artifacts[0]
    assert first.stage == "train" and first.digest == store.verify(network.of_kind("weights")[-1].path)
    assert first.parameters["seed"] == network.conditions["seed"] and set(first.inputs) == {"data", "mask", "state"}
    assert {a.stage for a in history} == {"train", "build-mask", "fetch-data", None}
    assert len(history.table()) == len(history) == len({a.digest for a in history})
    assert "train-images-idx3-ubyte.gz (raw file)" in str(history)
    # A figure has everything behind it.
    figure = store.history("figures/smoke/figure2/figure2.svg")
    assert {a.stage for a in figure} >= {"report", "analyze", "train", "build-mask", "fetch-data"}
    assert set(history.raw_files.items()) <= set(figure.raw_files.items())


def test_a_damaged_recipe_is_named(store: Store, tmp_path: Path) -> None:
    path = next(iter(sorted((store.root / "recipes").glob("*.json"))))
    (tmp_path / "objects").mkdir()
    (tmp_path / "recipes").mkdir()
    copy = tmp_path / "recipes" / path.name
    data = path.read_bytes()
    for place in (len(data) // 10, len(data) // 2, data.index(b'"recipe"') + 30, len(data) - 40, len(data) - 1):
        damaged = bytearray(data)
        damaged[place] ^= 1
        copy.write_bytes(damaged)
        with pytest.raises(DamagedError, match=f"{path.name}: is not the recipe"):
            Store(tmp_path).history(without_recipe(tmp_path))
    copy.write_bytes(data)
    assert len(Store(tmp_path).history(without_recipe(tmp_path))) == 1


def without_recipe(folder: Path) -> str:
    """The digest of an object that no recipe made."""
    path = folder / "objects" / "00" / ("0" * 64 + ".bin")
    path.parent.mkdir(exist_ok=True)
    path.touch()
    return "0" * 64
