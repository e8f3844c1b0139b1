"""Runs the checks over one account or a book of them; worst first, waived ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from qbrgen.checks import book, waivers
from qbrgen.checks.check import Case
from qbrgen.checks.finding import Finding, Severity
from qbrgen.checks.table import CHECKS
from qbrgen.model.account import Account
from qbrgen.value.results import AccountValue

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def run(account: Account, value: AccountValue, as_of: date) -> tuple[Finding, ...]:
    """What the checks find in one account measured in one period; what a valid waiver covers is left out."""
    case = Case(account, value, as_of)
    found = [finding for check in CHECKS.values() for finding in check.findings(case)]
    return _sorted(waivers.apply(case, found, CHECKS, book.FIND))


def run_book(accounts: Sequence[Account], as_of: date) -> tuple[Finding, ...]:
    """What only shows when accounts stand side by side, by account; valid waivers are heeded."""
    found: list[Finding] = []
    for code, find in book.FIND.items():
        for account, hit in find(accounts):
            finding = CHECKS[code].finding(account, hit)
            if not any(w.expires >= as_of and waivers.covers(w, finding) for w in account.waivers):
                found.append(finding)
    return _sorted(found)


def for_customer(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that tell what only the vendor's team may know."""
    return tuple(finding for finding in findings if not CHECKS[finding.code].internal)


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, str, tuple[tuple[str, int], ...], str, str]:
    return _RANK[finding.severity], finding.code, _natural(finding.path), finding.account_id, finding.message


def _natural(path: str) -> tuple[tuple[str, int], ...]:
    """objectives[2] before objectives[10]."""
    return tuple((text, int(digits or 0)) for text, digits in re.findall(r"(\D+)(\d*)", path))
