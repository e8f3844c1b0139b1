"""What was observed month by month: usage, support, satisfaction."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from qbrgen.model.base import Amount, Count, Identifier, Line, Number, Percent, Record, Text
from qbrgen.model.kinds import Level, WorkState


def _month_start(value: Any) -> Any:
    # "2026-07" is how people write a month; it is kept as its first day.
    if isinstance(value, str) and len(value.strip()) == 7:
        return f"{value.strip()}-01"
    return value


def _first_day(value: dt.date) -> dt.date:
    return value.replace(day=1)


Month = Annotated[dt.date, BeforeValidator(_month_start), AfterValidator(_first_day)]
"""A calendar month, written 2026-07, kept as its first day."""


class Feature(Record):
    """A feature of the product that the customer could use, and how it helps an end user."""

    id: Identifier
    name: Line
    benefit: Text = ""
    how: Text = ""


class FeatureUse(Record):
    """Share of active users (0 to 100) who used a feature in the month."""

    feature: Identifier
    percent: Percent


class TeamUse(Record):
    """One team in the month; hours saved are per person in that month."""

    team: Line
    active_users: Count
    seats: Count | None = None
    hours_saved_per_person: Amount | None = None


class UsageMonth(Record):
    """The product's use in one month."""

    month: Month
    active_users: Count
    seats: Count | None = None
    key_actions: Count | None = None
    logins: Count | None = None
    features: tuple[FeatureUse, ...] = ()
    teams: tuple[TeamUse, ...] = ()
    source: Text = ""


class SupportMonth(Record):
    """Support in one month: tickets, hours to answer and to solve, satisfaction (CSAT, 0 to 100)."""

    month: Month
    opened: Count
    solved: Count
    open_at_end: Count | None = None
    first_response_hours: Amount | None = None
    resolution_hours: Amount | None = None
    csat_percent: Percent | None = None
    csat_answers: Count | None = None
    source: Text = ""


class Ticket(Record):
    """An open or recent support ticket worth a line."""

    id: Identifier
    title: Line
    opened: dt.date
    severity: Level = Level.MEDIUM
    state: WorkState = WorkState.OPEN
    note: Text = ""


class NpsAnswer(Record):
    """One answer to "how likely are you to recommend us", 0 to 10."""

    date: dt.date
    score: Annotated[Number, Field(ge=0, le=10)]
    stakeholder: Identifier | None = None
    comment: Text = ""
