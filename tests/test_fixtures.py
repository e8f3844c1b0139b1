"""The sample accounts: all load, none alike, every field of the model shown somewhere, the seed's figures exact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import Any, get_args

import pytest
from babel import Locale

from qbrgen.model import Account
from qbrgen.model.base import Record
from qbrgen.model.kinds import (
    Function,
    InvestmentKind,
    ObjectiveState,
    ProductType,
    Recurrence,
    ReviewKind,
    Role,
    SignalKind,
    Standing,
    Tier,
    ValueCategory,
    WishState,
    WorkState,
)
from qbrgen.resources import sample_path
from qbrgen.sources import load
from qbrgen.value import AccountValue, measure
from qbrgen.value.results import OutcomeCase
from tests.checking import AS_OF, PERIOD


@cache
def samples() -> dict[str, Account]:
    return {loaded.account.id: loaded.account for loaded in load([sample_path()])}


def _value(key: str) -> AccountValue:
    return measure(samples()[key].customer_view(), PERIOD, AS_OF)


def _filled(record: Record, path: str = "") -> Iterator[str]:
    """The path of every field that the account sets to something, without the positions in lists."""
    for name in record.model_fields_set:
        value = getattr(record, name)
        if value in (None, "", ()):
            continue
        yield f"{path}{name}"
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Record):
                yield from _filled(each, f"{path}{name}.")


def _declared(kind: type[Record], path: str = "") -> Iterator[str]:
    for name, field in kind.model_fields.items():
        yield f"{path}{name}"
        if (inner := _record_in(field.annotation)) is not None:
            yield from _declared(inner, f"{path}{name}.")


def _record_in(annotation: Any) -> type[Record] | None:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for each in get_args(annotation) if (found := _record_in(each)) is not None), None)


def test_there_are_at_least_twelve_samples_in_yaml_json_and_a_list() -> None:
    assert len(samples()) >= 12
    kinds = {path.suffix for path in sample_path().iterdir()}
    assert {".yaml", ".json"} <= kinds


def test_no_two_samples_are_alike() -> None:
    for one, other in combinations(samples().values(), 2):
        alike = [frozenset(_filled(each)) for each in (one, other)]
        same = one.tier is other.tier and one.currency == other.currency and alike[0] == alike[1]
        assert not same, (one.id, other.id)


def test_every_field_of_an_account_is_set_in_some_sample() -> None:
    shown = {path for one in samples().values() for path in _filled(one)}
    assert sorted(set(_declared(Account)) - shown) == []


def test_one_sample_sets_every_field_there_is() -> None:
    # Amount, time, headcount and change exclude each other within one item, not within the account.
    assert sorted(set(_declared(Account)) - set(_filled(samples()["solstice"]))) == []


def test_one_sample_sets_only_what_must_be_set() -> None:
    filled = set(_filled(samples()["quill-sons"]))
    assert filled == {
        "id", "name", "contract", "contract.signed", "contract.currency", "contract.arr", "objectives",
        "objectives.id", "objectives.title",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (Tier, "tier"),
        (Function, "function"),
        (ProductType, "product.type"),
        (ValueCategory, "value_items.category"),
        (Standing, "value_items.standing"),
        (Recurrence, "value_items.recurrence"),
        (InvestmentKind, "investments.kind"),
        (Role, "stakeholders.role"),
        (ObjectiveState, "objectives.state"),
        (WorkState, "commitments.state"),
        (WishState, "wishes.state"),
        (ReviewKind, "reviews.kind"),
        (SignalKind, "internal.expansion_signals.kind"),
    ],
    ids=lambda each: getattr(each, "__name__", str(each)),
)
def test_every_member_of_a_closed_list_appears(kind: Any, path: str) -> None:
    shown = {value for one in samples().values() for value in _values(one, path.split("."))}
    missing = set(kind) - shown
    assert missing <= _NOT_NEEDED.get(kind, set())


_NOT_NEEDED: dict[Any, set[Any]] = {Role: {Role.OTHER}, Function: {Function.OTHER}}


def _values(record: Any, names: list[str]) -> Iterator[Any]:
    if not names:
        yield record
        return
    value = getattr(record, names[0])
    for each in value if isinstance(value, tuple) else (value,):
        if each is not None:
            yield from _values(each, names[1:])


def test_every_case_of_an_outcome_appears() -> None:
    cases = {outcome.case for key in samples() for outcome in _value(key).outcomes}
    assert cases == set(OutcomeCase)


def test_overshot_and_lost_value_appear() -> None:
    assert any(outcome.overshot for outcome in _value("cobalt-water").outcomes)
    lost = [
        line.in_period for line in _value("halvorsen-retail").lines if line.in_period and line.in_period.value < 0
    ]
    assert lost


def test_scripts_and_currencies_of_the_world_appear() -> None:
    everything = "".join(one.model_dump_json() for one in samples().values())
    for script in (
        "[\u0590-\u05ff]",
        "[\u0600-\u06ff]",
        "[\u4e00-\u9fff]",
        "[\u3040-\u30ff]",
        "[äöüß]",
        "\U0001f680",
    ):
        assert re.search(script, everything), script
    assert {"USD", "EUR", "GBP", "JPY"} <= {one.currency for one in samples().values()}
    directions = {Locale.parse(one.locale, sep="-").character_order for one in samples().values()}
    assert directions == {"left-to-right", "right-to-left"}


def test_the_long_names_are_seventy_characters_and_more() -> None:
    one = samples()["interstate-consortium-for-agricultural-equipment-maintenance-and-parts"]
    names = [one.name, *(person.name for person in one.stakeholders), *(each.title for each in one.objectives),
             *(each.title for each in one.value_items), *(each.title for each in one.milestones)]  # fmt: skip
    assert min(len(name) for name in names) >= 64
    assert sorted(len(name) for name in names)[len(names) // 2] >= 70


def test_the_strategic_account_has_twelve_objectives() -> None:
    assert len(samples()["meridian-freight"].objectives) == 12


def test_the_new_account_is_in_its_first_month() -> None:
    assert (AS_OF - samples()["juniper-bakery"].contract.begins).days <= 31


def test_acmes_figures_are_those_of_the_framework() -> None:
    value = _value("acme")
    outcomes = {outcome.objective.id: outcome for outcome in value.outcomes}
    deals, reports = outcomes["deal-cycle"], outcomes["reporting-time"]
    assert deals.improvement is not None
    assert round(deals.improvement.value) == 29
    assert deals.validated_value is not None
    assert deals.validated_value.value == 420_000
    assert reports.improvement is not None
    assert round(reports.improvement.value) == 83
    assert value.in_period.validated.value == 1_200_000
    assert value.returned.investment.total.value == 120_000
    assert value.returned.roi is not None
    assert value.returned.multiple is not None
    assert value.returned.roi.value == 900
    assert value.returned.multiple.value == 10
    assert value.returned.net.value == 1_080_000


def test_the_reporting_example_of_the_framework_is_worth_20800_a_year() -> None:
    value = _value("tallgrass-energy")
    line = next(line for line in value.lines if line.item.id == "reporting-hours")
    assert line.annual is not None
    assert line.annual.value == Decimal(20_800)
    outcome = next(outcome for outcome in value.outcomes if outcome.objective.id == "reporting")
    assert outcome.improvement is not None
    assert outcome.improvement.value == 40


def test_names_of_samples_are_fictional_addresses() -> None:
    """Mail and web addresses end in .example or .invalid, which nobody can own."""
    everything = "".join(one.model_dump_json() for one in samples().values())
    hosts = re.findall(r"(?:@|https?://)([\w.-]+\.[a-z]+)", everything)
    assert hosts
    assert {host.rsplit(".", 1)[1] for host in hosts} <= {"example", "invalid"}
