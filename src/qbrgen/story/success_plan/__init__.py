"""The success plan: the framework's template, filled and living, with questions where something is unknown."""

from __future__ import annotations

from qbrgen.story.blocks import Story
from qbrgen.story.caveats import About, beside
from qbrgen.story.material import Material
from qbrgen.story.sections import tell
from qbrgen.story.success_plan.milestones import milestones_section
from qbrgen.story.success_plan.objectives import objectives_section
from qbrgen.story.success_plan.people import people_section, risks_section
from qbrgen.story.success_plan.questions import questions
from qbrgen.story.success_plan.upkeep import changes_section, progress_section, rhythm_section
from qbrgen.story.text import Given, day_num, text


def build(material: Material) -> Story:
    """Objectives, milestones, people, risks, review rhythm, progress, changes."""
    account = material.account
    ask = {place: questions(account, place) for place in ("objectives", "stakeholders", "risks")}
    caveats = [block for block in (beside(material, About.OBJECTIVES, About.VALUE, About.ACCOUNT),) if block]
    manager = text("led by ", Given(account.csm.name), ", ") if account.csm else ()
    return tell(
        "success-plan",
        material,
        text("Success plan: ", Given(account.name)),
        text(manager, "as of ", day_num(material.value.as_of)),
        (
            objectives_section(material, (*ask["objectives"], *caveats)),
            milestones_section(material),
            people_section(material, ask["stakeholders"]),
            risks_section(material, ask["risks"]),
            rhythm_section(material),
            progress_section(material),
            changes_section(material),
        ),
    )
