"""The notebook and the lines in README.md and docs/python.md run as they stand."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY

from sparse_cortex import Store


def test_the_notebook_runs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    import nbformat

    path = REPOSITORY / "docs" / "analysis.ipynb"
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(cell.outputs for cell in code), "clear the outputs of docs/analysis.ipynb before committing it"
    monkeypatch.setenv("SPARSE_CORTEX_STORE", str(store.root.resolve()))
    nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    outputs = [output for cell in code for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    has_measures = not store.networks(measures=bool).empty
    assert sum("image/png" in o.get("data", {}) for o in outputs) == 3 + has_measures


@pytest.mark.parametrize(("page", "blocks"), [("README.md", 1), ("docs/python.md", 6)])
def test_the_lines_of_pages_run(
    store: Store, page: str, blocks: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if page == "docs/python.md" and store.networks(measures=bool).empty:
        pytest.skip("the store has no measures, which docs/python.md reads; make figure5 PROFILE=smoke computes some")
    found = re.findall(r"```python\n(.*?)```", (REPOSITORY / page).read_text(), re.DOTALL)
    assert len(found) == blocks
    os.symlink(store.root.resolve(), tmp_path / "artifacts")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in found:
        if "to_torch" in block:
            try:
                import torch  # noqa: F401
            except ImportError:
                continue
        exec(block, names)
