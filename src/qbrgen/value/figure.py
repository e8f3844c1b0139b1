"""A Figure: a number with its unit, its standing and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qbrgen.model.kinds import Standing


class UnitKind(StrEnum):
    """How a number is written; the words come from the reader's locale."""

    MONEY = "money"  # name is the ISO currency code
    PERCENT = "percent"  # the value 28.9 means 28.9 %
    POINTS = "points"  # percentage points
    MULTIPLE = "multiple"  # 10 means 10x
    COUNT = "count"  # name is what is counted, as the account writes it: "tickets"; may be empty
    DAYS = "days"
    MONTHS = "months"
    HOURS = "hours"
    SCORE = "score"  # NPS, health
    DATE = "date"  # the Figure's `day` holds it


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of unit and, for money and counts, its name."""

    kind: UnitKind
    name: str = ""


PERCENT = Unit(UnitKind.PERCENT)
POINTS = Unit(UnitKind.POINTS)
MULTIPLE = Unit(UnitKind.MULTIPLE)
DAYS = Unit(UnitKind.DAYS)
MONTHS = Unit(UnitKind.MONTHS)
HOURS = Unit(UnitKind.HOURS)
SCORE = Unit(UnitKind.SCORE)
DATE = Unit(UnitKind.DATE)
COUNT = Unit(UnitKind.COUNT)


def money(currency: str) -> Unit:
    """Money in an ISO 4217 currency."""
    return Unit(UnitKind.MONEY, currency)


def count(noun: str = "") -> Unit:
    """A count of things, named in the plural (users, tickets)."""
    return Unit(UnitKind.COUNT, noun)


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a formula and where it stands in the account (`path`: value_items[0].amount)."""

    name: str
    value: Decimal | date | str
    unit: Unit = COUNT
    path: str = ""
    source: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a figure came about: the formula in words and signs, its inputs, the source and its day.

    `parts` are the Figures it was added up from, so that a total can be followed down.
    """

    formula: str = ""
    inputs: tuple[Input, ...] = ()
    source: str = ""
    on: date | None = None
    parts: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be shown: exact value, unit, standing, evidence.

    `key` is stable and unique within one account and period (value.period.validated); `label` names the
    figure in the appendix and holds no digits; `subject` is what it is about in the account's own words
    (an objective's title, a feature's name), to be shown as Given.
    """

    key: str
    label: str
    value: Decimal
    unit: Unit
    standing: Standing | None = None
    evidence: Evidence = field(default_factory=Evidence)
    day: date | None = None
    subject: str = ""
