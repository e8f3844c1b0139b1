"""What changed since a day: the review that set the mark, a metric as it stood then, what was done in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import WorkState
from qbrgen.model.plan import Action, Commitment, Milestone, Review
from qbrgen.story.changes import went_from
from qbrgen.story.material import InternalMaterial, Material
from qbrgen.story.phrasing import say_figure
from qbrgen.story.text import Text, text
from qbrgen.value.cadence import PLAN_KINDS
from qbrgen.value.exact import exact
from qbrgen.value.figure import Figure
from qbrgen.value.making import as_input, derived, recorded
from qbrgen.value.results import Outcome
from qbrgen.value.units import unit_of_change

Work = Milestone | Commitment | Action


def last_review(reviews: Sequence[Review], as_of: date) -> Review | None:
    """The latest review that went through the plan, up to the day."""
    held = [review for review in reviews if review.kind in PLAN_KINDS and review.date <= as_of]
    return max(held, key=lambda review: review.date, default=None)


def standing_on(found: Outcome, day: date) -> Figure | None:
    """The metric as it was known on the day: the last reading up to it, else the baseline; None without either."""
    known = [reading for reading in found.readings if reading.date <= day]
    if found.now is None or not known:
        return found.baseline
    reading = max(known, key=lambda item: item.date)
    place = found.objective.readings.index(reading)
    key = found.now.key.rsplit(".", 1)[0]
    holder = "north_star" if found.index < 0 else f"objectives[{found.index}]"
    return recorded(
        f"{key}.on.{day}",
        "At the last review",
        reading.value,
        found.now.unit,
        f"{holder}.readings[{place}].value",
        source=reading.source,
        on=reading.date,
        standing=reading.standing,
        subject=found.objective.title,
        formula="as measured",
    )


def change_since(found: Outcome, day: date) -> Figure | None:
    """Now minus the value known on the day (points of a percentage); None without both."""
    before = standing_on(found, day)
    if before is None or found.now is None:
        return None
    with exact():
        value = found.now.value - before.value
    key = found.now.key.rsplit(".", 1)[0]
    return derived(
        f"{key}.since.{day}",
        "Change since the last review",
        value,
        unit_of_change(found.now.unit),
        "now − then",
        [as_input(before, "then"), as_input(found.now, "now")],
        source=found.now.evidence.source,
        on=found.now.evidence.on,
        standing=found.now.standing,
        subject=found.objective.title,
    )


def done_since(account: CustomerAccount, day: date, until: date) -> tuple[Work, ...]:
    """Milestones, commitments and actions done after the day, by day."""
    every: Iterable[Work] = (*account.milestones, *account.commitments, *account.actions)
    done = [item for item in every if item.state is WorkState.DONE and item.done_on and day < item.done_on <= until]
    return tuple(sorted(done, key=lambda item: (item.done_on or until, item.id)))


def told_since(material: Material | InternalMaterial) -> tuple[Text, ...]:
    """What counts since contract start as it was told before and as it is now, where it changed as it is written."""
    if material.earlier is None:
        return ()
    lines = []
    for then, now in material.earlier.beside(material.value):
        locale = material.account.locale
        if say_figure(then, locale) != say_figure(now, locale):
            lines.append(text(now.label, ": ", went_from(then, now)))
    return tuple(lines)
