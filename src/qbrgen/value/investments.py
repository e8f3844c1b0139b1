"""What the customer invested in a span of days: the subscription and what is put in beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.contract import Investment as InvestmentRecord
from qbrgen.model.kinds import InvestmentKind, Recurrence
from qbrgen.value.exact import ZERO, Span, days_in_year, spread, total
from qbrgen.value.figure import DAYS, Figure, Input, money
from qbrgen.value.making import derived, number, summed
from qbrgen.value.results import Investment

_LABELS = {
    InvestmentKind.SERVICES: "Services",
    InvestmentKind.TRAINING: "Training",
    InvestmentKind.INTERNAL_EFFORT: "The customer's own effort",
    InvestmentKind.HARDWARE: "Hardware",
    InvestmentKind.OTHER: "Other investment",
}


def invested(account: CustomerAccount, span: Span, key: str, label: str) -> Investment:
    """Subscription and investments that fell in the span, summed by kind; other currencies are left out.

    The subscription is the ARR by days from the contract's first day. An investment made before that day
    counts on it, as the initial flow of the Total Economic Impact method does.
    """
    unit = money(account.currency)
    parts: list[tuple[InvestmentKind | None, Figure]] = [(None, _subscription(account, span, key))]
    found = list(_records(account, span, key))
    for kind in InvestmentKind:
        of_kind = [figure for record, figure in found if record.kind is kind]
        if any(figure.value for figure in of_kind):
            parts.append((kind, summed(f"{key}.{kind}", _LABELS[kind], unit, of_kind)))
    whole = summed(f"{key}.total", label, unit, [part for _, part in parts], "subscription + other investment")
    return Investment(whole, tuple(parts))


def amount_invested(account: CustomerAccount, span: Span) -> Decimal:
    """The sum that `invested` gives, without its evidence."""
    return total((_by_days(account, span), *(amount_of(account, record, span) for record in _counted(account))))


def amount_of(account: CustomerAccount, record: InvestmentRecord, span: Span) -> Decimal:
    """What of one investment fell in the span."""
    if record.recurrence is Recurrence.RECURRING:
        begins = max(record.since, account.contract.begins)
        return spread(record.amount, span.within(begins, record.until))
    return record.amount if max(record.since, account.contract.begins) in span else ZERO


def _by_days(account: CustomerAccount, span: Span) -> Decimal:
    return spread(account.contract.arr, span.within(account.contract.begins))


def _counted(account: CustomerAccount) -> Iterator[InvestmentRecord]:
    return (record for record in account.investments if record.currency in (None, account.currency))


def _subscription(account: CustomerAccount, span: Span, key: str) -> Figure:
    unit = money(account.currency)
    active = span.within(account.contract.begins)
    inputs = [
        Input("annual recurring revenue", account.contract.arr, unit, "contract.arr", on=account.contract.signed),
        Input("first day of the contract", account.contract.begins, path="contract.start"),
        number("days counted", active.days, DAYS),
    ]
    if active.days and active.start.year == active.end.year:
        inputs.append(number("days of the year", days_in_year(active.start.year), DAYS))
    formula = "annual recurring revenue × days ÷ days of the year, each calendar year by itself"
    return derived(f"{key}.subscription", "Subscription", _by_days(account, span), unit, formula, inputs)


def _records(account: CustomerAccount, span: Span, key: str) -> Iterator[tuple[InvestmentRecord, Figure]]:
    unit = money(account.currency)
    for index, record in enumerate(account.investments):
        if record.currency not in (None, account.currency) or record.since > span.end:
            continue
        recurring = record.recurrence is Recurrence.RECURRING
        path = f"investments[{index}]"
        yield (
            record,
            derived(
                f"{key}.item.{record.id}",
                "Investment",
                amount_of(account, record, span),
                unit,
                "annual amount × days ÷ days of the year" if recurring else "the whole amount on its date",
                [
                    Input("amount", record.amount, unit, f"{path}.amount", record.source, record.since),
                    Input("since", record.since, path=f"{path}.since"),
                ],
                source=record.source,
                on=record.since,
                subject=record.label,
            ),
        )
