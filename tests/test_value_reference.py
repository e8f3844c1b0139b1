"""The field's tables: complete, with the figures of their source, and used where they say."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from qbrgen.checks import CHECKS
from qbrgen.model.kinds import Function, ProductType, SignalKind, Tier, Touch, ValueCategory
from qbrgen.settings import Settings
from qbrgen.story.documents import DOCUMENTS
from qbrgen.story.material import Material
from qbrgen.value.reference.growth import SIGNALS, TRIGGERS, TriggerKind
from qbrgen.value.reference.health import HEALTH_PARTS
from qbrgen.value.reference.lifecycle import PHASES
from qbrgen.value.reference.pillars import MATURITY_STAGES, Pillar
from qbrgen.value.reference.portfolio import MEASURES, OUTREACH
from qbrgen.value.reference.practice import ANTI_PATTERNS, BAD, GOOD
from qbrgen.value.reference.reports import AUDIENCES
from qbrgen.value.reference.source import CREATION, OWN, REALIZATION
from qbrgen.value.reference.success_plan import DISCOVERY, MILESTONE_STEPS
from qbrgen.value.reference.tables import TABLES, ReferenceTable
from qbrgen.value.reference.templates import TEMPLATE_PARTS
from qbrgen.value.reference.tiers import ADOPTION_BENCHMARKS, PLAN_REVIEWS, TOUCH_TIERS, Depth
from qbrgen.value.reference.time_to_value import PRODUCT_TARGETS, STAGES, TIER_TARGETS
from qbrgen.value.reference.value_metrics import CATEGORIES, METRICS
from tests.value_building import account, item, measured, objective


def test_time_to_value_has_the_published_targets() -> None:
    assert {product.value: row.days for product, row in PRODUCT_TARGETS.items()} == {
        "analytics": 7, "crm": 14, "marketing_automation": 14, "dev_tools": 1, "hr_software": 28, "erp": 84,
    }  # fmt: skip
    assert set(PRODUCT_TARGETS) == set(ProductType) - {ProductType.OTHER}
    assert {tier.value: row.days for tier, row in TIER_TARGETS.items()} == {
        "strategic": 30, "enterprise": 30, "mid_market": 45, "smb": 14,
    }  # fmt: skip
    assert [(row.usual_from, row.usual_to) for row in STAGES] == [(0, 0), (1, 3), (3, 7), (14, 30), (30, 90)]


def test_the_phases_cover_the_published_days() -> None:
    assert [(row.from_day, row.to_day) for row in PHASES] == [(1, 30), (30, 90), (90, None), (90, None)]


def test_a_plan_has_milestones_at_a_month_two_three_and_half_a_year() -> None:
    assert [row.days for row in MILESTONE_STEPS] == [30, 60, 90, 182]


def test_adoption_has_the_published_benchmarks() -> None:
    assert {tier: row.feature_percent for tier, row in ADOPTION_BENCHMARKS.items()} == {
        Tier.STRATEGIC: 70, Tier.ENTERPRISE: 70, Tier.MID_MARKET: 60, Tier.SMB: 50,
    }  # fmt: skip


def test_reviews_have_the_published_rhythm_and_depth() -> None:
    assert {tier: (row.months, row.depth) for tier, row in PLAN_REVIEWS.items()} == {
        Tier.STRATEGIC: (1, Depth.FULL),
        Tier.ENTERPRISE: (3, Depth.FULL),
        Tier.MID_MARKET: (3, Depth.LIGHT),
        Tier.SMB: (6, Depth.AUTOMATED),
    }


def test_touch_tiers_have_the_published_lines_rhythms_and_loads() -> None:
    rows = {
        touch: (row.arr_above, row.arr_to, row.check_in_days, row.review_months, row.accounts_from, row.accounts_to)
        for touch, row in TOUCH_TIERS.items()
    }
    assert rows == {
        Touch.HIGH: (100_000, None, 7, 3, 10, 20),
        Touch.MID: (25_000, 100_000, 30, 6, 40, 60),
        Touch.LOW: (None, 25_000, 91, None, 100, 200),
    }


def test_time_is_spread_as_published_and_adds_up() -> None:
    shares = [[int(row.percent[pillar]) for pillar in Pillar] for row in MATURITY_STAGES]
    assert shares == [[60, 30, 10], [40, 40, 20], [30, 30, 40]]
    assert all(sum(row) == 100 for row in shares)
    assert [(row.from_month, row.to_month) for row in MATURITY_STAGES] == [(0, 3), (3, 12), (12, None)]


def test_the_five_measures_have_the_published_targets() -> None:
    assert [row.target for row in MEASURES] == [90, None, 80, 50, 70]


def test_triggers_have_the_published_thresholds() -> None:
    assert {kind: row.threshold for kind, row in TRIGGERS.items()} == {
        TriggerKind.LIMIT_NEAR: 70,
        TriggerKind.USAGE_UP: 40,
        TriggerKind.RENEWAL_PREPARATION: 120,
        TriggerKind.RENEWAL_REVIEW: 90,
        TriggerKind.WISH_SHIPPED: None,
        TriggerKind.RESULT_WORTH_A_REFERENCE: None,
    }
    assert [row.days for row in OUTREACH] == [7, 14, 91]


def test_every_kind_of_a_closed_list_has_its_row() -> None:
    assert set(SIGNALS) == set(SignalKind)
    assert [row.category for row in CATEGORIES] == list(ValueCategory)
    assert set(METRICS) == set(Function) - {Function.OTHER}
    assert all(len(rows) == 4 for rows in METRICS.values())
    assert len(DISCOVERY) == 7


def test_the_weights_of_health_add_up_to_the_whole() -> None:
    assert sum(row.weight for row in HEALTH_PARTS) == 100


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_complete_and_its_words_hold_no_digits(table: ReferenceTable) -> None:
    assert table.rows
    assert all(part in (REALIZATION, CREATION, OWN) for part in table.source.split("; "))
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell in row:
            assert cell is None or isinstance(cell, (str, int, Decimal))
            words = re.sub(r"QV\d+", "", cell) if isinstance(cell, str) else ""
            assert not re.search(r"\d", words)


@pytest.mark.parametrize("practice", [*GOOD, *BAD, *ANTI_PATTERNS], ids=lambda row: row.key)
def test_a_practice_is_looked_after_by_checks_that_exist(practice: object) -> None:
    codes = getattr(practice, "checks", ())
    assert codes
    assert set(codes) <= set(CHECKS)


def test_each_reader_has_documents_and_each_customer_document_a_reader() -> None:
    named = {name for row in AUDIENCES for name in row.documents}
    assert named <= set(DOCUMENTS)
    for_customers = {name for name, row in DOCUMENTS.items() if not row.internal}
    assert for_customers - named == {"case-study", "case-study-short"}  # their reader is the public


def test_each_part_of_a_template_has_its_section() -> None:
    given = account(objectives=[objective()], value_items=[item(objective="o1")])
    value = measured(given, "2026-Q3")
    material = Material(given.customer_view(), value, (), Settings(as_of=value.as_of))
    for document in {part.document for part in TEMPLATE_PARTS}:
        sections = {section.id for section in DOCUMENTS[document].build(material).sections}
        assert {part.section for part in TEMPLATE_PARTS if part.document == document} <= sections
