"""How far the return rests on single value items: each one lowered, and the attribution that breaks even."""

from __future__ import annotations

from qbrgen.value.business_case import LOWERED_PERCENT
from qbrgen.value.case_results import Sensitivity, ValueDriver
from qbrgen.value.exact import HUNDRED, exact, percent
from qbrgen.value.figure import PERCENT, Figure
from qbrgen.value.making import as_input, derived, number
from qbrgen.value.results import Return, ValueLine
from qbrgen.value.returns import ROI_FORMULA


def sensitivity_of(lines: tuple[ValueLine, ...], returned: Return) -> Sensitivity:
    """The period's value and ROI (all standings) with each counted item lowered, largest item first."""
    counted = [(line, line.in_period) for line in lines if line.counted and line.in_period and line.in_period.value]
    counted.sort(key=lambda pair: (-abs(pair[1].value), pair[0].index))
    return Sensitivity(tuple(_driver(line, figure, returned) for line, figure in counted), _break_even(returned))


def _driver(line: ValueLine, figure: Figure, returned: Return) -> ValueDriver:
    key, whole, invested = f"sensitivity.{line.item.id}", returned.value.total, returned.investment.total
    lowered = derived("sensitivity.lowered", "Lowered by", LOWERED_PERCENT, PERCENT, "as set by the method")
    with exact():
        left = whole.value - figure.value * LOWERED_PERCENT / HUNDRED
        roi = percent(left - invested.value, invested.value)
    value = derived(
        f"{key}.value",
        "Value in the period with this item lowered",
        left,
        whole.unit,
        "value − share taken off × value of the item",
        [
            as_input(whole, "value"),
            as_input(figure, "value of the item"),
            number("share taken off", LOWERED_PERCENT, PERCENT),
        ],
        parts=(whole, figure),
        subject=line.item.title,
    )
    if roi is None:
        return ValueDriver(line.item.id, line.item.title, lowered, value, None)
    inputs = [as_input(value, "value"), as_input(invested, "investment")]
    label = "ROI with this item lowered"
    shown = derived(
        f"{key}.roi", label, roi, PERCENT, ROI_FORMULA, inputs, parts=(value, invested), subject=line.item.title
    )
    return ValueDriver(line.item.id, line.item.title, lowered, value, shown)


def _break_even(returned: Return) -> Figure | None:
    whole, invested = returned.value.total, returned.investment.total
    share = percent(invested.value, whole.value)
    if share is None or share < 0:
        return None
    return derived(
        "sensitivity.break_even",
        "Share of the value that breaks even",
        share,
        PERCENT,
        "investment ÷ value, in percent",
        [as_input(invested, "investment"), as_input(whole, "value")],
        parts=(invested, whole),
    )
