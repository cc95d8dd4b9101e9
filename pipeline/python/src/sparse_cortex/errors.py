"""What can go wrong, in words that name the file, the field, what was expected, and what to do."""

from __future__ import annotations


class SparseCortexError(Exception):
    """Any error of this package."""


class NotFoundError(SparseCortexError, LookupError):
    """What was asked for is not in the store: a network, a snapshot, a measure, a file."""


class FormatError(SparseCortexError, ValueError):
    """A file is not as artifacts/FORMAT.md says."""

    def __init__(self, path: object, field: str, problem: str) -> None:
        super().__init__(f"{path}: {field}: {problem}")
        self.path = str(path)
        self.field = field


class DamagedError(SparseCortexError):
    """The bytes of an object or a recipe do not have the digest that names it."""
