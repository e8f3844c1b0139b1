"""The book that portfolio pages are made from, and what several of them ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qbrgen.checks.finding import Finding, Severity
from qbrgen.model.kinds import Touch
from qbrgen.model.period import Period
from qbrgen.story.blocks import Status
from qbrgen.value.cadence import Due
from qbrgen.value.exact import percent, ratio, total
from qbrgen.value.figure import PERCENT, SCORE, Figure, count, money
from qbrgen.value.health import HealthBand, band_of
from qbrgen.value.making import derived, recorded, summed
from qbrgen.value.portfolio import Holding, Portfolio

BAND_STATUS = {
    HealthBand.HEALTHY: Status.ON_TRACK,
    HealthBand.WATCH: Status.AT_RISK,
    HealthBand.AT_RISK: Status.OFF_TRACK,
    HealthBand.UNKNOWN: Status.UNKNOWN,
}
BAND = {
    HealthBand.HEALTHY: "Healthy",
    HealthBand.WATCH: "To be watched",
    HealthBand.AT_RISK: "At risk",
    HealthBand.UNKNOWN: "Not known",
}


@dataclass(frozen=True, slots=True)
class Book:
    """The whole book, its period, the locale it is written in, its vendor, and the findings by account."""

    whole: Portfolio
    period: Period
    locale: str
    vendor: str
    findings: Mapping[str, tuple[Finding, ...]]

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """The accounts, by touch tier and then by revenue."""
        order = list(Touch)
        return tuple(
            sorted(
                self.whole.holdings,
                key=lambda each: (order.index(each.value.touch), -each.account.contract.arr, each.account.id),
            )
        )

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the book; amounts of different ones are never added."""
        return tuple(row.currency for row in self.whole.totals)

    def errors(self, holding: Holding) -> int:
        """How many claims of the account must not be made."""
        found = self.findings.get(holding.account.id, ())
        return sum(finding.severity is Severity.ERROR for finding in found)


def arr_of(holding: Holding) -> Figure:
    """An account's annual recurring revenue."""
    account = holding.account
    return recorded(f"arr.{account.id}", "Annual recurring revenue", account.contract.arr, money(account.currency),
                    "contract.arr", subject=account.name)  # fmt: skip


def arr_sum(key: str, holdings: Sequence[Holding], currency: str) -> Figure:
    """The revenue of the accounts in one currency."""
    mine = [arr_of(each) for each in holdings if each.account.currency == currency]
    return summed(f"arr.{key}.{currency}", "Annual recurring revenue", money(currency), mine)


def mean_health(key: str, holdings: Sequence[Holding]) -> Figure | None:
    """The mean health of the accounts that have a score; None without one."""
    scores = [each.health.score for each in holdings if each.health.score is not None]
    mean = ratio(total(score.value for score in scores), Decimal(len(scores)))
    if mean is None:
        return None
    return derived(f"health.{key}", "Mean health score", mean, SCORE, "mean of the accounts that have a score",
                   parts=tuple(scores))  # fmt: skip


def validated_share(key: str, holdings: Sequence[Holding], currency: str) -> Figure | None:
    """Validated as percent of all value since the start, over the accounts of one currency; None without value."""
    mine = [each.value.cumulative for each in holdings if each.account.currency == currency]
    share = percent(total(each.validated.value for each in mine), total(each.total.value for each in mine))
    if share is None or not 0 <= share <= 100:
        return None
    return derived(f"validated.{key}.{currency}", "Share of value that is validated", share, PERCENT,
                   "validated value ÷ value of all standings since contract start, in percent")  # fmt: skip


def accounts(key: str, number: int) -> Figure:
    """A number of accounts."""
    return derived(f"accounts.{key}", "Accounts", number, count("accounts"), "accounts counted")


def next_due(holding: Holding) -> Due | None:
    """What is due soonest, or has been longest."""
    return holding.due[0] if holding.due else None


def band(holding: Holding) -> HealthBand:
    """How the account's health reads."""
    return band_of(holding.health.score)
