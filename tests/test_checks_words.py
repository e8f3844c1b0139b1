"""Telling features from outcomes and wishes from goals by their words: what fires, and above all what must not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from qbrgen.checks.words import can_be_told, counts, move_of, readable
from tests.checking import account, findings

FEATURES = (
    "Adopt 5 features in 90 days",
    "Use the platform in every department",
    "Increase feature adoption to 70 %",
    "Product adoption of 80 % by December",
    "Drive adoption of the new dashboard",
    "Roll out the tool to all regions",
    "Deploy three modules by June",
    "Implement the reporting module",
    "Enable the forecasting functionality",
    "Raise licence utilisation to 90 %",
    "Raise seat utilization to 90 %",
    "Get 90 % of users to log in every Monday",
    "Fully adopt Cadenza Revenue in the west",
    "Use Guided selling in all teams",
    "Activate all licenses",
)
OUTCOMES = (
    "Increase adoption of safety procedures among drivers by 20 %",
    "Reduce time to close by 20 %",
    "Use the platform to cut reporting time by 40 %",
    "Adopt 5 features and so save 200 hours a month",
    "Deploy features three times faster",
    "Deploy 15 times a week instead of 4",
    "Reduce unused licences by 30 %",
    "Reduce failed logins by half",
    "Increase product adoption among our customers to 60 %",
    "Raise app usage by patients from 20 % to 40 %",
    "Ship fewer features with fewer faults: 2 faults a release",
    "Lower the cost of software by 15 %",
    "Reduce the time to roll out a new store system from 9 to 2 days",
    "Raise the adoption rate of rescued animals to 90 %",
    "Adopt out 300 dogs a year",
    "Grow revenue per seat in our theatres by 8 %",
    "Train 80 field staff in confined-space safety by December",
    "Sell a service contract with 30 % of new pumps",
    "One picture of the network for 12 planners",
    "Deliver 96 % of shipments on the promised day",
    "Increase platform uptime to 99.9 %",
    "Cut the time users wait for the dashboard to load to 2 seconds",
)
VAGUE = (
    "Improve sales efficiency",
    "Make the team more productive",
    "Delight every customer",
    "Be ready for 2027",
    "Better reporting in Q3",
    "Verkauf verbessern",
)
COUNTED = (
    "Reduce time to close by 20%",
    "Halve the paper rounds",
    "Double the pipeline",
    "Zero late deliveries",
    "Cut the backlog by a third",
    "Lower costs by a quarter",
    "Cut the close to five days",
    "Durchlaufzeit halbieren",
    "Réduire de moitié les erreurs",
    "ピッキング時間を60秒に短縮",
    "三割短縮する",
    "رفع معدل التحويل إلى ٣%",
    "Answer in ½ a day",
)


def _fired(title: str, **fields: object) -> set[str]:
    objective = {"id": "close", "title": title, **fields}
    product = {"name": "Cadenza Revenue", "features": [{"id": "g", "name": "Guided selling"}]}
    return {finding.code for finding in findings(account({"objectives": [objective], "product": product}))}


@pytest.mark.parametrize("title", FEATURES)
def test_use_of_the_product_is_told_as_a_feature(title: str) -> None:
    assert "QV102" in _fired(title)


@pytest.mark.parametrize("title", OUTCOMES)
def test_a_business_result_is_no_feature(title: str) -> None:
    assert "QV102" not in _fired(title)


@pytest.mark.parametrize("title", VAGUE)
def test_a_title_without_a_number_is_vague(title: str) -> None:
    assert "QV101" in _fired(title)


@pytest.mark.parametrize("title", COUNTED)
def test_a_title_with_a_number_in_any_script_or_in_words_is_not_vague(title: str) -> None:
    assert "QV101" not in _fired(title)


def test_a_title_that_cannot_be_read_is_not_called_vague() -> None:
    assert not readable("提高客户满意度", "zh-CN")
    assert not readable("Verkoop verbeteren", "nl-NL")
    assert readable("Improve sales", "nl-NL")
    assert "QV101" not in _fired("提高客户满意度")


def test_a_feature_is_not_called_vague_as_well() -> None:
    assert _fired("Use the platform in every department") & {"QV101", "QV102", "QV109"} == {"QV102"}


@pytest.mark.parametrize(("text", "expected"), [("R2 and Q3 in 2027", False), ("12 of 15", True), ("3-5 days", True)])
def test_digits_in_names_and_years_are_no_numbers(text: str, expected: bool) -> None:  # noqa: FBT001
    assert counts(text) is expected


def test_a_criterion_may_speak_of_all_or_none() -> None:
    assert can_be_told("Every open deal is in the system")
    assert can_be_told("No order is typed again")
    assert not can_be_told("Sales feels faster")


@pytest.mark.parametrize(
    ("title", "locale", "before", "after", "unit"),
    [
        ("Reduce the time to close deals from 45 to 30 days", "en-US", "45", "30", "days"),
        ("cutting manual reporting from 6 hours a week to 1", "en-US", "6", "1", ""),
        ("Lower the cost from £38.40 to £31", "en-GB", "38.40", "31", ""),
        ("down from 18,250,000 in the year before to fewer than 365,000 a year", "fr-CH", "18250000", "365000", "a"),
        ("Durchlaufzeit von 18,5 auf 12 Tage senken", "de-DE", "18.5", "12", "tage"),
        ("Umlaufbestand von 2.350.000 auf 1.950.000 Euro", "de-DE", "2350000", "1950000", "euro"),
        ("Subir la tasa del 19 % al 26 %", "es-ES", "19", "26", "%"),
        ("Lower it from 0.00042 % to 0.00001 %", "fr-CH", "0.00042", "0.00001", "%"),
    ],
)
def test_from_and_to_are_read_in_the_languages_way(
    title: str, locale: str, before: str, after: str, unit: str
) -> None:
    move = move_of(title, locale)
    assert move is not None
    assert Decimal(before) in move.before
    assert Decimal(after) in move.after
    assert move.unit == unit


@pytest.mark.parametrize("title", ["Grow from 1.2M to 2M", "Grow from 3 million to 4", "Move from A to B", "By 20 %"])
def test_shortened_numbers_and_plain_words_are_no_move(title: str) -> None:
    assert move_of(title, "en-US") is None


_METRIC = {"name": "Time to close", "unit": "days", "better": "lower"}
_BASELINE = {"value": 45, "date": "2026-01-31", "source": "Sales"}


def _with_target(title: str, value: object, **metric: object) -> set[str]:
    return _fired(
        title,
        metric={**_METRIC, **metric},
        baseline=_BASELINE,
        target={"value": value, "date": "2026-12-31"},
        success_criterion="30 days over a quarter",
    )


def test_a_title_that_speaks_of_something_else_does_not_disagree_with_the_figures() -> None:
    assert "QV110" not in _with_target("Grow from 10 to 20 regions and close in 30 days", 30)


def test_a_title_with_another_target_than_the_figures_disagrees() -> None:
    assert "QV110" in _with_target("Reduce the time to close from 45 to 28 days", 30)


@pytest.mark.parametrize(
    "title",
    [
        "Reduce churn by shortening the time to close to 30 days",
        "Increase team productivity by cutting the time to close from 45 to 30 days",
        "Improve the close",
        "Hire 12 people so that time to close falls",
    ],
)
def test_a_metric_that_falls_for_something_to_rise_points_the_right_way(title: str) -> None:
    assert "QV105" not in _with_target(title, 30)


@pytest.mark.parametrize("title", ["Increase the time to close by 20 %", "Raise our time to close"])
def test_a_verb_against_its_own_metric_is_found(title: str) -> None:
    assert "QV105" in _with_target(title, 30)


@pytest.mark.parametrize("story", ["", "It is better now and works well for the team."])
def test_a_statement_true_of_any_product_is_found(story: str) -> None:
    item = {"id": "v", "title": "You're getting great value from the platform", "category": "customer_experience",
            "since": "2026-07-01", "story": story}  # fmt: skip
    assert "QV326" in {finding.code for finding in findings(account({"value_items": [item]}))}


@pytest.mark.parametrize(
    ("title", "story"),
    [
        ("Better results", "The yearly audit found no discount without an approval."),
        ("Great value for 40 teams", ""),
        ("更好的体验", ""),
        ("Drivers know their weekends four weeks ahead", ""),
    ],
)
def test_a_statement_with_something_in_it_is_left_alone(title: str, story: str) -> None:
    item = {"id": "v", "title": title, "category": "customer_experience", "since": "2026-07-01", "story": story}
    assert "QV326" not in {finding.code for finding in findings(account({"value_items": [item]}))}


@pytest.mark.parametrize(
    ("title", "source", "recurrence", "fires"),
    [
        ("Margin gained in the quarter", "", "recurring", True),
        ("Margin of 2026-Q3", "Finance, in Q3", "recurring", True),
        ("Margin per year", "Quarterly report of Finance", "recurring", False),
        ("Licence cost per year", "", "one_off", True),
        ("No consultant for the yearly rate filing", "Invoice of last year", "one_off", False),
        ("Penalties avoided", "Finance, third quarter", "one_off", False),
        ("Monthly planning without a spreadsheet", "", "one_off", False),
    ],
)
def test_the_words_of_an_amount_are_held_against_how_it_is_counted(
    title: str,
    source: str,
    recurrence: str,
    fires: bool,  # noqa: FBT001
) -> None:
    item = {"id": "v", "title": title, "category": "costs_reduced", "amount": 1000, "since": "2026-07-01",
            "source": source, "recurrence": recurrence}  # fmt: skip
    assert ("QV406" in {finding.code for finding in findings(account({"value_items": [item]}))}) is fires


@pytest.mark.parametrize(
    ("name", "unit", "value", "fires"),
    [
        ("Time to close", "days", -3, True),
        ("Cost of a question", "USD", -3, True),
        ("Cold store temperature", "°C", -18, False),
        ("Net debt", "USD", -3, False),
        ("Result of the meter shop", "USD", -3, False),
        ("Time to close", "days", 0, False),
    ],
)
def test_a_reduction_by_more_than_all_of_it_is_found_unless_the_metric_may_cross_zero(
    name: str,
    unit: str,
    value: int,
    fires: bool,  # noqa: FBT001
) -> None:
    fired = _fired(
        "Bring it down by 20 %",
        metric={"name": name, "unit": unit, "better": "lower"},
        baseline=_BASELINE,
        readings=[{"date": "2026-09-25", "value": value}],
    )
    assert ("QV214" in fired) is fires
