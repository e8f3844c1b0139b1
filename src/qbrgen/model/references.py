"""Whether ids inside an account are unique and refer to something that is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qbrgen.model.account import CustomerAccount

_LISTS = (
    "stakeholders", "objectives", "value_items", "investments", "milestones", "risks", "tickets", "quotes",
    "wishes", "roadmap", "commitments", "actions", "recommendations",
)  # fmt: skip


def unknown_references(account: CustomerAccount) -> list[str]:
    """One sentence for each id that is used twice in a list or refers to nothing."""
    return [*_doubled(account), *_dangling(account)]


def _doubled(account: CustomerAccount) -> Iterator[str]:
    for name in _LISTS:
        seen: dict[str, int] = {}
        for index, record in enumerate(getattr(account, name)):
            if record.id in seen:
                yield f"{name}[{index}].id '{record.id}' is used twice in {name} (also at {name}[{seen[record.id]}])"
            seen.setdefault(record.id, index)
    for name in ("usage", "support"):
        months = [record.month for record in getattr(account, name)]
        for month in sorted({month for month in months if months.count(month) > 1}):
            yield f"{name} has {month:%Y-%m} twice; keep one record a month"


def _dangling(account: CustomerAccount) -> Iterator[str]:
    known = {
        "objective": {objective.id for objective in account.objectives},
        "stakeholder": {person.id for person in account.stakeholders},
        "wish": {wish.id for wish in account.wishes},
        "feature": {feature.id for feature in account.product.features} if account.product else set(),
    }
    for place, kind, key in _uses(account):
        if key is not None and key not in known[kind]:
            there = ", ".join(sorted(known[kind])[:8]) or "none"
            yield f"{place} refers to {kind} '{key}', which is not in the account (there: {there})"


def _uses(account: CustomerAccount) -> Iterator[tuple[str, str, str | None]]:
    for name in ("value_items", "milestones", "risks", "quotes", "wishes", "roadmap", "commitments", "actions",
                 "recommendations"):  # fmt: skip
        for index, record in enumerate(getattr(account, name)):
            yield f"{name}[{index}].objective", "objective", record.objective
    for name, field, kind in (
        ("objectives", "owner", "stakeholder"),
        ("quotes", "by", "stakeholder"),
        ("wishes", "asked_by", "stakeholder"),
        ("nps", "stakeholder", "stakeholder"),
        ("referrals", "by", "stakeholder"),
        ("consents", "by", "stakeholder"),
        ("roadmap", "answers_wish", "wish"),
    ):
        for index, record in enumerate(getattr(account, name)):
            yield f"{name}[{index}].{field}", kind, getattr(record, field)
    for index, quote in enumerate(account.quotes):
        if quote.consent:
            yield f"quotes[{index}].consent.by", "stakeholder", quote.consent.by
    for index, month in enumerate(account.usage):
        for position, use in enumerate(month.features):
            yield f"usage[{index}].features[{position}].feature", "feature", use.feature
