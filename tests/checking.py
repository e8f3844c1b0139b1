"""Accounts for the checks: pieces laid over a sound account, and what the checks find in them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from qbrgen.checks import Finding, run, run_book
from qbrgen.model import Account, Period, parse_period
from qbrgen.value import measure

AS_OF = date(2026, 10, 5)
PERIOD = parse_period("2026-Q3")


def read(text: str) -> Any:
    """What a piece of YAML says."""
    return YAML(typ="safe", pure=True).load(text)


@cache
def _sound() -> str:
    return (Path(__file__).parent / "sound_account.yaml").read_text(encoding="utf-8")


def account(piece: dict[str, Any] | str = "") -> Account:
    """The sound account with the fields of the piece in place of its own; what served an objective serves the
    piece's first one."""
    given = read(piece) or {} if isinstance(piece, str) else piece
    whole = {**read(_sound()), **given}
    kept = {objective["id"] for objective in whole["objectives"]}
    for name in ("value_items", "milestones"):
        for record in whole[name]:
            if record.get("objective") not in kept and name not in given and "objective" in record:
                record["objective"] = whole["objectives"][0]["id"]
    return Account.model_validate(whole)


def accounts(piece: str) -> list[Account]:
    """The accounts of a piece: one, or a list of them for a check of the book."""
    given = read(piece)
    return [account(each) for each in given] if isinstance(given, list) else [account(given or {})]


def findings(one: Account, period: Period = PERIOD, as_of: date = AS_OF) -> tuple[Finding, ...]:
    """What the checks find in the account."""
    return run(one, measure(one.customer_view(), period, as_of), as_of)


def codes(piece: str) -> set[str]:
    """The codes that fire on a piece."""
    book = accounts(piece)
    found = [*run_book(book, AS_OF), *(finding for one in book for finding in findings(one))]
    return {finding.code for finding in found}
