"""What a reader hands on: an account as it was written, with its place, not yet checked against the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from qbrgen.errors import Problem, SourceError
from qbrgen.model.account import Account
from qbrgen.sources.place import Place


@dataclass(frozen=True, slots=True)
class Raw:
    """One account as plain dicts, lists and scalars, and the spot of every field in its source.

    `problems` are what the reader itself found (a key written twice); they are told together with what the
    model finds. `entry` names the account inside a file of several ("[3]"), "" where it stands alone.
    """

    data: Any
    place: Place
    problems: tuple[Problem, ...] = field(default=())
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A valid account and where it came from."""

    account: Account
    place: Place


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source, or one account in it, that cannot be used; `source` is the file as it was given."""

    source: str
    error: SourceError


class Reader(Protocol):
    """Reads one file; raises SourceError when it cannot be read at all."""

    def __call__(self, path: Path) -> Iterable[Raw]: ...  # noqa: D102  (the class says it)
