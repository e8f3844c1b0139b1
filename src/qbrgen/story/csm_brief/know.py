"""The top of the brief: renewal, health and revenue as key figures, and the three things to know."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.finding import Severity
from qbrgen.model.kinds import Level, Mood, WorkState
from qbrgen.story import titles
from qbrgen.story.blocks import Bullets, KeyFigure, KeyFigures, Section, Status
from qbrgen.story.changes import moved, subject
from qbrgen.story.highlights import best, lowered, pursued, standing_of_plan
from qbrgen.story.labels import TIER, TOUCH
from qbrgen.story.material import InternalMaterial
from qbrgen.story.notes import notes
from qbrgen.story.parts import NOTHING, counted, listed
from qbrgen.story.sections import Titles, section, shortest_fit
from qbrgen.story.text import Given, Num, Text, day_num, text
from qbrgen.value.cadence import due_reviews
from qbrgen.value.figure import PERCENT, Figure, money
from qbrgen.value.health import HealthBand, band_of, health_of
from qbrgen.value.making import recorded
from qbrgen.value.reference.growth import TRIGGERS, TriggerKind
from qbrgen.value.results import OutcomeCase, ProgressState

THINGS = 3
LENGTH = 160
"""Characters of one thing to know; a longer title is told in fewer words."""
_BANDS = {
    HealthBand.HEALTHY: Status.ON_TRACK,
    HealthBand.WATCH: Status.AT_RISK,
    HealthBand.AT_RISK: Status.OFF_TRACK,
    HealthBand.UNKNOWN: Status.UNKNOWN,
}


def know_section(material: InternalMaterial) -> Section:
    """Key figures, then the three things that matter most before this meeting."""
    things = tuple(things_to_know(material))[:THINGS]
    return section(
        "know",
        _titles(material),
        material.account.locale,
        KeyFigures("key-figures", _key_figures(material)),
        Bullets("things", things, ordered=True),
        notes=notes(("Internal: read this before the meeting and leave it behind.",)),
    )


def arr(material: InternalMaterial) -> Figure:
    """The account's annual recurring revenue."""
    account = material.account
    unit = money(account.currency)
    return recorded("contract.arr", "Annual recurring revenue", account.contract.arr, unit, "contract.arr")


def _key_figures(material: InternalMaterial) -> tuple[KeyFigure, ...]:
    account, value = material.account, material.value
    health = health_of(account, value)
    status = _BANDS[band_of(health.score)]
    lacking = listed([Given(label.lower()) for label in health.missing])
    gaps = text("not known: ", lacking) if lacking else ()
    score = (Num(health.score),) if health.score else NOTHING
    found = [
        _renewal(material),
        KeyFigure(score, ("Health score, of a hundred",), gaps, status),
        KeyFigure((Num(arr(material)),), ("ARR",), (f"{TIER[value.tier]}, {TOUCH[value.touch].lower()}",)),
    ]
    share = value.returned_to_date.validated_share
    if share is not None:
        whole = Num(value.cumulative.total)
        found.append(KeyFigure((Num(share),), ("of all value is validated",), text("of ", whole, " since the start")))
    return tuple(found)


def _renewal(material: InternalMaterial) -> KeyFigure:
    left, day = material.value.renewal_in, material.account.contract.renewal
    if left is None or day is None:
        return KeyFigure(NOTHING, ("Renewal",), ("no renewal day is recorded",))
    likely = material.account.internal.renewal_likelihood_percent
    odds: Text = ("likelihood not recorded",)
    if likely is not None:
        path = "internal.renewal_likelihood_percent"
        odds = text(Num(recorded("renewal.likelihood", "Likelihood of renewal", likely, PERCENT, path)), " likely")
    if left.value < 0:
        return KeyFigure((Num(left),), ("since the renewal day passed",), text(day_num(day), "; ", odds), Status.LATE)
    return KeyFigure((Num(left),), ("until renewal",), text(day_num(day), "; ", odds))


