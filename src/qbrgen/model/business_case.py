"""The business case over several years, as Forrester's Total Economic Impact lays it out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from qbrgen.model.base import Fault, Identifier, Line, Number, Percent, Record, Rule, Text


class CaseLine(Record):
    """One benefit or cost: its amount at the start (year 0, undiscounted) and in each year, before risk.

    `risk_percent` lowers a benefit or raises a cost.
    """

    id: Identifier = Field(description="Short key of the line.", examples=["faster-closing"])
    label: Line = Field(description="What the line is called in the table.", examples=["Faster closing"])
    initial: Number = Field(Decimal(0), description="Amount at the start (year 0), never discounted.")
    years: Annotated[tuple[Number, ...], Field(min_length=1, max_length=10)] = Field(
        description="Amount of each year, first year first, before risk.", examples=[[15000, 15000, 15000]]
    )
    risk_percent: Percent = Field(Decimal(0), description="Risk adjustment: lowers a benefit, raises a cost.")
    source: Text = Field("", description="Where the amounts come from.")


class BusinessCase(Record):
    """Benefits and costs year by year, all lines over the same years."""

    title: Line = Field("Business case", description="What the case is called.")
    benefits: Annotated[tuple[CaseLine, ...], Field(min_length=1, max_length=50)] = Field(
        description="What is gained, line by line."
    )
    costs: Annotated[tuple[CaseLine, ...], Field(min_length=1, max_length=50)] = Field(
        description="What is spent, line by line."
    )
    discount_rate_percent: Percent | None = Field(None, description="Discount rate of a year, 10 unless set.")
    source: Text = Field("", description="Who made the case, and when.")

    def _same_years(self) -> Iterator[Fault]:
        lengths = {len(line.years) for line in (*self.benefits, *self.costs)}
        if len(lengths) > 1:
            yield Fault(
                "",
                f"the lines cover different numbers of years ({', '.join(map(str, sorted(lengths)))})",
                "Give each line one amount for every year",
            )

    rules = (Rule(("benefits", "costs"), _same_years),)
