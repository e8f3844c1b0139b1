"""What only the vendor's team may know; none of it is in the customer's view."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from qbrgen.model.base import Amount, Day, Identifier, Line, Number, Percent, Record, Text
from qbrgen.model.kinds import Level, SignalKind


class Note(Record):
    """An internal note."""

    date: Day = Field(description="The day it was written.", examples=["2026-09-14"])
    text: Line = Field(description="The note.", examples=["Budget for next year is under review"])
    author: Text = Field("", description="Who wrote it.")


class ExpansionSignal(Record):
    """A sign that the account could grow."""

    id: Identifier = Field(description="Short key of the signal.", examples=["emea-team"])
    kind: SignalKind = Field(description="What kind of sign it is.", examples=["new_department"])
    seen_on: Day = Field(description="The day it was seen.", examples=["2026-09-10"])
    detail: Text = Field("", description="What was seen, in a sentence.")
    potential_arr: Amount | None = Field(None, description="Annual recurring revenue it could bring.")


class ChurnRisk(Record):
    """A risk to the renewal, with the revenue at stake."""

    id: Identifier = Field(description="Short key of the risk.", examples=["sponsor-leaves"])
    title: Line = Field(description="What could go wrong.", examples=["The sponsor moves to another division"])
    likelihood: Level = Field(Level.MEDIUM, description="How likely it is.")
    arr_at_risk: Amount | None = Field(None, description="Annual recurring revenue at stake.")
    plan: Text = Field("", description="What the team does about it.")


class Win(Record):
    """Revenue that the success team protected or added, for the team's own return."""

    date: Day = Field(description="The day it was won.", examples=["2026-08-30"])
    title: Line = Field(description="What was won.", examples=["Forty seats for the new region"])
    expansion_arr: Amount = Field(Decimal(0), description="Annual recurring revenue added.")
    churn_prevented_arr: Amount = Field(Decimal(0), description="Annual recurring revenue kept.")


class ArrMovement(Record):
    """How the account's ARR moved over the last twelve months, for NRR and GRR."""

    starting_arr: Amount = Field(description="ARR twelve months ago.", examples=[100000])
    expansion: Amount = Field(Decimal(0), description="ARR added since.")
    contraction: Amount = Field(Decimal(0), description="ARR given up by a smaller contract.")
    churned: Amount = Field(Decimal(0), description="ARR lost with what was cancelled.")
    as_of: Day | None = Field(None, description="The day the twelve months end.")


class HealthPart(Record):
    """One part of the health score: 0 to 100, with its weight."""

    id: Identifier = Field(description="Short key of the part.", examples=["adoption"])
    label: Line = Field(description="What the part is called.", examples=["Adoption"])
    score: Percent | None = Field(None, description="Score, 0 to 100; left out when it is not known.")
    weight: Number = Field(Decimal(1), gt=0, description="Weight of the part beside the others.")
    source: Text = Field("", description="Where the score comes from.")


class InternalFacts(Record):
    """Everything internal about one account."""

    notes: tuple[Note, ...] = Field((), description="Notes of the vendor's team.")
    expansion_signals: tuple[ExpansionSignal, ...] = Field((), description="Signs that the account could grow.")
    churn_risks: tuple[ChurnRisk, ...] = Field((), description="What endangers the renewal.")
    wins: tuple[Win, ...] = Field((), description="Revenue the success team protected or added.")
    arr_movement: ArrMovement | None = Field(None, description="How ARR moved in the last twelve months.")
    health: tuple[HealthPart, ...] = Field((), description="The parts of the health score.")
    csm_hours_per_month: Amount | None = Field(None, description="Hours the success team spends in a month.")
    success_team_cost: Amount | None = Field(None, description="What the success team costs for this account a year.")
    renewal_likelihood_percent: Percent | None = Field(None, description="How likely the renewal is, 0 to 100.")
    segment: Text = Field("", description="The vendor's own segment for the account.")
