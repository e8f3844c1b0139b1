"""Splits what a file holds into accounts: one, or a list of them, each with its own lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qbrgen.errors import Problem, SourceError
from qbrgen.sources.place import Place, Spot
from qbrgen.sources.raw import Raw
from qbrgen.sources.tree import Tree

START = "'qbrgen new' writes an account to start from"


def split(tree: Tree, entry: str = "") -> Iterator[Raw]:
    """The accounts in one document; raises SourceError when it holds none."""
    if tree.value is None and not tree.problems:
        raise SourceError(f"{tree.file}: is empty. {START}.")
    if not isinstance(tree.value, list):
        yield _one(tree.value, tree.spots, tree, entry, tuple(tree.problems))
        return
    if not tree.value:
        raise SourceError(f"{tree.file}: is an empty list. {START}.")
    spots = _by_entry(tree)
    problems: dict[int, list[Problem]] = {}
    for problem in tree.problems:
        problems.setdefault(_index(problem.path), []).append(problem)
    for index, value in enumerate(tree.value):
        yield _one(value, spots.get(index, {}), tree, f"{entry}[{index}]", tuple(problems.get(index, ())))


def _one(value: Any, spots: dict[str, Spot], tree: Tree, entry: str, problems: tuple[Problem, ...]) -> Raw:
    return Raw(value, Place(tree.file, spots), problems, entry)


def _by_entry(tree: Tree) -> dict[int, dict[str, Spot]]:
    found: dict[int, dict[str, Spot]] = {}
    for path, spot in tree.spots.items():
        if path:
            head, rest = path.split("]", 1)
            found.setdefault(int(head[1:]), {})[rest.removeprefix(".")] = spot
    return found


def _index(path: str) -> int:
    head = path[1:].split("]", 1)[0]
    return int(head) if head.isdigit() else 0
