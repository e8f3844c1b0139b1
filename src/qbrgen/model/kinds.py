"""The closed lists of the domain: tiers, product types, value categories, standings, states."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """A closed list; "Mid-market" and "mid market" are read as mid_market."""

    @classmethod
    def _missing_(cls, value: object) -> Kind | None:
        key = re.sub(r"[\s/-]+", "_", value.strip().lower()) if isinstance(value, str) else None
        return next((member for member in cls if member.value == key), None)


class Tier(Kind):
    """Account tier; sets review cadence, deck length and benchmarks."""

    STRATEGIC = "strategic"
    ENTERPRISE = "enterprise"
    MID_MARKET = "mid_market"
    SMB = "smb"


class Touch(Kind):
    """Engagement tier, from ARR unless the account sets it."""

    HIGH = "high"
    MID = "mid"
    LOW = "low"


class ProductType(Kind):
    """Product types with a published time-to-value target, and one for the rest."""

    ANALYTICS = "analytics"
    CRM = "crm"
    MARKETING_AUTOMATION = "marketing_automation"
    DEV_TOOLS = "dev_tools"
    HR_SOFTWARE = "hr_software"
    ERP = "erp"
    OTHER = "other"


class Function(Kind):
    """The customer's function that uses the product; selects the common value metrics."""

    SALES = "sales"
    MARKETING = "marketing"
    SUPPORT = "support"
    OPERATIONS = "operations"
    FINANCE = "finance"
    HR = "hr"
    IT = "it"
    OTHER = "other"


class Better(Kind):
    """Which direction of a metric is an improvement."""

    LOWER = "lower"
    HIGHER = "higher"


class ValueCategory(Kind):
    """What kind of value an item is; the first four are hard (money), the rest soft (never money)."""

    REVENUE_INCREASED = "revenue_increased"
    COSTS_REDUCED = "costs_reduced"
    TIME_SAVED = "time_saved"
    HEADCOUNT_AVOIDED = "headcount_avoided"
    RISK_REDUCED = "risk_reduced"
    COMPLIANCE_IMPROVED = "compliance_improved"
    EMPLOYEE_SATISFACTION = "employee_satisfaction"
    CUSTOMER_EXPERIENCE = "customer_experience"
    STRATEGIC_CAPABILITY = "strategic_capability"

    @property
    def is_hard(self) -> bool:
        """True for the categories that are counted in money."""
        return self in HARD


HARD = (
    ValueCategory.REVENUE_INCREASED,
    ValueCategory.COSTS_REDUCED,
    ValueCategory.TIME_SAVED,
    ValueCategory.HEADCOUNT_AVOIDED,
)
SOFT = tuple(category for category in ValueCategory if category not in HARD)


class Standing(Kind):
    """Who stands behind a number, strongest first."""

    CUSTOMER_VALIDATED = "customer_validated"
    CUSTOMER_REPORTED = "customer_reported"
    VENDOR_ESTIMATE = "vendor_estimate"


class Recurrence(Kind):
    """Whether value or cost comes again."""

    RECURRING = "recurring"
    ONE_OFF = "one_off"


class Role(Kind):
    """What a stakeholder is to the programme."""

    EXECUTIVE_SPONSOR = "executive_sponsor"
    CHAMPION = "champion"
    TECHNICAL_OWNER = "technical_owner"
    DECISION_MAKER = "decision_maker"
    FINANCE = "finance"
    MANAGER = "manager"
    USER = "user"
    OTHER = "other"


class Mood(Kind):
    """How a stakeholder felt when last met (internal)."""

    ADVOCATE = "advocate"
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    CRITICAL = "critical"
    UNKNOWN = "unknown"


class WorkState(Kind):
    """State of a milestone, commitment or action."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class WishState(Kind):
    """Where a customer's wish stands."""

    ASKED = "asked"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SHIPPED = "shipped"
    DECLINED = "declined"


class ObjectiveState(Kind):
    """Whether an objective is still pursued."""

    ACTIVE = "active"
    ACHIEVED = "achieved"
    DROPPED = "dropped"


class InvestmentKind(Kind):
    """What the customer's investment beside the subscription consists of."""

    SERVICES = "services"
    TRAINING = "training"
    INTERNAL_EFFORT = "internal_effort"
    HARDWARE = "hardware"
    OTHER = "other"


class Level(Kind):
    """Low, medium, high."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ReviewKind(Kind):
    """What kind of meeting or report a past review was."""

    SUCCESS_PLAN = "success_plan"
    MONTHLY = "monthly"
    QBR = "qbr"
    EBR = "ebr"
    VALUE_REPORT = "value_report"


class ConsentScope(Kind):
    """What a consent covers."""

    CASE_STUDY = "case_study"
    QUOTE = "quote"
    NAME = "name"
    LOGO = "logo"
    REFERENCE_CALL = "reference_call"


class SignalKind(Kind):
    """Expansion signals of the value framework."""

    VALUE_ACHIEVED = "value_achieved"
    HIGH_USAGE = "high_usage"
    NEW_USE_CASE = "new_use_case"
    NEW_DEPARTMENT = "new_department"
    STRATEGIC_INITIATIVE = "strategic_initiative"
