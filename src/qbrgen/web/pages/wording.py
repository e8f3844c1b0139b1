"""How numbers, days and states are written on the service's own pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from qbrgen.checks import CHECKS
from qbrgen.model.kinds import Standing
from qbrgen.story.phrasing import say_day, say_figure, say_number
from qbrgen.story.text import Style, day_num
from qbrgen.value.figure import Figure, money

OWN_LOCALE = "en-US"
# Documents speak to the customer ("by you"); these pages speak about the customer.
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.CUSTOMER_VALIDATED: ("Validated by the customer", "good"),
    Standing.CUSTOMER_REPORTED: ("Reported by the customer", "neutral"),
    Standing.VENDOR_ESTIMATE: ("Our estimate", "caution"),
}
DOCUMENTS: Mapping[str, str] = {
    "ebr": "Executive business review",
    "qbr": "Quarterly business review",
    "monthly-review": "Monthly review",
    "success-plan": "Success plan",
    "value-report": "Value report",
    "case-study": "Case study",
    "case-study-short": "Case study, one page",
    "user-tips": "Tips for users",
    "csm-brief": "Success manager's brief",
    "portfolio": "Portfolio",
}
FORMATS: Mapping[str, str] = {
    "pptx": "PowerPoint",
    "docx": "Word",
    "pdf": "PDF",
    "docx-pdf": "PDF, as text",
    "pptx-pdf": "PDF, as slides",
    "html": "Web page",
    "xlsx": "Excel",
    "eml": "E-mail",
    "snippet": "App snippet",
}
SEVERITIES: Mapping[str, tuple[str, str, str]] = {
    "error": ("Error", "bad", "◆"),
    "warning": ("Warning", "caution", "▲"),
    "info": ("Hint", "neutral", "○"),
}


def amount(value: Decimal | None, currency: str, locale: str = OWN_LOCALE) -> str:
    """Money in short; a dash for none."""
    return "—" if value is None else say_number(value, money(currency), locale)


def day(value: date | None, locale: str = OWN_LOCALE) -> str:
    """A day; a dash for none."""
    return "—" if value is None else say_day(day_num(value).figure, locale)


def figure(value: Figure | None, locale: str = OWN_LOCALE, style: Style = Style.SHORT) -> str:
    """A figure as documents write it; a dash for none."""
    return "—" if value is None else say_figure(value, locale, style)


def moment(value: datetime | None) -> str:
    """A moment in UTC, to the minute."""
    return "—" if value is None else value.strftime("%Y-%m-%d %H:%M UTC")


def until(days: int) -> str:
    """today; in 3 days; 12 days late."""
    if days == 0:
        return "today"
    many = "" if abs(days) == 1 else "s"
    return f"in {days} day{many}" if days > 0 else f"{-days} day{many} late"


def check_title(code: str) -> str:
    """What a check holds, in a few words; the code itself for one that is none."""
    return CHECKS[code].title if code in CHECKS else code


def sentence(words: str) -> str:
    """The words with a capital at their start."""
    return words[:1].upper() + words[1:]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "amount": amount,
    "day": day,
    "figure": figure,
    "moment": moment,
    "until": until,
    "check_title": check_title,
    "sentence": sentence,
    "standing": lambda standing: STANDINGS[standing][0] if standing else "",
    "standing_tone": lambda standing: STANDINGS[standing][1] if standing else "neutral",
    "document": lambda name: DOCUMENTS.get(name, name),
    "format": lambda name: FORMATS.get(name, name),
    "severity": lambda severity: SEVERITIES[str(severity)],
}
