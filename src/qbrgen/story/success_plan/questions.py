"""The discovery questions that stand where a success plan does not know something yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qbrgen.model.account import CustomerAccount
from qbrgen.model.kinds import Function, ObjectiveState
from qbrgen.model.objective import Objective
from qbrgen.story.blocks import Bullets
from qbrgen.story.labels import FUNCTION
from qbrgen.story.parts import listed
from qbrgen.story.success_plan.people import missing_roles
from qbrgen.story.text import Text, text
from qbrgen.value.reference.success_plan import DISCOVERY, DiscoveryQuestion
from qbrgen.value.reference.value_metrics import METRICS


def _pursued(account: CustomerAccount) -> list[Objective]:
    return [objective for objective in account.objectives if objective.state is not ObjectiveState.DROPPED]


_OPEN: Mapping[str, Callable[[CustomerAccount], bool]] = {
    "success": lambda account: not all(objective.success_criterion for objective in _pursued(account)),
    "problem": lambda account: not any(objective.baseline for objective in _pursued(account)),
    "measure": lambda account: (
        not all(objective.metric and objective.baseline and objective.target for objective in _pursued(account))
    ),
    "history": lambda account: not any(objective.driver for objective in _pursued(account)),
    "north_star": lambda account: account.north_star is None,
    "stakes": lambda account: not account.risks,
    "people": lambda account: bool(missing_roles(account.stakeholders)),
}
"""What each question waits for, by its key."""
_PLACE = {"stakes": "risks", "people": "stakeholders"}


def open_questions(account: CustomerAccount) -> tuple[DiscoveryQuestion, ...]:
    """The discovery questions whose answer the account does not hold."""
    return tuple(row for row in DISCOVERY if _OPEN[row.key](account))


def questions(account: CustomerAccount, place: str) -> tuple[Bullets, ...]:
    """The open questions of one part of the plan (objectives, stakeholders, risks), ready to be asked."""
    found = [row for row in open_questions(account) if _PLACE.get(row.key, "objectives") == place]
    if not found:
        return ()
    items: list[Text] = [_asked(row) for row in found]
    if any(row.key == "measure" for row in found):
        items += _examples(account)
    return (Bullets(f"ask-{place}", tuple(items), heading=("To ask next",)),)


def _asked(row: DiscoveryQuestion) -> Text:
    return text("“", row.question, "” – ", row.learns)


def _examples(account: CustomerAccount) -> Sequence[Text]:
    metrics = METRICS.get(account.function)
    if not metrics or account.function is Function.OTHER:
        return ()
    names = listed([metric.name for metric in metrics])
    return (text("Often counted in ", FUNCTION[account.function], ": ", names),)
