"""A neutral workbook with every kind of column, for the tests of what is written from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from qbrgen.model.period import parse_period
from qbrgen.story.blocks import Status
from qbrgen.story.text import Given
from qbrgen.story.workbook import Formula, Sheet, SheetColumn, Total, Workbook
from qbrgen.value.figure import COUNT, DAYS, MULTIPLE, PERCENT, SCORE, Figure, Unit, money


def figure(value: str | Decimal, unit: Unit = COUNT) -> Figure:
    return Figure("sample", "Sample", Decimal(value), unit)


def sample_workbook(words: str = "Meridian Freight", *, locale: str = "en-US", currency: str = "USD") -> Workbook:
    """Two sheets: accounts with formulas in their rows, measures with formulas over the accounts."""
    cash = money(currency)
    values = (("1200000", "120000", "0.9712"), ("840000", "460000", "0.7"), ("0", "9600", "0"))
    rows = tuple(
        (
            (Given(words if number == 0 else f"Account {'ABC'[number]}"),),
            ("High touch",),
            figure(value, cash),
            figure(invested, cash),
            Formula("{value} / {invested}", figure(Decimal(value) / Decimal(invested), MULTIPLE)),
            Formula(
                "({value} - {invested}) / {invested}",
                figure((Decimal(value) - Decimal(invested)) / Decimal(invested) * 100, PERCENT),
            ),
            figure(Decimal(share) * 100, PERCENT),
            figure(str(40 + number), SCORE),
            figure(str(88 - number), DAYS),
            date(2026, 12, 1 + number),
            (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)[number],
            None if number else (Given("=HYPERLINK(0)"),),
        )
        for number, (value, invested, share) in enumerate(values)
    )
    columns = (
        SheetColumn("name", ("Account",)),
        SheetColumn("touch", ("Touch tier",)),
        SheetColumn("value", ("Value in the period",), Total.SUM),
        SheetColumn("invested", ("Invested",), Total.SUM),
        SheetColumn("multiple", ("Multiple",)),
        SheetColumn("roi", ("ROI",), Total.AVERAGE),
        SheetColumn("share", ("Validated share",)),
        SheetColumn("health", ("Health",)),
        SheetColumn("renewal", ("Renewal in",)),
        SheetColumn("due", ("Next review",)),
        SheetColumn("state", ("State",), Total.COUNT),
        SheetColumn("note", ("Note",)),
    )
    total = sum((Decimal(value) for value, _, _ in values), Decimal(0))
    measures = (
        (("Value created",), Formula("SUM({accounts:value})", figure(total, cash)), Status.ACHIEVED),
        (
            ("Accounts with value",),
            Formula('COUNTIFS({accounts:value}, ">0") / COUNTA({accounts:name})', figure(Decimal(200) / 3, PERCENT)),
            Status.AT_RISK,
        ),
        (("Nothing yet",), Formula('IFERROR(1 / 0, "")', None), Status.UNKNOWN),
    )
    return Workbook(
        "portfolio",
        ("The portfolio of ", Given(words)),
        ("Third quarter",),
        "Northwind Software",
        locale,
        parse_period("2026-Q3"),
        date(2026, 10, 5),
        (
            Sheet("accounts", "Accounts", ("Every account",), columns, rows, (("In ", currency),)),
            Sheet(
                "measures",
                "Measures",
                ("The measures of the book",),
                (
                    SheetColumn("measure", ("Measure",)),
                    SheetColumn("now", ("Now",)),
                    SheetColumn("state", ("State",)),
                ),
                measures,
            ),
        ),
    )


def with_rows(book: Workbook, count: int) -> Workbook:
    """The workbook with only the first `count` rows on its first sheet."""
    first, *others = book.sheets
    return replace(book, sheets=(replace(first, rows=first.rows[:count]), *others))
