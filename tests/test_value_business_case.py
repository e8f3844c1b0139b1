"""A business case by years: risk, discounting, payback, sensitivity, each figure with its evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from qbrgen.model.business_case import BusinessCase
from qbrgen.value import Figure, figures
from qbrgen.value.business_case import appraise
from qbrgen.value.case_results import CaseResult
from qbrgen.value.exact import total
from tests.strategies import business_cases
from tests.value_building import account, measured

CENT = Decimal("0.01")


def line(key: str, *years: int, initial: int = 0, risk: int = 0) -> dict[str, Any]:
    return {"id": key, "label": key.title(), "initial": initial, "years": years, "risk_percent": risk}


def case(benefits: list[dict[str, Any]], costs: list[dict[str, Any]], rate: int | None = 10) -> CaseResult:
    data = {"benefits": benefits, "costs": costs, "discount_rate_percent": rate}
    return appraise(BusinessCase.model_validate(data), "EUR")


def amount(figure: Figure | None) -> Decimal:
    assert figure is not None
    return figure.value


def test_risk_lowers_a_benefit_and_raises_a_cost() -> None:
    found = case([line("sales", 1_000, risk=20)], [line("licence", 100, initial=50, risk=10)])
    assert found.benefits[0].years[0].value == 800
    assert found.costs[0].years[0].value == 110
    assert found.costs[0].initial.value == 55
    assert amount(found.benefits[0].risk) == 20
    assert found.benefits[0].years[0].evidence.formula == "amount × (whole − risk)"


def test_the_start_is_not_discounted_and_year_two_is_discounted_twice() -> None:
    found = case([line("sales", 0, 121)], [line("licence", 0, 0, initial=100)])
    assert abs(found.total_benefits.present_value.value - 100) < CENT
    assert found.total_costs.present_value.value == 100
    assert abs(found.npv.value) < CENT
    assert abs(amount(found.break_even) - 100) < CENT


def test_the_rate_is_the_cases_own_then_the_runs() -> None:
    own = BusinessCase.model_validate(
        {"benefits": [line("b", 1)], "costs": [line("c", 1)], "discount_rate_percent": 4}
    )
    free = BusinessCase.model_validate({"benefits": [line("b", 1)], "costs": [line("c", 1)]})
    assert appraise(own, "USD", Decimal("0.07")).rate.value == 4
    assert appraise(free, "USD", Decimal("0.07")).rate.value == 7
    assert appraise(free, "USD").rate.value == 10


def test_payback_counts_from_the_start_over_years_that_differ() -> None:
    found = case([line("sales", 100, 300)], [line("licence", 0, 0, initial=250)])
    assert amount(found.payback) == 18


def test_what_never_pays_back_has_no_payback_and_needs_more_than_all_its_benefits() -> None:
    found = case([line("sales", 10)], [line("licence", 100)])
    assert found.payback is None
    assert amount(found.break_even) == 1_000
    assert amount(found.roi) == -90


def test_free_benefits_have_no_rate_of_return() -> None:
    found = case([line("sales", 10)], [line("licence", 0)])
    assert found.roi is None
    assert found.multiple is None
    assert amount(found.payback) == 0


def test_costs_without_benefits_break_even_nowhere() -> None:
    assert case([line("sales", 0)], [line("licence", 5)]).break_even is None


def test_each_driver_is_lowered_by_a_fifth_on_its_own() -> None:
    found = case([line("sales", 1_100), line("time", 550)], [line("licence", 110)], rate=10)
    assert [driver.id for driver in found.drivers] == ["sales", "time"]
    assert abs(found.npv.value - 1_400) < CENT
    assert abs(found.drivers[0].npv.value - 1_200) < CENT
    assert abs(found.drivers[1].npv.value - 1_300) < CENT
    assert abs(amount(found.drivers[0].roi) - 1_200) < CENT


def test_the_columns_are_headed_by_their_year() -> None:
    found = case([line("sales", 1, 2, 3)], [line("licence", 1, 1, 1)])
    assert [figure.value for figure in found.years] == [1, 2, 3]
    assert [figure.value for figure in found.cumulative] == [0, 0, 1, 3]


def test_a_figure_of_the_case_leads_to_the_account_file() -> None:
    data = {"benefits": [line("sales", 1_000, risk=20)], "costs": [line("licence", 100)]}
    found = measured(account(business_case=data)).case
    assert found is not None
    paths = [given.path for given in found.benefits[0].years[0].evidence.inputs]
    assert paths == ["business_case.benefits[0].years[0]", "business_case.benefits[0].risk_percent"]
    assert found.benefits[0].years[0].unit.name == "USD"


def test_an_account_without_a_case_has_none() -> None:
    assert measured(account()).case is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(business_cases())
def test_the_yearly_table_adds_up_in_both_directions(data: dict[str, Any]) -> None:
    found = appraise(BusinessCase.model_validate(data), "USD")
    for rows, whole in ((found.benefits, found.total_benefits), (found.costs, found.total_costs)):
        for year, figure in enumerate(whole.years):
            assert figure.value == total(row.years[year].value for row in rows)
        assert whole.total.value == total([whole.initial.value, *(figure.value for figure in whole.years)])
    assert found.net.total.value == found.cumulative[-1].value
    assert found.npv.value == found.net.present_value.value
    assert all(figure.value.is_finite() for figure in figures(found))


@pytest.mark.parametrize("factor", [1, 1_000])
def test_rates_do_not_depend_on_the_size_of_the_amounts(factor: int) -> None:
    found = case([line("sales", 300 * factor)], [line("licence", 100 * factor, initial=50 * factor)])
    assert round(amount(found.roi), 4) == Decimal("93.5484")
