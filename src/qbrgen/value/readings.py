"""Which readings of a metric count on a day: none from later, none from before the baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qbrgen.model.objective import Baseline, Objective, Reading
from qbrgen.value.scope import Scope


@dataclass(frozen=True, slots=True)
class Usable:
    """What may be used: the baseline known by then, readings after it with their place in the account, the latest
    one, the one that stood when the period began (None when nothing was read in the period), and the day of the
    last reading of any kind.
    """

    baseline: Baseline | None
    since: tuple[tuple[int, Reading], ...]
    now: tuple[int, Reading] | None
    previous: tuple[int, Reading] | None
    last_read: date | None
    only_before: bool


def usable_readings(scope: Scope, objective: Objective) -> Usable:
    """What of the objective's baseline and readings may be used on the scope's cutoff."""
    baseline = objective.baseline
    if baseline and baseline.date and baseline.date > scope.cutoff:
        baseline = None
    known = _sorted(objective.readings, scope.cutoff)
    measured_on = baseline.date if baseline else None
    # A reading dated on the baseline's own day is the baseline again.
    since = tuple(pair for pair in known if measured_on is None or pair[1].date > measured_on)
    before = [pair for pair in known if measured_on is not None and pair[1].date < measured_on]
    now = since[-1] if since else None
    earlier = [pair for pair in since if pair[1].date < scope.period.start]
    fresh = now is not None and now[1].date >= scope.period.start
    return Usable(
        baseline,
        since,
        now,
        earlier[-1] if earlier and fresh else None,
        known[-1][1].date if known else None,
        bool(before) and not since,
    )


def _sorted(readings: Sequence[Reading], cutoff: date) -> list[tuple[int, Reading]]:
    known = [(place, reading) for place, reading in enumerate(readings) if reading.date <= cutoff]
    return sorted(known, key=lambda pair: (pair[1].date, pair[0]))
