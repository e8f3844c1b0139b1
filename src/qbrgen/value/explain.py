"""Every Figure of a measured account, and those whose key, label or subject fits a pattern."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from fnmatch import fnmatchcase

from qbrgen.value.figure import Figure
from qbrgen.value.results import AccountValue


def figures(measured: object) -> Iterator[Figure]:
    """Every Figure in a result (AccountValue, HealthScore, a tuple of them), totals before parts, each once.

    Walks dataclasses and tuples; a Figure is known by its key.
    """
    seen: set[str] = set()
    for figure in _walk(measured):
        if figure.key not in seen:
            seen.add(figure.key)
            yield figure


def explain(value: AccountValue, pattern: str) -> tuple[Figure, ...]:
    """The Figures whose key, label or subject fits the pattern: `*` and `?` as in file names, case set aside.

    A pattern without such signs fits wherever it stands in one of them.
    """
    wanted = pattern.casefold()
    if not any(sign in wanted for sign in "*?["):
        wanted = f"*{wanted}*"
    return tuple(
        figure
        for figure in figures(value)
        if any(fnmatchcase(text.casefold(), wanted) for text in (figure.key, figure.label, figure.subject))
    )


def _walk(thing: object) -> Iterator[Figure]:
    if isinstance(thing, Figure):
        yield thing
        yield from _walk(thing.evidence.parts)
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _walk(each)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for field in dataclasses.fields(thing):
            yield from _walk(getattr(thing, field.name))
