"""The periods that a page offers, latest first, and what each is called."""

from __future__ import annotations

from datetime import date

from qbrgen.model import Period
from qbrgen.model.period import month_period, quarter_of
from qbrgen.story.changes import period_name
from qbrgen.story.documents import Document
from qbrgen.story.phrasing import say
from qbrgen.web.pages.wording import OWN_LOCALE

Choices = list[tuple[str, str]]


def name_of(period: Period) -> str:
    """Q3 2026; Sep 2026."""
    return say(period_name(period), OWN_LOCALE)


def quarters(as_of: date, chosen: Period | None = None) -> Choices:
    """The quarter under way and the eight before it, as label and name; and the chosen period."""
    return _listed(quarter_of(as_of), 9, chosen)


def offered(document: Document, as_of: date, chosen: Period) -> Choices:
    """The periods that suit a document: months, or quarters."""
    if document.default_period != "month":
        return quarters(as_of, chosen)
    return _listed(month_period(as_of.year, as_of.month), 13, chosen)


def _listed(first: Period, many: int, chosen: Period | None) -> Choices:
    found = [first]
    while len(found) < many:
        found.append(found[-1].previous())
    if chosen and chosen not in found:
        found.append(chosen)
    return [(period.label, name_of(period)) for period in found]
