"""A check: a row of the table with its code, its reason, its remedy and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbrgen.checks.finding import Finding, Severity
from qbrgen.model.account import Account
from qbrgen.model.kinds import ObjectiveState
from qbrgen.model.objective import Objective
from qbrgen.value.results import AccountValue, Outcome


class Concern(StrEnum):
    """The part of a document that a finding stands beside."""

    OBJECTIVES = "objectives"
    VALUE = "value"
    RETURN = "return"
    PLAN = "plan"
    PEOPLE = "people"
    VOICE = "voice"
    USAGE = "usage"
    BOOK = "book"
    WAIVERS = "waivers"


@dataclass(frozen=True, slots=True)
class Case:
    """What a check looks at: the whole account, its measures in one period, the day spoken from."""

    account: Account
    value: AccountValue
    as_of: date

    def pursued(self) -> Iterator[tuple[str, Objective]]:
        """The path and the objective, for all that are not dropped."""
        for index, objective in enumerate(self.account.objectives):
            if objective.state is not ObjectiveState.DROPPED:
                yield f"objectives[{index}]", objective

    def outcomes(self) -> Iterator[Outcome]:
        """The measured objectives that are not dropped, in the account's order."""
        for outcome in sorted(self.value.outcomes, key=lambda each: each.index):
            if outcome.objective.state is not ObjectiveState.DROPPED:
                yield outcome


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a check found; `remedy` only where the check's own does not fit."""

    message: str
    path: str = ""
    subject: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must not be claimed.

    `internal` says that the message tells what only the vendor's team may know. `source` is where the rule or
    its threshold comes from. What it fires on and what it lets pass stands in examples.yaml under its code.
    """

    code: str
    severity: Severity
    title: str
    why: str
    remedy: str
    find: Callable[[Case], Iterable[Hit]]
    concerns: Concern
    source: str
    internal: bool = False

    def findings(self, case: Case) -> Iterator[Finding]:
        """What the check finds in the account."""
        for hit in self.find(case):
            yield self.finding(case.account, hit)

    def finding(self, account: Account, hit: Hit) -> Finding:
        """The hit as a finding of this check."""
        return Finding(
            self.code, self.severity, account.id, hit.message, hit.remedy or self.remedy, hit.path, hit.subject
        )


def nothing(_case: Case) -> Iterator[Hit]:
    """For checks that look at more than one account or at the waivers: alone, an account holds nothing of them."""
    return iter(())
