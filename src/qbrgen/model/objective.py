"""Objectives and the metrics that tell whether they are met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, Field

from qbrgen.model.base import Day, Fault, Identifier, Line, Number, Record, Rule, Text, whole
from qbrgen.model.kinds import Better, Function, ObjectiveState, Standing


class Metric(Record):
    """What is measured, in which unit, and which direction is better.

    `unit` is written as people say it: days, hours/week, %, tickets, points, or a currency code (EUR).
    """

    name: Line = Field(description="What is measured.", examples=["Time to close a deal"])
    unit: Line = Field(
        description="The unit as people say it: days, hours/week, %, tickets, points, or a currency code.",
        examples=["days"],
    )
    better: Better = Field(description="Which direction is an improvement.", examples=["lower"])


class Baseline(Record):
    """The value before the change: when it was measured, by whom (`source`) and how (`method`)."""

    value: Number = Field(description="The value before the change.", examples=[45])
    date: Day | None = Field(None, description="The day it was measured.")
    source: Text = Field("", description="Who measured it, or which system.")
    method: Text = Field("", description="How it was measured.")


class Target(Record):
    """The value agreed on, and the day it is to be reached."""

    value: Number = Field(description="The value agreed on.", examples=[30])
    date: Day | None = Field(None, description="The day it is to be reached.")


class Reading(Record):
    """The metric on one day."""

    date: Day = Field(description="The day of the reading.", examples=["2026-09-30"])
    value: Number = Field(description="The value on that day.", examples=[32])
    source: Text = Field("", description="Who measured it, or which system.")
    standing: Standing | None = Field(None, description="Who stands behind the reading.")


class NorthStar(Record):
    """How the customer's leadership will judge the purchase, in the customer's words."""

    question: Text = Field("", description="The question leadership asks, in the customer's words.")
    metric: Metric = Field(description="The one metric that answers it.")
    baseline: Baseline | None = Field(None, description="The value before the change.")
    target: Target | None = Field(None, description="The value agreed on.")
    readings: tuple[Reading, ...] = Field((), description="The metric, day by day.")


class Objective(Record):
    """One business objective of the customer, with its metric from baseline to target."""

    id: Identifier = Field(description="Short key that other records refer to.", examples=["faster-deals"])
    title: Line = Field(
        description="The outcome the customer wants, in business words.", examples=["Close deals faster"]
    )
    priority: Annotated[int, BeforeValidator(whole), Field(ge=1, le=99)] = Field(
        1, description="1 for the primary objective, 2 for the next."
    )
    function: Function | None = Field(None, description="The business function, when it is not the account's.")
    owner: Identifier | None = Field(None, description="The id of the stakeholder who owns it.")
    metric: Metric | None = Field(None, description="What is measured.")
    baseline: Baseline | None = Field(None, description="The value before the change.")
    target: Target | None = Field(None, description="The value agreed on.")
    readings: tuple[Reading, ...] = Field((), description="The metric, day by day; one reading a day.")
    success_criterion: Text = Field("", description="The objective is achieved when ...")
    driver: Text = Field("", description="What drove the change.")
    next_step: Text = Field("", description="What comes next for this objective.")
    state: ObjectiveState = Field(ObjectiveState.ACTIVE, description="Whether it is still pursued.")
    agreed_on: Day | None = Field(None, description="The day both sides agreed on it.")

    def _numbers_need_a_metric(self) -> Iterator[Fault]:
        if self.metric is None and (self.baseline or self.target or self.readings):
            yield Fault(
                "metric",
                f"objective '{self.id}' has a baseline, target or readings but no metric",
                "Add metric: {name: ..., unit: ..., better: lower or higher}",
            )

    def _one_reading_a_day(self) -> Iterator[Fault]:
        days = [reading.date for reading in self.readings]
        for index, day in enumerate(days):
            if day in days[:index]:
                yield Fault(
                    f"readings[{index}].date",
                    f"objective '{self.id}' has two readings dated {day}",
                    "Keep one reading a day",
                )

    rules = (
        Rule(("id", "metric", "baseline", "target", "readings"), _numbers_need_a_metric),
        Rule(("id", "readings"), _one_reading_a_day),
    )
