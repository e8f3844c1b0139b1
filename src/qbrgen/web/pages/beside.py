"""Which finding stands beside which page: the one about the record its numbers come from, else about its subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from qbrgen.checks import CHECKS, Concern, Finding
from qbrgen.story.blocks import Role, Section, Story
from qbrgen.story.evidence import figures_in
from qbrgen.value.figure import Figure

_RECORD = re.compile(r"^[a-z_]+(?:\[\d+\])?")
# Words in the ids of sections that speak of a concern, the best first.
_ABOUT: Mapping[Concern, tuple[str, ...]] = {
    Concern.OBJECTIVES: ("scorecard", "outcome", "objective", "metrics", "results"),
    Concern.VALUE: ("value", "return", "gained", "results"),
    Concern.RETURN: ("return", "value", "roi"),
    Concern.PLAN: ("plan", "milestone", "risks", "steps", "ahead"),
    Concern.PEOPLE: ("people", "team"),
    Concern.VOICE: ("voice", "quote", "support"),
    Concern.USAGE: ("adoption", "use", "usage"),
}


def beside(story: Story, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings by the id of the section they stand beside; "" for those that concern none of them."""
    sections = [section for section in story.sections if section.role not in (Role.COVER, Role.APPENDIX)]
    used = {section.id: Counter(_records(figures_in((section,)))) for section in sections}
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(_place(finding, sections, used), []).append(finding)
    return found


def _place(finding: Finding, sections: list[Section], used: Mapping[str, Counter[str]]) -> str:
    match = _RECORD.match(finding.path)
    record = match[0] if match and "[" in match[0] else ""
    # The page that speaks of this record more than of anything else is the one about it.
    shares = [
        (used[section.id][record] / used[section.id].total(), -position, section.id)
        for position, section in enumerate(sections)
        if record and used[section.id][record]
    ]
    if shares:
        return max(shares)[2]
    for word in _ABOUT.get(CHECKS[finding.code].concerns, ()) if finding.code in CHECKS else ():
        for section in sections:
            if word in section.id:
                return section.id
    return ""


def _records(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        for entry in figure.evidence.inputs:
            if match := _RECORD.match(entry.path):
                yield match[0]
        yield from _records(figure.evidence.parts)
