"""What both sides agreed to do: milestones, risks, commitments, actions, reviews held."""

from __future__ import annotations

import datetime as dt

from pydantic import model_validator

from qbrgen.model.base import Identifier, Line, Record, Text
from qbrgen.model.kinds import Level, ReviewKind, WorkState


class _Work(Record):
    """A piece of work with a day and a state."""

    id: Identifier
    title: Line
    due: dt.date | None = None
    owner: Text = ""
    state: WorkState = WorkState.OPEN
    done_on: dt.date | None = None
    objective: Identifier | None = None
    note: Text = ""

    @model_validator(mode="after")
    def _done_has_a_state(self) -> _Work:
        if self.done_on and self.state is not WorkState.DONE:
            raise ValueError(f"'{self.id}' has done_on {self.done_on} but its state is {self.state}; set state: done")
        return self


class Milestone(_Work):
    """A step of the success plan, with what makes it reached."""

    success_criterion: Text = ""


class Commitment(_Work):
    """Something promised at a review; `side` says by whom."""

    agreed_on: dt.date | None = None
    by_vendor: bool = True


class Action(_Work):
    """Something to be done next."""

    expected_effect: Text = ""


class Risk(Record):
    """A risk that both sides know of, with what is done about it."""

    id: Identifier
    title: Line
    mitigation: Text = ""
    owner: Text = ""
    likelihood: Level = Level.MEDIUM
    impact: Level = Level.MEDIUM
    objective: Identifier | None = None


class Recommendation(Record):
    """Something the vendor advises; commercial ones appear only where the account allows them."""

    id: Identifier
    title: Line
    why: Text = ""
    expected_effect: Text = ""
    objective: Identifier | None = None
    commercial: bool = False


class Review(Record):
    """A review that was held or a report that was delivered."""

    date: dt.date
    kind: ReviewKind
    note: Text = ""


class PlanChange(Record):
    """One entry of the success plan's change log."""

    date: dt.date
    change: Line
    by: Text = ""
