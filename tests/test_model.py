"""The account model: what each field accepts, what it keeps, what the customer sees of it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from qbrgen.errors import UsageError
from qbrgen.model import Account, CustomerAccount, Period, parse_period, slug
from qbrgen.model.activity import Month
from qbrgen.model.base import Count, Currency, Day, Identifier, Line, Number, Record, Text
from qbrgen.model.kinds import Kind, Tier
from qbrgen.model.period import last_full_month, last_full_quarter
from qbrgen.model.schema import INTERNAL, account_schema, is_internal
from qbrgen.sources import load
from qbrgen.sources.json_file import read_json
from qbrgen.sources.shape import bare, is_record, item_of
from qbrgen.sources.yaml_file import read_yaml
from tests.strategies import accounts

FIXTURES = Path(__file__).parent.parent / "fixtures"
SAMPLES = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".yaml", ".json"))
SOUND: dict[str, Any] = {
    "name": "Acme",
    "contract": {"signed": "2025-10-01", "currency": "USD", "arr": 120000},
    "objectives": [{"id": "faster", "title": "Close deals faster"}],
}


def read(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def records(start: type[Record] = Account) -> set[type[Record]]:
    found, pending = set[type[Record]](), [start]
    while pending:
        kind = pending.pop()
        if kind not in found:
            found.add(kind)
            inner = [item_of(field.annotation) or bare(field.annotation) for field in kind.model_fields.values()]
            pending += [each for each in inner if is_record(each)]
    return found


@pytest.mark.parametrize(
    ("kind", "given_", "kept"),
    [
        (Number, 0.1, Decimal("0.1")),
        (Number, "1234567890.1234567890", Decimal("1234567890.1234567890")),
        (Number, Decimal("-0"), Decimal(0)),
        (Number, Decimal("0E+999999"), Decimal(0)),
        (Count, "12", 12),
        (Count, Decimal("12.0"), 12),
        (Day, "2026-10-03", date(2026, 10, 3)),
        (Day, date(2026, 10, 3), date(2026, 10, 3)),
        (Month, "2026-07", date(2026, 7, 1)),
        (Month, "2026-07-19", date(2026, 7, 1)),
        (Identifier, 4821, "4821"),
        (Text, "a\x00b\x1f\ud800 ", "ab"),
        (Line, "  two\n  lines ", "two lines"),
        (Line, "e\u0301", "é"),
        (Tier, "Mid-Market", Tier.MID_MARKET),
        (Tier, " SMB ", Tier.SMB),
    ],
)
def test_what_is_kept(kind: Any, given_: object, kept: object) -> None:
    found = read(kind, given_)
    assert found == kept
    assert str(found) == str(kept)


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        (Number, True),
        (Number, "NaN"),
        (Number, float("inf")),
        (Number, "1e18"),
        (Number, "1e-41"),
        (Number, "1e999999999"),
        (Count, Decimal("1e99999999")),
        (Count, False),
        (Count, -1),
        (Count, 1.5),
        (Day, 0),
        (Day, "86400"),
        (Day, "20261003"),
        (Day, "2026-10-03T10:00:00"),
        (Day, "0001-01-01"),
        (Day, "2200-01-01"),
        (Month, "2026-13"),
        (Month, 7),
        (Currency, "ERU"),
        (Currency, "usd"),
        (Identifier, "two words"),
        (Identifier, ".."),
        (Identifier, "a/b"),
        (Identifier, True),
        (Line, " \x00 "),
    ],
)
def test_what_is_refused(kind: Any, refused: object) -> None:
    with pytest.raises(ValidationError):
        read(kind, refused)


def test_records_are_frozen_and_refuse_unknown_fields() -> None:
    account = Account.model_validate(SOUND)
    with pytest.raises(ValidationError):
        account.name = "Other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Account.model_validate({**SOUND, "renewal": "2027-01-01"})


def test_the_id_comes_from_the_name_where_it_is_left_out() -> None:
    assert Account.model_validate(SOUND).id == "acme"
    assert [slug(name) for name in ("Müller & Söhne GmbH", "株式会社", " -- ", "A" * 200)] == [
        "muller-sohne-gmbh", "account", "account", "a" * 80]  # fmt: skip


@pytest.mark.parametrize("kind", sorted(records(), key=str), ids=lambda kind: str(kind.__name__))
def test_every_field_says_what_it_means_and_a_required_one_gives_a_valid_example(kind: type[Record]) -> None:
    for name, field in kind.model_fields.items():
        assert field.description, f"{kind.__name__}.{name} has no description"
        assert field.description.endswith((".", "..."))
        inner = item_of(field.annotation) or bare(field.annotation)
        if field.is_required() and not is_record(inner):
            assert field.examples, f"{kind.__name__}.{name} has no example"
            for example in field.examples:
                read(field.rebuild_annotation(), example)


def test_the_customers_view_has_no_place_for_an_internal_field() -> None:
    customer = records(CustomerAccount)
    for kind in records():
        for name in kind.model_fields:
            assert is_internal(kind, name) != any(
                issubclass(kind, each) and name in each.model_fields for each in customer
            ), f"{kind.__name__}.{name}"


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_the_customers_view_is_valid_and_says_nothing_more_than_the_account(account: Account) -> None:
    view = account.customer_view()
    assert type(view) is CustomerAccount
    assert CustomerAccount.model_validate(view.model_dump()) == view
    seen = json.dumps(view.model_dump(mode="json"))
    assert "private_note" not in seen
    assert "churn_risks" not in seen


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_an_account_written_as_json_reads_back_the_same(account: Account) -> None:
    assert Account.model_validate_json(account.model_dump_json()) == account


# The schema


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = account_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_schema_passes_every_sample_account(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    for raw in (read_json if path.suffix == ".json" else read_yaml)(path):
        assert [error.message for error in validator.iter_errors(plain(raw.data))] == []


@pytest.mark.parametrize(
    "change",
    [{"nmae": "x"}, {"name": ""}, {"contract": {}}, {"objectives": []}, {"tier": "enterprize"}, {"id": "two words"},
     {"usage": [{"month": "July", "active_users": 1}]}, {"usage": [{"month": "2026-07", "active_users": -1}]}],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses_what_the_model_refuses(
    change: dict[str, object], validator: jsonschema.Draft202012Validator
) -> None:
    data = {**SOUND, **change}
    assert not validator.is_valid(data)
    with pytest.raises(ValidationError):
        Account.model_validate(data)


def test_the_schema_marks_the_internal_fields_and_only_them() -> None:
    marked = {
        f"{name}.{field}"
        for name, record in account_schema()["$defs"].items()
        for field, described in record.get("properties", {}).items()
        if described.get(INTERNAL)
    }
    internal = {
        f"{kind.__name__}.{name}" for kind in records() for name in kind.model_fields if is_internal(kind, name)
    }
    assert marked == internal
    assert {"Account.internal", "ContractRecord.discount_percent", "StakeholderRecord.mood", "Note.text"} <= marked


def test_every_definition_of_the_schema_has_titles_and_descriptions() -> None:
    for name, record in account_schema()["$defs"].items():
        assert record.get("description"), name
        for field, described in record.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"


def test_every_closed_list_says_what_it_is_and_reads_its_own_words() -> None:
    for kind in Kind.__subclasses__():
        assert kind.__doc__
        assert all(kind(str(member).upper().replace("_", " ")) is member for member in kind)


# Periods


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-07-01..2026-08-15", date(2026, 7, 1), date(2026, 8, 15)),
    ],
)
def test_a_period_is_read(text: str, start: date, end: date) -> None:
    period = parse_period(text)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "Q3", "2026-Q5", "2026-13", "26-Q1", "0026", "2026-07-02..2026-07-01", "a..b", "²⁰²⁶"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_period(text)


@pytest.mark.parametrize(
    ("text", "before"),
    [("2026-Q1", "2025-Q4"), ("2026-Q3", "2026-Q2"), ("2026-01", "2025-12"), ("2026-H1", "2025-H2"), ("2026", "2025"),
     ("2026-07-11..2026-07-20", "2026-07-01..2026-07-10")],
)  # fmt: skip
def test_the_period_before_is_of_the_same_kind(text: str, before: str) -> None:
    assert parse_period(text).previous().label == before


def test_the_last_full_quarter_and_month_have_ended() -> None:
    assert [last_full_quarter(day).label for day in (date(2026, 10, 5), date(2026, 9, 30), date(2026, 1, 1))] == [
        "2026-Q3", "2026-Q3", "2025-Q4"]  # fmt: skip
    assert [last_full_month(day).label for day in (date(2026, 10, 5), date(2026, 9, 30), date(2026, 1, 1))] == [
        "2026-09", "2026-09", "2025-12"]  # fmt: skip


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_day_lies_after_its_last_full_quarter_and_the_periods_are_seamless(day: date) -> None:
    quarter = last_full_quarter(day)
    assert quarter.end <= day
    before: Period = quarter.previous()
    assert (quarter.start - before.end).days == 1


def test_the_samples_are_valid() -> None:
    assert len(list(load([FIXTURES]))) >= 20
