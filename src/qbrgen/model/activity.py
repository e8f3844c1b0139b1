"""What was observed month by month: usage, support, satisfaction."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from qbrgen.model.base import Amount, Count, Day, Identifier, Line, Number, Percent, Record, Text
from qbrgen.model.kinds import Level, WorkState


def _month_start(value: Any) -> Any:
    # "2026-07" is how people write a month; it is kept as its first day.
    if isinstance(value, str) and len(value.strip()) == 7:
        return f"{value.strip()}-01"
    return value


def _first_day(value: dt.date) -> dt.date:
    return value.replace(day=1)


# Validators before run from the last to the first: the month is completed, then read as a day.
Month = Annotated[
    Day,
    BeforeValidator(_month_start),
    AfterValidator(_first_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}(-\d{2})?$"}),
]
"""A calendar month, written 2026-07, kept as its first day."""


class Feature(Record):
    """A feature of the product that the customer could use, and how it helps an end user."""

    id: Identifier = Field(description="Short key of the feature; usage refers to it.", examples=["auto-routing"])
    name: Line = Field(description="What users call the feature.", examples=["Automatic routing"])
    benefit: Text = Field("", description="What it gives an end user, in plain words.")
    how: Text = Field("", description="How to use it, in a sentence or two.")


class FeatureUse(Record):
    """Share of active users (0 to 100) who used a feature in the month."""

    feature: Identifier = Field(description="The id of a feature of the product.", examples=["auto-routing"])
    percent: Percent = Field(description="Share of active users who used it, 0 to 100.", examples=[64])


class TeamUse(Record):
    """One team in the month; hours saved are per person in that month."""

    team: Line = Field(description="The team's name.", examples=["Inside sales"])
    active_users: Count = Field(description="People of the team who used the product.", examples=[18])
    seats: Count | None = Field(None, description="Seats of the team.")
    hours_saved_per_person: Amount | None = Field(None, description="Hours saved per person in the month.")


class UsageMonth(Record):
    """The product's use in one month."""

    month: Month = Field(description="The month, written 2026-07.", examples=["2026-07"])
    active_users: Count = Field(description="People who used the product in the month.", examples=[41])
    seats: Count | None = Field(None, description="Seats in that month, when they differ from the contract's.")
    key_actions: Count | None = Field(None, description="How often the action that matters was done.")
    logins: Count | None = Field(None, description="Log-ins in the month.")
    features: tuple[FeatureUse, ...] = Field((), description="Adoption of each feature.")
    teams: tuple[TeamUse, ...] = Field((), description="Use by each team.")
    source: Text = Field("", description="Where the numbers come from.")


class SupportMonth(Record):
    """Support in one month: tickets, hours to answer and to solve, satisfaction (CSAT, 0 to 100)."""

    month: Month = Field(description="The month, written 2026-07.", examples=["2026-07"])
    opened: Count = Field(description="Tickets opened in the month.", examples=[12])
    solved: Count = Field(description="Tickets solved in the month.", examples=[11])
    open_at_end: Count | None = Field(None, description="Tickets open on the last day of the month.")
    first_response_hours: Amount | None = Field(None, description="Hours to the first answer, on average.")
    resolution_hours: Amount | None = Field(None, description="Hours until solved, on average.")
    csat_percent: Percent | None = Field(None, description="Satisfied answers to the survey, 0 to 100.")
    csat_answers: Count | None = Field(None, description="How many answered the survey.")
    source: Text = Field("", description="Where the numbers come from.")


class Ticket(Record):
    """An open or recent support ticket worth a line."""

    id: Identifier = Field(description="The ticket's number or key.", examples=["T-4821"])
    title: Line = Field(description="What it is about.", examples=["Export is slow for large teams"])
    opened: Day = Field(description="The day it was opened.", examples=["2026-08-12"])
    severity: Level = Field(Level.MEDIUM, description="How much it hurts.")
    state: WorkState = Field(WorkState.OPEN, description="Whether it is still open.")
    note: Text = Field("", description="What is being done about it.")


class NpsAnswer(Record):
    """One answer to "how likely are you to recommend us", 0 to 10."""

    date: Day = Field(description="The day of the answer.", examples=["2026-08-20"])
    score: Annotated[Number, Field(ge=0, le=10)] = Field(description="The answer, 0 to 10.", examples=[9])
    stakeholder: Identifier | None = Field(None, description="The id of the stakeholder who answered.")
    comment: Text = Field("", description="What was said with it.")
