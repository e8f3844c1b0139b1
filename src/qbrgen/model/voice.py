"""What the customer said and asked for: quotes with consent, wishes, roadmap, references."""

from __future__ import annotations

import datetime as dt

from pydantic import model_validator

from qbrgen.model.base import Identifier, Line, Record, Text
from qbrgen.model.kinds import ConsentScope, WishState


class Consent(Record):
    """A recorded permission: who gave it, when, what it covers, until when."""

    by: Identifier
    on: dt.date
    scope: tuple[ConsentScope, ...]
    until: dt.date | None = None
    record: Text = ""

    def covers(self, scope: ConsentScope, on: dt.date) -> bool:
        """True when this consent covers the scope on the day."""
        return scope in self.scope and self.on <= on and (self.until is None or on <= self.until)


class Quote(Record):
    """Something a stakeholder said; used in public only with its own consent."""

    id: Identifier
    text: Line
    by: Identifier
    date: dt.date | None = None
    objective: Identifier | None = None
    consent: Consent | None = None


class Wish(Record):
    """Something the customer asked for."""

    id: Identifier
    title: Line
    asked_on: dt.date
    asked_by: Identifier | None = None
    objective: Identifier | None = None
    state: WishState = WishState.ASKED
    shipped_on: dt.date | None = None
    note: Text = ""

    @model_validator(mode="after")
    def _shipped_has_a_day(self) -> Wish:
        if (self.state is WishState.SHIPPED) != (self.shipped_on is not None):
            raise ValueError(f"wish '{self.id}': state shipped and shipped_on go together")
        return self


class RoadmapItem(Record):
    """Something the vendor plans that bears on the customer's goals."""

    id: Identifier
    title: Line
    expected: dt.date | None = None
    objective: Identifier | None = None
    answers_wish: Identifier | None = None
    note: Text = ""


class Referral(Record):
    """A lead the customer brought."""

    date: dt.date
    by: Identifier | None = None
    qualified: bool = False
