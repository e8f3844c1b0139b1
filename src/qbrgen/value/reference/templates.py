"""The parts of the two templates of the field, and the section of our document in which each stands."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.value.reference.source import REALIZATION


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """One part of a template: the document that fills it and the id of its section there."""

    document: str
    part: str
    section: str
    source: str = REALIZATION


TEMPLATE_PARTS = (
    TemplatePart("success-plan", "business objectives", "objectives"),
    TemplatePart("success-plan", "success criteria", "objectives"),
    TemplatePart("success-plan", "milestones", "milestones"),
    TemplatePart("success-plan", "stakeholders", "stakeholders"),
    TemplatePart("success-plan", "risks and mitigations", "risks"),
    TemplatePart("value-report", "executive summary", "summary"),
    TemplatePart("value-report", "outcomes achieved", "outcomes"),
    TemplatePart("value-report", "usage highlights", "use"),
    TemplatePart("value-report", "total value delivered", "value"),
)
