"""The quarterly business review: the same argument for every tier, in as many slides as the tier has time for."""

from __future__ import annotations

from collections.abc import Callable

from qbrgen.model.kinds import Tier
from qbrgen.story.blocks import Section, Story
from qbrgen.story.business_case import case_section, sensitivity_section
from qbrgen.story.changes import period_name
from qbrgen.story.evidence import appendix, items_appendix
from qbrgen.story.highlights import leading, pursued
from qbrgen.story.material import Material
from qbrgen.story.qbr import ahead, opening, results, use
from qbrgen.story.sections import tell
from qbrgen.story.text import Given, text

SLIDES = {Tier.STRATEGIC: 15, Tier.ENTERPRISE: 15, Tier.MID_MARKET: 10, Tier.SMB: 6}
"""The most slides of a tier's deck, its appendix apart."""
OBJECTIVES = {Tier.STRATEGIC: 3, Tier.ENTERPRISE: 3, Tier.MID_MARKET: 2, Tier.SMB: 1}
"""The most objectives that get a slide of their own."""
ROWS_OF_ONE_SLIDE = 7
"""Objectives from which on the scorecard may need a second slide."""

Part = Callable[[Material], Section]
_LONG: tuple[Part, ...] = (
    opening.cover, opening.agenda, opening.summary, results.scorecard, results.value, results.objectives_here,
    use.adoption, use.progress_of_value, use.support, ahead.wishes, ahead.risks, ahead.recommendations, ahead.plan,
    ahead.discussion,
)  # fmt: skip
_MIDDLE: tuple[Part, ...] = (
    opening.cover, opening.agenda, opening.summary, results.scorecard, results.value, results.objectives_here,
    use.adoption_and_progress, use.service, ahead.risks_and_recommendations, ahead.plan_and_discussion,
)  # fmt: skip
_SHORT: tuple[Part, ...] = (
    opening.cover, opening.summary, results.outcomes_in_brief, results.value, use.use_in_brief, ahead.next_in_brief,
)  # fmt: skip
_PARTS = {Tier.STRATEGIC: _LONG, Tier.ENTERPRISE: _LONG, Tier.MID_MARKET: _MIDDLE, Tier.SMB: _SHORT}


def build(material: Material) -> Story:
    """The review of the period, in the order of the argument, with the evidence behind it as appendix."""
    account = material.account
    body = _body(material)
    items = items_appendix(body)
    return tell(
        "qbr",
        material,
        text("Quarterly business review: ", Given(account.name)),
        period_name(material.value.period),
        (
            *body,
            case_section(material),
            appendix(body, items_follow=items is not None),
            items,
            sensitivity_section(material),
        ),
    )


def _body(material: Material) -> tuple[Section, ...]:
    tier = material.value.tier
    parts = _PARTS[tier]
    if parts is _LONG:
        for first, second, both, apart in (
            (use.support, ahead.wishes, use.service, use.worth_two_slides(material)),
            (ahead.risks, ahead.recommendations, ahead.risks_and_recommendations, ahead.worth_two_slides(material)),
        ):
            parts = parts if apart else _merged(parts, first, second, both)
    fixed = len(parts) - 1 + (len(pursued(material.value)) > ROWS_OF_ONE_SLIDE)
    room = max(1, min(OBJECTIVES[tier], SLIDES[tier] - fixed))
    sections: list[Section] = []
    for part in parts:
        if part is results.objectives_here:
            sections += [results.objective(material, found) for found in leading(material.value, room)]
        else:
            sections.append(part(material))
    return tuple(sections)


def _merged(parts: tuple[Part, ...], first: Part, second: Part, both: Part) -> tuple[Part, ...]:
    """The parts with two neighbours told on one slide."""
    return tuple(both if part is first else part for part in parts if part is not second)
