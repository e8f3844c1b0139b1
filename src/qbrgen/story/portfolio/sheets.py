"""The sheets of the portfolio workbook: accounts in rows, everything that sums them up as formulas."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.model.kinds import ObjectiveState, Touch
from qbrgen.story.blocks import Status
from qbrgen.story.labels import LEVEL, TIER, TOUCH
from qbrgen.story.portfolio.book import (
    BAND_STATUS,
    Book,
    accounts,
    arr_of,
    arr_sum,
    band,
    mean_health,
    next_due,
    validated_share,
)
from qbrgen.story.portfolio.money import risks_of, signals_of
from qbrgen.story.portfolio.rates import movements_sheet, retention_sheet, team_sheet, wins_sheet
from qbrgen.story.sections import given
from qbrgen.story.text import Given, Text, text
from qbrgen.story.workbook import Entry, Formula, Sheet, SheetColumn, Total
from qbrgen.value.figure import COUNT, Figure, money
from qbrgen.value.making import derived, recorded, summed
from qbrgen.value.portfolio import Holding, PortfolioMeasure
from qbrgen.value.results import ProgressState

_COST = "internal.success_team_cost"
SHARE = 'IFERROR(IF(AND({validated}/{value}>=0,{validated}/{value}<=1),{validated}/{value},""),"")'
ROI = 'IF({validated}="","",IFERROR(({validated}-{invested})/{invested},""))'
MULTIPLE = 'IF({validated}="","",IFERROR({validated}/{invested},""))'


def sheets(book: Book) -> tuple[Sheet, ...]:
    """Accounts, tiers, measures, retention with its movements, the team with its wins, due, signals, risks."""
    return (
        _accounts(book),
        _tiers(book),
        _measures(book),
        retention_sheet(book),
        movements_sheet(book),
        team_sheet(book),
        wins_sheet(book),
        _due(book),
        _signals(book),
        _risks(book),
    )


def _accounts(book: Book) -> Sheet:
    # A sum over currencies would mean nothing.
    money_total = Total.SUM if len(book.currencies) == 1 else Total.NONE
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("manager", ("Success manager",)),
        SheetColumn("industry", ("Industry",)),
        SheetColumn("tier", ("Tier",)),
        SheetColumn("touch", ("Touch",)),
        SheetColumn("by_revenue", ("Touch that revenue speaks for",)),
        SheetColumn("currency", ("Currency",)),
        SheetColumn("arr", ("ARR",), money_total),
        SheetColumn("renewal", ("Renewal",)),
        SheetColumn("days_left", ("Days to renewal",)),
        SheetColumn("health", ("Health",), Total.AVERAGE),
        SheetColumn("state", ("State",)),
        SheetColumn("created", ("Validated value in the period",), money_total),
        SheetColumn("validated", ("Validated value since the start",), money_total),
        SheetColumn("value", ("All value since the start",), money_total),
        SheetColumn("invested", ("Invested since the start",), money_total),
        SheetColumn("roi", ("ROI",)),
        SheetColumn("multiple", ("Multiple",)),
        SheetColumn("share", ("Validated share",)),
        SheetColumn("objectives", ("Objectives",), Total.SUM),
        SheetColumn("achieved", ("Achieved",), Total.SUM),
        SheetColumn("plan", ("Success plan",)),
        SheetColumn("errors", ("Claims not to be made",), Total.SUM),
        SheetColumn("next", ("Next due",)),
        SheetColumn("due", ("Due on",)),
        SheetColumn("late", ("Late by",)),
        SheetColumn("cost", ("Cost of the team",), money_total),
    )
    note = (
        "Filter as you like: the sheets by tier and the totals follow the whole list, the last row what is shown.",
    )
    return Sheet(
        "accounts", "Accounts", text("Every account of the book"), columns,
        tuple(_account(book, each) for each in book.holdings), (note,),
    )  # fmt: skip


def _account(book: Book, each: Holding) -> tuple[Entry, ...]:
    account, value = each.account, each.value
    back, due = value.returned_to_date, next_due(each)
    pursued = [found for found in value.outcomes if found.objective_state is not ObjectiveState.DROPPED]
    achieved = sum(found.state is ProgressState.ACHIEVED for found in pursued)
    cost = account.internal.success_team_cost
    return (
        _words(account.name),
        given(account.csm.name) if account.csm else None,
        given(account.industry) or None,
        (TIER[value.tier],),
        (TOUCH[value.touch],),
        (TOUCH[each.better_touch],) if each.better_touch else None,
        _words(account.currency),
        arr_of(each),
        account.contract.renewal,
        value.renewal_in,
        each.health.score,
        BAND_STATUS[band(each)],
        value.in_period.validated,
        # Nothing validated is not the same as a value of zero: no return is claimed on it.
        back.value.validated if back.value.validated.evidence.parts else None,
        back.value.total,
        back.investment.total,
        Formula(ROI, back.roi),
        Formula(MULTIPLE, back.multiple),
        Formula(SHARE, back.validated_share),
        _number("objectives", each, len(pursued)),
        _number("achieved", each, achieved),
        ("yes" if each.has_plan else "no",),
        _number("errors", each, book.errors(each)),
        (due.label,) if due else None,
        due.due.day if due else None,
        due.late if due else None,
        recorded(
            f"cost.{account.id}", "Cost of the team", cost, money(account.currency), "internal.success_team_cost"
        )
        if cost is not None
        else None,
    )


def _words(words: str) -> Text:
    return (Given(words),)


def _number(name: str, each: Holding, number: int) -> Figure:
    return derived(f"{name}.{each.account.id}", name.capitalize(), number, COUNT, "counted")


def _tiers(book: Book) -> Sheet:
    columns = (
        SheetColumn("touch", ("Touch",)),
        SheetColumn("currency", ("Currency",)),
        SheetColumn("accounts", ("Accounts",), Total.SUM),
        SheetColumn("arr", ("ARR",)),
        SheetColumn("health", ("Mean health",)),
        SheetColumn("validated", ("Validated value since the start",)),
        SheetColumn("value", ("All value since the start",)),
        SheetColumn("share", ("Validated share",)),
        SheetColumn("plans", ("With a success plan",), Total.SUM),
        SheetColumn("overdue", ("Overdue",), Total.SUM),
    )
    rows = tuple(
        _tier(touch, currency, mine)
        for touch in Touch
        for currency in book.currencies
        if (mine := [each for each in book.holdings
                     if each.value.touch is touch and each.account.currency == currency])
    )  # fmt: skip
    return Sheet("tiers", "By touch tier", text("The book by touch tier and currency"), columns, rows)


_MINE = "{accounts:touch},{touch},{accounts:currency},{currency}"


def _tier(touch: Touch, currency: str, holdings: list[Holding]) -> tuple[Entry, ...]:
    key = f"{touch}.{currency}"
    validated, value = _summed("validated", holdings, currency), _summed("total", holdings, currency)
    planned = sum(each.has_plan for each in holdings)
    late = sum(bool(due and due.late) for due in map(next_due, holdings))
    return (
        (TOUCH[touch],),
        _words(currency),
        Formula(f"COUNTIFS({_MINE})", accounts(key, len(holdings))),
        Formula(f"SUMIFS({{accounts:arr}},{_MINE})", arr_sum(str(touch), holdings, currency)),
        Formula(f'IFERROR(AVERAGEIFS({{accounts:health}},{_MINE}),"")', mean_health(key, holdings)),
        Formula(f"SUMIFS({{accounts:validated}},{_MINE})", validated),
        Formula(f"SUMIFS({{accounts:value}},{_MINE})", value),
        Formula(SHARE, validated_share(str(touch), holdings, currency)),
        Formula(f'COUNTIFS({_MINE},{{accounts:plan}},"yes")', accounts(f"{key}.plans", planned)),
        Formula(f'COUNTIFS({_MINE},{{accounts:late}},">0")', accounts(f"{key}.late", late)),
    )


def _summed(name: str, holdings: list[Holding], currency: str) -> Figure:
    found = [getattr(each.value.returned_to_date.value, name) for each in holdings]
    return summed(f"tier.{name}.{currency}", "Value since the start", money(currency), found)


def _measures(book: Book) -> Sheet:
    columns = (
        SheetColumn("measure", ("Measure",)),
        SheetColumn("definition", ("What it counts",)),
        SheetColumn("meeting", ("Meeting it",)),
        SheetColumn("considered", ("Considered",)),
        SheetColumn("share", ("Share",)),
        SheetColumn("target", ("Target: more than",)),
        SheetColumn("median", ("Median",)),
        SheetColumn("state", ("State",)),
    )
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            (measure.row.label,),
            (measure.row.definition,),
            measure.meeting,
            measure.considered,
            Formula('IFERROR({meeting}/{considered},"")', measure.value),
            measure.target,
            measure.detail,
            _state(measure),
        )
        for measure in book.whole.measures
    )
    return Sheet("measures", "Measures", text("The five measures against their targets"), columns, rows)


def _state(measure: PortfolioMeasure) -> Status | None:
    if measure.met is not None:
        return Status.ACHIEVED if measure.met else Status.OFF_TRACK
    # Time to value has a target for each tier and none for the book.
    return None if measure.value is not None else Status.UNKNOWN


def _due(book: Book) -> Sheet:
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("manager", ("Success manager",)),
        SheetColumn("what", ("What",)),
        SheetColumn("every", ("Every",)),
        SheetColumn("last", ("Last held",)),
        SheetColumn("due", ("Due on",)),
        SheetColumn("late", ("Late by",)),
        SheetColumn("state", ("State",)),
    )
    rows: tuple[tuple[Entry, ...], ...] = tuple(
        (
            _words(each.account.name),
            given(each.account.csm.name) if each.account.csm else None,
            (due.label,),
            due.every,
            due.last,
            due.due.day,
            due.late,
            Status.LATE if due.late else Status.OPEN,
        )
        for each, due in sorted(
            ((each, due) for each in book.holdings for due in each.due),
            key=lambda pair: (pair[1].due.value, pair[0].account.id),
        )
    )
    return Sheet("due", "Due", text("What is due, and what is overdue"), columns, rows)


def _signals(book: Book) -> Sheet:
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("signal", ("Signal",)),
        SheetColumn("detail", ("Detail",)),
        SheetColumn("seen", ("Seen on",)),
        SheetColumn("points_to", ("Points to",)),
        SheetColumn("action", ("Do next",)),
        SheetColumn("currency", ("Currency",)),
        SheetColumn("potential", ("Potential ARR",)),
    )
    rows: Iterator[tuple[Entry, ...]] = (
        (
            _words(each.account.name),
            (signal.row.label,),
            given(signal.detail) or None,
            signal.seen_on,
            (signal.row.expansion_label,),
            (signal.row.action,),
            _words(each.account.currency),
            signal.potential,
        )
        for each, signal in signals_of(book)
    )
    return Sheet(
        "signals", "Expansion signals", text("Signs of growth and what to do about each"), columns, tuple(rows)
    )


def _risks(book: Book) -> Sheet:
    columns = (
        SheetColumn("account", ("Account",)),
        SheetColumn("risk", ("Risk to the renewal",)),
        SheetColumn("likelihood", ("Likelihood",)),
        SheetColumn("renewal", ("Renewal",)),
        SheetColumn("currency", ("Currency",)),
        SheetColumn("stake", ("ARR at risk",)),
        SheetColumn("plan", ("What we do",)),
    )
    rows: Iterator[tuple[Entry, ...]] = (
        (
            _words(each.account.name),
            _words(title),
            (LEVEL[likelihood],),
            each.account.contract.renewal,
            _words(each.account.currency),
            stake,
            given(plan) or None,
        )
        for each, title, likelihood, stake, plan in risks_of(book)
    )
    return Sheet("risks", "Renewal risks", text("What puts renewals at risk"), columns, tuple(rows))
