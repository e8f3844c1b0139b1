"""The table of documents: who reads each, what it is for, in which formats it comes, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from qbrgen.errors import UsageError
from qbrgen.model.period import Period, last_full_month, last_full_quarter
from qbrgen.story import ebr, monthly_review, qbr
from qbrgen.story.blocks import Story

Span = Literal["quarter", "month"]
_LAST_FULL: dict[Span, Callable[[date], Period]] = {"quarter": last_full_quarter, "month": last_full_month}


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document; the first of its formats is the one made when none is asked for.

    `build` takes a Material, of an internal document an InternalMaterial, and returns the Story.
    """

    name: str
    reader: str
    purpose: str
    formats: tuple[str, ...]
    build: Callable[..., Story]
    internal: bool = False
    default_period: Span = "quarter"

    def period(self, as_of: date) -> Period:
        """The period it covers when none is named: the last full quarter or month."""
        return _LAST_FULL[self.default_period](as_of)


_ROWS = (
    Document(
        "ebr",
        "the customer's C-level",
        "Business impact, return and the one decision asked for, on five pages",
        ("pptx", "docx", "pdf"),
        ebr.build,
    ),
    Document(
        "qbr",
        "the customer's VP or director",
        "The quarter's outcomes, value, adoption and plan, as long as the account's tier asks for",
        ("pptx", "docx", "pdf"),
        qbr.build,
    ),
    Document(
        "monthly-review",
        "the customer's manager",
        "The month's metrics, what the teams gained, use, open support, milestones and actions",
        ("docx", "pptx", "pdf"),
        monthly_review.build,
        default_period="month",
    ),
)
DOCUMENTS: Mapping[str, Document] = {row.name: row for row in _ROWS}


def document(name: str) -> Document:
    """The document of that name; raises UsageError, naming the ones there are."""
    if name not in DOCUMENTS:
        raise UsageError(f"there is no document '{name}'. Choose one of: {', '.join(DOCUMENTS)}.")
    return DOCUMENTS[name]
