"""The month's milestones, reached and slipped, and the three to five actions that come next."""

from __future__ import annotations

from collections.abc import Sequence

from qbrgen.model.kinds import WorkState
from qbrgen.model.plan import Action, Milestone
from qbrgen.story import plans
from qbrgen.story.blocks import Block, Bullets, Section
from qbrgen.story.changes import joined, span_noun
from qbrgen.story.material import Material
from qbrgen.story.notes import notes
from qbrgen.story.parts import counted, missing
from qbrgen.story.sections import Titles, section
from qbrgen.story.starting import first_actions
from qbrgen.story.text import Given, Text, day_num, text

ACTIONS_SHOWN = 5
MILESTONES_TOLD = 4


def steps_section(material: Material) -> Section:
    """Actions as a table with owner and day; milestones as a list with what became of each."""
    account, value = material.account, material.value
    ahead = sorted(plans.open_actions(account.actions), key=lambda item: (item.due is None, item.due or value.as_of))
    actions = ahead[:ACTIONS_SHOWN]
    table: Block = plans.actions(actions, value.as_of, "actions")
    if not actions:
        table = missing("actions", "No action is agreed yet. Agree three: what, who and by when.")
    return section(
        "steps",
        _titles(material, actions),
        account.locale,
        _milestones(material),
        table,
        None if actions else first_actions(),
        notes=notes(
            ("What was promised for the month, what slipped, and who does what next.",),
            ("Does each owner agree with the day, and what could stop them?",),
        ),
    )


def done_in(material: Material) -> tuple[Milestone, ...]:
    """The milestones reached in the period."""
    return tuple(
        item for item in material.account.milestones
        if item.state is WorkState.DONE and (item.done_on or item.due) in material.value.period
    )  # fmt: skip


def slipped(material: Material) -> tuple[Milestone, ...]:
    """The milestones due by the period's end (and by today) that are still open, the longest overdue first."""
    value = material.value
    late = [
        item for item in material.account.milestones
        if item.state is WorkState.OPEN and item.due and item.due <= value.period.end and item.due < value.as_of
    ]  # fmt: skip
    return tuple(sorted(late, key=lambda item: (item.due or value.as_of, item.id)))


def _milestones(material: Material) -> Block:
    done, late = done_in(material), slipped(material)
    items = [text("Reached: ", Given(item.title), _day(item)) for item in done[:MILESTONES_TOLD]]
    items += [
        text("Slipped: ", Given(item.title), text(", was due ", day_num(item.due)) if item.due else ())
        for item in late[:MILESTONES_TOLD]
    ]
    if not items:
        if not material.account.milestones:
            return missing("milestones", "No milestone is agreed yet.")
        noun = span_noun(material.value.period)
        return missing("milestones", f"No milestone was due in the {noun}, and none is overdue.")
    return Bullets("milestones", tuple(items), heading=("Milestones",))


def _day(item: Milestone) -> Text:
    return text(", ", day_num(item.done_on)) if item.done_on else ()


def _titles(material: Material, actions: Sequence[Action]) -> Titles:
    done, late = len(done_in(material)), len(slipped(material))
    reached = text(counted("milestones.done", done, "milestones"), " reached") if done else ()
    overdue = (
        text(counted("milestones.late", late), " slipped")
        if done
        else text(counted("milestones.late", late, "milestones"), " slipped")
    )
    if actions and not done and not late:
        return plans.action_titles(actions, material.value.as_of)
    ahead = text(counted("actions", len(actions), "actions"), " ahead")
    found = joined((reached, overdue if late else (), ahead if actions else ()))
    return (found or ("Neither milestones nor actions are agreed for the month",),)
