"""Value and investment of a span: by days, on their date, since contract start, by standing and category."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qbrgen.model.kinds import InvestmentKind, Standing, ValueCategory
from qbrgen.value.exact import Span, months_between, spread
from qbrgen.value.figure import Figure
from tests.value_building import CONTRACT, VALIDATED, account, item, measured


def value(period: str, *items: dict[str, Any], as_of: str | None = None) -> Decimal:
    return measured(account(value_items=items), period, as_of).in_period.total.value


def amount(figure: Figure | None) -> Decimal:
    assert figure is not None
    return figure.value


def test_recurring_value_falls_by_days() -> None:
    assert value("2026-01", item()) == 3_100
    assert value("2026-Q1", item()) == 9_000
    assert value("2026", item()) == 36_500


@pytest.mark.parametrize("year", [2027, 2028])
def test_the_quarters_of_a_year_add_up_to_the_annual_value_exactly(year: int) -> None:
    saving = item(amount="100000.01", attribution_percent="33.3")
    quarters = [value(f"{year}-Q{number}", saving) for number in (1, 2, 3, 4)]
    assert sum(quarters) == Decimal("100000.01") * Decimal("0.333")


def test_a_day_of_a_leap_year_carries_a_366th() -> None:
    assert spread(Decimal(366), Span(date(2028, 2, 1), date(2028, 2, 29))) == 29
    assert spread(Decimal(365), Span(date(2027, 2, 1), date(2027, 2, 28))) == 28


def test_a_span_over_several_years_counts_each_year_by_itself() -> None:
    span = Span(date(2027, 12, 31), date(2029, 1, 1))
    expected = Decimal(1) / 365 + 1 + Decimal(1) / 365
    assert abs(spread(Decimal(1), span) - expected) < Decimal("1E-11")


def test_adjoining_spans_add_up_exactly() -> None:
    whole = spread(Decimal(1), Span(date(2026, 3, 3), date(2028, 7, 7)))
    parts = [
        spread(Decimal(1), Span(date(2026, 3, 3), date(2026, 10, 1))),
        spread(Decimal(1), Span(date(2026, 10, 2), date(2028, 2, 29))),
        spread(Decimal(1), Span(date(2028, 3, 1), date(2028, 7, 7))),
    ]
    assert sum(parts) == whole


def test_an_empty_span_carries_nothing() -> None:
    assert spread(Decimal(1), Span(date(2026, 3, 3), date(2026, 3, 2))) == 0


def test_recurring_value_ends_with_its_last_day() -> None:
    assert value("2026", item(until="2026-01-31")) == 3_100
    assert value("2026", item(since="2026-12-01")) == 3_100


def test_one_off_value_falls_on_its_date() -> None:
    once = item(recurrence="one_off", since="2026-05-05")
    assert value("2026-Q1", once) == 0
    assert value("2026-Q2", once) == 36_500
    assert value("2026-Q3", once) == 0


def test_attribution_takes_its_share() -> None:
    assert value("2026", item(attribution_percent=40)) == 14_600


def test_value_before_contract_start_does_not_count() -> None:
    early = [item(since="2025-01-01"), item(id="v2", since="2025-12-31", recurrence="one_off")]
    found = measured(account(value_items=early))
    assert found.cumulative.total.value == 36_500
    assert found.in_period.total.value == 36_500


def test_value_after_the_day_spoken_from_has_not_fallen_yet() -> None:
    assert value("2026", item(), as_of="2026-01-31") == 3_100
    assert value("2026", item(), as_of="2025-06-01") == 0


def test_an_item_that_has_not_begun_is_not_a_line_yet() -> None:
    given = account(value_items=[item(since="2026-08-01")])
    assert measured(given, "2026-Q2").lines == ()


def test_cumulative_and_annual_value_are_figures_of_their_own() -> None:
    contract = CONTRACT | {"signed": "2025-07-01"}
    items = [item(since="2025-07-01"), item(id="v2", recurrence="one_off"), item(id="v3", until="2026-01-31")]
    found = measured(account(contract=contract, value_items=items), "2026-Q1")
    assert found.annual.total.value == 36_500  # what runs at the end of the period, without the one-off
    assert found.cumulative.total.value == 18_400 + 9_000 + 36_500 + 3_100
    assert found.lines[1].annual is not None
    assert found.lines[1].annual.value == 36_500


def test_headcount_avoided_is_positions_times_salary() -> None:
    avoided = {"ftes": "1.5", "annual_salary": 80_000}
    assert value("2026", item(category="headcount_avoided", amount=None, headcount_avoided=avoided)) == 120_000


@pytest.mark.parametrize(
    ("category", "before", "after", "expected"),
    [
        ("costs_reduced", 18, 12, 6_000),
        ("costs_reduced", 12, 18, -6_000),
        ("revenue_increased", 12, 18, 6_000),
        ("revenue_increased", 18, 12, -6_000),
    ],
)
def test_a_change_is_signed_by_its_category(category: str, before: int, after: int, expected: int) -> None:
    change = {"before": before, "after": after, "volume": 1_000, "unit": "ticket"}
    assert value("2026", item(category=category, amount=None, change=change)) == expected


def test_hours_are_those_of_all_people_after_attribution() -> None:
    saved = {"hours_per_person_per_week": 5, "people": 40, "hourly_rate": 50}
    found = measured(
        account(value_items=[item(category="time_saved", amount=None, time_saved=saved, attribution_percent=50)])
    )
    assert amount(found.lines[0].hours_per_week) == 100
    assert amount(found.lines[0].annual) == 5 * 40 * 50 * 52 / 2


def test_soft_value_has_no_figure() -> None:
    found = measured(account(value_items=[item(category="risk_reduced", amount=None, story="No audit findings.")]))
    assert found.lines[0].annual is None
    assert found.lines[0].in_period is None
    assert found.returned.roi_all is None


def test_another_currency_stays_out_of_every_total() -> None:
    found = measured(account(value_items=[item(currency="EUR"), item(id="v2", currency="USD")]))
    assert [line.counted for line in found.lines] == [False, True]
    assert amount(found.lines[0].in_period) == 36_500
    assert found.lines[0].in_period is not None
    assert found.lines[0].in_period.unit.name == "EUR"
    for sums in (found.in_period, found.annual, found.cumulative):
        assert sums.total.value == 36_500


def test_totals_are_told_apart_by_standing_and_the_headline_counts_validated_value() -> None:
    items = [item(**VALIDATED), item(id="v2", standing="customer_reported"), item(id="v3"), item(id="v4")]
    found = measured(account(value_items=items))
    sums = found.in_period
    assert [figure.value for figure in (sums.validated, sums.reported, sums.estimated)] == [36_500, 36_500, 73_000]
    assert sums.total.value == 146_000
    assert found.returned.net.value == 36_500 - 120_000
    assert found.returned.net_all.value == 146_000 - 120_000
    assert amount(found.returned.validated_share) == 25


def test_a_validation_still_to_come_leaves_an_estimate() -> None:
    given = account(value_items=[item(**VALIDATED)])
    assert measured(given, "2026-Q2", "2026-06-29").lines[0].standing is Standing.VENDOR_ESTIMATE
    assert measured(given, "2026-Q2", "2026-06-30").lines[0].standing is Standing.CUSTOMER_VALIDATED
    names = [given.name for given in amount_inputs(measured(given, "2026-Q2", "2026-06-29").lines[0].annual)]
    assert "validated by" not in names


def amount_inputs(figure: Figure | None) -> tuple[Any, ...]:
    assert figure is not None
    return figure.evidence.inputs


def test_categories_come_in_the_order_of_the_method_and_only_with_value() -> None:
    items = [item(), item(id="v2", category="revenue_increased"), item(id="v3", category="time_saved", amount=0)]
    found = measured(account(value_items=items)).by_category
    assert [category for category, _ in found] == [ValueCategory.REVENUE_INCREASED, ValueCategory.COSTS_REDUCED]


def test_investment_is_the_subscription_by_days_and_what_was_put_in_beside_it() -> None:
    investments = [
        {"id": "setup", "kind": "services", "label": "Setup", "amount": 10_000, "since": "2026-02-01"},
        {"id": "admin", "kind": "internal_effort", "label": "Admin", "amount": 36_500, "since": "2026-01-01",
         "recurrence": "recurring"},
        {"id": "later", "kind": "training", "label": "Training", "amount": 500, "since": "2026-04-01"},
        {"id": "euros", "kind": "other", "label": "Fair", "amount": 900, "since": "2026-02-01", "currency": "EUR"},
    ]  # fmt: skip
    found = measured(account(investments=investments, contract=CONTRACT | {"arr": 73_000}), "2026-Q1")
    parts = {kind: figure.value for kind, figure in found.returned.investment.parts}
    assert parts == {None: 18_000, InvestmentKind.SERVICES: 10_000, InvestmentKind.INTERNAL_EFFORT: 9_000}
    assert found.returned.investment.total.value == 37_000


def test_what_was_invested_before_the_contract_counts_on_its_first_day() -> None:
    setup = {"id": "setup", "kind": "services", "label": "Setup", "amount": 10_000, "since": "2025-11-01"}
    given = account(investments=[setup])
    assert measured(given, "2026-01").returned.investment.total.value > 10_000
    assert measured(given, "2026-02").returned.investment.total.value < 10_000


def test_without_investment_there_is_no_roi_and_no_multiple() -> None:
    returned = measured(account(contract=CONTRACT | {"arr": 0}, value_items=[item(**VALIDATED)])).returned
    assert returned.roi is None
    assert returned.multiple is None
    assert returned.net.value == 36_500


def test_without_validated_items_no_validated_roi_is_claimed() -> None:
    returned = measured(account(value_items=[item()])).returned
    assert returned.roi is None
    assert returned.multiple is None
    assert amount(returned.roi_all) < 0


def paid_back(initial: int, arr: int, saving: int, year: str) -> Figure | None:
    setup = {"id": "setup", "kind": "services", "label": "Setup", "amount": initial, "since": "2026-01-01"}
    given = account(
        contract=CONTRACT | {"arr": arr}, investments=[setup], value_items=[item(amount=saving, **VALIDATED)]
    )
    return measured(given, year).payback


def test_the_subscription_example_pays_back_in_twelve_months_on_the_account_too() -> None:
    assert amount(paid_back(10_000, 5_000, 15_000, "2028")) == 12


def test_the_truck_example_pays_back_in_the_twentieth_month_on_the_account_too() -> None:
    assert abs(amount(paid_back(250_000, 150_000, 300_000, "2028")) - 20) < Decimal("0.1")


def test_what_is_not_paid_back_yet_has_no_payback() -> None:
    assert paid_back(250_000, 150_000, 300_000, "2026") is None


def test_value_that_covered_investment_from_the_first_day_pays_back_at_once() -> None:
    assert amount(paid_back(0, 5_000, 15_000, "2026")) == 0


def test_payback_lost_again_counts_from_where_it_was_won_back() -> None:
    items = [
        item(recurrence="one_off", amount=20_000, since="2026-02-01", **VALIDATED),
        item(id="v2", recurrence="one_off", amount=500_000, since="2026-11-30", **VALIDATED),
    ]
    found = measured(account(value_items=items)).payback
    assert 10 < amount(found) <= 11


def test_the_curve_has_a_point_at_every_month_end_and_at_the_cutoff() -> None:
    found = measured(account(value_items=[item()]), "2026-Q1", "2026-03-15").curve
    assert [point.day for point in found] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 15)]
    assert found[-1].total.value == 7_400
    assert found[-1].validated.value == 0


def test_the_curve_ends_where_the_cumulative_totals_do() -> None:
    found = measured(account(value_items=[item(), item(id="v2", **VALIDATED)]), "2026-Q3")
    assert found.curve[-1].total.value == found.cumulative.total.value
    assert found.curve[-1].validated.value == found.cumulative.validated.value
    assert found.curve[-1].investment.value == found.returned_to_date.investment.total.value


def test_a_contract_that_has_not_begun_has_neither_value_nor_investment() -> None:
    found = measured(account(value_items=[item()]), "2025-Q4")
    assert found.curve == ()
    assert found.returned.investment.total.value == 0
    assert found.payback_all is None
    assert found.previous is None


def test_months_are_counted_by_the_calendar() -> None:
    assert months_between(date(2026, 1, 1), date(2026, 12, 31)) == 12
    assert months_between(date(2026, 4, 16), date(2026, 4, 30)) == Decimal("0.5")
    assert months_between(date(2026, 2, 1), date(2026, 2, 14)) == Decimal("0.5")


def test_the_period_before_is_measured_with_the_standings_of_today() -> None:
    given = account(value_items=[item(**VALIDATED)])
    previous = measured(given, "2026-Q2", "2026-07-05").previous
    assert previous is not None
    assert previous.period.label == "2026-Q1"
    assert previous.in_period.validated.value == 9_000
    assert previous.returned.investment.total.value == measured(given, "2026-Q1").returned.investment.total.value


def test_sensitivity_lowers_each_item_by_a_fifth_and_finds_the_share_that_breaks_even() -> None:
    found = measured(account(value_items=[item(amount=100_000), item(id="v2", amount=140_000)])).sensitivity
    assert found is not None
    assert [driver.item_id for driver in found.drivers] == ["v2", "v1"]
    assert found.drivers[0].value.value == 240_000 - 28_000
    assert round(amount(found.drivers[1].roi), 6) == Decimal("83.333333")
    assert amount(found.break_even) == 50


def test_nobody_stands_behind_a_net_or_a_share_of_no_validated_value() -> None:
    found = measured(account(value_items=[item(amount=100_000)])).returned
    assert found.net.value < 0
    assert found.net.standing is None
    assert found.validated_share is not None
    assert found.validated_share.value == 0
    assert found.validated_share.standing is None


def test_value_validated_by_nobody_known_counts_as_reported() -> None:
    found = measured(account(value_items=[item(**VALIDATED) | {"validated_by": "stranger"}]))
    assert found.lines[0].standing is Standing.CUSTOMER_REPORTED
    assert [found.in_period.validated.value, found.in_period.reported.value] == [0, 36_500]
    inputs = amount_inputs(found.lines[0].annual)
    assert ("said to be validated by", "stranger") in [(entry.name, entry.value) for entry in inputs]
