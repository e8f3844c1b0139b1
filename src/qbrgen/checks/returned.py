"""Checks of the return: value and investment over the same days, in the same currency, adding up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import MUCH_RETURN
from qbrgen.checks.plain import day, money, named, number
from qbrgen.model.kinds import Recurrence
from qbrgen.value.exact import total
from qbrgen.value.figure import Figure
from qbrgen.value.reference.source import OWN, REALIZATION
from qbrgen.value.results import ByStanding

# What an amount is said to cover; "yearly rate filing" is not said of an amount.
_A_YEAR = re.compile(
    r"\b(?:per (?:year|annum)|p\.\s?a\.|a year|annual(?:ly)? (?:savings?|value|costs?|benefit)|yearly savings?)",
    re.IGNORECASE,
)
_LESS_THAN_A_YEAR = re.compile(
    r"\b(?:(?:this|in the|last|per|a|each) (?:quarter|month)|quarterly|monthly|per month|in (?:19|20)\d\d-?Q[1-4]"
    r"|in Q[1-4]\b|Q[1-4] (?:19|20)\d\d)",
    re.IGNORECASE,
)


def _value_currency(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.account.value_items):
        if item.category.is_hard and item.currency not in (None, case.account.currency):
            yield Hit(
                f"{named(item.title)} is in {item.currency}, the contract in {case.account.currency}: it is left out "
                "of every total.",
                f"value_items[{index}].currency",
                item.id,
            )


def _investment_currency(case: Case) -> Iterator[Hit]:
    for index, record in enumerate(case.account.investments):
        if record.currency not in (None, case.account.currency):
            yield Hit(
                f"The investment {named(record.label)} of {money(record.amount, record.currency)} is not in "
                f"{case.account.currency}: it is left out, and the return looks higher than it is.",
                f"investments[{index}].currency",
                record.id,
            )


def _much(case: Case) -> Iterator[Hit]:
    multiple = case.value.returned.multiple_all
    if multiple is not None and multiple.value > MUCH_RETURN:
        yield Hit(
            f"Value in {case.value.period.label} is {number(round(multiple.value, 1))} times the investment of "
            f"{money(case.value.returned.investment.total.value, case.account.currency)}.",
            "value_items",
        )


def _subscription_only(case: Case) -> Iterator[Hit]:
    hard = any(item.category.is_hard for item in case.account.value_items)
    if hard and not case.account.investments:
        yield Hit(
            f"The investment of {case.account.name} holds the subscription only: no services, no training, no effort "
            "of its own.",
            "investments",
        )


def _before_contract(case: Case) -> Iterator[Hit]:
    begins = case.account.contract.begins
    for index, item in enumerate(case.account.value_items):
        if item.category.is_hard and item.since < begins:
            yield Hit(
                f"{named(item.title)} runs from {day(item.since)}; the contract begins on {day(begins)}, and value "
                "is counted from then only.",
                f"value_items[{index}].since",
                item.id,
            )


def _other_span(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.account.value_items):
        if item.amount is None:
            continue
        text = f"{item.title} {item.source} {item.story}"
        recurring = item.recurrence is Recurrence.RECURRING
        said = (_LESS_THAN_A_YEAR if recurring else _A_YEAR).search(text)
        if said is None or (recurring and _A_YEAR.search(text)):
            continue
        counted = "a year's value" if recurring else "one amount on one day"
        yield Hit(
            f"{named(item.title)} is counted as {counted}, but its words say “{said.group()}”.",
            f"value_items[{index}].recurrence",
            item.id,
        )


def _lapsed(case: Case) -> Iterator[Hit]:
    renewal = case.account.contract.renewal
    if renewal is not None and renewal < case.as_of:
        yield Hit(
            f"The renewal day {day(renewal)} has passed; the subscription of "
            f"{money(case.account.contract.arr, case.account.currency)} a year is counted on.",
            "contract.renewal",
        )


def _sums(case: Case) -> Iterator[Hit]:
    value, currency = case.value, case.account.currency
    named_sums: list[tuple[str, Figure, Iterable[Figure]]] = []
    for label, sums in (("in the period", value.in_period), ("since contract start", value.cumulative)):
        named_sums.append((f"Value {label}", sums.total, _parts(sums)))
    named_sums.append(
        ("Value by category", value.in_period.total, (sums.total for _, sums in value.by_category)),
    )
    for returned in (value.returned, value.returned_to_date):
        parts = (figure for _, figure in returned.investment.parts)
        named_sums.append((returned.investment.total.label, returned.investment.total, parts))
    for label, whole, figures in named_sums:
        added = total(figure.value for figure in figures)
        if abs(added - whole.value) >= Decimal("0.005"):
            yield Hit(
                f"{label} is {money(whole.value, currency)}, but its parts add up to {money(added, currency)}.",
                "value_items",
            )


def _parts(sums: ByStanding) -> tuple[Figure, ...]:
    return sums.validated, sums.reported, sums.estimated


CHECKS = (
    Check(
        "QV401",
        Severity.WARNING,
        "Value in another currency",
        "Amounts of two currencies cannot be added up without a rate and a day: this one is missing in the totals.",
        "Enter the amount in the contract's currency and name the rate and its day in the source.",
        find=_value_currency,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV402",
        Severity.ERROR,
        "Investment in another currency",
        "An investment that is left out makes the return look higher than it is.",
        "Enter the amount in the contract's currency and name the rate and its day in the source.",
        find=_investment_currency,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV403",
        Severity.WARNING,
        "Return hard to believe",
        "A return of this size is questioned before anything else on the page is read.",
        "Check the attribution, the units and that all of the investment is entered; then have finance confirm it.",
        find=_much,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV404",
        Severity.INFO,
        "Investment is the subscription only",
        "The customer also paid with services, training and time; a return without them is not its own calculation.",
        "Ask for the services, training and effort of the same period, and enter them as investments.",
        find=_subscription_only,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV405",
        Severity.INFO,
        "Value from before the contract",
        "Value and investment must cover the same days.",
        "Correct the item's `since`, or the contract's start when a pilot was paid for.",
        find=_before_contract,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV406",
        Severity.WARNING,
        "Period of the value unclear",
        "A quarter's amount counted as a year's, or the other way round, is wrong by a factor of four.",
        "Recurring amounts are per year, one-off ones the whole on its day: correct the amount or the recurrence.",
        find=_other_span,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV407",
        Severity.WARNING,
        "Renewal day passed",
        "After the renewal another price may hold, and with it another return.",
        "Enter the new renewal day and the new ARR.",
        find=_lapsed,
        concerns=Concern.RETURN,
        source=OWN,
    ),
    Check(
        "QV408",
        Severity.ERROR,
        "Parts that do not add up",
        "A total that is not the sum of its parts discredits the page.",
        "Measure the account again with the version of qbrgen that made the document, and report this as a fault.",
        find=_sums,
        concerns=Concern.RETURN,
        source=REALIZATION,
    ),
)
