"""A win as an account can hold it, checked before it is logged."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from qbrgen.errors import UsageError
from qbrgen.ledger.records import LoggedWin
from qbrgen.model import Account
from qbrgen.model.kinds import Recurrence, Standing, ValueCategory
from qbrgen.model.value_item import ValueItem


@dataclass(frozen=True, slots=True)
class WinTold:
    """A win as somebody tells it; `on` None means today, `validated_by` is a stakeholder's id."""

    title: str
    value: Decimal | None = None
    validated_by: str | None = None
    reported: bool = False
    objective: str | None = None
    category: str = "costs_reduced"
    source: str = ""
    on: date | None = None


def checked_win(account: Account, told: WinTold, today: date) -> LoggedWin:
    """The win as the account can hold it; raises UsageError when it cannot, in the words of `qbrgen win`."""
    by, on = told.validated_by, told.on or today
    if on > today:
        raise UsageError(f"--on {on} is still to come. Log a win when it has happened.")
    if by and told.reported:
        raise UsageError("--validated-by and --reported do not go together: a validated win needs no other word.")
    _there("stakeholder", by, (each.id for each in account.stakeholders), "--validated-by")
    _there("objective", told.objective, (each.id for each in account.objectives), "--objective")
    try:
        category = ValueCategory(told.category)
    except ValueError:
        kinds = ", ".join(ValueCategory)
        raise UsageError(f"--category {told.category}: no such kind of value. Choose one of: {kinds}.") from None
    if category.is_hard and told.value is None:
        raise UsageError(f"a win of the category {category} needs --value; without money choose a soft --category.")
    standing = Standing.CUSTOMER_VALIDATED if by else Standing.VENDOR_ESTIMATE
    if told.reported:
        standing = Standing.CUSTOMER_REPORTED
    try:
        item = ValueItem(
            id="win", title=told.title, category=category, objective=told.objective, amount=told.value,
            recurrence=Recurrence.ONE_OFF, since=on, standing=standing, validated_by=by,
            validated_on=today if by else None, source=told.source,
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"this win cannot be logged: {first['msg'].removeprefix('Value error, ')}.") from None
    return LoggedWin(
        account.id, item.title, item.amount, account.currency, category, on, standing, item.objective, by,
        item.validated_on, item.source,
    )  # fmt: skip


def _there(kind: str, key: str | None, known: Iterable[str], option: str) -> None:
    there = list(known)
    if key is None or key in there:
        return
    near = difflib.get_close_matches(key, there, 1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There: {', '.join(there) or 'none'}."
    raise UsageError(f"{option}: the account has no {kind} '{key}'. {hint}")
