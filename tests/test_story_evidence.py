"""The evidence behind the numbers: source lines, the appendix, the value items."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given
from hypothesis import settings as hypothesis_settings

from qbrgen.settings import Settings
from qbrgen.story import qbr
from qbrgen.story.blocks import Paragraph, Role, Section, Table
from qbrgen.story.evidence import appendix, figures_in, items_appendix, source_line
from qbrgen.story.material import Material
from qbrgen.story.text import Num
from qbrgen.value import measure
from qbrgen.value.figure import DAYS, Evidence, Figure, UnitKind
from tests.strategies import views
from tests.telling import account, material, measured, objective, page, read, saving, section


def on_a_page(*figures: Figure) -> Section:
    return Section("page", ("Title",), (Paragraph("p", tuple(Num(figure) for figure in figures)),))


def rows(found: Section) -> list[list[str]]:
    table = found.blocks[0]
    assert isinstance(table, Table)
    return [[read(cell.text) for cell in row] for row in table.rows]


def test_a_source_line_names_the_sources_and_who_validated() -> None:
    found = measured(value_items=[saving()])
    assert read(source_line(found.in_period.validated)) == ("Source: Ledger, Sep 2026; validated by Dana Whitfield")


def test_a_long_source_is_named_by_its_name_alone() -> None:
    source = "Finance, gross margin of the fifty deals that were closed in the quarter and not after it"
    found = measured(value_items=[saving() | {"source": source}])
    assert read(source_line(found.in_period.validated)).startswith("Source: Finance, Sep 2026")


def test_figures_without_a_source_make_no_source_line() -> None:
    assert source_line(Figure("n", "N", measured().customer_for.value, DAYS), None) == ()


def test_more_sources_than_a_line_holds_are_counted() -> None:
    items = [saving() | {"id": f"v{number}", "source": f"Ledger {name}"} for number, name in enumerate("ABCDE")]
    line = read(source_line(measured(value_items=items).in_period.validated))
    assert line.endswith("2 more; validated by Dana Whitfield")


def test_the_appendix_shows_formula_inputs_source_and_standing() -> None:
    found = measured(value_items=[saving()])
    improvement = found.outcomes[0].improvement
    assert improvement is not None
    told = rows(appendix([on_a_page(improvement)]))
    assert told == [
        [
            "Improvement: Improve: Deal cycle",
            "28.9%",
            "(before − now) ÷ before, in percent",
            "before 45 days (Finance, Jun 30, 2025); now 32 days; source: CRM, Sep 28, 2026",
            "—",
        ]
    ]


def test_each_figure_has_one_row_however_often_it_is_shown() -> None:
    found = measured(value_items=[saving()])
    shown = on_a_page(found.in_period.validated, found.in_period.validated)
    assert len(rows(appendix([shown, on_a_page(found.in_period.validated)]))) == 1


def test_a_recorded_figure_that_another_row_shows_as_its_input_needs_no_row() -> None:
    found = measured(value_items=[saving()]).outcomes[0]
    assert found.now is not None
    assert found.improvement is not None
    labels = [row[0] for row in rows(appendix([on_a_page(found.now, found.improvement)]))]
    assert labels == ["Improvement: Improve: Deal cycle"]


def test_shares_of_features_stand_in_one_row() -> None:
    features = [{"id": name, "name": name.title()} for name in ("quotes", "reports")]
    shares = [{"feature": "quotes", "percent": 60}, {"feature": "reports", "percent": 40}]
    month = {"month": "2026-09", "active_users": 8, "seats": 10, "features": shares, "source": "Analytics"}
    use = measured(usage=[month], product={"name": "Desk", "features": features}).adoption
    told = rows(appendix([on_a_page(*(feature.percent for feature in use.features))]))
    assert [row[3] for row in told] == ["Quotes 60%; Reports 40%; source: Analytics, Sep 2026"]


def test_days_and_counts_of_rows_are_not_evidence() -> None:
    plain = Figure("count.objectives", "Number of objectives", measured().customer_for.value, DAYS, None, Evidence())
    found = appendix([on_a_page(plain)])
    assert isinstance(found.blocks[0], Paragraph)
    assert found.role is Role.APPENDIX


def test_a_total_is_followed_down_to_the_formula_of_each_value_item() -> None:
    hours = {
        "id": "hours", "title": "Hours returned", "category": "time_saved", "since": "2026-07-01",
        "time_saved": {"hours_per_person_per_week": 8, "people": 1, "hourly_rate": 50, "weeks": 52},
        "standing": "customer_reported", "source": "Diary",
    }  # fmt: skip
    found = measured(value_items=[hours])
    told = items_appendix([on_a_page(found.in_period.reported)])
    assert told is not None
    assert rows(told)[0][:3] == [
        "Annual value: Hours returned",
        "$20,800",
        "hours per person per week × people × weeks a year × hourly rate",
    ]


def test_without_value_items_there_is_no_such_table() -> None:
    assert items_appendix([on_a_page(measured().in_period.validated)]) is None


def test_what_is_only_in_the_speaker_notes_is_not_in_the_appendix() -> None:
    found = measured(value_items=[saving()])
    noted = Section("page", ("Title",), (), notes=((Num(found.in_period.validated),),))
    assert figures_in([noted]) == ()


def test_the_review_s_appendix_holds_every_calculated_figure_of_its_pages() -> None:
    story = qbr.build(material(account(objectives=[objective(45, [40, 36, 32])], value_items=[saving()])))
    told = page(section(story, "evidence"))
    for label in ("Improvement", "Validated value in the period", "ROI on validated value", "progress to target"):
        assert label in told


@given(view=views())
@hypothesis_settings(max_examples=40, deadline=None)
def test_every_calculated_figure_of_every_review_is_explained(view: Any) -> None:
    owner, period, day = view
    seen = owner.customer_view()
    story = qbr.build(Material(seen, measure(seen, period, day), (), Settings(as_of=day)))
    body = [found for found in story.sections if found.role is not Role.APPENDIX]
    explained = {figure.key for figure in figures_in([section(story, "evidence")])}
    shown_inside = {
        entry.path
        for figure in figures_in(body)
        for entry in figure.evidence.inputs
        if len(figure.evidence.inputs) > 1
    }
    for figure in figures_in(body):
        if figure.unit.kind is UnitKind.DATE or not figure.evidence.formula:
            continue
        paths = {entry.path for entry in figure.evidence.inputs if entry.path}
        assert figure.key in explained or (paths and paths <= shown_inside), figure.key


def test_all_of_one_objective_stands_in_one_row_with_the_source_of_each_reading() -> None:
    story = qbr.build(material(account(objectives=[objective(45, [40, 36, 32])], value_items=[saving()])))
    (row,) = [row for row in rows(section(story, "evidence")) if "Improve: Deal cycle" in row[0]]
    assert row[1] == "28.9%"
    assert "progress to target 86.7%: (before − now) ÷ (before − target)" in row[2]
    assert "validated value in the period $420,000: Faster deals" in row[3]
    assert "now 32 days (CRM, Sep 28, 2026)" in row[3]
    assert "45 days (Finance, Jun 30, 2025)" in row[3]


def test_a_figure_and_the_same_one_since_the_start_share_a_row() -> None:
    story = qbr.build(material(account(value_items=[saving()])))
    (row,) = [row for row in rows(section(story, "evidence")) if row[0].startswith("ROI on validated value")]
    assert row[0].endswith("in the period")
    assert re.search(r"; since contract start [0-9,.]+%: value \$420,000; investment", row[3])


def test_totals_point_to_the_table_of_items_which_says_what_counts_where() -> None:
    story = qbr.build(material(account(value_items=[saving()])))
    (total,) = [row for row in rows(section(story, "evidence")) if row[4] == "Validated by you" and "sum" in row[2]]
    assert total[2] == "sum of value items, each shown in the next table"
    assert "since contract start $420,000" in total[3]
    (item,) = rows(section(story, "evidence-items"))
    assert item[0] == "One-off value, revenue increased: Faster deals"
    assert "in the period $420,000; since contract start $420,000" in item[3]


def test_nobody_is_said_to_stand_behind_a_sum_of_nothing() -> None:
    (row,) = rows(appendix([on_a_page(measured().in_period.validated)]))
    assert row[4] == "—"
