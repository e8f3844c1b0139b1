"""What the value engine hands on: every measure of one account in one period, as Figures and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbrgen.model.kinds import InvestmentKind, ObjectiveState, Standing, Tier, Touch, ValueCategory
from qbrgen.model.objective import Objective, Reading
from qbrgen.model.period import Period
from qbrgen.model.value_item import ValueItem
from qbrgen.value.case_results import CaseResult, Sensitivity
from qbrgen.value.figure import Figure


class OutcomeCase(StrEnum):
    """What can honestly be said of a metric; each has its own wording."""

    IMPROVED = "improved"
    FLAT = "flat"
    WORSE = "worse"
    NO_METRIC = "no_metric"
    NO_BASELINE = "no_baseline"
    NO_READING = "no_reading"  # nothing measured since the baseline
    READING_BEFORE_BASELINE = "reading_before_baseline"  # readings exist, all before the baseline
    ZERO_BASELINE = "zero_baseline"  # a change can be told, a percentage cannot


class ProgressState(StrEnum):
    """Where an objective stands against its target and day."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    WORSE = "worse"
    DROPPED = "dropped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One objective, measured: `improvement` is percent of the baseline and positive when better.

    `change` is now minus baseline in the metric's unit (points for a percentage metric); `progress` is the
    share of the way from baseline to target (over 100 when overshot, below 0 when worse); `expected` is the
    share of the time from baseline to target day that has passed. `missed` is True when the target's day has passed
    and the target is not met. `value` is the period's value of the items
    that serve this objective (all standings), `validated_value` the validated part.
    """

    objective: Objective
    index: int
    case: OutcomeCase
    state: ProgressState
    objective_state: ObjectiveState
    readings: tuple[Reading, ...]
    baseline: Figure | None = None
    now: Figure | None = None
    previous: Figure | None = None
    target: Figure | None = None
    improvement: Figure | None = None
    change: Figure | None = None
    change_on_previous: Figure | None = None
    progress: Figure | None = None
    expected: Figure | None = None
    value: Figure | None = None
    validated_value: Figure | None = None
    annual_value: Figure | None = None
    last_read: date | None = None
    overshot: bool = False
    missed: bool = False


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value item in figures; a soft item has none of them.

    All are after attribution. `annual` is a year's value of a recurring item (the whole of a one-off),
    `in_period` what fell in the period, `cumulative` what fell between contract start and the period's end.
    An item in another currency than the contract's has figures in its own and is left out of every total.
    """

    item: ValueItem
    index: int
    standing: Standing
    annual: Figure | None = None
    in_period: Figure | None = None
    cumulative: Figure | None = None
    hours_per_week: Figure | None = None
    counted: bool = True

    @property
    def category(self) -> ValueCategory:
        """The item's category."""
        return self.item.category


@dataclass(frozen=True, slots=True)
class ByStanding:
    """One total told apart by who stands behind it; `total` is their sum and never a headline by itself."""

    validated: Figure
    reported: Figure
    estimated: Figure
    total: Figure


@dataclass(frozen=True, slots=True)
class Investment:
    """What the customer invested in the same span as the value: the sum and its parts (subscription first)."""

    total: Figure
    parts: tuple[tuple[InvestmentKind | None, Figure], ...]


@dataclass(frozen=True, slots=True)
class Return:
    """Value against investment over one span.

    ROI % = (value - investment) / investment x 100; multiple = value / investment.

    `roi`, `multiple`, `net` count validated value only (the headline); the `*_all` ones count every standing
    and are shown labelled. ROI and multiple are None when nothing was invested.
    """

    value: ByStanding
    investment: Investment
    net: Figure
    roi: Figure | None
    multiple: Figure | None
    net_all: Figure
    roi_all: Figure | None
    multiple_all: Figure | None
    validated_share: Figure | None


@dataclass(frozen=True, slots=True)
class CumulativePoint:
    """Value and investment from contract start to the end of a month."""

    day: date
    validated: Figure
    total: Figure
    investment: Figure


@dataclass(frozen=True, slots=True)
class TtvStage:
    """One lifecycle stage: the day it was reached, days since the contract was signed, and the usual window."""

    key: str  # contract_signed, first_login, first_action, first_outcome, full_value
    day: date | None
    elapsed: Figure | None
    usual_from: Figure | None
    usual_to: Figure | None


