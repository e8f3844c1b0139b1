"""The business case over several years, as Forrester's Total Economic Impact lays it out."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field, model_validator

from qbrgen.model.base import Identifier, Line, Number, Percent, Record, Text


class CaseLine(Record):
    """One benefit or cost: its amount at the start (year 0, undiscounted) and in each year, before risk.

    `risk_percent` lowers a benefit or raises a cost.
    """

    id: Identifier
    label: Line
    initial: Number = Decimal(0)
    years: Annotated[tuple[Number, ...], Field(min_length=1, max_length=10)]
    risk_percent: Percent = Decimal(0)
    source: Text = ""


class BusinessCase(Record):
    """Benefits and costs year by year, all lines over the same years."""

    title: Line = "Business case"
    benefits: Annotated[tuple[CaseLine, ...], Field(min_length=1, max_length=50)]
    costs: Annotated[tuple[CaseLine, ...], Field(min_length=1, max_length=50)]
    discount_rate_percent: Percent | None = None
    source: Text = ""

    @model_validator(mode="after")
    def _same_years(self) -> BusinessCase:
        lengths = {len(line.years) for line in (*self.benefits, *self.costs)}
        if len(lengths) > 1:
            raise ValueError(
                f"the lines cover different numbers of years ({', '.join(map(str, sorted(lengths)))}); "
                "give each line one amount for every year"
            )
        return self
