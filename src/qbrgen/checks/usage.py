"""Checks of what was observed: within the contract, and months that add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.plain import number
from qbrgen.model.activity import UsageMonth
from qbrgen.value.reference.source import CREATION, OWN


def _months(case: Case) -> Iterator[tuple[str, UsageMonth]]:
    for index, month in enumerate(case.account.usage):
        if month.month <= case.as_of:
            yield f"usage[{index}]", month


def _over_limit(case: Case) -> Iterator[Hit]:
    months = list(_months(case))
    contract = case.account.contract
    if months:
        path, last = max(months, key=lambda pair: pair[1].month)
        seats = last.seats if last.seats is not None else contract.seats
        if seats is not None and last.active_users > seats:
            yield Hit(f"{last.active_users:,} users were active in {last.month:%Y-%m} on {seats:,} seats.", path)
    for used, limit, what, field in (
        (contract.storage_used, contract.storage_limit, "Storage", "storage_used"),
        (contract.api_calls_used, contract.api_call_limit, "API use", "api_calls_used"),
    ):
        if used is not None and limit is not None and used > limit:
            yield Hit(
                f"{what} of {number(Decimal(used))} is over the limit of {number(Decimal(limit))}.",
                f"contract.{field}",
            )


def _teams(case: Case) -> Iterator[Hit]:
    for path, month in _months(case):
        users = sum(team.active_users for team in month.teams)
        seats = sum(team.seats or 0 for team in month.teams)
        if users > month.active_users:
            yield Hit(
                f"The teams of {month.month:%Y-%m} have {users:,} active users together, the account "
                f"{month.active_users:,}.",
                f"{path}.teams",
            )
        elif month.seats is not None and seats > month.seats:
            yield Hit(
                f"The teams of {month.month:%Y-%m} have {seats:,} seats together, the account {month.seats:,}.",
                f"{path}.teams",
            )


def _support(case: Case) -> Iterator[Hit]:
    months = sorted(enumerate(case.account.support), key=lambda pair: pair[1].month)
    for (_, before), (index, now) in pairwise(months):
        follows = (now.month.year * 12 + now.month.month) - (before.month.year * 12 + before.month.month) == 1
        if not follows or before.open_at_end is None or now.open_at_end is None:
            continue
        expected = before.open_at_end + now.opened - now.solved
        if expected != now.open_at_end:
            yield Hit(
                f"Support of {now.month:%Y-%m}: {before.open_at_end:,} open before, {now.opened:,} opened and "
                f"{now.solved:,} solved leave {expected:,}, but {now.open_at_end:,} are given.",
                f"support[{index}].open_at_end",
            )


CHECKS = (
    Check(
        "QV701",
        Severity.WARNING,
        "Use over the contract's limit",
        "A customer over a limit expects a bill or a lock, and should hear of it from its success manager first.",
        "Talk about capacity before the limit bites, or correct the limits in the account.",
        find=_over_limit,
        concerns=Concern.USAGE,
        source=CREATION,
    ),
    Check(
        "QV702",
        Severity.WARNING,
        "Teams add up to more than the account",
        "Users counted in two teams make the adoption of each team look better than it is.",
        "Count each user in one team, or correct the month's total.",
        find=_teams,
        concerns=Concern.USAGE,
        source=OWN,
    ),
    Check(
        "QV703",
        Severity.WARNING,
        "Open tickets do not follow from the month before",
        "Whoever adds up two months of the report finds it.",
        "Correct the opened, solved or open tickets; tickets that were merged or reopened need their own count.",
        find=_support,
        concerns=Concern.USAGE,
        source=OWN,
    ),
)
