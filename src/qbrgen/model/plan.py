"""What both sides agreed to do: milestones, risks, commitments, actions, reviews held."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from qbrgen.model.base import Day, Fault, Identifier, Line, Record, Rule, Text
from qbrgen.model.kinds import Level, ReviewKind, WorkState


class _Work(Record):
    """A piece of work with a day and a state."""

    id: Identifier = Field(description="Short key, used once in the list.", examples=["data-import"])
    title: Line = Field(description="What is to be done.", examples=["Import the historical deals"])
    due: Day | None = Field(None, description="The day it is due.")
    owner: Text = Field("", description="Who does it.")
    state: WorkState = Field(WorkState.OPEN, description="Whether it is open, done or dropped.")
    done_on: Day | None = Field(None, description="The day it was done.")
    objective: Identifier | None = Field(None, description="The id of the objective it serves.")
    note: Text = Field("", description="What happened, or what is in the way.")

    def _done_has_a_state(self) -> Iterator[Fault]:
        if self.done_on and self.state is not WorkState.DONE:
            yield Fault(
                "state",
                f"'{self.id}' has done_on {self.done_on} but its state is {self.state}",
                "Write state: done, or remove done_on",
            )

    rules = (Rule(("id", "state", "done_on"), _done_has_a_state),)


class Milestone(_Work):
    """A step of the success plan, with what makes it reached."""

    success_criterion: Text = Field("", description="It is reached when ...")


class Commitment(_Work):
    """Something promised at a review; `by_vendor` says by which side."""

    agreed_on: Day | None = Field(None, description="The day it was promised.")
    by_vendor: bool = Field(True, description="true when the vendor promised it, false when the customer did.")


class Action(_Work):
    """Something to be done next."""

    expected_effect: Text = Field("", description="What it should bring.")


class Risk(Record):
    """A risk that both sides know of, with what is done about it."""

    id: Identifier = Field(description="Short key of the risk.", examples=["data-quality"])
    title: Line = Field(description="What could go wrong.", examples=["Old records are incomplete"])
    mitigation: Text = Field("", description="What is done about it.")
    owner: Text = Field("", description="Who looks after it.")
    likelihood: Level = Field(Level.MEDIUM, description="How likely it is.")
    impact: Level = Field(Level.MEDIUM, description="How much it would hurt.")
    objective: Identifier | None = Field(None, description="The id of the objective it endangers.")


class Recommendation(Record):
    """Something the vendor advises; commercial ones appear only where the account allows them."""

    id: Identifier = Field(description="Short key of the recommendation.", examples=["second-team"])
    title: Line = Field(description="What is advised.", examples=["Roll out to the second sales team"])
    why: Text = Field("", description="Why it is advised.")
    expected_effect: Text = Field("", description="What it should bring.")
    objective: Identifier | None = Field(None, description="The id of the objective it serves.")
    commercial: bool = Field(False, description="true when it costs the customer money.")


class Review(Record):
    """A review that was held or a report that was delivered."""

    date: Day = Field(description="The day it was held or delivered.", examples=["2026-07-08"])
    kind: ReviewKind = Field(description="What kind of review or report it was.", examples=["qbr"])
    note: Text = Field("", description="What came out of it.")


class PlanChange(Record):
    """One entry of the success plan's change log."""

    date: Day = Field(description="The day of the change.", examples=["2026-06-15"])
    change: Line = Field(description="What was changed.", examples=["Target lowered to thirty days"])
    by: Text = Field("", description="Who changed it.")
