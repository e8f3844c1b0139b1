"""What is due: plan reviews by tier, business reviews by touch tier, value reports every quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import ReviewKind
from qbrgen.value.exact import add_months
from qbrgen.value.figure import DAYS, MONTHS, Figure, Input
from qbrgen.value.making import dated, derived
from qbrgen.value.reference.source import REALIZATION
from qbrgen.value.reference.tiers import PLAN_REVIEWS, TOUCH_TIERS
from qbrgen.value.tiering import tier_of, touch_of

REPORT_MONTHS = 3
"""Value is reported to every account at least once a quarter."""

PLAN_KINDS = frozenset({ReviewKind.SUCCESS_PLAN, ReviewKind.QBR, ReviewKind.EBR})
"""Reviews that go through the success plan: the plan's own, and business reviews with its scorecard."""
BUSINESS_KINDS = frozenset({ReviewKind.QBR, ReviewKind.EBR})
VALUE_KINDS = frozenset({ReviewKind.VALUE_REPORT, ReviewKind.QBR, ReviewKind.EBR})
"""Reviews at which value is shown."""


@dataclass(frozen=True, slots=True)
class Due:
    """One recurring review: every how many months, the day it is due and the days it is late (None: not late).

    `key` is plan_review, business_review or value_report; `last` is the day it was last held.
    """

    key: str
    label: str
    every: Figure
    last: date | None
    due: Figure
    late: Figure | None
    source: str


def due_reviews(account: CustomerAccount, as_of: date) -> tuple[Due, ...]:
    """Every recurring review of the account with the day it is due, soonest first.

    Counted from the last one held, else from the contract's first day. Low-touch accounts have no business review.
    """
    tier, touch = PLAN_REVIEWS[tier_of(account)], TOUCH_TIERS[touch_of(account)]
    rules = [
        ("plan_review", "Success plan review", PLAN_KINDS, tier.months, tier.source),
        ("value_report", "Value report", VALUE_KINDS, REPORT_MONTHS, REALIZATION),
    ]
    if touch.review_months is not None:
        rules.append(("business_review", "Business review", BUSINESS_KINDS, touch.review_months, touch.source))
    found = [_due(account, as_of, *rule) for rule in rules]
    return tuple(sorted(found, key=lambda each: (each.due.value, each.key)))


def last_held(account: CustomerAccount, kinds: frozenset[ReviewKind], as_of: date) -> date | None:
    """The day of the latest review of these kinds, not after `as_of`."""
    return max(
        (review.date for review in account.reviews if review.kind in kinds and review.date <= as_of), default=None
    )


def _due(
    account: CustomerAccount,
    as_of: date,
    key: str,
    label: str,
    kinds: frozenset[ReviewKind],
    months: int,
    source: str,
) -> Due:
    last = last_held(account, kinds, as_of)
    start = last or account.contract.begins
    day = add_months(start, months)
    name = "last held" if last else "first day of the contract"
    every = derived(f"due.{key}.every", "Months between reviews", months, MONTHS, "as published", source=source)
    inputs = [Input(name, start, path="reviews" if last else "contract.start", on=start)]
    due = dated(f"due.{key}", f"{label} due", day, f"{name} + months between reviews", inputs)
    late = (as_of - day).days
    overdue = None
    if late > 0:
        overdue = derived(f"due.{key}.late", f"{label} overdue by", late, DAYS, "today − day due",
                          [Input("today", as_of), Input("day due", day)])  # fmt: skip
    return Due(key, label, every, last, due, overdue, source)
