"""Checks of what the value consists of: sourced, tied to goals, in more than one dimension, said specifically."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import FIRST_QUARTER
from qbrgen.checks.plain import days, named
from qbrgen.checks.words import counts, word_set, words
from qbrgen.model.kinds import ValueCategory
from qbrgen.value.reference.source import REALIZATION

_FINANCIAL, _OPERATIONAL, _STRATEGIC = "financial", "operational", "strategic"
_DIMENSIONS = {
    ValueCategory.REVENUE_INCREASED: (_FINANCIAL,),
    ValueCategory.COSTS_REDUCED: (_FINANCIAL,),
    ValueCategory.TIME_SAVED: (_FINANCIAL, _OPERATIONAL),
    ValueCategory.HEADCOUNT_AVOIDED: (_FINANCIAL, _OPERATIONAL),
    ValueCategory.RISK_REDUCED: (_OPERATIONAL,),
    ValueCategory.COMPLIANCE_IMPROVED: (_OPERATIONAL,),
    ValueCategory.EMPLOYEE_SATISFACTION: (_STRATEGIC,),
    ValueCategory.CUSTOMER_EXPERIENCE: (_STRATEGIC,),
    ValueCategory.STRATEGIC_CAPABILITY: (_STRATEGIC,),
}
"""The framework asks for financial, operational and strategic value; which category is which is our reading."""

_SAYS_NOTHING = word_set(
    """
    a an and are as at be better benefit benefits business customer customers experience for from get gets getting
    good great happier happy has have high higher impact improve improved improvement improvements in increased is
    it it's its lot lots many more much of on our outcome outcomes overall platform positive product productivity
    result results return roi satisfied satisfaction software solution strong success successful system team teams
    than that the their they thing things this to tool tools use user users using value very we well with work
    works you your you're efficiency efficient effective effectiveness now
    """
)


def _unsourced(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.account.value_items):
        if item.category.is_hard and not item.source:
            yield Hit(f"{named(item.title)} has no source.", f"value_items[{index}].source", item.id)


def _goalless(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.account.value_items):
        if item.objective is None:
            yield Hit(
                f"{named(item.title)} serves none of the objectives.", f"value_items[{index}].objective", item.id
            )


def _no_soft(case: Case) -> Iterator[Hit]:
    items = case.account.value_items
    if items and all(item.category.is_hard for item in items):
        count = "The only value item" if len(items) == 1 else f"Each of the {len(items)} value items"
        yield Hit(f"{count} of {case.account.name} is hard money; no soft value is told.", "value_items")


def _one_dimension(case: Case) -> Iterator[Hit]:
    items = case.account.value_items
    dimensions = {each for item in items for each in _DIMENSIONS[item.category]}
    if len(dimensions) == 1:
        yield Hit(
            f"All value of {case.account.name} is {dimensions.pop()}; value is financial, operational and strategic.",
            "value_items",
        )


def _assumed(case: Case) -> Iterator[Hit]:
    customer_for = case.as_of - case.account.contract.begins
    if not case.account.value_items and customer_for > FIRST_QUARTER:
        yield Hit(
            f"{case.account.name} has been a customer for {days(customer_for.days)} and no value is on record.",
            "value_items",
        )


def _says_nothing(case: Case) -> Iterator[Hit]:
    for index, item in enumerate(case.account.value_items):
        text = f"{item.title} {item.story}"
        said = words(text)
        if not item.category.is_hard and said and not counts(text) and set(said) <= _SAYS_NOTHING:
            yield Hit(
                f"{named(item.title)} would be true of any customer and any product.",
                f"value_items[{index}].title",
                item.id,
            )


CHECKS = (
    Check(
        "QV321",
        Severity.WARNING,
        "Value without a source",
        "The appendix says where each number comes from; here it would be empty.",
        "Name the record, report or person that the inputs come from.",
        find=_unsourced,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV322",
        Severity.INFO,
        "Value that serves no objective",
        "Value counts for the customer when it answers a goal that the customer set.",
        "Tie the item to an objective, or ask whether it should become one.",
        find=_goalless,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV323",
        Severity.WARNING,
        "No soft value",
        "Counting hard money only misses why the programme matters: risk, compliance, people, strategy.",
        "Ask the sponsor what else became possible or safer, and record it as a soft item with who said so.",
        find=_no_soft,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV324",
        Severity.INFO,
        "Only one dimension of value",
        "Each reader looks for another dimension: finance for money, operations for time, the board for strategy.",
        "Look for value in the other dimensions with the people who would see it.",
        find=_one_dimension,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV325",
        Severity.WARNING,
        "Value assumed, not shown",
        "“They keep paying, they must be getting value” is what one says before a churn.",
        "Ask the owner of each objective what its result is worth, and record the first value item, hard or soft.",
        find=_assumed,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV326",
        Severity.WARNING,
        "Value statement that says nothing",
        "“You are getting value from the platform” is neither specific nor credible.",
        "Say what changed, for whom, and what they can do now that they could not do before.",
        find=_says_nothing,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
)
