"""Expansion signals with the expansion they point to, and the triggers for reaching out first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from qbrgen.model.kinds import SignalKind
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION


class Expansion(StrEnum):
    """How an account can grow."""

    PREMIUM_TIER = "premium_tier"
    SEATS = "seats"
    CROSS_SELL = "cross_sell"
    LAND_AND_EXPAND = "land_and_expand"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal, the expansion it points to and what to do about it."""

    kind: SignalKind
    label: str
    expansion: Expansion
    expansion_label: str
    action: str
    source: str = REALIZATION


SIGNALS: Mapping[SignalKind, SignalRow] = {
    row.kind: row
    for row in (
        SignalRow(
            SignalKind.VALUE_ACHIEVED,
            "Value reached",
            Expansion.PREMIUM_TIER,
            "upsell to a premium tier",
            "Write the case study for the executive",
        ),
        SignalRow(
            SignalKind.HIGH_USAGE, "High usage", Expansion.SEATS, "more seats", "Send the champion a usage report"
        ),
        SignalRow(
            SignalKind.NEW_USE_CASE,
            "New use case mentioned",
            Expansion.CROSS_SELL,
            "cross-sell",
            "Hold a discovery call",
        ),
        SignalRow(
            SignalKind.NEW_DEPARTMENT,
            "New department interested",
            Expansion.LAND_AND_EXPAND,
            "land and expand",
            "Ask for an introduction to the new team",
        ),
        SignalRow(
            SignalKind.STRATEGIC_INITIATIVE,
            "Strategic initiative in line",
            Expansion.ENTERPRISE,
            "enterprise expansion",
            "Bring the executives together",
        ),
    )
}

HIGH_USAGE_PERCENT = Decimal(85)
"""Usage is a signal to expand from this share of the seats in use; the talk about it begins at the trigger's."""
HIGH_USAGE_SOURCE = OWN


class TriggerKind(StrEnum):
    """A reason to reach out before the customer does."""

    LIMIT_NEAR = "limit_near"
    USAGE_UP = "usage_up"
    RENEWAL_PREPARATION = "renewal_preparation"
    RENEWAL_REVIEW = "renewal_review"
    WISH_SHIPPED = "wish_shipped"
    RESULT_WORTH_A_REFERENCE = "result_worth_a_reference"


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """A trigger, its threshold (percent or days, None where it is an event), the kind of reason and what to do."""

    kind: TriggerKind
    label: str
    basis: str
    threshold: Decimal | None
    action: str
    source: str = CREATION


TRIGGERS: Mapping[TriggerKind, TriggerRow] = {
    row.kind: row
    for row in (
        TriggerRow(
            TriggerKind.LIMIT_NEAR,
            "A limit is near",
            "usage",
            Decimal(70),
            "Talk about room to grow before the limit is felt",
        ),
        TriggerRow(
            TriggerKind.USAGE_UP,
            "Usage is up sharply",
            "usage",
            Decimal(40),
            "Ask what drives it and whether there are seats enough",
        ),
        TriggerRow(
            TriggerKind.RENEWAL_PREPARATION,
            "Renewal to prepare",
            "time",
            Decimal(120),
            "Begin the preparation: value to date, open promises, people",
        ),
        TriggerRow(
            TriggerKind.RENEWAL_REVIEW,
            "Renewal review due",
            "time",
            Decimal(90),
            "Hold the review of the year's value with the executive sponsor",
        ),
        TriggerRow(
            TriggerKind.WISH_SHIPPED,
            "A wish has shipped",
            "product",
            None,
            "Tell the person who asked, and show it",
        ),
        TriggerRow(
            TriggerKind.RESULT_WORTH_A_REFERENCE,
            "A result worth a reference",
            "success",
            None,
            "Ask for a reference while the result is fresh",
        ),
    )
}

RECENT_DAYS = 90
"""A shipped wish or a fresh result is worth a call for this many days (a quarter)."""
RECENT_SOURCE = OWN


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion to reach out that no figure shows: somebody has to see it, in the document named."""

    occasion: str
    basis: str
    seen_in: str
    source: str = CREATION


OCCASIONS = (
    Occasion("A feature is in heavy use and another goes well with it", "usage", "user-tips: features worth trying"),
    Occasion("The quarter ends and results go to the board", "time", "ebr and value-report of the quarter"),
    Occasion("A new rule concerns the customer's industry", "industry", "csm-brief: internal notes and questions"),
    Occasion(
        "Similar companies took up a practice that works", "industry", "csm-brief: internal notes and questions"
    ),
    Occasion(
        "The return is worth telling as a case study", "success", "case-study, and the list of accounts ready for one"
    ),
)
