"""The value categories, and the metrics by which each business function commonly tells value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qbrgen.model.kinds import Better, Function, ValueCategory
from qbrgen.value.reference.source import REALIZATION


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A value category and its formula; soft categories have none and are told, not counted."""

    category: ValueCategory
    formula: str
    source: str = REALIZATION


CATEGORIES = (
    CategoryRow(ValueCategory.REVENUE_INCREASED, "added revenue"),
    CategoryRow(ValueCategory.COSTS_REDUCED, "cost before − cost after"),
    CategoryRow(ValueCategory.TIME_SAVED, "hours saved × hourly rate"),
    CategoryRow(ValueCategory.HEADCOUNT_AVOIDED, "full-time positions avoided × average salary"),
    CategoryRow(ValueCategory.RISK_REDUCED, ""),
    CategoryRow(ValueCategory.COMPLIANCE_IMPROVED, ""),
    CategoryRow(ValueCategory.EMPLOYEE_SATISFACTION, ""),
    CategoryRow(ValueCategory.CUSTOMER_EXPERIENCE, ""),
    CategoryRow(ValueCategory.STRATEGIC_CAPABILITY, ""),
)


@dataclass(frozen=True, slots=True)
class CommonMetric:
    """A metric that a function commonly uses, the unit it is usually written in and which way is better."""

    name: str
    unit: str
    better: Better


_UP, _DOWN = Better.HIGHER, Better.LOWER
METRICS: Mapping[Function, tuple[CommonMetric, ...]] = {
    Function.SALES: (
        CommonMetric("Deal velocity", "days", _DOWN),
        CommonMetric("Win rate", "%", _UP),
        CommonMetric("Pipeline coverage", "x", _UP),
        CommonMetric("Quota attainment", "%", _UP),
    ),
    Function.MARKETING: (
        CommonMetric("Customer acquisition cost", "money", _DOWN),
        CommonMetric("Conversion rate", "%", _UP),
        CommonMetric("Campaign ROI", "%", _UP),
        CommonMetric("Leads generated", "leads", _UP),
    ),
    Function.SUPPORT: (
        CommonMetric("Resolution time", "hours", _DOWN),
        CommonMetric("Ticket deflection", "%", _UP),
        CommonMetric("Customer satisfaction (CSAT)", "%", _UP),
        CommonMetric("Cost per ticket", "money", _DOWN),
    ),
    Function.OPERATIONS: (
        CommonMetric("Process time", "days", _DOWN),
        CommonMetric("Error rate", "%", _DOWN),
        CommonMetric("Throughput", "orders/day", _UP),
        CommonMetric("Utilization", "%", _UP),
    ),
    Function.FINANCE: (
        CommonMetric("Time to close the books", "days", _DOWN),
        CommonMetric("Accuracy", "%", _UP),
        CommonMetric("Audit readiness", "%", _UP),
        CommonMetric("Cash flow", "money", _UP),
    ),
    Function.HR: (
        CommonMetric("Time to hire", "days", _DOWN),
        CommonMetric("Retention rate", "%", _UP),
        CommonMetric("Onboarding time", "days", _DOWN),
        CommonMetric("Engagement", "%", _UP),
    ),
    Function.IT: (
        CommonMetric("Uptime", "%", _UP),
        CommonMetric("Incident resolution time", "hours", _DOWN),
        CommonMetric("Deployments", "deployments/week", _UP),
        CommonMetric("Open vulnerabilities", "vulnerabilities", _DOWN),
    ),
}
"""By function; the source lists the names, unit and direction are how they are usually written.
"money" stands for the account's currency."""
METRICS_SOURCE = REALIZATION
