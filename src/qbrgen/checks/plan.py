"""Checks of the plan: reviewed in its rhythm, kept, with somebody and a day for everything open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import FIRST_QUARTER, HALF_YEAR, QUARTER, RENEWAL_RUN, REVIEW_MONTHS_DAYS, YEAR
from qbrgen.checks.plain import day, days, named
from qbrgen.model.kinds import ReviewKind, Tier, WorkState
from qbrgen.model.plan import Action, Commitment, Milestone
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION
from qbrgen.value.reference.tiers import PLAN_REVIEWS

_TIERS = {
    Tier.STRATEGIC: "strategic",
    Tier.ENTERPRISE: "enterprise",
    Tier.MID_MARKET: "mid-market",
    Tier.SMB: "SMB",
}

Work = Milestone | Commitment | Action


def _held(case: Case, *kinds: ReviewKind) -> list[date]:
    return sorted(
        review.date for review in case.account.reviews if review.kind in kinds and review.date <= case.as_of
    )


def _unreviewed(case: Case) -> Iterator[Hit]:
    months = PLAN_REVIEWS[case.value.tier].months
    held = _held(case, ReviewKind.SUCCESS_PLAN, ReviewKind.MONTHLY, ReviewKind.QBR, ReviewKind.EBR)
    since = held[-1] if held else case.account.contract.begins
    if case.as_of - since <= timedelta(days=months * REVIEW_MONTHS_DAYS):
        return
    age = days((case.as_of - since).days)
    last = f"was last reviewed {age} ago ({day(since)})" if held else f"was never reviewed in {age}"
    rhythm = "each month" if months == 1 else f"every {months} months"
    yield Hit(
        f"The plan of {case.account.name} {last}; {_TIERS[case.value.tier]} accounts are due {rhythm}.",
        "reviews",
    )


def _no_value_report(case: Case) -> Iterator[Hit]:
    limit = HALF_YEAR if case.value.tier is Tier.SMB else QUARTER
    begins = case.account.contract.begins
    reports = _held(case, ReviewKind.VALUE_REPORT)
    if case.as_of - begins <= FIRST_QUARTER or case.as_of - (reports[-1] if reports else begins) <= limit:
        return
    if reports:
        told = f"The last value report to {case.account.name} is of {day(reports[-1])}"
    else:
        told = f"No value report to {case.account.name} is on record"
    rhythm = "half-year" if case.value.tier is Tier.SMB else "quarter"
    yield Hit(f"{told}; one is due each {rhythm}.", "reviews")


def _only_at_renewal(case: Case) -> Iterator[Hit]:
    renewal, begins = case.account.contract.renewal, case.account.contract.begins
    shown = _held(case, ReviewKind.VALUE_REPORT, ReviewKind.QBR, ReviewKind.EBR)
    if renewal is None or not shown or case.as_of - begins <= HALF_YEAR:
        return
    # In a contract of several years each year has its own last months; only the final run-up counts here.
    if renewal - begins <= RENEWAL_RUN + FIRST_QUARTER or shown[0] < renewal - RENEWAL_RUN:
        return
    yield Hit(
        f"Value was first shown to {case.account.name} on {day(shown[0])}, {days((renewal - shown[0]).days)} before "
        f"the renewal of {day(renewal)} and {days((shown[0] - begins).days)} after the start.",
        "reviews",
    )


def _overdue(case: Case, work: Work) -> bool:
    return work.state is WorkState.OPEN and work.due is not None and work.due < case.as_of


def _late(case: Case, work: Work, kind: str, path: str) -> Iterator[Hit]:
    if _overdue(case, work) and work.due is not None:
        who = f", with {work.owner}" if work.owner else ""
        yield Hit(
            f"{kind} {named(work.title)} was due on {day(work.due)}, {days((case.as_of - work.due).days)} ago{who}.",
            f"{path}.due",
            work.id,
        )


def _late_milestones(case: Case) -> Iterator[Hit]:
    for index, work in enumerate(case.account.milestones):
        yield from _late(case, work, "Milestone", f"milestones[{index}]")


def _late_commitments(case: Case) -> Iterator[Hit]:
    for index, work in enumerate(case.account.commitments):
        kind = "Our commitment" if work.by_vendor else "The customer's commitment"
        yield from _late(case, work, kind, f"commitments[{index}]")


def _late_actions(case: Case) -> Iterator[Hit]:
    for index, work in enumerate(case.account.actions):
        yield from _late(case, work, "Action", f"actions[{index}]")


def _unassigned(case: Case) -> Iterator[Hit]:
    for name in ("milestones", "commitments", "actions"):
        works: tuple[Work, ...] = getattr(case.account, name)
        for index, work in enumerate(works):
            missing = [field for field in ("owner", "due") if not getattr(work, field)]
            if work.state is not WorkState.OPEN or not missing:
                continue
            lacks = " and no ".join({"owner": "owner", "due": "day"}[field] for field in missing)
            yield Hit(f"{named(work.title)} has no {lacks}.", f"{name}[{index}].{missing[0]}", work.id)


def _unmitigated(case: Case) -> Iterator[Hit]:
    for index, risk in enumerate(case.account.risks):
        if not risk.mitigation:
            yield Hit(f"Risk {named(risk.title)} has no mitigation.", f"risks[{index}].mitigation", risk.id)


def _first_value(case: Case) -> Iterator[Hit]:
    ttv = case.value.ttv
    targets = [figure.value for figure in (ttv.product_target, ttv.tier_target) if figure]
    lifecycle, signed = case.account.lifecycle, case.account.contract.signed
    # As it is known today: the outcome may have come after the period.
    reached = any(on and on <= case.as_of for on in (lifecycle.first_outcome, lifecycle.full_value))
    waited = (case.as_of - signed).days
    if not reached and targets and waited >= max(targets):
        yield Hit(
            f"{case.account.name} signed {days(waited)} ago and no first outcome is on record; the "
            f"target is less than {days(int(max(targets)))}.",
            "lifecycle.first_outcome",
        )


def _lifecycle(case: Case) -> Iterator[Hit]:
    stages = [
        (name, getattr(case.account.lifecycle, name))
        for name in ("first_login", "first_action", "first_outcome", "full_value")
    ]
    known = [(name, on) for name, on in stages if on is not None]
    for name, on in known:
        if on > case.as_of:
            yield Hit(f"{_stage(name)} is dated {day(on)}, a day still to come.", f"lifecycle.{name}")
    for (before, first), (after, second) in pairwise(known):
        if second < first:
            yield Hit(
                f"{_stage(after)} is dated {day(second)}, before the {_stage(before).lower()} of {day(first)}.",
                f"lifecycle.{after}",
            )


def _stage(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _set_and_forgotten(case: Case) -> Iterator[Hit]:
    """Nothing at all that is still to be done, in a plan older than a year."""
    account = case.account
    works: list[Work] = [*account.milestones, *account.commitments, *account.actions]
    if not works or case.as_of - account.contract.begins <= YEAR:
        return
    if all(work.state is not WorkState.OPEN for work in works):
        yield Hit(f"Everything in the plan of {account.name} is done or dropped; nothing is planned next.", "actions")


CHECKS = (
    Check(
        "QV501",
        Severity.WARNING,
        "Plan not reviewed in its rhythm",
        "A plan that is set and forgotten stops being the customer's plan.",
        "Review the plan with the customer, and record the review and what changed.",
        find=_unreviewed,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV502",
        Severity.WARNING,
        "Milestone overdue",
        "A date that passed in silence tells the customer that the other dates do not count either.",
        "Mark it done with its day, or agree on a new day and note why in the change log.",
        find=_late_milestones,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV503",
        Severity.WARNING,
        "Commitment overdue",
        "What was promised at the last review is the first thing on the agenda of the next one.",
        "Deliver it, or say before the review that it is late, why, and until when.",
        find=_late_commitments,
        concerns=Concern.PLAN,
        source=OWN,
    ),
    Check(
        "QV504",
        Severity.INFO,
        "Action overdue",
        "Actions that stay open past their day crowd out the ones that matter.",
        "Mark it done, give it a new day, or drop it.",
        find=_late_actions,
        concerns=Concern.PLAN,
        source=OWN,
    ),
    Check(
        "QV505",
        Severity.INFO,
        "Open work without owner or day",
        "What nobody owns and nothing dates does not get done.",
        "Name the person and the day.",
        find=_unassigned,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV506",
        Severity.WARNING,
        "Risk without mitigation",
        "A risk shown without an answer is an alarm and not a plan.",
        "Agree on what is done about it and who does it, or say that it is accepted.",
        find=_unmitigated,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV507",
        Severity.WARNING,
        "No first outcome past its target",
        "The longer the first outcome takes, the less the customer believes in the next ones.",
        "Find the smallest outcome that can be had within two weeks, and record the day it is reached.",
        find=_first_value,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV508",
        Severity.WARNING,
        "Lifecycle dates out of order",
        "Time to value is counted from these dates; in the wrong order they show a time that never was.",
        "Correct the dates of first login, first action, first outcome and full value.",
        find=_lifecycle,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV509",
        Severity.WARNING,
        "No value report for more than a quarter",
        "Value that is not shown regularly is forgotten between two renewals.",
        "Send a value report each quarter and record the day it was delivered.",
        find=_no_value_report,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
    Check(
        "QV510",
        Severity.WARNING,
        "Value shown only near the renewal",
        "“Let me show you the value” just before a signature is heard as a sales pitch.",
        "Say so openly, bring the figures of the whole term, and report quarterly from now on.",
        find=_only_at_renewal,
        concerns=Concern.PLAN,
        source=f"{REALIZATION}; {CREATION}",
    ),
    Check(
        "QV511",
        Severity.INFO,
        "Nothing planned next",
        "A plan in which everything is done is a history; the next outcome needs a first step.",
        "Agree on the next milestone or action at the review.",
        find=_set_and_forgotten,
        concerns=Concern.PLAN,
        source=REALIZATION,
    ),
)
