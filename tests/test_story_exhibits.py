"""Charts from the measures: what they show, what their alternative text says, and when there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from qbrgen import value as engine
from qbrgen.story import exhibits
from qbrgen.story.blocks import Chart
from qbrgen.story.chart_specs import BarsAgainst, BeforeAfter, StageLine, Tone, Trend, Waterfall
from qbrgen.story.phrasing import say
from tests.strategies import views
from tests.telling import measured, outcome, read, saving


def steps(**changes: Any) -> list[tuple[str, Decimal, int, Tone]]:
    chart = exhibits.returned(measured(**changes))
    assert chart is not None
    assert isinstance(chart.spec, Waterfall)
    return [(read(step.label), step.figure.value, step.sign, step.tone) for step in chart.spec.steps]


FREE = {"signed": "2025-07-01", "currency": "USD", "arr": 0}
PAID = [{"id": "i1", "kind": "services", "label": "Launch", "amount": 120000, "since": "2026-08-01"}]


def test_the_waterfall_ends_validated_value_before_it_shows_what_is_not_validated() -> None:
    items = [saving(1200000), saving(23000, "customer_reported"), saving(18000, "vendor_estimate")]
    found = steps(contract=FREE, investments=PAID, value_items=items)
    assert found == [
        ("Revenue increased", Decimal(1200000), 1, Tone.VALIDATED),
        ("Investment", Decimal(120000), -1, Tone.INVESTMENT),
        ("Net, validated", Decimal(1080000), 0, Tone.NET),
        ("Reported by you", Decimal(23000), 1, Tone.REPORTED),
        ("Our estimate", Decimal(18000), 1, Tone.ESTIMATED),
        ("Net if all is confirmed", Decimal(1121000), 0, Tone.NET),
    ]


def test_without_validated_value_the_waterfall_has_no_validated_net() -> None:
    found = steps(contract=FREE, investments=PAID, value_items=[saving(23000, "customer_reported")])
    assert [label for label, *_ in found] == ["Reported by you", "Investment", "Net if all is confirmed"]
    assert found[-1][1] == Decimal(-97000)


def test_a_loss_of_one_category_comes_off_like_a_cost() -> None:
    loss = saving(0) | {"change": {"before": 300, "after": 200, "volume": 100}, "id": "loss"}
    del loss["amount"]
    found = steps(contract=FREE, investments=PAID, value_items=[loss])
    assert found[0] == ("Revenue increased", Decimal(10000), -1, Tone.WORSE)


def test_no_value_gives_no_waterfall() -> None:
    assert exhibits.returned(measured()) is None


def test_a_waterfall_adds_up_from_step_to_step() -> None:
    total = Decimal(0)
    for label, size, sign, _ in steps(value_items=[saving(), saving(9, "vendor_estimate")]):
        if sign:
            total += sign * size
        else:
            assert total == size, label


def test_before_and_after_shows_both_ends_the_difference_and_the_target() -> None:
    found, _ = outcome(45, [32])
    chart = exhibits.before_after(found)
    assert chart is not None
    assert isinstance(chart.spec, BeforeAfter)
    assert (chart.spec.before.figure.value, chart.spec.after.figure.value) == (Decimal(45), Decimal(32))
    assert read(chart.spec.difference) == "29% lower"
    assert chart.spec.after.tone is Tone.AFTER
    assert read(chart.spec.alt) == (
        "Bar chart of before and after: Deal cycle fell from 45 to 32 days, 29%; target 30 days"
    )
    assert read(chart.spec.source) == "Sources: CRM, Sep 2026; Finance, Jun 2025"


def test_a_metric_that_got_worse_is_drawn_as_worse() -> None:
    chart = exhibits.before_after(outcome(45, [49])[0])
    assert chart is not None
    assert isinstance(chart.spec, BeforeAfter)
    assert chart.spec.after.tone is Tone.WORSE


def test_points_enough_show_the_way_there_beside_before_and_after() -> None:
    ends, way = exhibits.objective(outcome(45, [40, 36, 32])[0])
    assert isinstance(ends.spec, BeforeAfter)
    assert isinstance(way.spec, Trend)
    assert [point.value for point in way.spec.lines[0].points] == [45, 40, 36, 32]
    assert way.spec.target is not None
    assert [read(chart.caption) for chart in (ends, way)] == ["Before and after", "The way to the target"]


def test_two_points_make_a_before_and_after() -> None:
    (chart,) = exhibits.objective(outcome(45, [32])[0])
    assert isinstance(chart.spec, BeforeAfter)


def test_readings_without_a_baseline_are_still_shown_over_time() -> None:
    (chart,) = exhibits.objective(outcome(None, [40, 36])[0])
    assert isinstance(chart.spec, Trend)


def test_what_was_never_measured_has_no_chart() -> None:
    assert exhibits.objective(outcome(45, [])[0]) == ()
    assert exhibits.objective(outcome(None, [32])[0]) == ()


@pytest.mark.parametrize(
    ("readings", "from_zero"), [([40, 36, 32], True), ([44, 43, 42], False), ([-3, 1, 30], False)]
)
def test_a_trend_stands_on_zero_where_its_readings_can_be_told_apart_there(
    readings: list[float],
    from_zero: bool,  # noqa: FBT001  (what the cases decide)
) -> None:
    target = 30 if from_zero else 41
    chart = exhibits.trend(outcome(45, readings, target)[0])
    assert chart is not None
    assert isinstance(chart.spec, Trend)
    assert chart.spec.zero_based is from_zero


def test_cumulative_value_is_drawn_against_the_investment_with_unvalidated_value_apart() -> None:
    chart = exhibits.cumulative(measured(value_items=[saving(), saving(1000, "vendor_estimate")]))
    assert chart is not None
    assert isinstance(chart.spec, Trend)
    assert [line.tone for line in chart.spec.lines] == [Tone.VALIDATED, Tone.ESTIMATED, Tone.INVESTMENT]
    assert chart.spec.zero_based


def test_adoption_is_drawn_against_the_benchmark_of_the_tier() -> None:
    features = [{"id": name, "name": name.title()} for name in ("quotes", "reports")]
    month = {"month": "2026-09", "active_users": 8, "seats": 10, "features": [{"feature": "quotes", "percent": 60}]}
    chart = exhibits.adoption(
        measured(usage=[month], product={"name": "Desk", "features": features}, tier="enterprise")
    )
    assert chart is not None
    assert isinstance(chart.spec, BarsAgainst)
    assert chart.spec.benchmark is not None
    assert chart.spec.benchmark.value == 70
    assert "benchmark 70%" in read(chart.spec.alt)
    # It says nothing about the share of users who use one feature.
    assert [chart.spec.against(at) is not None for at in range(2)] == [True, False]


def test_without_usage_there_is_no_adoption_chart() -> None:
    assert exhibits.adoption(measured()) is None


def test_the_way_to_value_marks_each_stage_and_the_target() -> None:
    contract = {"signed": "2026-07-01", "currency": "USD", "arr": 120000}
    lifecycle = {"first_login": "2026-07-02", "first_outcome": "2026-07-11"}
    chart = exhibits.time_to_value(measured(contract=contract, lifecycle=lifecycle))
    assert chart is not None
    assert isinstance(chart.spec, StageLine)
    assert [stage.day is not None for stage in chart.spec.stages] == [True, True, False, True, False]
    assert "first outcome after 10 days" in read(chart.spec.alt)


def test_a_contract_alone_makes_no_stage_line() -> None:
    assert exhibits.time_to_value(measured()) is None


@given(view=views())
@hypothesis_settings(max_examples=60, deadline=None)
def test_every_chart_of_every_account_tells_its_numbers_in_words(view: Any) -> None:
    account, period, day = view
    found = engine.measure(account.customer_view(), period, day)
    charts: list[Chart | None] = [chart for each in found.outcomes for chart in exhibits.objective(each)]
    charts += [
        make(found) for make in (exhibits.returned, exhibits.cumulative, exhibits.adoption, exhibits.time_to_value)
    ]
    for chart in charts:
        if chart is not None:
            assert any(sign.isdigit() for sign in say(chart.spec.alt, account.locale))
            if isinstance(chart.spec, Waterfall):
                assert chart.spec.steps[-1].sign == 0
                assert all(step.figure.value >= 0 for step in chart.spec.steps if step.sign)
            if isinstance(chart.spec, Trend):
                for line in chart.spec.lines:
                    days = [point.day for point in line.points]
                    assert days == sorted(set(days))
