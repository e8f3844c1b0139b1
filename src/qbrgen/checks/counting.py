"""Checks of how value is counted: once, with inputs that can be, and only where something improved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.directions import points_otherwise
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import HOURS_OF_A_WEEK, WORKING_WEEK
from qbrgen.checks.plain import measured, money, named, number
from qbrgen.checks.words import words
from qbrgen.model.kinds import Recurrence, ValueCategory
from qbrgen.model.value_item import ValueItem
from qbrgen.value.figure import Figure
from qbrgen.value.reference.source import OWN, REALIZATION
from qbrgen.value.results import Outcome, OutcomeCase

Placed = tuple[int, ValueItem]


def _hard(case: Case) -> list[Placed]:
    return [(index, item) for index, item in enumerate(case.account.value_items) if item.category.is_hard]


def _twice(case: Case) -> Iterator[Hit]:
    hard = _hard(case)
    found = {
        **_sharing_days(hard, lambda item: tuple(words(item.title)), "the same title"),
        **_sharing_days(hard, _inputs, "the same inputs"),
    }
    for index, (item, other, how) in sorted(found.items()):
        yield Hit(
            f"{named(item.title)} and {named(other.title)} have {how} and days in common: one saving counts twice.",
            f"value_items[{index}]",
            item.id,
        )


def _inputs(item: ValueItem) -> tuple[object, ...]:
    return item.category, item.amount, item.time_saved, item.headcount_avoided, item.change, item.currency


def _sharing_days(
    items: list[Placed], sign: Callable[[ValueItem], tuple[object, ...]], how: str
) -> dict[int, tuple[ValueItem, ValueItem, str]]:
    """Each item that has days in common with an earlier one of the same objective and the same sign, with that one.

    Of all that began before, the one that runs longest tells whether there is any: one pass over the sorted items.
    """
    alike: dict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for index, item in items:
        if mark := sign(item):
            alike[item.objective, mark].append((index, item))
    found = {}
    for group in alike.values():
        ordered = sorted(group, key=lambda placed: (placed[1].since, placed[1].id))
        longest = ordered[0][1]
        for index, item in ordered[1:]:
            if _overlap(longest, item):
                found[index] = (item, longest, how)
            longest = max(longest, item, key=lambda each: _days(each)[1])
    return found


def _hours_and_heads(case: Case) -> Iterator[Hit]:
    hours: dict[str, list[ValueItem]] = defaultdict(list)
    for _, item in _hard(case):
        if item.category is ValueCategory.TIME_SAVED and item.objective:
            hours[item.objective].append(item)
    for index, item in _hard(case):
        if item.category is not ValueCategory.HEADCOUNT_AVOIDED:
            continue
        other = next((each for each in hours[item.objective or ""] if _overlap(each, item)), None)
        if other is not None:
            yield Hit(
                f"{named(item.title)} counts positions and {named(other.title)} counts hours for the same objective: "
                "the hours saved may be those positions.",
                f"value_items[{index}]",
                item.id,
            )


def _overlap(first: ValueItem, second: ValueItem) -> bool:
    (start_1, end_1), (start_2, end_2) = _days(first), _days(second)
    return start_1 <= end_2 and start_2 <= end_1


def _days(item: ValueItem) -> tuple[date, date]:
    if item.recurrence is Recurrence.ONE_OFF:
        return item.since, item.since
    return item.since, item.until or date.max


def _hours(case: Case) -> Iterator[Hit]:
    for index, item in _hard(case):
        if item.time_saved is None or item.time_saved.hours_per_person_per_week <= WORKING_WEEK:
            continue
        hours = item.time_saved.hours_per_person_per_week
        limit = (
            f"a week has {HOURS_OF_A_WEEK} hours"
            if hours > HOURS_OF_A_WEEK
            else f"a working week has about {WORKING_WEEK} hours"
        )
        yield Hit(
            f"{named(item.title)} saves {number(hours)} hours per person per week: {limit}.",
            f"value_items[{index}].time_saved.hours_per_person_per_week",
            item.id,
        )


def _people(case: Case) -> Iterator[Hit]:
    seats = case.account.contract.seats
    for index, item in _hard(case):
        if seats is None or item.time_saved is None or item.time_saved.people <= seats:
            continue
        yield Hit(
            f"{named(item.title)} counts {number(item.time_saved.people)} people; the contract has {seats:,} seats.",
            f"value_items[{index}].time_saved.people",
            item.id,
        )


def _all_attributed(case: Case) -> Iterator[Hit]:
    running = [(index, item) for index, item in _hard(case) if item.since <= case.as_of]
    if len(running) < 2 or any(item.attribution_percent < 100 for _, item in running):
        return
    yield Hit(
        f"Each of the {len(running)} hard value items of {case.account.name} is attributed to the product as a whole "
        "(attribution 100 %).",
        "value_items",
    )


def _without_improvement(case: Case) -> Iterator[Hit]:
    stood = {
        outcome.objective.id: outcome
        for outcome in case.value.outcomes
        if _did_not_improve(outcome) and not points_otherwise(outcome.objective, case.account.locale)
    }
    for line in case.value.lines:
        outcome = stood.get(line.item.objective or "")
        worth = _positive(line.in_period) or _positive(line.cumulative)
        if outcome is None or worth is None:
            continue
        metric = outcome.objective.metric
        if metric is None or outcome.now is None or outcome.baseline is None:
            continue
        before, now = measured(outcome.baseline.value, metric), measured(outcome.now.value, metric)
        went = f"stands at {now} as before" if before == now else f"went from {before} to {now}"
        claim = money(worth.value, worth.unit.name)
        yield Hit(
            f"{named(line.item.title)} claims {claim}, but {named(metric.name)} {went}.",
            f"value_items[{line.index}]",
            line.item.id,
        )


def _did_not_improve(outcome: Outcome) -> bool:
    """Worse, or the same where it was not agreed to stay the same."""
    hold = outcome.target is not None and outcome.baseline is not None and (
        outcome.target.value == outcome.baseline.value
    )  # fmt: skip
    return outcome.case is OutcomeCase.WORSE or (outcome.case is OutcomeCase.FLAT and not hold)


def _positive(figure: Figure | None) -> Figure | None:
    return figure if figure is not None and figure.value > 0 else None


CHECKS = (
    Check(
        "QV311",
        Severity.ERROR,
        "Counted twice",
        "One saving under two names doubles the return, and a controller finds it in a minute.",
        "Keep one of the two items, or say in their titles, objectives or dates what tells them apart.",
        find=_twice,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV312",
        Severity.WARNING,
        "Hours and positions for the same work",
        "Hours saved and positions not filled are often the same hours, once as time and once as salary.",
        "Count the one that finance accepts, or lower the people in the time saved by the positions.",
        find=_hours_and_heads,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV313",
        Severity.ERROR,
        "More hours than a week has to give",
        "The hours are per person and week; more than a working week is a total in the wrong place.",
        "Divide the total by the people and the weeks.",
        find=_hours,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV314",
        Severity.WARNING,
        "More people than seats",
        "People without a seat do not save time with the product, unless the item says how.",
        "Count the people who use it, or explain in the story who else gains and why.",
        find=_people,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV315",
        Severity.WARNING,
        "Everything attributed to the product",
        "Customers also changed processes and people; claiming all of every gain is not believed.",
        "Agree with the customer on the share of each gain that is due to the product.",
        find=_all_attributed,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV316",
        Severity.ERROR,
        "Value without an improvement",
        "A saving that rests on a metric which did not improve contradicts the page before it.",
        "Take the item out until the metric improves, tie it to the metric that did, or count the loss.",
        find=_without_improvement,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
)
