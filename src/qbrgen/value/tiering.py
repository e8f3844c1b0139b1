"""Tier and touch of an account: as the account says, else from its annual recurring revenue."""

from __future__ import annotations

from decimal import Decimal

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import Tier, Touch
from qbrgen.value.exact import exact, ratio
from qbrgen.value.reference.tiers import TOUCH_TIERS, UNITS_PER_DOLLAR


def arr_in_dollars(account: CustomerAccount) -> Decimal:
    """The ARR at the rough size of its currency: good for choosing a tier, never for showing."""
    with exact():
        return ratio(account.contract.arr, UNITS_PER_DOLLAR.get(account.currency, Decimal(1))) or Decimal(0)


def touch_of(account: CustomerAccount) -> Touch:
    """The touch tier: the account's own, else high above $100k ARR, mid from $25k, low below.

    A strategic account is high-touch whatever it pays, as the criteria of that tier say.
    """
    if account.touch is not None:
        return account.touch
    if account.tier is Tier.STRATEGIC:
        return Touch.HIGH
    return _touch_by_arr(account)


def tier_of(account: CustomerAccount) -> Tier:
    """The account tier: the account's own, else enterprise, mid-market or SMB from its touch tier.

    Strategic is never guessed.
    """
    if account.tier is not None:
        return account.tier
    return TOUCH_TIERS[account.touch or _touch_by_arr(account)].default_tier


def better_touch(account: CustomerAccount) -> Touch | None:
    """The touch tier that revenue speaks for, where the account sets another; None where they agree.

    Accounts move between tiers as their revenue changes, so the book is looked through once a quarter. A strategic
    account stays where it was put.
    """
    by_arr = _touch_by_arr(account)
    if account.touch in (None, by_arr) or account.tier is Tier.STRATEGIC:
        return None
    return by_arr


def _touch_by_arr(account: CustomerAccount) -> Touch:
    arr = arr_in_dollars(account)
    high, mid = TOUCH_TIERS[Touch.HIGH], TOUCH_TIERS[Touch.MID]
    if high.arr_above is not None and arr > high.arr_above:
        return Touch.HIGH
    return Touch.MID if mid.arr_above is not None and arr >= mid.arr_above else Touch.LOW
