"""Builds plain values from the events of a reader, with the line of every field and limits that no bomb passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qbrgen.errors import Problem, SourceError
from qbrgen.sources.place import Spot

MAX_DEPTH = 40
MAX_NODES = 1_000_000
# Anchors save a few lines; a file that lives on them is a bomb.
MAX_REPEATED = 20_000


@dataclass(slots=True)
class _Open:
    """A dict or list that is still being filled; `line` is where its next child is written."""

    value: dict[str, Any] | list[Any]
    path: str
    key: str | None = None
    line: int = 0
    nodes: int = 1


class Tree:
    """One document on the way from events to a value; `spots` holds the line of every path in it.

    Raises SourceError when the document is too deep or too large.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: Any = None
        self.nodes = 0
        self.spots: dict[str, Spot] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._lines: dict[int, Spot] = {}
        self._repeated = 0

    @property
    def wants_key(self) -> bool:
        """True when the next scalar is the key of a dict."""
        return bool(self._stack) and isinstance(self._stack[-1].value, dict) and self._stack[-1].key is None

    @property
    def path(self) -> str:
        """The path of the next value."""
        if not self._stack:
            return ""
        top = self._stack[-1]
        if isinstance(top.value, list):
            return f"{top.path}[{len(top.value)}]"
        return f"{top.path}.{top.key}" if top.path else str(top.key)

    def key(self, key: str, line: int) -> None:
        """The key of the next value."""
        top = self._stack[-1]
        top.key, top.line = key, line
        if key in top.value:
            first = self.spots.get(self.path, Spot()).line
            self.report(f"'{key}' is written twice here (first in line {first})", line, "Keep one of the two")

    def value_of(self, value: Any, line: int) -> None:
        """A scalar."""
        self._count(1)
        self._put(value, line)

    def open(self, value: dict[str, Any] | list[Any], line: int) -> None:
        """Begins a dict or list."""
        if len(self._stack) >= MAX_DEPTH:
            problem = Problem(
                f"is nested more than {MAX_DEPTH} levels deep", self.file, line, remedy="No account needs that"
            )
            raise SourceError(problem)
        self._count(1)
        path = self.path
        self._put(value, line)
        self._stack.append(_Open(value, path, nodes=self.nodes))

    def close(self) -> tuple[Any, int]:
        """Ends the innermost dict or list; gives it and how many values it holds, itself included."""
        done = self._stack.pop()
        return done.value, self.nodes - done.nodes + 1

    def repeat(self, value: Any, nodes: int, line: int) -> None:
        """A value that stands elsewhere and is repeated here by an alias."""
        self._count(nodes)
        self._repeated += nodes
        if self._repeated > MAX_REPEATED:
            problem = Problem("repeats too much by aliases", self.file, line, remedy="Write the values out")
            raise SourceError(problem)
        self._put(value, line)

    def report(self, message: str, line: int, remedy: str, value: str = "") -> None:
        """Notes a problem at the next value and goes on."""
        self.problems.append(Problem(message, self.file, line, path=self.path, value=value, remedy=remedy))

    def _put(self, value: Any, line: int) -> None:
        # A field stands where its name is written, not where its value begins.
        at = (self._stack[-1].line if self._stack and self._stack[-1].key is not None else 0) or line
        self.spots.setdefault(self.path, self._lines.setdefault(at, Spot(line=at)))
        if not self._stack:
            self.value = value
            return
        top = self._stack[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value.setdefault(str(top.key), value)
            top.key = None

    def _count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise SourceError(f"{self.file}: holds more than {MAX_NODES} values. Split it, one account a file.")
