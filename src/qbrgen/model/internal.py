"""What only the vendor's team may know; none of it is in the customer's view."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from qbrgen.model.base import Amount, Identifier, Line, Number, Percent, Record, Text
from qbrgen.model.kinds import Level, SignalKind


class Note(Record):
    """An internal note."""

    date: dt.date
    text: Line
    author: Text = ""


class ExpansionSignal(Record):
    """A sign that the account could grow."""

    id: Identifier
    kind: SignalKind
    seen_on: dt.date
    detail: Text = ""
    potential_arr: Amount | None = None


class ChurnRisk(Record):
    """A risk to the renewal, with the revenue at stake."""

    id: Identifier
    title: Line
    likelihood: Level = Level.MEDIUM
    arr_at_risk: Amount | None = None
    plan: Text = ""


class Win(Record):
    """Revenue that the success team protected or added, for the team's own return."""

    date: dt.date
    title: Line
    expansion_arr: Amount = Decimal(0)
    churn_prevented_arr: Amount = Decimal(0)


class ArrMovement(Record):
    """How the account's ARR moved over the last twelve months, for NRR and GRR."""

    starting_arr: Amount
    expansion: Amount = Decimal(0)
    contraction: Amount = Decimal(0)
    churned: Amount = Decimal(0)
    as_of: dt.date | None = None


class HealthPart(Record):
    """One part of the health score: 0 to 100, with its weight."""

    id: Identifier
    label: Line
    score: Percent | None = None
    weight: Number = Decimal(1)
    source: Text = ""


class InternalFacts(Record):
    """Everything internal about one account."""

    notes: tuple[Note, ...] = ()
    expansion_signals: tuple[ExpansionSignal, ...] = ()
    churn_risks: tuple[ChurnRisk, ...] = ()
    wins: tuple[Win, ...] = ()
    arr_movement: ArrMovement | None = None
    health: tuple[HealthPart, ...] = ()
    csm_hours_per_month: Amount | None = None
    success_team_cost: Amount | None = None
    renewal_likelihood_percent: Percent | None = None
    segment: Text = ""
