"""Value items: what an outcome was worth, by which formula, and who stands behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from qbrgen.model.base import Amount, Currency, Identifier, Line, Number, Percent, Record, Text
from qbrgen.model.kinds import Recurrence, Standing, ValueCategory


class TimeSaved(Record):
    """hours per person per week x people x weeks x hourly rate; `weeks` is weeks worked in a year."""

    hours_per_person_per_week: Amount
    people: Amount
    hourly_rate: Amount
    weeks: Annotated[Number, Field(gt=0, le=53)] = Decimal(52)


class HeadcountAvoided(Record):
    """FTEs x annual salary."""

    ftes: Amount
    annual_salary: Amount


class Change(Record):
    """|after - before| x volume a year: a cost per unit that fell, or an income per unit that rose.

    The engine signs it by category; a cost that rose or an income that fell is a loss and counts below zero.
    """

    before: Number
    after: Number
    volume: Amount = Decimal(1)
    unit: Text = ""


class ValueItem(Record):
    """One thing gained.

    Hard items carry exactly one of `amount`, `time_saved`, `headcount_avoided`, `change`; recurring
    amounts are per year, one-off amounts are the whole. Soft items carry none: they are told, not counted.
    `attribution_percent` is the share that is put down to the product.
    """

    id: Identifier
    title: Line
    category: ValueCategory
    objective: Identifier | None = None
    amount: Amount | None = None
    time_saved: TimeSaved | None = None
    headcount_avoided: HeadcountAvoided | None = None
    change: Change | None = None
    currency: Currency | None = None
    recurrence: Recurrence = Recurrence.RECURRING
    since: date
    until: date | None = None
    attribution_percent: Percent = Decimal(100)
    standing: Standing = Standing.VENDOR_ESTIMATE
    validated_by: Identifier | None = None
    validated_on: date | None = None
    source: Text = ""
    story: Text = ""

    @model_validator(mode="after")
    def _formula_fits_category(self) -> ValueItem:
        given = [
            name
            for name in ("amount", "time_saved", "headcount_avoided", "change")
            if getattr(self, name) is not None
        ]
        if not self.category.is_hard:
            if given:
                raise ValueError(
                    f"value item '{self.id}' is soft ({self.category}) and soft value is never turned into money; "
                    f"remove {given[0]} or choose a hard category"
                )
            return self
        if len(given) != 1:
            found = "none" if not given else " and ".join(given)
            raise ValueError(
                f"value item '{self.id}' needs exactly one of amount, time_saved, headcount_avoided, "
                f"change; it has {found}"
            )
        for name, category in (
            ("time_saved", ValueCategory.TIME_SAVED),
            ("headcount_avoided", ValueCategory.HEADCOUNT_AVOIDED),
        ):
            if given == [name] and self.category is not category:
                raise ValueError(f"value item '{self.id}' has {name} but its category is {self.category}")
        if given == ["change"] and self.category not in (
            ValueCategory.REVENUE_INCREASED,
            ValueCategory.COSTS_REDUCED,
        ):
            raise ValueError(f"value item '{self.id}' has change but its category is {self.category}")
        return self

    @model_validator(mode="after")
    def _dates_and_standing(self) -> ValueItem:
        if self.until and self.until < self.since:
            raise ValueError(f"value item '{self.id}': until {self.until} is before since {self.since}")
        if self.standing is Standing.CUSTOMER_VALIDATED and not (self.validated_by and self.validated_on):
            raise ValueError(
                f"value item '{self.id}' is customer_validated; "
                "say validated_by (a stakeholder's id) and validated_on"
            )
        return self
