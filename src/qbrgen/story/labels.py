"""The words for the closed lists of the domain: one table each, for pages that people read."""

from __future__ import annotations

from datetime import date

from qbrgen.model.kinds import (
    ConsentScope,
    Function,
    InvestmentKind,
    Level,
    Mood,
    ObjectiveState,
    ProductType,
    ReviewKind,
    Role,
    SignalKind,
    Standing,
    Tier,
    Touch,
    ValueCategory,
    WishState,
    WorkState,
)
from qbrgen.story.blocks import Status
from qbrgen.value.results import ProgressState

STATUS: dict[Status, str] = {
    Status.ACHIEVED: "Achieved",
    Status.ON_TRACK: "On track",
    Status.AT_RISK: "At risk",
    Status.OFF_TRACK: "Off track",
    Status.WORSE: "Worse than before",
    Status.LATE: "Late",
    Status.DONE: "Done",
    Status.DROPPED: "Dropped",
    Status.OPEN: "Open",
    Status.UNKNOWN: "Not measured yet",
}
PROGRESS: dict[ProgressState, Status] = {
    ProgressState.ACHIEVED: Status.ACHIEVED,
    ProgressState.ON_TRACK: Status.ON_TRACK,
    ProgressState.AT_RISK: Status.AT_RISK,
    ProgressState.OFF_TRACK: Status.OFF_TRACK,
    ProgressState.WORSE: Status.WORSE,
    ProgressState.DROPPED: Status.DROPPED,
    ProgressState.UNKNOWN: Status.UNKNOWN,
}
ROLE: dict[Role, str] = {
    Role.EXECUTIVE_SPONSOR: "Executive sponsor",
    Role.CHAMPION: "Champion",
    Role.TECHNICAL_OWNER: "Technical owner",
    Role.DECISION_MAKER: "Decision maker",
    Role.FINANCE: "Finance",
    Role.MANAGER: "Manager",
    Role.USER: "User",
    Role.OTHER: "Contact",
}
CATEGORY: dict[ValueCategory, str] = {
    ValueCategory.REVENUE_INCREASED: "Revenue increased",
    ValueCategory.COSTS_REDUCED: "Costs reduced",
    ValueCategory.TIME_SAVED: "Time saved",
    ValueCategory.HEADCOUNT_AVOIDED: "Headcount avoided",
    ValueCategory.RISK_REDUCED: "Risk reduced",
    ValueCategory.COMPLIANCE_IMPROVED: "Compliance improved",
    ValueCategory.EMPLOYEE_SATISFACTION: "Employee satisfaction",
    ValueCategory.CUSTOMER_EXPERIENCE: "Customer experience",
    ValueCategory.STRATEGIC_CAPABILITY: "Strategic capability",
}
STANDING: dict[Standing, str] = {
    Standing.CUSTOMER_VALIDATED: "Validated by you",
    Standing.CUSTOMER_REPORTED: "Reported by you",
    Standing.VENDOR_ESTIMATE: "Our estimate",
}
INVESTMENT: dict[InvestmentKind, str] = {
    InvestmentKind.SERVICES: "Services",
    InvestmentKind.TRAINING: "Training",
    InvestmentKind.INTERNAL_EFFORT: "Your own effort",
    InvestmentKind.HARDWARE: "Hardware",
    InvestmentKind.OTHER: "Other investment",
}
SUBSCRIPTION = "Subscription"
TIER: dict[Tier, str] = {
    Tier.STRATEGIC: "Strategic",
    Tier.ENTERPRISE: "Enterprise",
    Tier.MID_MARKET: "Mid-market",
    Tier.SMB: "SMB",
}
TOUCH: dict[Touch, str] = {Touch.HIGH: "High touch", Touch.MID: "Mid touch", Touch.LOW: "Low touch"}
LEVEL: dict[Level, str] = {Level.LOW: "Low", Level.MEDIUM: "Medium", Level.HIGH: "High"}
MOOD: dict[Mood, str] = {
    Mood.ADVOCATE: "Advocate",
    Mood.POSITIVE: "Positive",
    Mood.NEUTRAL: "Neutral",
    Mood.CRITICAL: "Critical",
    Mood.UNKNOWN: "Not known",
}
WORK: dict[WorkState, Status] = {
    WorkState.OPEN: Status.OPEN,
    WorkState.DONE: Status.DONE,
    WorkState.DROPPED: Status.DROPPED,
}
WISH: dict[WishState, str] = {
    WishState.ASKED: "Asked",
    WishState.PLANNED: "Planned",
    WishState.IN_PROGRESS: "In progress",
    WishState.SHIPPED: "Delivered",
    WishState.DECLINED: "Not planned",
}
OBJECTIVE: dict[ObjectiveState, str] = {
    ObjectiveState.ACTIVE: "Active",
    ObjectiveState.ACHIEVED: "Achieved",
    ObjectiveState.DROPPED: "Dropped",
}
REVIEW: dict[ReviewKind, str] = {
    ReviewKind.SUCCESS_PLAN: "Success plan review",
    ReviewKind.MONTHLY: "Monthly review",
    ReviewKind.QBR: "Quarterly business review",
    ReviewKind.EBR: "Executive business review",
    ReviewKind.VALUE_REPORT: "Value report",
}
CONSENT: dict[ConsentScope, str] = {
    ConsentScope.CASE_STUDY: "a case study",
    ConsentScope.QUOTE: "the quote",
    ConsentScope.NAME: "the company's name",
    ConsentScope.LOGO: "the logo",
    ConsentScope.REFERENCE_CALL: "reference calls",
}
FUNCTION: dict[Function, str] = {
    Function.SALES: "Sales",
    Function.MARKETING: "Marketing",
    Function.SUPPORT: "Support",
    Function.OPERATIONS: "Operations",
    Function.FINANCE: "Finance",
    Function.HR: "HR",
    Function.IT: "IT",
    Function.OTHER: "Business",
}
PRODUCT_TYPE: dict[ProductType, str] = {
    ProductType.ANALYTICS: "Analytics",
    ProductType.CRM: "CRM",
    ProductType.MARKETING_AUTOMATION: "Marketing automation",
    ProductType.DEV_TOOLS: "Developer tools",
    ProductType.HR_SOFTWARE: "HR software",
    ProductType.ERP: "ERP",
    ProductType.OTHER: "Software",
}
SIGNAL: dict[SignalKind, str] = {
    SignalKind.VALUE_ACHIEVED: "Value achieved",
    SignalKind.HIGH_USAGE: "High usage",
    SignalKind.NEW_USE_CASE: "New use case mentioned",
    SignalKind.NEW_DEPARTMENT: "New department interested",
    SignalKind.STRATEGIC_INITIATIVE: "Strategic initiative aligned",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def month_name(day: date) -> str:
    """The English name of the day's month."""
    return _MONTHS[day.month - 1]


def work_status(state: WorkState, due: date | None, as_of: date) -> Status:
    """The status of a milestone, commitment or action: open work past its day is late."""
    if state is WorkState.OPEN and due is not None and due < as_of:
        return Status.LATE
    return WORK[state]
