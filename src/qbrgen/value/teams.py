"""Use by team in the latest month: active users, activation, hours saved per person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qbrgen.model.activity import TeamUse as TeamRecord
from qbrgen.model.activity import UsageMonth
from qbrgen.value.exact import percent
from qbrgen.value.figure import HOURS, PERCENT, Figure, count
from qbrgen.value.making import as_input, derived, recorded
from qbrgen.value.results import TeamUse

USERS = count("users")
Placed = tuple[int, UsageMonth]
"""A month's record and its place in the account's list."""


def teams_of(latest: Placed | None, previous: Placed | None) -> tuple[TeamUse, ...]:
    """Every team of the latest month, beside what the same team did in the earlier one."""
    if latest is None:
        return ()
    before = {team.team: (place, team) for place, team in enumerate(previous[1].teams)} if previous else {}
    keys = _keys([team.team for team in latest[1].teams])
    rows = []
    for place, team in enumerate(latest[1].teams):
        now = _Maker(keys[place], latest, place, team)
        past = _Maker(keys[place], previous, *before[team.team]) if previous and team.team in before else None
        active = now.active("active_users", "Active users of the team")
        rows.append(
            TeamUse(
                team.team,
                active,
                past.active("previous_active_users", "Active users of the team before") if past else None,
                share_of_seats(f"{now.key}.activation", "Activation of the team", active, now.seats(), team.team),
                now.hours("hours", "Hours saved per person in the month"),
                past.hours("previous_hours", "Hours saved per person in the month before") if past else None,
            )
        )
    return tuple(rows)


def share_of_seats(
    key: str, label: str, active: Figure | None, seats: Figure | None, subject: str = ""
) -> Figure | None:
    """Active users as percent of seats; None without either, or without a seat."""
    if active is None or seats is None:
        return None
    value = percent(active.value, seats.value)
    if value is None:
        return None
    return derived(
        key,
        label,
        value,
        PERCENT,
        "active users ÷ seats, in percent",
        [as_input(active, "active users"), as_input(seats, "seats")],
        source=active.evidence.source,
        on=active.evidence.on,
        subject=subject,
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the figures of one team in one month."""

    slug: str
    month: Placed
    place: int
    team: TeamRecord

    @property
    def key(self) -> str:
        return f"adoption.team.{self.slug}"

    def active(self, name: str, label: str) -> Figure:
        return self._recorded(name, label, self.team.active_users, "active_users")

    def seats(self) -> Figure | None:
        return None if self.team.seats is None else self._recorded("seats", "Seats", self.team.seats, "seats")

    def hours(self, name: str, label: str) -> Figure | None:
        value = self.team.hours_saved_per_person
        return None if value is None else self._recorded(name, label, value, "hours_saved_per_person")

    def _recorded(self, name: str, label: str, value: Decimal | int, field: str) -> Figure:
        unit = {"active_users": USERS, "seats": count("seats")}.get(field, HOURS)
        index, month = self.month
        return recorded(
            f"{self.key}.{name}",
            label,
            value,
            unit,
            f"usage[{index}].teams[{self.place}].{field}",
            source=month.source,
            on=month.month,
            subject=self.team.team,
        )


def _keys(names: Sequence[str]) -> list[str]:
    """A key for each team name, the same for the same name, made different where names look alike."""
    keys: list[str] = []
    for name in names:
        folded = unicodedata.normalize("NFKC", name).casefold()
        base = re.sub(r"\W+", "-", folded).strip("-") or "team"
        key, again = base, 2
        while key in keys:
            key, again = f"{base}-{again}", again + 1
        keys.append(key)
    return keys
