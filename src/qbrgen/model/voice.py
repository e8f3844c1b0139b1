"""What the customer said and asked for: quotes with consent, wishes, roadmap, references."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pydantic import Field

from qbrgen.model.base import Day, Fault, Identifier, Line, Record, Rule, Text
from qbrgen.model.kinds import ConsentScope, WishState


class Consent(Record):
    """A recorded permission: who gave it, when, what it covers, until when."""

    by: Identifier = Field(description="The id of the stakeholder who gave it.", examples=["priya"])
    on: Day = Field(description="The day it was given.", examples=["2026-08-01"])
    scope: tuple[ConsentScope, ...] = Field(description="What it covers.", examples=[["quote", "name"]])
    until: Day | None = Field(None, description="The last day it holds.")
    record: Text = Field("", description="Where the permission is kept.")

    def covers(self, scope: ConsentScope, on: dt.date) -> bool:
        """True when this consent covers the scope on the day."""
        return scope in self.scope and self.on <= on and (self.until is None or on <= self.until)


class Quote(Record):
    """Something a stakeholder said; used in public only with its own consent."""

    id: Identifier = Field(description="Short key of the quote.", examples=["board-quote"])
    text: Line = Field(description="The words, as they were said.", examples=["We close the month two days earlier."])
    by: Identifier = Field(description="The id of the stakeholder who said it.", examples=["priya"])
    date: Day | None = Field(None, description="The day it was said.")
    objective: Identifier | None = Field(None, description="The id of the objective it speaks to.")
    consent: Consent | None = Field(None, description="The permission to use it in public.")


class Wish(Record):
    """Something the customer asked for."""

    id: Identifier = Field(description="Short key of the wish; the roadmap refers to it.", examples=["bulk-edit"])
    title: Line = Field(description="What was asked for.", examples=["Edit many deals at once"])
    asked_on: Day = Field(description="The day it was asked for.", examples=["2026-02-11"])
    asked_by: Identifier | None = Field(None, description="The id of the stakeholder who asked.")
    objective: Identifier | None = Field(None, description="The id of the objective it serves.")
    state: WishState = Field(WishState.ASKED, description="Where the wish stands.")
    shipped_on: Day | None = Field(None, description="The day it was delivered; goes with state: shipped.")
    note: Text = Field("", description="What was answered.")

    def _shipped_has_a_day(self) -> Iterator[Fault]:
        if self.state is WishState.SHIPPED and self.shipped_on is None:
            yield Fault("shipped_on", f"wish '{self.id}' is shipped but says no day", "Add shipped_on")
        elif self.shipped_on and self.state is not WishState.SHIPPED:
            yield Fault(
                "state",
                f"wish '{self.id}' has shipped_on {self.shipped_on} but its state is {self.state}",
                "Write state: shipped, or remove shipped_on",
            )

    rules = (Rule(("id", "state", "shipped_on"), _shipped_has_a_day),)


class RoadmapItem(Record):
    """Something the vendor plans that bears on the customer's goals."""

    id: Identifier = Field(description="Short key of the plan.", examples=["forecasting"])
    title: Line = Field(description="What is planned.", examples=["Forecasts by region"])
    expected: Day | None = Field(None, description="The day it is expected.")
    objective: Identifier | None = Field(None, description="The id of the objective it bears on.")
    answers_wish: Identifier | None = Field(None, description="The id of the wish it answers.")
    note: Text = Field("", description="What it will change for the customer.")


class Referral(Record):
    """A lead the customer brought."""

    date: Day = Field(description="The day it came.", examples=["2026-05-20"])
    by: Identifier | None = Field(None, description="The id of the stakeholder who brought it.")
    qualified: bool = Field(False, description="true when it became a qualified lead.")
