"""The success manager's brief before a meeting: internal, one to two pages, never for the customer."""

from __future__ import annotations

from qbrgen.story.blocks import Story
from qbrgen.story.csm_brief.account import checks_section, people_section, since_section
from qbrgen.story.csm_brief.ahead import (
    growth_sections,
    questions_section,
    renewal_section,
    time_section,
)
from qbrgen.story.csm_brief.know import know_section
from qbrgen.story.material import InternalMaterial
from qbrgen.story.sections import tell
from qbrgen.story.text import Given, day_num, text


def build(material: InternalMaterial) -> Story:
    """What to know, what changed, people, checks, growth, triggers, time, questions, renewal."""
    return tell(
        "csm-brief",
        material,
        text("Internal brief: ", Given(material.account.name)),
        text("Internal, not for the customer; as of ", day_num(material.value.as_of)),
        (
            know_section(material),
            since_section(material),
            people_section(material),
            checks_section(material),
            *growth_sections(material),
            renewal_section(material),
            questions_section(material),
            time_section(material),
        ),
    )
