"""What only the vendor's team looks at: health, signals, triggers, what is due, the book, retention, the team."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qbrgen.model import Account
from qbrgen.model.kinds import SignalKind, Touch
from qbrgen.value.cadence import Due, due_reviews
from qbrgen.value.exact import add_months
from qbrgen.value.figure import Figure
from qbrgen.value.health import HealthBand, band_of, health_of
from qbrgen.value.portfolio import Portfolio, PortfolioMeasure, portfolio
from qbrgen.value.reference.growth import Expansion, TriggerKind
from qbrgen.value.reference.source import CREATION
from qbrgen.value.retention import retention, team_returns
from qbrgen.value.signals import Signal, expansion_signals
from qbrgen.value.triggers import Trigger, proactive_triggers
from tests.value_building import CONTRACT, VALIDATED, account, item, measured, objective

DAY = date(2026, 9, 30)
ACHIEVED = objective(readings=[{"date": "2026-09-20", "value": 29}])


def amount(figure: Figure | None) -> Decimal:
    assert figure is not None
    return figure.value


def usage(month: str, users: int, **more: Any) -> dict[str, Any]:
    return {"month": month, "active_users": users} | more


def test_health_is_the_weighted_mean_of_what_is_known_and_names_what_is_missing() -> None:
    given = account(objectives=[ACHIEVED], usage=[usage("2026-09", 50)])
    found = health_of(given, measured(given, "2026-Q3"))
    assert amount(found.score) == 75  # outcomes 100 and adoption 50, weighing the same
    assert found.missing == ("Satisfaction", "Support", "Engagement")
    assert [label for label, score, _ in found.parts if score is None] == list(found.missing)
    assert sum(weight.value for _, _, weight in found.parts) == 100


def test_health_without_any_part_is_unknown_and_not_zero() -> None:
    given = account()
    found = health_of(given, measured(given, "2026-Q3"))
    assert found.score is None
    assert len(found.missing) == len(found.parts)
    assert band_of(found.score) is HealthBand.UNKNOWN


def test_the_accounts_own_health_parts_and_weights_go_before_ours() -> None:
    own = [{"id": "mood", "label": "Mood", "score": 90, "weight": 3}, {"id": "outcomes", "label": "Goals", "weight": 1},
           {"id": "legal", "label": "Legal", "weight": 1}]  # fmt: skip
    given = account(objectives=[ACHIEVED], internal={"health": own})
    found = health_of(given, measured(given, "2026-Q3"))
    assert [(label, score is None) for label, score, _ in found.parts] == [
        ("Mood", False), ("Goals", False), ("Legal", True),
    ]  # fmt: skip
    assert amount(found.score) == Decimal("92.5")
    assert [weight.value for _, _, weight in found.parts] == [60, 20, 20]


def test_every_part_of_health_is_measured_where_its_data_are() -> None:
    given = account(
        objectives=[ACHIEVED],
        product={"name": "X", "features": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}]},
        usage=[usage("2026-09", 100, features=[{"feature": "a", "percent": 50}])],
        support=[{"month": "2026-09", "opened": 10, "solved": 8, "csat_percent": 90}],
        nps=[{"date": "2026-09-01", "score": 10}],
        reviews=[{"date": "2026-09-01", "kind": "qbr"}],
        tier="smb",
    )
    found = health_of(given, measured(given, "2026-Q3"))
    scores = {label: amount(score) for label, score, _ in found.parts}
    assert scores == {
        "Usage and adoption": 100,
        "Outcomes": 100,
        "Satisfaction": 95,
        "Support": 80,
        "Engagement": 100,
    }


@pytest.mark.parametrize(("day", "expected"), [("2026-07-01", 100), ("2026-03-31", 50), ("2025-09-30", 0)])
def test_engagement_falls_with_the_days_since_the_last_review(day: str, expected: int) -> None:
    contract = CONTRACT | {"signed": "2025-01-01"}
    given = account(tier="enterprise", contract=contract, reviews=[{"date": day, "kind": "success_plan"}])
    found = health_of(given, measured(given, "2026-Q3"))
    assert abs(amount(found.score) - expected) < 1


def signals(given: Account) -> tuple[Signal, ...]:
    return expansion_signals(given, measured(given, "2026-Q3"))


def test_a_noted_signal_comes_with_its_expansion_type_and_action() -> None:
    noted = {"id": "s1", "kind": "new_department", "seen_on": "2026-09-01", "detail": "Finance asks",
             "potential_arr": 4_000}  # fmt: skip
    found = signals(account(internal={"expansion_signals": [noted, noted | {"id": "s2", "seen_on": "2026-10-01"}]}))
    assert len(found) == 1
    assert found[0].row.expansion is Expansion.LAND_AND_EXPAND
    assert found[0].noted
    assert amount(found[0].potential) == 4_000


def test_figures_show_signals_that_nobody_noted() -> None:
    contract = CONTRACT | {"signed": "2025-01-01"}
    teams = [{"team": "Sales", "active_users": 5}]
    months = [usage("2026-06", 80, teams=teams),
              usage("2026-09", 85, teams=[*teams, {"team": "Finance", "active_users": 3}])]  # fmt: skip
    found = signals(account(contract=contract, objectives=[ACHIEVED], usage=months))
    assert [signal.row.kind for signal in found] == [
        SignalKind.VALUE_ACHIEVED, SignalKind.HIGH_USAGE, SignalKind.NEW_DEPARTMENT,
    ]  # fmt: skip
    assert found[2].detail == "Finance"
    assert not any(signal.noted for signal in found)


def test_a_first_month_with_teams_makes_none_of_them_new() -> None:
    given = account(usage=[usage("2026-09", 5, teams=[{"team": "Sales", "active_users": 5}])])
    assert signals(given) == ()


def triggers(given: Account, as_of: str | None = None) -> tuple[Trigger, ...]:
    return proactive_triggers(given, measured(given, "2026-Q3", as_of))


def test_a_limit_at_seventy_percent_is_worth_a_call() -> None:
    limits = {"storage_used": 70, "storage_limit": 100, "api_calls_used": 69, "api_call_limit": 100}
    found = triggers(account(contract=CONTRACT | limits, usage=[usage("2026-09", 70)]))
    assert [(trigger.row.kind, trigger.about) for trigger in found] == [
        (TriggerKind.LIMIT_NEAR, "seats"), (TriggerKind.LIMIT_NEAR, "storage"),
    ]  # fmt: skip


def test_usage_up_by_forty_percent_in_a_month_is_worth_a_call() -> None:
    found = triggers(account(usage=[usage("2026-08", 10, key_actions=100), usage("2026-09", 14, key_actions=139)]))
    assert [(trigger.row.kind, trigger.about) for trigger in found] == [(TriggerKind.USAGE_UP, "active users")]


def test_usage_is_compared_with_the_calendar_month_before_only() -> None:
    assert triggers(account(usage=[usage("2026-07", 10), usage("2026-09", 40)])) == ()
    assert triggers(account(usage=[usage("2026-08", 0), usage("2026-09", 40)])) == ()


@pytest.mark.parametrize(
    ("renewal", "kinds"),
    [
        ("2027-01-29", []),
        ("2027-01-28", [TriggerKind.RENEWAL_PREPARATION]),
        ("2026-12-29", [TriggerKind.RENEWAL_REVIEW]),
        ("2026-09-30", [TriggerKind.RENEWAL_REVIEW]),
        ("2026-09-29", []),
    ],
)
def test_the_renewal_is_prepared_from_120_and_reviewed_from_90_days_out(
    renewal: str, kinds: list[TriggerKind]
) -> None:
    found = triggers(account(contract=CONTRACT | {"renewal": renewal}))
    assert [trigger.row.kind for trigger in found] == kinds


def test_a_wish_that_shipped_lately_is_news_for_who_asked() -> None:
    wishes = [
        {"id": "a", "title": "Dark mode", "asked_on": "2026-02-01", "state": "shipped", "shipped_on": "2026-08-01"},
        {"id": "b", "title": "Old", "asked_on": "2026-01-01", "state": "shipped", "shipped_on": "2026-02-01"},
    ]
    assert [trigger.detail for trigger in triggers(account(wishes=wishes))] == ["Dark mode"]


def test_a_fresh_result_is_worth_a_reference_unless_the_customer_is_one() -> None:
    given = account(objectives=[ACHIEVED])
    assert [trigger.row.kind for trigger in triggers(given)] == [TriggerKind.RESULT_WORTH_A_REFERENCE]
    consent = {"by": "cfo", "on": "2026-08-01", "scope": ["reference_call"]}
    assert triggers(account(objectives=[ACHIEVED], consents=[consent])) == ()


def due(given: Account, as_of: date = DAY) -> dict[str, Due]:
    return {each.key: each for each in due_reviews(given, as_of)}


def test_reviews_fall_due_by_tier_and_touch() -> None:
    reviews = [{"date": "2026-06-30", "kind": "qbr"}, {"date": "2026-08-31", "kind": "success_plan"}]
    found = due(account(tier="strategic", reviews=reviews))
    assert found["plan_review"].due.day == DAY
    assert found["plan_review"].late is None
    assert found["business_review"].due.day == DAY
    assert found["value_report"].last == date(2026, 6, 30)
    assert amount(due(account(tier="strategic", reviews=reviews), date(2026, 10, 5))["plan_review"].late) == 5


def test_a_review_never_held_is_due_from_the_contracts_first_day() -> None:
    found = due(account(tier="smb", contract=CONTRACT | {"arr": 1_000}))
    assert found["plan_review"].due.day == date(2026, 7, 1)
    assert "business_review" not in found


def test_a_review_after_the_day_spoken_from_was_not_held_yet() -> None:
    assert due(account(reviews=[{"date": "2026-10-01", "kind": "qbr"}]))["plan_review"].last is None


def test_a_month_later_than_the_end_of_january_is_the_end_of_february() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 31), -13) == date(2025, 2, 28)


def book(*accounts: Account) -> Portfolio:
    return portfolio([(given, measured(given, "2026-Q3")) for given in accounts], DAY)


def measures(*accounts: Account) -> dict[str, PortfolioMeasure]:
    return {measure.row.key: measure for measure in book(*accounts).measures}


def test_an_empty_book_has_measures_without_values() -> None:
    found = measures()
    assert all(measure.value is None and measure.met is None for measure in found.values())


def test_plan_coverage_counts_enterprise_accounts_that_have_a_plan() -> None:
    planned = account(objectives=[objective()], milestones=[{"id": "m", "title": "Go live"}])
    found = measures(planned, account(), account(tier="smb"))["plan_coverage"]
    assert (found.meeting.value, found.considered.value) == (Decimal(1), Decimal(2))
    assert found.met is False
    assert amount(found.target) == 90


def test_time_to_value_counts_accounts_within_the_target_of_their_tier() -> None:
    quick = account(lifecycle={"first_outcome": "2026-01-11"})
    slow = account(lifecycle={"first_outcome": "2026-02-10"})
    new = account(contract=CONTRACT | {"signed": "2026-09-20"})
    found = measures(quick, slow, account(), new)["time_to_value"]
    assert (found.meeting.value, found.considered.value) == (Decimal(1), Decimal(3))
    assert amount(found.detail) == 25
    assert found.target is None


def test_report_delivery_counts_the_last_quarter() -> None:
    reported = account(reviews=[{"date": "2026-06-30", "kind": "value_report"}])
    late = account(reviews=[{"date": "2026-06-29", "kind": "value_report"}])
    found = measures(reported, late)["report_delivery"]
    assert amount(found.value) == 50


def test_validated_roi_counts_accounts_that_confirmed_theirs() -> None:
    found = measures(account(value_items=[item(**VALIDATED)]), account(value_items=[item()]))["validated_roi"]
    assert amount(found.value) == 50
    assert found.met is False  # the target is more than half


def test_achievement_counts_objectives_that_were_achieved_or_due() -> None:
    objectives = [
        ACHIEVED,
        objective(id="missed", target={"value": 30, "date": "2026-06-30"}),
        objective(id="running"),
        objective(id="dropped", state="dropped"),
    ]
    found = measures(account(objectives=objectives))["achievement"]
    assert (found.meeting.value, found.considered.value) == (Decimal(1), Decimal(2))


def test_totals_of_the_book_stand_by_currency() -> None:
    euros = account(contract=CONTRACT | {"currency": "EUR"})
    found = book(account(value_items=[item()]), account(id="acme-2"), euros).totals
    assert [(row.currency, row.arr.value) for row in found] == [("EUR", Decimal(120_000)), ("USD", Decimal(240_000))]
    assert found[1].value_all.value == 9_200
    assert found[1].value_validated.value == 0


def test_the_load_of_a_manager_stands_beside_the_published_range() -> None:
    csm = {"name": "Kim"}
    found = book(account(csm=csm), account(csm=csm), account()).loads
    assert [(row.manager, row.accounts.value, row.from_accounts.value, row.to_accounts.value) for row in found] == [
        ("Kim", Decimal(2), Decimal(10), Decimal(20))
    ]
    assert found[0].from_accounts.evidence.source == CREATION


def moved(**movement: int) -> Account:
    return account(internal={"arr_movement": {"starting_arr": 100_000} | movement})


def test_net_and_gross_retention_follow_their_formulas() -> None:
    found = retention([moved(expansion=30_000, contraction=5_000), moved(churned=7_000)], DAY)[0]
    assert amount(found.nrr) == 109
    assert amount(found.grr) == 94
    assert found.ending.value == 218_000


def test_contract_growth_and_renewal_rate_follow_their_formulas() -> None:
    found = retention([moved(expansion=30_000), moved(churned=100_000), moved(churned=99_999)], DAY)[0]
    assert amount(found.growth) == 10
    assert round(amount(found.renewed), 1) == Decimal("66.7")


def test_revenue_speaks_for_another_touch_tier_than_the_account_sets() -> None:
    def moves(**changes: Any) -> Touch | None:
        return book(account(**changes)).holdings[0].better_touch

    assert moves(touch="low") is Touch.HIGH
    assert moves(touch="high") is None
    assert moves() is None
    assert moves(touch="low", tier="strategic") is None


def test_a_book_that_started_from_nothing_has_no_retention() -> None:
    found = retention([account(internal={"arr_movement": {"starting_arr": 0, "expansion": 5}})], DAY)[0]
    assert found.nrr is None
    assert found.grr is None
    assert retention([account()], DAY) == ()


def test_a_movement_that_ends_after_the_day_spoken_from_is_not_used() -> None:
    given = account(internal={"arr_movement": {"starting_arr": 1, "as_of": "2026-12-31"}})
    assert retention([given], DAY) == ()


def test_the_team_returns_what_it_won_in_twelve_months_against_its_cost() -> None:
    wins = [
        {"date": "2026-03-01", "title": "Seats", "expansion_arr": 450_000},
        {"date": "2026-04-01", "title": "Saved", "churn_prevented_arr": 500_000},
        {"date": "2025-09-30", "title": "Long ago", "expansion_arr": 1},
        {"date": "2026-10-01", "title": "To come", "expansion_arr": 1},
    ]
    found = team_returns([account(internal={"wins": wins, "success_team_cost": 750_000})], DAY)[0]
    assert found.impact.value == 950_000
    assert found.net.value == 200_000
    assert round(amount(found.roi), 1) == Decimal("26.7")
    assert round(amount(found.multiple), 2) == Decimal("1.27")


def test_a_team_without_recorded_cost_has_no_rate() -> None:
    wins = [{"date": "2026-03-01", "title": "Seats", "expansion_arr": 5}]
    found = team_returns([account(internal={"wins": wins})], DAY)[0]
    assert found.roi is None
    assert team_returns([account()], DAY) == ()
