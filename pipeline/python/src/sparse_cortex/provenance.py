"""Where an object comes from: the recipes behind it, back to raw data (artifacts/FORMAT.md, "Recipes")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import DamagedError


@dataclass(frozen=True)
class Artifact:
    """An object and what it was computed from."""

    digest: str
    title: str  #: the title of an HDF5 file; the role (of raw files, the name) of what has none
    depth: int  #: how many recipes lie between it and the object that was asked about
    stage: str | None = None  #: the stage that computed it; None for raw files and other inputs without a recipe
    recipe: str | None = None  #: digest of the recipe
    parameters: dict[str, Any] = field(default_factory=dict)
    inputs: dict[str, list[str]] = field(default_factory=dict)  #: digests, in order, by role
    code: str | None = None  #: digest of the stage's code
    libraries: dict[str, str] = field(default_factory=dict)  #: their versions
    run: dict[str, Any] = field(default_factory=dict)  #: when, where and how it was computed


@dataclass(frozen=True)
class Provenance:
    """An object and all that is behind it, each once, nearest first."""

    artifacts: list[Artifact]

    @property
    def raw_files(self) -> dict[str, str]:
        """What no recipe made, back to which all goes: digests by name."""
        return {artifact.title: artifact.digest for artifact in self.artifacts if artifact.recipe is None}

    def table(self) -> pd.DataFrame:
        """A row for each artifact: depth, stage, title, digest, recipe, code, seconds."""
        return pd.DataFrame(
            [
                (a.depth, a.stage, a.title, a.digest, a.recipe, a.code, a.run.get("seconds"))
                for a in self.artifacts
            ],
            columns=["depth", "stage", "title", "digest", "recipe", "code", "seconds"],
        )

    def __iter__(self) -> Iterator[Artifact]:
        return iter(self.artifacts)

    def __len__(self) -> int:
        return len(self.artifacts)

    def __str__(self) -> str:
        return "\n".join(
            f"{'  ' * a.depth}{a.digest[:12]}…  {a.title} ({f'by {a.stage}' if a.stage else 'raw file'})"
            for a in self.artifacts
        )


class Recipes:
    """All recipes of a store, by what they made."""

    def __init__(self, folder: Path) -> None:
        self._makers: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for path in sorted(folder.glob("*.json")):
            record = read_recipe(path)
            for output in record["outputs"].values():
                self._makers.setdefault(output["digest"], []).append((path.stem, record))

    def history(self, digest: str) -> Provenance:
        """All behind this object. Of several recipes that made an object, the one that was computed last counts."""
        found: list[Artifact] = []
        seen: set[str] = set()
        wanted, depth = [(digest, digest)], 0
        while wanted:
            following: list[tuple[str, str]] = []
            for digest, role in wanted:
                if digest in seen:
                    continue
                seen.add(digest)
                found.append(self._artifact(digest, role, depth))
                following += [(d, r) for r, ds in sorted(found[-1].inputs.items()) for d in ds]
            wanted, depth = following, depth + 1
        return Provenance(found)

    def _artifact(self, digest: str, role: str, depth: int) -> Artifact:
        makers = self._makers.get(digest)
        if not makers:
            return Artifact(digest, role, depth)
        name, record = max(makers, key=lambda maker: (maker[1]["run"].get("finished", ""), maker[0]))
        role, output = next((r, o) for r, o in record["outputs"].items() if o["digest"] == digest)
        recipe = record["recipe"]
        return Artifact(
            digest=digest,
            title=output.get("title", role),
            depth=depth,
            stage=recipe["stage"],
            recipe=name,
            parameters=recipe["parameters"],
            inputs={r: [d] if isinstance(d, str) else list(d) for r, d in recipe["inputs"].items()},
            code=recipe["code"],
            libraries=recipe["libraries"],
            run=record["run"],
        )


def read_recipe(path: Path) -> dict[str, Any]:
    """The record in a recipe's file; raises DamagedError where a bit of it is not as it was written."""
    data = path.read_bytes()
    try:
        text = data.decode()
        record: dict[str, Any] = json.loads(text)
        start = text.index(',"recipe":{') + len(',"recipe":')
        _, end = json.JSONDecoder().raw_decode(text, start)
        is_whole = _digest(text[start:end]) == path.stem and {"outputs", "recipe", "run"} <= set(record)
        if record.get("format") != 1:  # format 1 has no digest of the rest
            head = f'{{"check":"{record.get("check")}",'
            is_whole = is_whole and text.startswith(head) and text.endswith("}\n")
            is_whole = is_whole and _digest("{" + text[len(head) : -1]) == record["check"]
    except (ValueError, KeyError, AttributeError):
        is_whole = False
    if not is_whole:
        raise DamagedError(f"{path}: is not the recipe that its name says; make repair restores it")
    return record


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
