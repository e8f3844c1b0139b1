"""Checks of a whole book of accounts: what is the same everywhere fits nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from qbrgen.checks.check import Check, Concern, Hit, nothing
from qbrgen.checks.finding import Severity
from qbrgen.checks.plain import named
from qbrgen.checks.words import words
from qbrgen.model.account import Account
from qbrgen.model.kinds import ObjectiveState
from qbrgen.model.objective import Metric, Objective
from qbrgen.value.reference.source import OWN, REALIZATION

Book = Sequence[Account]
FindInBook = Callable[[Book], Iterator[tuple[Account, Hit]]]

_LEAST = 3
"""Two accounts may well want the same; from three on it is a template."""


def _pursued(account: Account) -> Iterator[tuple[int, Objective, Metric]]:
    for index, objective in enumerate(account.objectives):
        if objective.metric is not None and objective.state is not ObjectiveState.DROPPED:
            yield index, objective, objective.metric


def _name(metric: Metric) -> str:
    return " ".join(words(metric.name))


def _one_size(accounts: Book) -> Iterator[tuple[Account, Hit]]:
    """Accounts whose every metric is shared by at least three accounts and by more than half of the book."""
    users: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for _, _, metric in _pursued(account):
            users[_name(metric)].add(account.id)
    common = {name for name, ids in users.items() if len(ids) >= _LEAST and len(ids) * 2 > len(accounts)}
    for account in accounts:
        metrics = [metric for _, _, metric in _pursued(account)]
        if metrics and all(_name(metric) in common for metric in metrics):
            shared = max(len(users[_name(metric)]) for metric in metrics)
            yield (
                account,
                Hit(
                    f"{account.name} is measured by nothing of its own: {named(metrics[0].name)} is also the metric "
                    f"of {shared - 1} other accounts.",
                    "objectives",
                ),
            )


def _copied(accounts: Book) -> Iterator[tuple[Account, Hit]]:
    """The same baseline and readings for the same metric in two accounts: one of them was copied."""
    seen: dict[tuple[object, ...], Account] = {}
    for account in accounts:
        for index, objective, metric in _pursued(account):
            if objective.baseline is None or not objective.readings:
                continue
            values = tuple((reading.date, reading.value) for reading in objective.readings)
            key = _name(metric), objective.baseline.value, values
            first = seen.setdefault(key, account)
            if first is not account:
                yield (
                    account,
                    Hit(
                        f"{named(metric.name)} of {account.name} has the same baseline and readings as that of "
                        f"{first.name}.",
                        f"objectives[{index}].readings",
                        objective.id,
                    ),
                )


CHECKS = (
    Check(
        "QV801",
        Severity.WARNING,
        "One size fits all",
        "Different customers want different outcomes; a metric that everybody has was chosen by the vendor.",
        "Ask the customer how its own leadership will judge the purchase, and take that as a metric.",
        find=nothing,
        concerns=Concern.BOOK,
        source=REALIZATION,
        internal=True,
    ),
    Check(
        "QV802",
        Severity.WARNING,
        "Figures copied from another account",
        "Two customers never have the same baseline and the same readings on the same days.",
        "Enter this customer's own figures; a copied account keeps those it was copied from.",
        find=nothing,
        concerns=Concern.BOOK,
        source=OWN,
        internal=True,
    ),
)

FIND: dict[str, FindInBook] = {"QV801": _one_size, "QV802": _copied}
