"""Checks of people and their voice: who stands behind the programme, what may be quoted, who is unhappy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import NPS_DETRACTOR, NPS_RECENT
from qbrgen.checks.plain import day, named, number
from qbrgen.model.activity import NpsAnswer
from qbrgen.model.kinds import ConsentScope, Mood, Role, Tier
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION

_KEY_ROLES = (Role.EXECUTIVE_SPONSOR, Role.CHAMPION, Role.DECISION_MAKER)


def _has(case: Case, *roles: Role) -> bool:
    return any(person.role in roles for person in case.account.stakeholders)


def _no_sponsor(case: Case) -> Iterator[Hit]:
    if not _has(case, Role.EXECUTIVE_SPONSOR):
        yield Hit(f"{case.account.name} has no executive sponsor.", "stakeholders")


def _no_champion(case: Case) -> Iterator[Hit]:
    if not _has(case, Role.CHAMPION):
        yield Hit(f"{case.account.name} has no champion.", "stakeholders")


def _no_finance(case: Case) -> Iterator[Hit]:
    large = case.value.tier in (Tier.STRATEGIC, Tier.ENTERPRISE)
    hard = any(item.category.is_hard for item in case.account.value_items)
    if large and hard and not _has(case, Role.FINANCE):
        yield Hit(
            f"Nobody from the finance department of {case.account.name} is among the stakeholders.", "stakeholders"
        )


def _unconsented(case: Case) -> Iterator[Hit]:
    for index, quote in enumerate(case.account.quotes):
        consent, path = quote.consent, f"quotes[{index}].consent"
        said = f"The quote {named(quote.text)}"
        if consent is None:
            yield Hit(f"{said} has no recorded consent.", path, quote.id)
        elif ConsentScope.QUOTE not in consent.scope:
            scopes = ", ".join(consent.scope) or "nothing"
            yield Hit(f"{said} has a consent that covers {scopes}, not quoting.", f"{path}.scope", quote.id)
        elif consent.until is not None and consent.until < case.as_of:
            yield Hit(
                f"The consent for the quote {named(quote.text)} ended on {day(consent.until)}.",
                f"{path}.until",
                quote.id,
            )
        elif consent.by != quote.by:
            yield Hit(
                f"{said} is by '{quote.by}', but the consent was given by '{consent.by}'.", f"{path}.by", quote.id
            )


def _consent_ended(case: Case) -> Iterator[Hit]:
    for index, consent in enumerate(case.account.consents):
        if consent.until is not None and consent.until < case.as_of:
            scopes = ", ".join(consent.scope) or "nothing"
            yield Hit(
                f"The consent of '{consent.by}' for {scopes} ended on {day(consent.until)}.",
                f"consents[{index}].until",
            )


def _detractors(case: Case) -> Iterator[Hit]:
    latest: dict[str, tuple[int, NpsAnswer]] = {}
    for index, answer in enumerate(case.account.nps):
        if answer.date > case.as_of:
            continue
        key = answer.stakeholder or f"#{index}"
        if key not in latest or latest[key][1].date <= answer.date:
            latest[key] = (index, answer)
    for index, answer in latest.values():
        if answer.score <= NPS_DETRACTOR and case.as_of - answer.date <= NPS_RECENT:
            person = case.account.stakeholder(answer.stakeholder)
            who = person.name if person else "Somebody"
            said = f": {named(answer.comment)}" if answer.comment else ""
            yield Hit(
                f"{who} answered {number(answer.score)} of 10 on {day(answer.date)}{said}.",
                f"nps[{index}]",
                answer.stakeholder or "",
            )


def _critical(case: Case) -> Iterator[Hit]:
    for index, person in enumerate(case.account.stakeholders):
        if person.mood is Mood.CRITICAL and person.role in _KEY_ROLES:
            met = _when(person.mood_on)
            role = str(person.role).replace("_", " ")
            yield Hit(
                f"{person.name}, {role}, was critical when last met{met}.", f"stakeholders[{index}].mood", person.id
            )


def _when(on: date | None) -> str:
    return f" ({day(on)})" if on else ""


CHECKS = (
    Check(
        "QV601",
        Severity.WARNING,
        "No executive sponsor",
        "Without somebody who wants the outcome upstairs, results are reported to nobody who decides.",
        "Find out whose goal this serves, and record that person with the role executive_sponsor.",
        find=_no_sponsor,
        concerns=Concern.PEOPLE,
        source=REALIZATION,
    ),
    Check(
        "QV602",
        Severity.WARNING,
        "No champion",
        "Without somebody who drives it inside, a plan waits for the next call.",
        "Find the person who gains most in daily work, and record that person with the role champion.",
        find=_no_champion,
        concerns=Concern.PEOPLE,
        source=REALIZATION,
    ),
    Check(
        "QV603",
        Severity.INFO,
        "Nobody from finance",
        "Money that finance has not seen is not money to a chief financial officer.",
        "Ask the sponsor who in finance checks such figures, and go through the inputs with that person.",
        find=_no_finance,
        concerns=Concern.PEOPLE,
        source=OWN,
    ),
    Check(
        "QV604",
        Severity.WARNING,
        "Quote without consent",
        "Quoting somebody in public without a recorded consent costs more trust than the quote earns.",
        "Ask the person for consent to be quoted, and record by whom, when, for what and until when.",
        find=_unconsented,
        concerns=Concern.VOICE,
        source=OWN,
    ),
    Check(
        "QV605",
        Severity.INFO,
        "Consent ended",
        "A name or logo may be shown only as long as the consent lasts.",
        "Ask for a new consent, or take the name out of public documents.",
        find=_consent_ended,
        concerns=Concern.VOICE,
        source=OWN,
    ),
    Check(
        "QV606",
        Severity.WARNING,
        "Detractor",
        "Somebody who would not recommend the product sits in the meeting and knows more than the slides.",
        "Talk to the person before the review, and say in the review what is done about it.",
        find=_detractors,
        concerns=Concern.VOICE,
        source=CREATION,
        internal=True,
    ),
    Check(
        "QV607",
        Severity.WARNING,
        "Key person critical",
        "A critical sponsor, champion or decision maker decides more than any figure.",
        "Call before the review; ask what would have to be true for the mood to change.",
        find=_critical,
        concerns=Concern.PEOPLE,
        source=OWN,
        internal=True,
    ),
)
