"""The business case over several years, by the conventions of Forrester's Total Economic Impact.

The start is not discounted; year n is divided by (1 + r)^n. A benefit counts at (1 − risk), a cost at (1 + risk).
NPV and ROI rest on present values, payback on the undiscounted cumulative net flow, on a straight line within a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from qbrgen.model.business_case import BusinessCase, CaseLine
from qbrgen.value.case_results import CaseDriver, CaseResult, CaseRow
from qbrgen.value.exact import HUNDRED, ZERO, exact, percent, ratio
from qbrgen.value.figure import MONTHS, MULTIPLE, PERCENT, Figure, Input, Unit, count, money
from qbrgen.value.making import as_input, derived, number, recorded, summed
from qbrgen.value.payback import crossing

DEFAULT_RATE = Decimal("0.10")
"""Forrester's usual discount rate; the account's own and the run's setting come before it."""
LOWERED_PERCENT = Decimal(20)
"""Sensitivity asks what happens when one driver is this much lower."""
_MONTHS_A_YEAR = 12
Flows = tuple[Decimal, ...]


def appraise(case: BusinessCase, currency: str, discount_rate: Decimal = DEFAULT_RATE) -> CaseResult:
    """The case in figures; `discount_rate` (0.10 means 10 %) counts where the case sets none of its own."""
    unit = money(currency)
    rate = _rate(case, discount_rate)
    with exact():
        by = Decimal(1) + rate.value / HUNDRED
        benefits = tuple(_row(unit, by, "benefit", place, line, rate) for place, line in enumerate(case.benefits))
        costs = tuple(_row(unit, by, "cost", place, line, rate) for place, line in enumerate(case.costs))
        gained = _sum_row(unit, "benefits", "Benefits", benefits)
        spent = _sum_row(unit, "costs", "Costs", costs)
        net = _net_row(unit, gained, spent)
        cumulative = _cumulative(unit, net)
        npv = net.present_value
        return CaseResult(
            rate=rate,
            years=_headings(len(net.years)),
            benefits=benefits,
            costs=costs,
            total_benefits=gained,
            total_costs=spent,
            net=net,
            cumulative=cumulative,
            npv=npv,
            roi=_roi("case.roi", "ROI on present values", gained.present_value, spent.present_value),
            multiple=_multiple(gained.present_value, spent.present_value),
            payback=_payback(cumulative),
            break_even=_break_even(gained.present_value, spent.present_value),
            drivers=tuple(_driver(unit, row, gained, spent) for row in benefits),
        )


def present_value(flows: Sequence[Decimal], discount_rate: Decimal) -> Decimal:
    """The present value of flows whose first is the start and whose others are the ends of the years."""
    with exact():
        return _discounted(flows, 1 + discount_rate)


def _discounted(flows: Sequence[Decimal], by: Decimal) -> Decimal:
    return sum((flow / by**year for year, flow in enumerate(flows)), ZERO)


def _rate(case: BusinessCase, discount_rate: Decimal) -> Figure:
    if case.discount_rate_percent is not None:
        path = "business_case.discount_rate_percent"
        return recorded("case.rate", "Discount rate", case.discount_rate_percent, PERCENT, path)
    with exact():
        value = discount_rate * HUNDRED
    return derived("case.rate", "Discount rate", value, PERCENT, "as set for the run")


def _headings(years: int) -> tuple[Figure, ...]:
    return tuple(
        derived(f"case.year{year}", "Year", year, count(), "years after the start") for year in range(1, years + 1)
    )


def _row(unit: Unit, by: Decimal, kind: str, place: int, line: CaseLine, rate: Figure) -> CaseRow:
    path, key = f"business_case.{kind}s[{place}]", f"case.{kind}.{line.id}"
    lowers = kind == "benefit"
    factor = (HUNDRED - line.risk_percent if lowers else HUNDRED + line.risk_percent) / HUNDRED
    sign = "−" if lowers else "+"
    formula = f"amount × (whole {sign} risk)" if line.risk_percent else "amount as stated"
    risk = recorded(f"{key}.risk", "Risk adjustment", line.risk_percent, PERCENT, f"{path}.risk_percent",
                    subject=line.label, source=line.source)  # fmt: skip

    def flow(name: str, label: str, amount: Decimal, where: str) -> Figure:
        inputs = [Input("amount before risk", amount, unit, f"{path}.{where}", line.source)]
        if line.risk_percent:
            inputs.append(as_input(risk, "risk"))
        return derived(f"{key}.{name}", label, amount * factor, unit, formula, inputs,
                       source=line.source, subject=line.label)  # fmt: skip

    initial = flow("start", "At the start", line.initial, "initial")
    years = tuple(
        flow(f"year{year}", "In the year", amount, f"years[{year - 1}]")
        for year, amount in enumerate(line.years, start=1)
    )
    discounted = _discounted([initial.value, *(figure.value for figure in years)], by)
    return CaseRow(
        line.id,
        line.label,
        initial,
        years,
        summed(f"{key}.total", "Over all years", unit, (initial, *years), subject=line.label),
        derived(
            f"{key}.present_value", "Present value", discounted, unit,
            "start + each year ÷ (one + rate) to the power of the year",
            [as_input(rate, "discount rate")], parts=(initial, *years), source=line.source, subject=line.label,
        ),
        risk if line.risk_percent else None,
    )  # fmt: skip


