"""What the business case and the sensitivity of a return hand on."""

from __future__ import annotations

from dataclasses import dataclass

from qbrgen.value.figure import Figure


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of the yearly table, after risk: the start (undiscounted), each year, the sum, the present value.

    `label` is the account's own words for a benefit or cost and empty for a total, whose words the story has.
    `risk` is the percent that was taken off a benefit or put on a cost.
    """

    id: str
    label: str
    initial: Figure
    years: tuple[Figure, ...]
    total: Figure
    present_value: Figure
    risk: Figure | None = None


@dataclass(frozen=True, slots=True)
class CaseDriver:
    """What becomes of the case when one benefit is lower by `lowered` percent."""

    id: str
    label: str
    lowered: Figure
    npv: Figure
    roi: Figure | None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A business case appraised by the conventions of the Total Economic Impact method.

    `years` are the figures one, two, three ... that head the columns. `net` is benefits less costs, `cumulative`
    its running sum (start first, undiscounted). `npv`, `roi` and `multiple` rest on present values, `payback`
    (months) on `cumulative`; None when it is never paid back. `break_even` is the percent of the benefits that
    would have to come in for an NPV of zero; over 100 when all of them do not suffice.
    """

    rate: Figure
    years: tuple[Figure, ...]
    benefits: tuple[CaseRow, ...]
    costs: tuple[CaseRow, ...]
    total_benefits: CaseRow
    total_costs: CaseRow
    net: CaseRow
    cumulative: tuple[Figure, ...]
    npv: Figure
    roi: Figure | None
    multiple: Figure | None
    payback: Figure | None
    break_even: Figure | None
    drivers: tuple[CaseDriver, ...]


@dataclass(frozen=True, slots=True)
class ValueDriver:
    """What becomes of a span's value and ROI when one value item is lower by `lowered` percent."""

    item_id: str
    label: str
    lowered: Figure
    value: Figure
    roi: Figure | None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How far the return of the period rests on single items, all standings counted.

    `break_even` is the percent of the value that would have to be attributed to the product for value to equal
    investment; over 100 when the whole of it does not suffice.
    """

    drivers: tuple[ValueDriver, ...]
    break_even: Figure | None
