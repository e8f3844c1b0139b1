"""Value items: what an outcome was worth, by which formula, and who stands behind it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qbrgen.model.base import Amount, Currency, Day, Fault, Identifier, Line, Number, Percent, Record, Rule, Text
from qbrgen.model.kinds import Recurrence, Standing, ValueCategory

FORMULAS = ("amount", "time_saved", "headcount_avoided", "change")
_CATEGORIES = {
    "time_saved": (ValueCategory.TIME_SAVED,),
    "headcount_avoided": (ValueCategory.HEADCOUNT_AVOIDED,),
    "change": (ValueCategory.REVENUE_INCREASED, ValueCategory.COSTS_REDUCED),
}


class TimeSaved(Record):
    """hours per person per week x people x weeks x hourly rate; `weeks` is weeks worked in a year."""

    hours_per_person_per_week: Amount = Field(description="Hours one person saves in a week.", examples=[5])
    people: Amount = Field(description="How many people save them.", examples=[20])
    hourly_rate: Amount = Field(description="What an hour costs the customer.", examples=[50])
    weeks: Annotated[Number, Field(gt=0, le=53)] = Field(Decimal(52), description="Weeks worked in a year.")


class HeadcountAvoided(Record):
    """FTEs x annual salary."""

    ftes: Amount = Field(description="Full-time positions that were not needed.", examples=[2])
    annual_salary: Amount = Field(description="What one of them costs in a year.", examples=[80000])


class Change(Record):
    """|after - before| x volume a year: a cost per unit that fell, or an income per unit that rose.

    The engine signs it by category; a cost that rose or an income that fell is a loss and counts below zero.
    """

    before: Number = Field(description="Cost or income per unit, before.", examples=[18])
    after: Number = Field(description="Cost or income per unit, now.", examples=[12])
    volume: Amount = Field(Decimal(1), description="Units in a year.")
    unit: Text = Field("", description="What is counted, in the plural: tickets, orders, deals.")


class ValueItem(Record):
    """One thing gained.

    Hard items carry exactly one of `amount`, `time_saved`, `headcount_avoided`, `change`; recurring
    amounts are per year, one-off amounts are the whole. Soft items carry none: they are told, not counted.
    `attribution_percent` is the share that is attributed to the product.
    """

    id: Identifier = Field(description="Short key of the value item.", examples=["selling-time"])
    title: Line = Field(description="What was gained.", examples=["Selling time won back"])
    category: ValueCategory = Field(description="What kind of value it is.", examples=["time_saved"])
    objective: Identifier | None = Field(None, description="The id of the objective it serves.")
    amount: Amount | None = Field(None, description="The amount itself: of a year when recurring, else the whole.")
    time_saved: TimeSaved | None = Field(None, description="Hours x people x weeks x hourly rate.")
    headcount_avoided: HeadcountAvoided | None = Field(None, description="Positions x salary.")
    change: Change | None = Field(None, description="Cost or income per unit, before and now, x volume.")
    currency: Currency | None = Field(None, description="ISO 4217 code, when it is not the contract's.")
    recurrence: Recurrence = Field(Recurrence.RECURRING, description="Whether it comes every year or came once.")
    since: Day = Field(description="The first day of the gain, or its day when one-off.", examples=["2026-01-01"])
    until: Day | None = Field(None, description="The last day of the gain.")
    attribution_percent: Percent = Field(Decimal(100), description="Share attributed to the product, 0 to 100.")
    standing: Standing = Field(Standing.VENDOR_ESTIMATE, description="Who stands behind the number.")
    validated_by: Identifier | None = Field(None, description="The id of the stakeholder who validated it.")
    validated_on: Day | None = Field(None, description="The day it was validated.")
    source: Text = Field("", description="Where the inputs come from.")
    story: Text = Field("", description="What it means to the people concerned, in a sentence.")

    def _formula_fits_category(self) -> Iterator[Fault]:
        given = [name for name in FORMULAS if getattr(self, name) is not None]
        if not self.category.is_hard:
            if given:
                yield Fault(
                    given[0],
                    f"value item '{self.id}' is soft ({self.category}), and soft value is never turned into money",
                    f"Remove {given[0]} or choose a hard category",
                )
        elif len(given) != 1:
            yield Fault(
                given[1] if given else "",
                f"value item '{self.id}' has {' and '.join(given) or 'no formula'}",
                "Give exactly one of amount, time_saved, headcount_avoided, change",
            )
        elif self.category not in _CATEGORIES.get(given[0], (self.category,)):
            fitting = " or ".join(_CATEGORIES[given[0]])
            yield Fault(
                "category",
                f"value item '{self.id}' has {given[0]} but its category is {self.category}",
                f"Write category: {fitting}",
            )

    def _dates_in_order(self) -> Iterator[Fault]:
        if self.until and self.until < self.since:
            yield Fault(
                "until",
                f"value item '{self.id}': until {self.until} is before since {self.since}",
                "Put the days in order",
            )

    def _validated_by_somebody(self) -> Iterator[Fault]:
        if self.standing is Standing.CUSTOMER_VALIDATED and not (self.validated_by and self.validated_on):
            yield Fault(
                "validated_by" if not self.validated_by else "validated_on",
                f"value item '{self.id}' is customer_validated but does not say by whom and when",
                "Add validated_by (a stakeholder's id) and validated_on",
            )

    rules = (
        Rule(("id", "category", *FORMULAS), _formula_fits_category),
        Rule(("id", "since", "until"), _dates_in_order),
        Rule(("id", "standing", "validated_by", "validated_on"), _validated_by_somebody),
    )
