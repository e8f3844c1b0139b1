"""The thresholds of the checks, each with its reason, and what a metric cannot be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from qbrgen.checks.words import word_set, words
from qbrgen.model.kinds import Better, Tier
from qbrgen.model.objective import Metric

QUARTER = timedelta(days=92)
"""The longest quarter: value is reported at least quarterly (Value Realization Frameworks)."""
HALF_YEAR = timedelta(days=184)
"""The longest half-year: SMB plans are reviewed semi-annually (Value Realization Frameworks)."""
RENEWAL_RUN = timedelta(days=120)
"""Preparing a renewal begins 120 days before it (Value Creation Frameworks)."""
FIRST_QUARTER = timedelta(days=90)
"""Value is demonstrated from day 90 on (Value Realization Frameworks)."""
YEAR = timedelta(days=365)
"""A recurring saving is confirmed again after a year: people, prices and volumes change."""
SHORT_TIME = timedelta(days=30)
"""A target cannot ask for a tenfold change in less than this."""
WEEK = timedelta(days=7)
"""A reading cannot be ten times better than the one a week before."""
TENFOLD = Decimal(10)
HOURS_OF_A_WEEK = Decimal(168)
WORKING_WEEK = Decimal(40)
"""More hours saved per person per week than a full working week has are a slip of the unit."""
MUCH_RETURN = Decimal(25)
"""Value above this multiple of the investment is questioned before it is believed."""
NPS_DETRACTOR = Decimal(6)
"""Answers from 0 to 6 are detractors in the Net Promoter Score."""
NPS_RECENT = timedelta(days=183)
REVIEW_MONTHS_DAYS = 31
"""A review that is due each month has as many days as the longest month, per month."""

_NEVER_NEGATIVE = word_set(
    """
    second seconds minute minutes hour hours day days week weeks month months year years ticket tickets error
    errors complaint complaints incident incidents call calls person persons people user users customer customers
    order orders case cases claim claims visit visits meeting meetings
    """
)
_MAY_TURN = word_set("net balance result temperature difference deviation variance degrees celsius fahrenheit margin")
_SHARES = word_set("share accuracy availability uptime satisfied satisfaction availabilty")
_PERCENT = frozenset({"%", "percent", "per cent", "pct"})


def reading_limit(tier: Tier) -> timedelta:
    """How old the last reading of a metric may be: a quarter; for SMB accounts, reviewed half-yearly, a half-year."""
    return HALF_YEAR if tier is Tier.SMB else QUARTER


def impossible(metric: Metric, value: Decimal, baseline: Decimal | None = None) -> str:
    """Why the metric cannot have the value, seen from its baseline where there is one; empty when it can."""
    unit = words(metric.unit)
    counted = bool(unit) and unit[0] in _NEVER_NEGATIVE
    falls_below = metric.better is Better.LOWER and baseline is not None and baseline > 0
    # What is no count of things may lie on both sides of zero only where its name or unit says so.
    turns = "°" in metric.unit or _MAY_TURN.intersection((*words(metric.name), *unit))
    if value < 0 and (counted or (falls_below and not turns)):
        return "below zero it would have fallen by more than 100 %" if falls_below else "it cannot be below zero"
    hours_a_week = unit[:2] in (["hours", "week"], ["hours", "per"]) and "week" in unit
    if hours_a_week and value > HOURS_OF_A_WEEK and {"per", "each"} & set(words(metric.name)):
        return f"a week has {HOURS_OF_A_WEEK} hours"
    share = metric.better is Better.HIGHER and _SHARES & set(words(metric.name))
    if metric.unit.casefold() in _PERCENT and share and value > 100:
        return "a share cannot be over 100 %"
    return ""
