"""What a story is made from: an account (or the customer's view of it), its measures and its findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from qbrgen.checks.finding import Finding
from qbrgen.model.account import Account, CustomerAccount
from qbrgen.settings import Settings
from qbrgen.value.earlier import Earlier
from qbrgen.value.results import AccountValue


@dataclass(frozen=True, slots=True)
class Material:
    """For a customer's document: `account` has no internal field; `earlier` is what was told before."""

    account: CustomerAccount
    value: AccountValue
    findings: tuple[Finding, ...] = ()
    settings: Settings = field(default_factory=Settings)
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class InternalMaterial:
    """For an internal document: the whole account."""

    account: Account
    value: AccountValue
    findings: tuple[Finding, ...] = ()
    settings: Settings = field(default_factory=Settings)
    earlier: Earlier | None = None
