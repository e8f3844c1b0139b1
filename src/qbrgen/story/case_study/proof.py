"""What may be claimed in public: validated results with baseline and timeframe, names and quotes with consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import ConsentScope, Standing
from qbrgen.model.voice import Consent, Quote
from qbrgen.story.changes import moved
from qbrgen.story.highlights import pursued, strength
from qbrgen.value.exact import months_between
from qbrgen.value.figure import MONTHS, Figure
from qbrgen.value.making import derived
from qbrgen.value.results import AccountValue, Outcome, OutcomeCase, ValueLine

NEEDED = (ConsentScope.CASE_STUDY, ConsentScope.NAME)
"""What the customer must have agreed to before its name stands over a story."""
_SAID = {
    ConsentScope.CASE_STUDY: "a case study",
    ConsentScope.NAME: "the use of its name",
}


@dataclass(frozen=True, slots=True)
class Result:
    """An improvement that the customer validated, and how many months it took."""

    outcome: Outcome
    months: Figure


def results(value: AccountValue) -> tuple[Result, ...]:
    """The improvements with a dated baseline and a validated reading, strongest first."""
    proved = [found for found in _improved(value) if _is_proved(found)]
    return tuple(
        Result(found, months) for found in sorted(proved, key=strength, reverse=True) if (months := _months(found))
    )


def unproved(value: AccountValue) -> tuple[Outcome, ...]:
    """The improvements that may not be told yet."""
    return tuple(found for found in _improved(value) if not _is_proved(found))


def soft_results(value: AccountValue) -> tuple[ValueLine, ...]:
    """Soft value that the customer validated."""
    return tuple(
        line for line in value.lines if not line.category.is_hard and line.standing is Standing.CUSTOMER_VALIDATED
    )


def readiness(
    account: CustomerAccount, value: AccountValue, as_of: date, *, anonymous: bool = False
) -> tuple[str, ...]:
    """What is still lacking before a case study may be written, one sentence each; empty when it is ready.

    An anonymous one needs no consent to names; validated results it needs all the same.
    """
    lacking: list[str] = []
    if not results(value):
        lacking += _unproved_reasons(value)
    if not anonymous:
        lacking += [
            f"nobody at {account.name} has agreed to {_SAID[scope]}; record who did, and when, under consents"
            for scope in NEEDED
            if consent(account, scope, as_of) is None
        ]
    return tuple(lacking)


def consent(account: CustomerAccount, scope: ConsentScope, as_of: date) -> Consent | None:
    """The account's consent that covers the scope on the day, if there is one."""
    return next((given for given in account.consents if given.covers(scope, as_of)), None)


def quotes(account: CustomerAccount, as_of: date) -> tuple[Quote, ...]:
    """The quotes whose own consent covers their use on the day."""
    return tuple(
        quote for quote in account.quotes if quote.consent and quote.consent.covers(ConsentScope.QUOTE, as_of)
    )


def _improved(value: AccountValue) -> list[Outcome]:
    return [found for found in pursued(value) if found.case is OutcomeCase.IMPROVED and moved(found)]


def _is_proved(found: Outcome) -> bool:
    baseline, now = found.objective.baseline, found.now
    return (
        baseline is not None
        and baseline.date is not None
        and now is not None
        and now.standing is Standing.CUSTOMER_VALIDATED
    )


def _months(found: Outcome) -> Figure | None:
    baseline = found.objective.baseline
    if baseline is None or baseline.date is None or found.last_read is None:
        return None
    span = max(1, round(months_between(baseline.date, found.last_read)))
    return derived(f"objective.{found.objective.id}.months", "Months from baseline to result", span, MONTHS,
                   "day of the reading − day of the baseline, in months")  # fmt: skip


def _unproved_reasons(value: AccountValue) -> list[str]:
    reasons = []
    for found in unproved(value):
        name = found.objective.metric.name if found.objective.metric else found.objective.title
        if found.objective.baseline is None or found.objective.baseline.date is None:
            reasons.append(f"the result of '{name}' has no timeframe; give its baseline a date")
        else:
            reasons.append(
                f"the result of '{name}' is not validated; have the customer confirm its reading of "
                f"{found.last_read} (standing: customer_validated)"
            )
    return reasons or ["no objective has improved on its baseline yet, so there is no result to tell"]
