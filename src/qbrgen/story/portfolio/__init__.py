"""The portfolio for the success leader: the whole book as a deck and as a workbook; internal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qbrgen.errors import UsageError
from qbrgen.story.blocks import Story
from qbrgen.story.changes import period_name
from qbrgen.story.material import InternalMaterial
from qbrgen.story.portfolio.accounts import accounts_section, overdue_section, tiers_section
from qbrgen.story.portfolio.book import Book
from qbrgen.story.portfolio.money import growth_section, retention_section, team_section, value_section
from qbrgen.story.portfolio.overview import measures_section, overview_section
from qbrgen.story.portfolio.sheets import sheets
from qbrgen.story.text import day_num, text
from qbrgen.story.workbook import Workbook
from qbrgen.value.portfolio import portfolio

__all__ = ["build", "workbook"]

_ID = "portfolio"
_LOCALE = "en-US"


def build(materials: Sequence[InternalMaterial]) -> Story:
    """The book as a story: overview, measures, tiers, value, retention, the team's return, what is overdue.

    All materials speak from one day and of one period. Raises UsageError when there is no account.
    """
    book = _book(materials)
    sections = (
        overview_section(book),
        measures_section(book),
        tiers_section(book),
        value_section(book),
        retention_section(book),
        team_section(book),
        growth_section(book),
        overdue_section(book),
        accounts_section(book),
    )
    return Story(
        document=_ID,
        title=text("Internal: portfolio"),
        subtitle=text(period_name(book.period), ", as of ", day_num(book.whole.as_of)),
        account_id=_ID,
        account_name="Portfolio",
        vendor_name=book.vendor,
        locale=book.locale,
        currency=book.currencies[0] if len(book.currencies) == 1 else "",
        period=book.period,
        as_of=book.whole.as_of,
        sections=sections,
        internal=True,
    )


def workbook(materials: Sequence[InternalMaterial]) -> Workbook:
    """The book as sheets with formulas; raises UsageError when there is no account."""
    book = _book(materials)
    return Workbook(
        document=_ID,
        title=text("Internal: portfolio"),
        subtitle=text(period_name(book.period), ", as of ", day_num(book.whole.as_of)),
        vendor_name=book.vendor,
        locale=book.locale,
        period=book.period,
        as_of=book.whole.as_of,
        sheets=sheets(book),
    )


def _book(materials: Sequence[InternalMaterial]) -> Book:
    if not materials:
        raise UsageError("a portfolio needs at least one account. Name files or folders with accounts.")
    first = materials[0]
    whole = portfolio([(item.account, item.value) for item in materials], first.value.as_of)
    return Book(
        whole,
        first.value.period,
        _common([item.account.locale for item in materials]) or _LOCALE,
        _common([item.account.vendor.name for item in materials if item.account.vendor]),
        {item.account.id: item.findings for item in materials},
    )


def _common(values: Sequence[str]) -> str:
    """The value that most share; of equally common ones the first in the alphabet."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value), default="")
