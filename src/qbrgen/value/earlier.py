"""Figures as they were told on an earlier day, beside which today's can stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qbrgen.value.explain import figures
from qbrgen.value.figure import Figure
from qbrgen.value.results import AccountValue

COMPARED = (
    "value.cumulative.validated",
    "return.to_date.multiple",
    "return.to_date.validated_share",
)
"""Figures that mean the same whatever the period: what was counted since contract start."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The figures of one account as they stood on `day`, by key; their own keys begin with "earlier."."""

    day: date
    figures: Mapping[str, Figure]

    def beside(self, value: AccountValue) -> Iterator[tuple[Figure, Figure]]:
        """Then and now, for each compared figure that both know in the same unit."""
        now = {figure.key: figure for figure in figures(value) if figure.key in COMPARED}
        for key in COMPARED:
            then = self.figures.get(key)
            if then is not None and key in now and now[key].unit == then.unit:
                yield then, now[key]
