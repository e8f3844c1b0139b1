"""Value against investment over one span: net, ROI and multiple, validated first."""

from __future__ import annotations

from decimal import Decimal

from qbrgen.model.kinds import Standing
from qbrgen.value.exact import HUNDRED, exact, percent, ratio
from qbrgen.value.figure import MULTIPLE, PERCENT, Figure, Unit
from qbrgen.value.making import as_input, derived
from qbrgen.value.results import ByStanding, Investment, Return

NET_FORMULA = "value − investment"
ROI_FORMULA = "(value − investment) ÷ investment, in percent"
MULTIPLE_FORMULA = "value ÷ investment"


def return_of(key: str, when: str, value: ByStanding, investment: Investment) -> Return:
    """The return of the span whose value and investment are given.

    `key` begins the keys of its figures and `when` ends their labels ("in the period").
    """
    validated, everything = value.validated, value.total
    by_customer = bool(validated.evidence.parts)
    by_anybody = any(figure.evidence.parts for figure in (validated, value.reported, value.estimated))
    return Return(
        value=value,
        investment=investment,
        net=_net(f"{key}.net", f"Validated value less investment {when}", validated, investment.total),
        roi=_roi(f"{key}.roi", f"ROI on validated value {when}", validated, investment.total)
        if by_customer
        else None,
        multiple=_multiple(f"{key}.multiple", f"Validated value multiple {when}", validated, investment.total)
        if by_customer
        else None,
        net_all=_net(f"{key}.net_all", f"Value less investment, all standings, {when}", everything, investment.total),
        roi_all=_roi(f"{key}.roi_all", f"ROI on value of all standings {when}", everything, investment.total)
        if by_anybody
        else None,
        multiple_all=_multiple(
            f"{key}.multiple_all", f"Value multiple, all standings, {when}", everything, investment.total
        )
        if by_anybody
        else None,
        validated_share=_validated_share(
            f"{key}.validated_share", f"Share of value {when} that the customer validated", value
        ),
    )


def _net(key: str, label: str, value: Figure, investment: Figure) -> Figure:
    with exact():
        return _of(key, label, value.value - investment.value, value.unit, NET_FORMULA, value, investment)


def _roi(key: str, label: str, value: Figure, investment: Figure) -> Figure | None:
    with exact():
        roi = percent(value.value - investment.value, investment.value)
    return None if roi is None else _of(key, label, roi, PERCENT, ROI_FORMULA, value, investment)


def _multiple(key: str, label: str, value: Figure, investment: Figure) -> Figure | None:
    multiple = ratio(value.value, investment.value)
    return None if multiple is None else _of(key, label, multiple, MULTIPLE, MULTIPLE_FORMULA, value, investment)


def _of(key: str, label: str, amount: Decimal, unit: Unit, formula: str, value: Figure, investment: Figure) -> Figure:
    inputs = [as_input(value, "value"), as_input(investment, "investment")]
    # Nobody stands behind a value that is not there.
    standing = value.standing if value.value else None
    return derived(key, label, amount, unit, formula, inputs, parts=(value, investment), standing=standing)


def _validated_share(key: str, label: str, value: ByStanding) -> Figure | None:
    """Validated as percent of all value; None without value, or where a loss among it makes the share absurd."""
    share = percent(value.validated.value, value.total.value)
    if share is None or not 0 <= share <= HUNDRED:
        return None
    return derived(
        key,
        label,
        share,
        PERCENT,
        "validated value ÷ value of all standings, in percent",
        [as_input(value.validated, "validated value"), as_input(value.total, "value of all standings")],
        standing=Standing.CUSTOMER_VALIDATED if value.validated.value else None,
        parts=(value.validated, value.total),
    )
