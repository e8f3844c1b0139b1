"""Which direction an objective's title asks for, so that a metric turned round by mistake is told from a loss."""

from __future__ import annotations

from qbrgen.checks.words import DOWN, UP, move_of, word_set, words
from qbrgen.model.kinds import Better
from qbrgen.model.objective import Metric, Objective

_CLAUSE_ENDS = word_set("by through via so while from to for and")
_FILLER = word_set("a an the of per in for to and our your their on at with by from")


def asked_for(objective: Objective, locale: str) -> Better | None:
    """The direction of the title: by its numbers, else by its verb; None where neither tells."""
    if objective.metric is None:
        return None
    return _by_numbers(objective, objective.metric, locale) or _by_verb(objective.title, objective.metric)


def points_otherwise(objective: Objective, locale: str) -> bool:
    """True when the title asks for one direction and the metric calls the other one better."""
    asked = asked_for(objective, locale)
    return objective.metric is not None and asked is not None and asked is not objective.metric.better


def _by_numbers(objective: Objective, metric: Metric, locale: str) -> Better | None:
    """The direction of "from 45 to 30 days", where the first number is the baseline or the unit is the metric's."""
    move = move_of(objective.title, locale)
    if move is None or len(move.before) != 1 or len(move.after) != 1:
        return None
    (before,), (after,) = move.before, move.after
    about = (objective.baseline and objective.baseline.value == before) or names_unit(metric, move.unit)
    if not about or before == after:
        return None
    return Better.LOWER if after < before else Better.HIGHER


def _by_verb(title: str, metric: Metric) -> Better | None:
    """The direction of the title's first verb, where the metric itself is what the verb acts on."""
    said = words(title)
    if not said or said[0] not in DOWN | UP:
        return None
    acted_on: list[str] = []
    for word in said[1:]:
        if word in _CLAUSE_ENDS and word not in words(metric.name):
            break
        acted_on.append(word)
    name = [word for word in words(metric.name) if word not in _FILLER]
    if not name or not all(word in acted_on for word in name):
        return None
    return Better.LOWER if said[0] in DOWN else Better.HIGHER


def names_unit(metric: Metric, unit: str) -> bool:
    """True when the word is the metric's unit, or one of its words."""
    return bool(unit) and unit in (metric.unit.casefold(), *words(metric.unit))
