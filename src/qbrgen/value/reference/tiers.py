"""Account tiers and touch tiers: criteria by revenue, engagement, ratio, focus, review cadence, benchmarks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbrgen.model.kinds import Tier, Touch
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION


@dataclass(frozen=True, slots=True)
class TouchTier:
    """How an engagement tier is told apart and looked after.

    ARR bounds are US dollars a year: above `arr_above` (None: no lower bound), up to `arr_to` (None: open).
    `accounts_from` to `accounts_to` is how many accounts one success manager looks after; `check_in_days` and
    `review_months` are the rhythm of check-ins and business reviews.
    """

    touch: Touch
    arr_above: Decimal | None
    arr_to: Decimal | None
    criteria: tuple[str, ...]
    engagement: tuple[str, ...]
    check_in_days: int
    review_months: int | None
    accounts_from: int
    accounts_to: int
    focus: tuple[str, ...]
    default_tier: Tier
    source: str = CREATION


TOUCH_TIERS: Mapping[Touch, TouchTier] = {
    row.touch: row
    for row in (
        TouchTier(
            Touch.HIGH,
            Decimal(100_000),
            None,
            ("revenue above the high-touch line", "strategic account", "high growth potential"),
            ("weekly check-in", "quarterly business review", "dedicated resources"),
            7,
            3,
            10,
            20,
            ("deep partnership", "expansion", "executive relationships"),
            Tier.ENTERPRISE,
        ),
        TouchTier(
            Touch.MID,
            Decimal(25_000),
            Decimal(100_000),
            ("revenue between the two lines", "solid adoption", "moderate complexity"),
            ("monthly check-in", "business review twice a year", "group training"),
            30,
            6,
            40,
            60,
            ("steady engagement", "efficiency", "selective expansion"),
            Tier.MID_MARKET,
        ),
        TouchTier(
            Touch.LOW,
            None,
            Decimal(25_000),
            ("revenue below the mid-touch line", "simple use cases", "self-sufficient"),
            ("automated campaigns", "quarterly check-in", "support on demand"),
            91,
            None,
            100,
            200,
            ("automation", "self-service", "success at scale"),
            Tier.SMB,
        ),
    )
}


class Depth(StrEnum):
    """How deep a review of the success plan goes."""

    FULL = "full"
    LIGHT = "light"
    AUTOMATED = "automated"


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """How often the success plan of a tier is reviewed, in months, and how deeply."""

    tier: Tier
    months: int
    depth: Depth
    source: str = REALIZATION


PLAN_REVIEWS: Mapping[Tier, ReviewRule] = {
    row.tier: row
    for row in (
        ReviewRule(Tier.STRATEGIC, 1, Depth.FULL),
        ReviewRule(Tier.ENTERPRISE, 3, Depth.FULL),
        ReviewRule(Tier.MID_MARKET, 3, Depth.LIGHT),
        ReviewRule(Tier.SMB, 6, Depth.AUTOMATED),
    )
}


@dataclass(frozen=True, slots=True)
class AdoptionBenchmark:
    """The share of available features, in percent, that accounts of a tier should actively use."""

    tier: Tier
    feature_percent: Decimal
    source: str = CREATION


# As for time to value, the source has no row for strategic accounts; they share the enterprise one.
ADOPTION_BENCHMARKS: Mapping[Tier, AdoptionBenchmark] = {
    row.tier: row
    for row in (
        AdoptionBenchmark(Tier.STRATEGIC, Decimal(70)),
        AdoptionBenchmark(Tier.ENTERPRISE, Decimal(70)),
        AdoptionBenchmark(Tier.MID_MARKET, Decimal(60)),
        AdoptionBenchmark(Tier.SMB, Decimal(50)),
    )
}

FEATURE_ACTIVE_PERCENT = Decimal(20)
"""A feature counts as actively used when at least this share of the month's active users used it."""
FEATURE_ACTIVE_SOURCE = OWN

UNITS_PER_DOLLAR: Mapping[str, Decimal] = {
    code: Decimal(units)
    for code, units in {
        "AED": 4, "ARS": 1000, "BRL": 5, "CLP": 950, "CNY": 7, "COP": 4200, "CZK": 23, "DKK": 7, "EGP": 50,
        "HKD": 8, "HUF": 370, "IDR": 16000, "ILS": 4, "INR": 85, "ISK": 140, "JPY": 150, "KES": 130, "KRW": 1400,
        "KZT": 500, "MXN": 18, "MYR": 4, "NGN": 1600, "NOK": 10, "PHP": 57, "PKR": 280, "PLN": 4, "QAR": 4,
        "RON": 5, "RSD": 110, "RUB": 90, "SAR": 4, "SEK": 10, "THB": 35, "TRY": 35, "TWD": 32, "UAH": 41,
        "UYU": 40, "VND": 25000, "ZAR": 18,
    }.items()
}  # fmt: skip
"""Rough size of a currency's unit, used for nothing but finding the touch tier; a currency that is not here
counts as a dollar (EUR, GBP, CHF, CAD, AUD ... are near enough for lines drawn at 25,000 and 100,000)."""
