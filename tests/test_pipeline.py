"""One document from start to end: names, periods, what is refused, what is done only once."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbrgen.errors import ClaimRefused, UsageError
from qbrgen.model import Account, parse_period
from qbrgen.pipeline import Order, Workbench, file_name, make, make_book
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story
from qbrgen.story.documents import BOOKS, DOCUMENTS, Document
from qbrgen.story.material import Material
from tests.made import AS_OF, samples

SETTINGS = Settings(as_of=AS_OF)
STRICT = dataclasses.replace(SETTINGS, strict=True)
CLAIMS_TOO_MUCH = ("cobalt-water", "foxglove-vets", "velatel")
PERIODS = ("2026-Q3", "2026-07", "2026-H1", "2026", "2026-07-01..2026-08-15")


def named(key: str) -> Account:
    return samples()["acme"].model_copy(update={"id": key})


@settings(max_examples=200, deadline=None)
@given(
    key=st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,79}\Z")
    | st.sampled_from(["con", "NUL.x", "aux.", "COM1.a.b", "lpt9"]),
    document=st.sampled_from(sorted({**DOCUMENTS, **BOOKS})),
    period=st.sampled_from(PERIODS),
    anonymous=st.booleans(),
)
def test_a_file_name_can_exist_everywhere_and_says_what_it_is(
    *, key: str, document: str, period: str, anonymous: bool
) -> None:
    chosen = dataclasses.replace(SETTINGS, anonymous=anonymous)
    name = file_name(named(key), document, parse_period(period), ".pptx", chosen)
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,150}", name)
    assert name.endswith(f"-{document}-{period}.pptx")
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\.", name)
    assert not anonymous or name.startswith("anonymous-")


def test_a_format_and_a_document_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(UsageError, match="success-plan is not made as 'pptx'"):
        make(samples()["acme"], "success-plan", "pptx", settings=SETTINGS)
    with pytest.raises(UsageError, match="there is no document 'qrb'"):
        make(samples()["acme"], "qrb", settings=SETTINGS)


def test_the_first_format_and_the_documents_own_period_are_usual() -> None:
    artifact = make(samples()["acme"], "monthly-review", settings=SETTINGS)
    assert (artifact.name, artifact.format) == ("acme-monthly-review-2026-09.docx", "docx")


@pytest.mark.parametrize("key", CLAIMS_TOO_MUCH)
def test_strict_refuses_what_would_claim_too_much_and_says_why(key: str) -> None:
    with pytest.raises(ClaimRefused) as caught:
        make(samples()[key], "qbr", settings=STRICT)
    assert caught.value.reasons
    assert all(re.match(r"QV\d{3}: .+\.$", reason) for reason in caught.value.reasons)


@pytest.mark.parametrize("key", sorted(CLAIMS_TOO_MUCH))
def test_strict_does_not_refuse_what_is_only_for_ourselves_or_claims_nothing(key: str) -> None:
    assert make(samples()[key], "csm-brief", settings=STRICT).data
    assert make(samples()[key], "user-tips", settings=STRICT).data


def test_a_sound_account_passes_strict() -> None:
    assert make(samples()["acme"], "qbr", settings=STRICT) == make(samples()["acme"], "qbr", settings=SETTINGS)


def test_what_documents_share_is_measured_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"measured": 0, "told": 0}
    measure, build = Workbench.measured.__globals__["measure"], DOCUMENTS["qbr"].build

    def counting_measure(*given: object) -> object:
        counts["measured"] += 1
        return measure(*given)

    def counting_build(material: Material) -> Story:
        counts["told"] += 1
        return build(material)

    monkeypatch.setattr("qbrgen.pipeline.measure", counting_measure)
    row = dataclasses.replace(DOCUMENTS["qbr"], build=counting_build)
    monkeypatch.setattr("qbrgen.pipeline.document", lambda name: row if name == "qbr" else DOCUMENTS[name])
    bench = Workbench(samples()["acme"], SETTINGS)
    for order in (Order("qbr", "pptx"), Order("qbr", "docx"), Order("ebr"), Order("value-report")):
        bench.make(order)
    assert counts == {"measured": 1, "told": 1}


def test_a_customers_document_is_told_from_a_view_without_internal_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, type] = {}

    def noting(row: Document) -> Document:
        def build(material: Material) -> Story:
            seen[row.name] = type(material.account)
            return row.build(material)

        return dataclasses.replace(row, build=build)

    monkeypatch.setattr("qbrgen.pipeline.document", lambda name: noting(DOCUMENTS[name]))
    bench = Workbench(samples()["acme"], SETTINGS)
    for name, row in DOCUMENTS.items():
        bench.make(Order(name, row.formats[0]))
    assert {name: kind.__name__ for name, kind in seen.items()} == {
        name: "Account" if row.internal else "CustomerAccount" for name, row in DOCUMENTS.items()
    }


@pytest.mark.parametrize("form", ["xlsx", "pptx"])
def test_the_book_of_all_accounts_is_one_file_with_the_same_bytes_each_time(form: str) -> None:
    accounts = list(samples().values())
    first, second = (make_book(accounts, Order("portfolio", form), SETTINGS) for _ in range(2))
    assert first.name == f"portfolio-2026-Q3.{form}"
    assert first.data == second.data
    with pytest.raises(UsageError, match="about many accounts"):
        make_book(accounts, Order("qbr"), SETTINGS)


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2150, 12, 31)])
@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - {"case-study", "case-study-short"}))
def test_a_document_is_made_on_days_far_before_and_after_the_account(name: str, day: date) -> None:
    assert make(samples()["acme"], name, settings=Settings(as_of=day)).data
