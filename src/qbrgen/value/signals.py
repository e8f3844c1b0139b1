"""Expansion signals: those that were noted and those that the figures show, each with type and action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qbrgen.model.account import Account
from qbrgen.model.kinds import SignalKind
from qbrgen.value.figure import Figure, money
from qbrgen.value.making import recorded
from qbrgen.value.reference.growth import HIGH_USAGE_PERCENT, SIGNALS, SignalRow
from qbrgen.value.results import AccountValue, ProgressState


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal with the expansion it points to and the action (`row`).

    `detail` is the account's own words; `figure` is the number that shows it, where one does; `potential` is the
    annual revenue that was estimated; `noted` tells a signal that somebody wrote down from one that we derived.
    """

    row: SignalRow
    detail: str
    seen_on: date | None
    figure: Figure | None
    potential: Figure | None
    noted: bool


def expansion_signals(account: Account, value: AccountValue) -> tuple[Signal, ...]:
    """Noted signals, latest first, then derived ones of kinds that nobody noted."""
    noted = sorted(_noted(account, value), key=lambda signal: signal.seen_on or date.min, reverse=True)
    known = {signal.row.kind for signal in noted}
    return (*noted, *(signal for signal in _derived(value) if signal.row.kind not in known))


def _noted(account: Account, value: AccountValue) -> Iterator[Signal]:
    for place, signal in enumerate(account.internal.expansion_signals):
        if signal.seen_on > value.as_of:
            continue
        potential = None
        if signal.potential_arr is not None:
            potential = recorded(
                f"signal.{signal.id}.potential",
                "Potential annual revenue",
                signal.potential_arr,
                money(account.currency),
                f"internal.expansion_signals[{place}].potential_arr",
                on=signal.seen_on,
                subject=signal.detail,
            )
        yield Signal(SIGNALS[signal.kind], signal.detail, signal.seen_on, None, potential, noted=True)


def _derived(value: AccountValue) -> Iterator[Signal]:
    achieved = next((each for each in value.outcomes if each.state is ProgressState.ACHIEVED and each.now), None)
    if achieved:
        title, now = achieved.objective.title, achieved.now
        yield Signal(SIGNALS[SignalKind.VALUE_ACHIEVED], title, achieved.last_read, now, None, noted=False)
    activation = value.adoption.activation
    if activation and activation.value >= HIGH_USAGE_PERCENT:
        seen = activation.evidence.on
        yield Signal(SIGNALS[SignalKind.HIGH_USAGE], "", seen, activation, None, noted=False)
    teams = value.adoption.teams
    fresh = next((team for team in teams if team.previous is None), None) if _had_teams(value) else None
    if fresh:
        seen = fresh.active_users.evidence.on
        row = SIGNALS[SignalKind.NEW_DEPARTMENT]
        yield Signal(row, fresh.name, seen, fresh.active_users, None, noted=False)


def _had_teams(value: AccountValue) -> bool:
    """True when some team was already there before: only then is another one new."""
    return any(team.previous is not None for team in value.adoption.teams)
