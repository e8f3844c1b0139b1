"""Short ways to make the Figures of the engine, so that each carries its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from qbrgen.model.kinds import Standing
from qbrgen.value.exact import ZERO, total
from qbrgen.value.figure import COUNT, DATE, Evidence, Figure, Input, Unit

RECORDED = "as recorded"


def recorded(
    key: str,
    label: str,
    value: Decimal | int,
    unit: Unit,
    path: str,
    *,
    source: str = "",
    on: date | None = None,
    standing: Standing | None = None,
    subject: str = "",
    formula: str = RECORDED,
) -> Figure:
    """A figure that stands in the account as it is, at `path`."""
    number = Decimal(value)
    evidence = Evidence(formula, (Input(label, number, unit, path, source, on),), source, on)
    return Figure(key, label, number, unit, standing, evidence, None, subject)


def derived(
    key: str,
    label: str,
    value: Decimal | int,
    unit: Unit,
    formula: str,
    inputs: Sequence[Input] = (),
    *,
    source: str = "",
    on: date | None = None,
    parts: Sequence[Figure] = (),
    standing: Standing | None = None,
    subject: str = "",
) -> Figure:
    """A figure that was worked out by `formula` from `inputs` and other Figures (`parts`)."""
    evidence = Evidence(formula, tuple(inputs), source, on, tuple(parts))
    return Figure(key, label, Decimal(value), unit, standing, evidence, None, subject)


def dated(key: str, label: str, day: date, formula: str, inputs: Sequence[Input] = (), subject: str = "") -> Figure:
    """A day as a figure."""
    evidence = Evidence(formula, tuple(inputs), "", day)
    return Figure(key, label, Decimal(day.toordinal()), DATE, None, evidence, day, subject)


def summed(
    key: str,
    label: str,
    unit: Unit,
    parts: Iterable[Figure],
    formula: str = "sum of its parts",
    *,
    standing: Standing | None = None,
    subject: str = "",
) -> Figure:
    """The sum of the parts, which it keeps; zero when there are none."""
    kept = tuple(parts)
    value = total(part.value for part in kept) if kept else ZERO
    return derived(key, label, value, unit, formula, parts=kept, standing=standing, subject=subject)


def as_input(figure: Figure, name: str = "") -> Input:
    """The figure as an input of another, with the path, source and day of its own record."""
    first = figure.evidence.inputs[0] if len(figure.evidence.inputs) == 1 else None
    return Input(
        name or figure.label.lower(),
        figure.value,
        figure.unit,
        first.path if first else "",
        figure.evidence.source,
        figure.evidence.on,
    )


def common_standing(figures: Iterable[Figure]) -> Standing | None:
    """The standing that every figure that is not zero shares, else None."""
    found = {figure.standing for figure in figures if figure.value}
    return found.pop() if len(found) == 1 else None


def number(name: str, value: Decimal | int, unit: Unit = COUNT, path: str = "") -> Input:
    """An input that is a number."""
    return Input(name, Decimal(value), unit, path)
