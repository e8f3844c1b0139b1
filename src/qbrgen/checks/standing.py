"""Checks of who stands behind a value: validated by the customer, by somebody there, in time."""

from __future__ import annotations

from collections.abc import Iterator

from qbrgen.checks.check import Case, Check, Concern, Hit
from qbrgen.checks.finding import Severity
from qbrgen.checks.limits import YEAR
from qbrgen.checks.plain import day, days, money, named
from qbrgen.model.kinds import Recurrence, Standing
from qbrgen.model.value_item import ValueItem
from qbrgen.value.reference.source import OWN, REALIZATION


def _counting(case: Case) -> Iterator[tuple[str, ValueItem]]:
    """The hard items that have begun."""
    for index, item in enumerate(case.account.value_items):
        if item.category.is_hard and item.since <= case.as_of:
            yield f"value_items[{index}]", item


def _estimates_alone(case: Case) -> Iterator[Hit]:
    sums = case.value.cumulative
    if sums.total.value > 0 and sums.validated.value == sums.reported.value == 0:
        yield Hit(
            f"All of the {money(sums.total.value, case.account.currency)} counted since contract start is estimated "
            "by the vendor: a return on it would be the vendor's own.",
            "value_items",
        )


def _nothing_validated(case: Case) -> Iterator[Hit]:
    sums = case.value.cumulative
    if sums.validated.value == 0 and sums.reported.value > 0:
        yield Hit(
            f"None of the {money(sums.total.value, case.account.currency)} since contract start is validated.",
            "value_items",
        )


def _estimate(case: Case) -> Iterator[Hit]:
    for path, item in _counting(case):
        if item.standing is Standing.VENDOR_ESTIMATE:
            yield Hit(f"{named(item.title)} is the vendor's estimate.", f"{path}.standing", item.id)


def _reported(case: Case) -> Iterator[Hit]:
    for path, item in _counting(case):
        if item.standing is Standing.CUSTOMER_REPORTED:
            yield Hit(
                f"{named(item.title)} was reported by the customer but not validated.", f"{path}.standing", item.id
            )


def _validated(case: Case) -> Iterator[tuple[str, ValueItem]]:
    for index, item in enumerate(case.account.value_items):
        if item.standing is Standing.CUSTOMER_VALIDATED:
            yield f"value_items[{index}]", item


def _by_a_stranger(case: Case) -> Iterator[Hit]:
    for path, item in _validated(case):
        if case.account.stakeholder(item.validated_by) is None:
            yield Hit(
                f"{named(item.title)} is said to be validated by '{item.validated_by}', who is not a stakeholder of "
                f"{case.account.name}.",
                f"{path}.validated_by",
                item.id,
            )


def _after_the_period(case: Case) -> Iterator[Hit]:
    period = case.value.period
    counted = {line.item.id for line in case.value.lines if line.in_period is not None and line.in_period.value != 0}
    for path, item in _validated(case):
        on = item.validated_on
        if on is not None and period.end < on <= case.as_of and item.id in counted:
            yield Hit(
                f"{named(item.title)} counts in {period.label}, but was validated on {day(on)}, after it had closed.",
                f"{path}.validated_on",
                item.id,
            )


def _still_to_come(case: Case) -> Iterator[Hit]:
    for path, item in _validated(case):
        if item.validated_on is not None and item.validated_on > case.as_of:
            yield Hit(
                f"{named(item.title)} is called validated, on {day(item.validated_on)}, which is still to come.",
                f"{path}.validated_on",
                item.id,
            )


def _before_it_began(case: Case) -> Iterator[Hit]:
    for path, item in _validated(case):
        if item.validated_on is not None and item.validated_on < item.since:
            yield Hit(
                f"{named(item.title)} was validated on {day(item.validated_on)} but began on {day(item.since)}.",
                f"{path}.validated_on",
                item.id,
            )


def _long_ago(case: Case) -> Iterator[Hit]:
    for path, item in _validated(case):
        ended = item.until is not None and item.until < case.value.period.start
        if item.recurrence is not Recurrence.RECURRING or not item.category.is_hard or ended:
            continue
        if item.validated_on is not None and case.as_of - item.validated_on > YEAR:
            age = (case.as_of - item.validated_on).days
            yield Hit(
                f"{named(item.title)} still counts each year, but was validated {days(age)} ago "
                f"({day(item.validated_on)}).",
                f"{path}.validated_on",
                item.id,
            )


CHECKS = (
    Check(
        "QV301",
        Severity.ERROR,
        "Return from estimates alone",
        "“We calculated you saved a million” is not the customer's number, and the customer knows it.",
        "Go through the inputs with finance or the objective's owner; record who validated them and when.",
        find=_estimates_alone,
        concerns=Concern.RETURN,
        source=REALIZATION,
    ),
    Check(
        "QV302",
        Severity.WARNING,
        "Vendor's estimate",
        "An estimate may stand beside validated value, labelled; it may not carry the headline.",
        "Have somebody at the customer confirm the inputs, or keep it labelled as an estimate.",
        find=_estimate,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV303",
        Severity.INFO,
        "Reported, not validated",
        "What somebody mentioned in a meeting becomes a figure only when its inputs were confirmed.",
        "Ask who can confirm the inputs, and record the name and the day.",
        find=_reported,
        concerns=Concern.VALUE,
        source=REALIZATION,
    ),
    Check(
        "QV304",
        Severity.ERROR,
        "Validated by nobody known",
        "A validation counts only when the reader can ask the person who gave it.",
        "Name a stakeholder of the account in validated_by, or add the person to the stakeholders.",
        find=_by_a_stranger,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV305",
        Severity.WARNING,
        "Validated after the period closed",
        "A number that was confirmed afterwards was an estimate at the time; whoever kept the first report sees two.",
        "Say on the page when it was validated, and have the next period's value confirmed before it closes.",
        find=_after_the_period,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV306",
        Severity.WARNING,
        "Validation still to come",
        "An appointment to validate is not a validation; until that day the item counts as an estimate.",
        "Set the standing to customer_reported or vendor_estimate until it is validated.",
        find=_still_to_come,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV307",
        Severity.WARNING,
        "Validated before it began",
        "Nobody can confirm a saving that has not started; what was confirmed was a plan.",
        "Have it validated again, now that it can be seen.",
        find=_before_it_began,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV308",
        Severity.WARNING,
        "Validation older than a year",
        "People, prices and volumes change; a saving confirmed once does not count for ever.",
        "Ask the person who validated it, or the successor, to confirm the inputs for this year.",
        find=_long_ago,
        concerns=Concern.VALUE,
        source=OWN,
    ),
    Check(
        "QV309",
        Severity.WARNING,
        "Nothing validated",
        "A headline counts validated value only: as it stands, it is zero.",
        "Start with the largest reported item: confirm its inputs with the customer and record name and day.",
        find=_nothing_validated,
        concerns=Concern.RETURN,
        source=REALIZATION,
    ),
)
