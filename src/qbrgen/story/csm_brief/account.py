"""The middle of the brief: what changed, how the people are, what would embarrass us."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.finding import Finding, Severity
from qbrgen.model.kinds import Mood, WishState
from qbrgen.model.people import StakeholderRecord
from qbrgen.story.blocks import Block, Bullets, Cell, Section, Status, Table
from qbrgen.story.changes import from_to, joined, subject
from qbrgen.story.labels import MOOD, REVIEW, ROLE
from qbrgen.story.material import InternalMaterial
from qbrgen.story.notes import notes
from qbrgen.story.parts import cell, column, counted, day_cell, missing
from qbrgen.story.phrasing import shows_nothing
from qbrgen.story.sections import Titles, section
from qbrgen.story.since import change_since, done_since, last_review, standing_on, told_since
from qbrgen.story.text import Given, Num, Style, Text, day_num, text
from qbrgen.value.results import Advocacy

CHANGES_TOLD = 8
FINDINGS_SHOWN = 6
PEOPLE_SHOWN = 8
_MOODS = {
    Mood.ADVOCATE: Status.ACHIEVED,
    Mood.POSITIVE: Status.ON_TRACK,
    Mood.NEUTRAL: Status.OPEN,
    Mood.CRITICAL: Status.OFF_TRACK,
    Mood.UNKNOWN: Status.UNKNOWN,
}
_WORST_FIRST = (Mood.CRITICAL, Mood.NEUTRAL, Mood.UNKNOWN, Mood.POSITIVE, Mood.ADVOCATE)
_SEVERITY = {
    Severity.ERROR: ("Must not be claimed", Status.OFF_TRACK),
    Severity.WARNING: ("Weak", Status.AT_RISK),
    Severity.INFO: ("Worth mending", Status.OPEN),
}


def since_section(material: InternalMaterial) -> Section:
    """Metrics that moved, work done, wishes shipped and notes taken since the last review."""
    account, as_of = material.account, material.value.as_of
    review = last_review(account.reviews, as_of)
    day = review.date if review else account.contract.begins
    changes = tuple(_changes(material))[:CHANGES_TOLD]
    since = text(_lowered(REVIEW[review.kind]), " of ", day_num(day)) if review else text("start on ", day_num(day))
    block: Block = (
        Bullets("since", changes)
        if changes
        else missing(
            "since", "Nothing is recorded since then: no reading, nothing done, no note. Ask before you are asked."
        )
    )
    opening = "What changed since the " if changes else "Nothing recorded since the "
    return section(
        "since", (text(opening, since),), account.locale, block,
        notes=notes(ask=("What happened here that is not in the records?",)),
    )  # fmt: skip


def _changes(material: InternalMaterial) -> Iterator[Text]:
    account, as_of = material.account, material.value.as_of
    review = last_review(account.reviews, as_of)
    day = review.date if review else account.contract.begins
    for found in material.value.outcomes:
        before, change = standing_on(found, day), change_since(found, day)
        if before and change and found.now and not shows_nothing(change):
            yield text(subject(found.objective), ": ", from_to(before, found.now))
    for note in sorted(account.internal.notes, key=lambda note: note.date, reverse=True):
        if day < note.date <= as_of:
            yield text("Note of ", day_num(note.date), ": ", Given(note.text))
    yield from _since_told(material)
    for win in account.internal.wins:
        if day < win.date <= as_of:
            yield text("Won: ", Given(win.title), ", ", day_num(win.date))
    for item in done_since(account, day, as_of):
        yield text("Done: ", Given(item.title), text(", ", day_num(item.done_on)) if item.done_on else ())
    for wish in account.wishes:
        if wish.state is WishState.SHIPPED and wish.shipped_on and day < wish.shipped_on <= as_of:
            yield text("Delivered: ", Given(wish.title), ", ", day_num(wish.shipped_on))
    for ticket in account.tickets:
        if day < ticket.opened <= as_of:
            yield text("New ticket: ", Given(ticket.title), ", ", day_num(ticket.opened))


def _since_told(material: InternalMaterial) -> Iterator[Text]:
    if material.earlier:
        for told in told_since(material)[:1]:
            yield text(told, ", since it was told on ", day_num(material.earlier.day))


def people_section(material: InternalMaterial) -> Section:
    """Stakeholders with the mood they were last met in, the critical ones first."""
    account = material.account
    people = sorted(account.stakeholders, key=lambda person: _WORST_FIRST.index(person.mood))
    if not people:
        blank = missing(
            "people", "No stakeholder is recorded. Find the sponsor, the champion and the technical owner."
        )
        return section("people", (("Nobody is recorded on the customer's side",),), account.locale, blank,
                       notes=notes(ask=("Who decides about the renewal?",)))  # fmt: skip
    columns = (column("Who", 4), column("Role", 3), column("Mood", 2), column("Met", 2), column("Note", 5))
    rows = tuple(_person(person) for person in people[:PEOPLE_SHOWN])
    return section(
        "people",
        _people_titles(people),
        account.locale,
        Table("people", columns, rows),
        _advocacy(material.value.advocacy),
        notes=notes(ask=("Who has not been heard for a quarter?",)),
    )


def _advocacy(found: Advocacy | None) -> Bullets | None:
    """What the customer has done for us and agreed to, in one line; None where it is nothing."""
    if found is None:
        return None
    qualified = text(" (", Num(found.qualified_referrals, Style.BARE), " qualified)")
    told = joined(
        (
            text(Num(found.referrals), qualified if found.referrals.value else ()) if found.referrals.value else (),
            text(Num(found.testimonials)) if found.testimonials.value else (),
            ("a case study agreed",) if found.case_study else (),
            ("reference calls agreed",) if found.reference_calls else (),
        )
    )
    return Bullets("advocacy", (text("Speaks for us: ", told),)) if told else None


def _people_titles(people: list[StakeholderRecord]) -> Titles:
    critical = [person for person in people if person.mood is Mood.CRITICAL]
    unknown = sum(person.mood is Mood.UNKNOWN for person in people)
    good = sum(person.mood in (Mood.POSITIVE, Mood.ADVOCATE) for person in people)
    if len(critical) == 1:
        return (text(Given(critical[0].name), " is critical"), ("One stakeholder is critical",))
    if critical:
        return (text(counted("people.critical", len(critical), "stakeholders"), " critical"),)
    if unknown == len(people):
        return (("Nobody's mood is recorded",),)
    total = counted("people", len(people), "stakeholders")
    return (text(counted("people.good", good), " of ", total, " positive when last met"),)


def _person(person: StakeholderRecord) -> tuple[Cell, ...]:
    title = text(", ", Given(person.title)) if person.title else ()
    return (
        cell(Given(person.name), title),
        cell(ROLE[person.role]),
        Cell((MOOD[person.mood],), _MOODS[person.mood]),
        day_cell(person.mood_on),
        cell(Given(person.private_note) if person.private_note else ()),
    )


def checks_section(material: InternalMaterial) -> Section:
    """What the checks found, the worst first, with code and remedy."""
    order = list(_SEVERITY)
    found = sorted(material.findings, key=lambda finding: order.index(finding.severity))
    if not found:
        return section("checks", (("The checks find nothing that would embarrass us",),), material.account.locale,
                       Bullets("checks", (("Nothing was found to mend before the meeting.",),)),
                       notes=notes(("Nothing to mend before the meeting.",)))  # fmt: skip
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    weak = sum(finding.severity is not Severity.INFO for finding in found)
    grave = text(", ", counted("findings.errors", errors), " of them a claim we must not make") if errors else ()
    title = text(counted("findings.weak", weak, "findings"), " would embarrass us", grave)
    if not weak:
        title = text(counted("findings", len(found), "findings"), " worth mending, none that would embarrass us")
    columns = (column("Code", 2), column("Found", 7), column("What to do", 6))
    rest = len(found) - FINDINGS_SHOWN
    return section(
        "checks",
        (title, text(counted("findings", len(found), "findings"), " to mend")),
        material.account.locale,
        Table("checks", columns, tuple(_finding(finding) for finding in found[:FINDINGS_SHOWN])),
        Bullets("more", (text(counted("findings.more", rest), " more; the check command lists them all."),))
        if rest > 0
        else None,
        notes=notes(("Mend what can be mended before the meeting; say the rest yourself before you are asked.",)),
    )


def _finding(finding: Finding) -> tuple[Cell, ...]:
    words, status = _SEVERITY[finding.severity]
    return (
        Cell(text(Given(finding.code), ": ", words.lower()), status),
        cell(Given(finding.message)),
        cell(Given(finding.remedy) if finding.remedy else ()),
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
