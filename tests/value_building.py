"""Small accounts for tests of the value engine: one contract year of 2026, everything else as asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from qbrgen.model import Account, parse_period
from qbrgen.value import AccountValue, measure
from qbrgen.value.results import Outcome

CONTRACT = {"signed": "2026-01-01", "currency": "USD", "arr": 120_000, "seats": 100}
CFO = {"id": "cfo", "name": "Ada Brook", "role": "executive_sponsor"}
VALIDATED = {"standing": "customer_validated", "validated_by": "cfo", "validated_on": "2026-06-30"}
DAYS_DOWN = {"name": "Days to close", "unit": "days", "better": "lower"}


def account(**changes: Any) -> Account:
    """A valid account with a contract, a stakeholder and one objective; `changes` replace or add fields."""
    data: dict[str, Any] = {
        "name": "Acme",
        "contract": CONTRACT,
        "stakeholders": [CFO],
        "objectives": [{"id": "o1", "title": "Close deals faster"}],
    }
    return Account.model_validate(data | changes)


def measured(given: Account, period: str = "2026", as_of: str | None = None) -> AccountValue:
    """The account measured in the period, by default from the period's last day."""
    parsed = parse_period(period)
    return measure(given, parsed, date.fromisoformat(as_of) if as_of else parsed.end)


def item(**changes: Any) -> dict[str, Any]:
    """A recurring saving of 36,500 a year since the contract began, estimated."""
    return {
        "id": "v1",
        "title": "Less paper",
        "category": "costs_reduced",
        "amount": 36_500,
        "since": "2026-01-01",
    } | changes


def objective(**changes: Any) -> dict[str, Any]:
    """Days to close: from 45 on the first of January towards 30 at the year's end, 32 at the end of September."""
    return {
        "id": "o1",
        "title": "Close deals faster",
        "metric": DAYS_DOWN,
        "baseline": {"value": 45, "date": "2026-01-01", "source": "CRM"},
        "target": {"value": 30, "date": "2026-12-31"},
        "readings": [{"date": "2026-09-30", "value": 32}],
    } | changes


def outcome(period: str = "2026-Q3", as_of: str | None = None, **changes: Any) -> Outcome:
    """The outcome of that objective with the changes."""
    return measured(account(objectives=[objective(**changes)]), period, as_of).outcomes[0]
