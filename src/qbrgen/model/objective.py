"""Objectives and the metrics that tell whether they are met."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from qbrgen.model.base import Identifier, Line, Number, Record, Text
from qbrgen.model.kinds import Better, Function, ObjectiveState, Standing


class Metric(Record):
    """What is measured, in which unit, and which direction is better.

    `unit` is written as people say it: days, hours/week, %, tickets, points, or a currency code (EUR).
    """

    name: Line
    unit: Line
    better: Better


class Baseline(Record):
    """The value before the change: when it was measured, by whom (`source`) and how (`method`)."""

    value: Number
    date: dt.date | None = None
    source: Text = ""
    method: Text = ""


class Target(Record):
    """The value agreed on, and the day it is to be reached."""

    value: Number
    date: dt.date | None = None


class Reading(Record):
    """The metric on one day."""

    date: dt.date
    value: Number
    source: Text = ""
    standing: Standing | None = None


class NorthStar(Record):
    """How the customer's leadership will judge the purchase, in the customer's words."""

    question: Text = ""
    metric: Metric
    baseline: Baseline | None = None
    target: Target | None = None
    readings: tuple[Reading, ...] = ()


class Objective(Record):
    """One business objective of the customer, with its metric from baseline to target."""

    id: Identifier
    title: Line
    priority: Annotated[int, Field(ge=1, le=99)] = 1
    function: Function | None = None
    owner: Identifier | None = None
    metric: Metric | None = None
    baseline: Baseline | None = None
    target: Target | None = None
    readings: tuple[Reading, ...] = ()
    success_criterion: Text = ""
    driver: Text = ""
    next_step: Text = ""
    state: ObjectiveState = ObjectiveState.ACTIVE
    agreed_on: dt.date | None = None

    @model_validator(mode="after")
    def _numbers_need_a_metric(self) -> Objective:
        if self.metric is None and (self.baseline or self.target or self.readings):
            raise ValueError(
                f"objective '{self.id}' has a baseline, target or readings but no metric; "
                "add metric: {name, unit, better}"
            )
        return self

    @model_validator(mode="after")
    def _one_reading_a_day(self) -> Objective:
        days = [reading.date for reading in self.readings]
        twice = sorted({day for day in days if days.count(day) > 1})
        if twice:
            raise ValueError(f"objective '{self.id}' has two readings dated {twice[0]}; keep one a day")
        return self