def _sum_row(unit: Unit, name: str, label: str, rows: Sequence[CaseRow]) -> CaseRow:
    return CaseRow(
        name,
        "",
        summed(f"case.{name}.start", f"{label} at the start", unit, [row.initial for row in rows]),
        tuple(
            summed(f"case.{name}.year{year}", f"{label} in the year", unit, column)
            for year, column in enumerate(zip(*(row.years for row in rows), strict=True), start=1)
        ),
        summed(f"case.{name}.total", f"{label} over all years", unit, [row.total for row in rows]),
        summed(f"case.{name}.present_value", f"Present value of {label.lower()}", unit,
               [row.present_value for row in rows]),
    )  # fmt: skip


def _net_row(unit: Unit, gained: CaseRow, spent: CaseRow) -> CaseRow:
    def less(name: str, label: str, gain: Figure, cost: Figure) -> Figure:
        inputs = [as_input(gain, "benefits"), as_input(cost, "costs")]
        return derived(f"case.net.{name}", label, gain.value - cost.value, unit, "benefits − costs", inputs,
                       parts=(gain, cost))  # fmt: skip

    return CaseRow(
        "net",
        "",
        less("start", "Net at the start", gained.initial, spent.initial),
        tuple(
            less(f"year{year}", "Net in the year", gain, cost)
            for year, (gain, cost) in enumerate(zip(gained.years, spent.years, strict=True), start=1)
        ),
        less("total", "Net over all years", gained.total, spent.total),
        less("present_value", "Net present value", gained.present_value, spent.present_value),
    )


def _cumulative(unit: Unit, net: CaseRow) -> tuple[Figure, ...]:
    flows = (net.initial, *net.years)
    return tuple(
        summed(f"case.cumulative.year{year}", "Cumulative net", unit, flows[: year + 1],
               "sum of the net up to the year, undiscounted")
        for year in range(len(flows))
    )  # fmt: skip


def _roi(key: str, label: str, gain: Figure, cost: Figure, subject: str = "") -> Figure | None:
    value = percent(gain.value - cost.value, cost.value)
    if value is None:
        return None
    inputs = [as_input(gain, "benefits"), as_input(cost, "costs")]
    formula = "(benefits − costs) ÷ costs, in percent, on present values"
    return derived(key, label, value, PERCENT, formula, inputs, parts=(gain, cost), subject=subject)


def _multiple(gain: Figure, cost: Figure) -> Figure | None:
    value = ratio(gain.value, cost.value)
    if value is None:
        return None
    inputs = [as_input(gain, "benefits"), as_input(cost, "costs")]
    label = "Value multiple on present values"
    return derived("case.multiple", label, value, MULTIPLE, "benefits ÷ costs, on present values", inputs,
                   parts=(gain, cost))  # fmt: skip


def _payback(cumulative: Sequence[Figure]) -> Figure | None:
    months = crossing([(Decimal(_MONTHS_A_YEAR * year), figure.value) for year, figure in enumerate(cumulative)])
    if months is None:
        return None
    formula = "months until the cumulative net reached zero, undiscounted, on a straight line within the year"
    return derived("case.payback", "Payback", months, MONTHS, formula, parts=tuple(cumulative))


def _break_even(gain: Figure, cost: Figure) -> Figure | None:
    value = percent(cost.value, gain.value)
    if value is None or value < 0:
        return None
    inputs = [as_input(cost, "costs"), as_input(gain, "benefits")]
    return derived("case.break_even", "Share of benefits that breaks even", value, PERCENT,
                   "costs ÷ benefits, in percent, on present values", inputs, parts=(cost, gain))  # fmt: skip


def _driver(unit: Unit, row: CaseRow, gained: CaseRow, spent: CaseRow) -> CaseDriver:
    key = f"case.driver.{row.id}"
    lowered = derived("case.lowered", "Lowered by", LOWERED_PERCENT, PERCENT, "as set by the method")
    lost = row.present_value.value * LOWERED_PERCENT / HUNDRED
    gain = derived(
        f"{key}.benefits", "Present value of benefits with this driver lowered",
        gained.present_value.value - lost, unit, "benefits − share taken off × present value of the driver",
        [as_input(gained.present_value, "benefits"), as_input(row.present_value, "the driver"),
         number("share taken off", LOWERED_PERCENT, PERCENT)],
        parts=(gained.present_value, row.present_value), subject=row.label,
    )  # fmt: skip
    npv = derived(
        f"{key}.npv", "Net present value with this driver lowered", gain.value - spent.present_value.value, unit,
        "benefits − costs", [as_input(gain, "benefits"), as_input(spent.present_value, "costs")],
        parts=(gain, spent.present_value), subject=row.label,
    )  # fmt: skip
    roi = _roi(f"{key}.roi", "ROI with this driver lowered", gain, spent.present_value, row.label)
    return CaseDriver(row.id, row.label, lowered, npv, roi)
