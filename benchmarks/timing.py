"""Seconds with their spread: contenders take turns in one run, so that a busy machine is busy for all of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Contender = Callable[[], float]
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}
clock = "wall"
"""The clock in use: seconds on the wall, or of this process's own work, which says more on a busy machine."""


@dataclass(frozen=True)
class Spread:
    """The median of some values, and the smallest and the largest."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    def shown(self, digits: int = 3, unit: str = "") -> str:
        """0.112 (0.110-0.131)."""
        low, high = min(self.values), max(self.values)
        return f"{self.median:.{digits}f}{unit} ({low:.{digits}f}-{high:.{digits}f})"


def seconds(work: Callable[[], object]) -> Contender:
    """A contender that is timed by the clock in use."""

    def timed() -> float:
        gc.collect()
        now = CLOCKS[clock]
        begun = now()
        work()
        return now() - begun

    return timed


def rounds(contenders: Mapping[str, Contender], times: int, warm: int = 2) -> dict[str, Spread]:
    """Each contender's seconds over so many rounds; everyone has a turn in each, every other time backwards."""
    for _ in range(warm):
        for contender in contenders.values():
            contender()
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(times):
        names = list(contenders)
        for name in names if number % 2 == 0 else reversed(names):
            found[name].append(contenders[name]())
    return {name: Spread(tuple(values)) for name, values in found.items()}


def ratio(above: Spread, below: Spread) -> Spread:
    """The one over the other, round by round."""
    return Spread(tuple(one / other for one, other in zip(above.values, below.values, strict=True)))


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    compared: str = ""
    aim: str = ""


def print_table(title: str, rows: Sequence[Row], heads: tuple[str, str, str] = ("", "", "")) -> None:
    """A part of the table, as soon as it is measured."""
    print(f"\n{title:<52}{heads[0]:<30}{heads[1]:<44}{heads[2]}".rstrip())
    for row in rows:
        print(f"  {row.what:<50}{row.measured:<30}{row.compared:<44}{row.aim}".rstrip(), flush=True)
