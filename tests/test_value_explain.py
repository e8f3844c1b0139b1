"""How a figure came about can be asked for by key, label or subject."""

from __future__ import annotations

from qbrgen.value import explain, figures
from tests.value_building import VALIDATED, account, item, measured, objective

VALUE = measured(account(objectives=[objective()], value_items=[item(objective="o1", **VALIDATED)]), "2026-Q3")


def test_a_figure_is_found_by_its_key() -> None:
    assert [figure.key for figure in explain(VALUE, "return.period.roi")] == [
        "return.period.roi",
        "return.period.roi_all",
    ]


def test_a_pattern_with_signs_must_fit_the_whole_key() -> None:
    assert {figure.key for figure in explain(VALUE, "value.period.*")} == {
        f"value.period.{name}" for name in ("validated", "reported", "estimated", "total")
    }


def test_a_figure_is_found_by_its_label_and_by_the_accounts_own_words() -> None:
    assert "return.period.roi" in {figure.key for figure in explain(VALUE, "roi ON validated")}
    assert {figure.subject for figure in explain(VALUE, "close deals FASTER")} == {"Close deals faster"}


def test_nothing_fits_a_pattern_that_is_nowhere() -> None:
    assert explain(VALUE, "no such figure") == ()


def test_a_total_can_be_followed_down_to_the_account() -> None:
    (total,) = (figure for figure in figures(VALUE) if figure.key == "value.period.total")
    validated = total.evidence.parts[0]
    fell = validated.evidence.parts[0]
    annual = fell.evidence.parts[0]
    assert [figure.key for figure in (validated, fell, annual)] == [
        "value.period.validated", "item.v1.period", "item.v1.annual",
    ]  # fmt: skip
    assert annual.evidence.inputs[0].path == "value_items[0].amount"
    assert [(given.name, given.value) for given in annual.evidence.inputs][-1] == ("validated by", "Ada Brook")


def test_each_figure_is_named_once() -> None:
    keys = [figure.key for figure in figures(VALUE)]
    assert len(keys) == len(set(keys))