def _titles(material: InternalMaterial) -> Titles:
    value = material.value
    health = health_of(material.account, value)
    score = text("health ", Num(health.score)) if health.score else text("health not known")
    plan = standing_of_plan(value)
    left = value.renewal_in
    if left is None:
        return (text("No renewal day, ", score, "; ", lowered(plan[0])), text("No renewal day, ", score))
    when = text(Num(left), " to renewal") if left.value >= 0 else ("Renewal day passed",)
    return (text(when, ", ", score, "; ", lowered(plan[0])), text(when, ", ", score))


def things_to_know(material: InternalMaterial) -> Iterator[Text]:
    """What matters most first: renewal, claims that cannot be made, results gone wrong, people, promises, results."""
    yield from _renewal_near(material)
    yield from _errors(material)
    yield from _wrong(material)
    yield from _people(material)
    yield from _churn(material)
    yield from _late(material)
    yield from _tickets(material)
    for found in best(pursued(material.value), 1):
        yield shortest_fit(titles.outcome(found, material.value), material.account.locale, LENGTH)
    yield shortest_fit(titles.returned(material.value), material.account.locale, LENGTH)
    yield shortest_fit(titles.adoption(material.value), material.account.locale, LENGTH)
    yield shortest_fit(titles.support(material.value), material.account.locale, LENGTH)


def _renewal_near(material: InternalMaterial) -> Iterator[Text]:
    left, limit = material.value.renewal_in, TRIGGERS[TriggerKind.RENEWAL_PREPARATION].threshold
    if left is not None and limit is not None and left.value <= limit:
        if left.value < 0:
            yield text("The renewal day has passed, with ", Num(arr(material)), " of ARR")
        else:
            yield text("The renewal of ", Num(arr(material)), " of ARR is ", Num(left), " away")


def _errors(material: InternalMaterial) -> Iterator[Text]:
    errors = [finding for finding in material.findings if finding.severity is Severity.ERROR]
    if len(errors) == 1:
        yield text("One claim cannot be made as it stands: ", Given(errors[0].message))
    elif errors:
        yield text(counted("errors", len(errors)), " claims cannot be made as they stand; the first: ",
                   Given(errors[0].message))  # fmt: skip


def _wrong(material: InternalMaterial) -> Iterator[Text]:
    for found in pursued(material.value):
        if found.case is OutcomeCase.WORSE and moved(found):
            yield shortest_fit(titles.outcome(found, material.value), material.account.locale, LENGTH)
    for found in pursued(material.value):
        if found.state is ProgressState.OFF_TRACK:
            yield text("Off track: ", subject(found.objective))


def _people(material: InternalMaterial) -> Iterator[Text]:
    for person in material.account.stakeholders:
        if person.mood is Mood.CRITICAL:
            when = text(" on ", day_num(person.mood_on)) if person.mood_on else ()
            yield text(Given(person.name), " was critical when last met", when)


def _churn(material: InternalMaterial) -> Iterator[Text]:
    for risk in material.account.internal.churn_risks:
        if risk.likelihood is not Level.LOW:
            yield text("Risk to the renewal: ", Given(risk.title))


def _late(material: InternalMaterial) -> Iterator[Text]:
    late = [due for due in due_reviews(material.account, material.value.as_of) if due.late is not None]
    for due in late[:1]:
        if due.late is not None:
            yield text(due.label, " overdue by ", Num(due.late))
    promised = [
        item for item in material.account.commitments
        if item.by_vendor and item.state is WorkState.OPEN and item.due and item.due < material.value.as_of
    ]  # fmt: skip
    for item in promised[:1]:
        yield text("We promised and have not delivered: ", Given(item.title))


def _tickets(material: InternalMaterial) -> Iterator[Text]:
    for ticket in material.account.tickets:
        if ticket.state is WorkState.OPEN and ticket.severity is Level.HIGH:
            yield text("Open ticket of high severity: ", Given(ticket.title), ", since ", day_num(ticket.opened))