@dataclass(frozen=True, slots=True)
class TimeToValue:
    """Days from contract signed to first outcome, against the product type's and the tier's target."""

    stages: tuple[TtvStage, ...]
    first_value: Figure | None
    full_value: Figure | None
    product_target: Figure | None
    tier_target: Figure | None
    waiting: Figure | None  # days since signing while no outcome is there yet
    met_product: bool | None = None  # first value in fewer days than the target; None while unknown
    met_tier: bool | None = None


@dataclass(frozen=True, slots=True)
class FeatureUse:
    """Adoption of one feature: share of active users in the latest month and at the end of the period before."""

    key: str
    name: str
    percent: Figure
    previous: Figure | None


@dataclass(frozen=True, slots=True)
class TeamUse:
    """One team in the latest month, and in the last month of the period before."""

    name: str
    active_users: Figure
    previous: Figure | None
    activation: Figure | None
    hours_saved_per_person: Figure | None
    previous_hours: Figure | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """Use in the latest month of the period against seats, the last month of the period before (which is the month
    before when the period is a month), and the tier's benchmark.
    """

    month: date | None
    active_users: Figure | None
    previous_active_users: Figure | None
    active_change: Figure | None
    seats: Figure | None
    activation: Figure | None  # active users / seats
    key_actions: Figure | None  # in the period
    previous_key_actions: Figure | None
    feature_rate: Figure | None  # features actively used / features available
    feature_benchmark: Figure | None  # the tier's
    features: tuple[FeatureUse, ...] = ()
    teams: tuple[TeamUse, ...] = ()
    previous_month: date | None = None  # the month that every "previous" here speaks of
    logins_per_user: Figure | None = None  # engagement: log-ins per active user in the month
    previous_logins_per_user: Figure | None = None


@dataclass(frozen=True, slots=True)
class SupportSummary:
    """Support and satisfaction in the period and the one before."""

    opened: Figure | None = None
    solved: Figure | None = None
    open_at_end: Figure | None = None
    first_response: Figure | None = None
    resolution: Figure | None = None
    csat: Figure | None = None
    previous_opened: Figure | None = None
    previous_resolution: Figure | None = None
    previous_csat: Figure | None = None
    nps: Figure | None = None
    previous_nps: Figure | None = None
    nps_answers: Figure | None = None


@dataclass(frozen=True, slots=True)
class Advocacy:
    """How far the customer speaks for the product: referrals to date and how many of them qualified, quotes that may
    be published, and whether a case study and reference calls are agreed on the day spoken from.
    """

    referrals: Figure
    qualified_referrals: Figure
    testimonials: Figure
    case_study: bool
    reference_calls: bool


@dataclass(frozen=True, slots=True)
class HealthScore:
    """The composite with its visible parts (label, score or None, weight as percent); missing parts are named."""

    score: Figure | None
    parts: tuple[tuple[str, Figure | None, Figure], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountValue:
    """Every measure of one account in one period."""

    period: Period
    as_of: date
    tier: Tier
    touch: Touch
    outcomes: tuple[Outcome, ...]  # by priority, then as given
    north_star: Outcome | None
    lines: tuple[ValueLine, ...]
    in_period: ByStanding
    annual: ByStanding  # a year of the recurring items that run at the period's end; no one-off value
    cumulative: ByStanding
    by_category: tuple[tuple[ValueCategory, ByStanding], ...]  # of the period, hard categories with value
    returned: Return  # of the period
    returned_to_date: Return  # since contract start
    payback: Figure | None  # months until cumulative validated value covered investment; zero: from the first day
    payback_all: Figure | None
    curve: tuple[CumulativePoint, ...]
    ttv: TimeToValue
    adoption: Adoption
    support: SupportSummary
    renewal_in: Figure | None  # days; below zero once the renewal day has passed
    customer_for: Figure  # days since the contract began
    previous: PreviousPeriod | None = None
    case: CaseResult | None = None  # the account's business case over years
    sensitivity: Sensitivity | None = None  # of the period's return
    advocacy: Advocacy | None = None


@dataclass(frozen=True, slots=True)
class PreviousPeriod:
    """The headline of the period before, for comparison."""

    period: Period
    in_period: ByStanding
    returned: Return
