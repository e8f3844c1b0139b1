"""Whether ids inside an account are unique and refer to something that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from qbrgen.model.base import Fault

if TYPE_CHECKING:
    from qbrgen.model.account import CustomerAccount

_LISTS = (
    "stakeholders", "objectives", "value_items", "investments", "milestones", "risks", "tickets", "quotes",
    "wishes", "roadmap", "commitments", "actions", "recommendations",
)  # fmt: skip
_WITH_OBJECTIVE = (
    "value_items", "milestones", "risks", "quotes", "wishes", "roadmap", "commitments", "actions", "recommendations",
)  # fmt: skip
_WITH_PERSON_OR_WISH = (
    ("objectives", "owner", "stakeholder"),
    ("quotes", "by", "stakeholder"),
    ("wishes", "asked_by", "stakeholder"),
    ("nps", "stakeholder", "stakeholder"),
    ("referrals", "by", "stakeholder"),
    ("consents", "by", "stakeholder"),
    ("roadmap", "answers_wish", "wish"),
)


def unknown_references(account: CustomerAccount) -> Iterator[Fault]:
    """One fault for each id that is used twice in a list or refers to nothing.

    Fields that an invalid account lacks are passed over, so that its other faults can be told all the same.
    """
    yield from _doubled(account)
    yield from _dangling(account)


def _doubled(account: CustomerAccount) -> Iterator[Fault]:
    for path, records in _lists_with_ids(account):
        seen: dict[str, int] = {}
        for index, record in enumerate(records):
            key = getattr(record, "id", None)
            if key is None:
                continue
            if key in seen:
                yield Fault(
                    f"{path}[{index}].id",
                    f"'{key}' is used twice in {path} (also at {path}[{seen[key]}])",
                    "Give each its own id",
                )
            seen.setdefault(key, index)
    for name in ("usage", "support"):
        months = [getattr(record, "month", None) for record in _records(account, name)]
        for index, month in enumerate(months):
            if month is not None and month in months[:index]:
                yield Fault(f"{name}[{index}].month", f"{name} has {month:%Y-%m} twice", "Keep one record a month")


def _lists_with_ids(account: CustomerAccount) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name in _LISTS:
        yield name, _records(account, name)
    yield "product.features", _records(getattr(account, "product", None), "features")
    for name in ("expansion_signals", "churn_risks", "health"):
        yield f"internal.{name}", _records(getattr(account, "internal", None), name)
    for name in ("benefits", "costs"):
        yield f"business_case.{name}", _records(getattr(account, "business_case", None), name)


def _dangling(account: CustomerAccount) -> Iterator[Fault]:
    known = {
        "objective": _ids(account, "objectives"),
        "stakeholder": _ids(account, "stakeholders"),
        "wish": _ids(account, "wishes"),
        "feature": _ids(getattr(account, "product", None), "features"),
    }
    for path, kind, key in _uses(account):
        if key is not None and key not in known[kind]:
            there = ", ".join(sorted(known[kind])[:8]) or "none"
            yield Fault(
                path, f"refers to {kind} '{key}', which is not in the account (there: {there})",
                f"Write the id of a {kind} that is there, or add it" if kind != "objective"
                else "Write the id of an objective that is there, or add it",
            )  # fmt: skip


def _uses(account: CustomerAccount) -> Iterator[tuple[str, str, str | None]]:
    for name in _WITH_OBJECTIVE:
        for index, record in enumerate(_records(account, name)):
            yield f"{name}[{index}].objective", "objective", getattr(record, "objective", None)
    for name, field, kind in _WITH_PERSON_OR_WISH:
        for index, record in enumerate(_records(account, name)):
            yield f"{name}[{index}].{field}", kind, getattr(record, field, None)
    for index, quote in enumerate(_records(account, "quotes")):
        if consent := getattr(quote, "consent", None):
            yield f"quotes[{index}].consent.by", "stakeholder", getattr(consent, "by", None)
    for index, month in enumerate(_records(account, "usage")):
        for position, use in enumerate(_records(month, "features")):
            yield f"usage[{index}].features[{position}].feature", "feature", getattr(use, "feature", None)


def _records(owner: Any, name: str) -> tuple[Any, ...]:
    return getattr(owner, name, None) or ()


def _ids(owner: Any, name: str) -> set[str]:
    return {record.id for record in _records(owner, name) if getattr(record, "id", None) is not None}
