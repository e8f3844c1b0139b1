"""Who reads what: value focus and document by audience."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qbrgen.value.reference.source import REALIZATION


class Audience(StrEnum):
    """A reader of value."""

    C_LEVEL = "c_level"
    DIRECTOR = "director"
    MANAGER = "manager"
    END_USER = "end_user"


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """What a reader looks for and which of our documents speak to it."""

    audience: Audience
    label: str
    focus: tuple[str, ...]
    documents: tuple[str, ...]
    source: str = REALIZATION


AUDIENCES = (
    AudienceRow(Audience.C_LEVEL, "C-level", ("business impact", "ROI", "strategic alignment"), ("ebr",)),
    AudienceRow(
        Audience.DIRECTOR,
        "VP and director",
        ("department outcomes", "efficiency", "effect on the team"),
        ("qbr", "value-report", "success-plan"),
    ),
    AudienceRow(Audience.MANAGER, "Manager", ("operational metrics", "team productivity"), ("monthly-review",)),
    AudienceRow(Audience.END_USER, "End user", ("personal efficiency", "effect on the day"), ("user-tips",)),
)
