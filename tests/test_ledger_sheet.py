"""Sign-off by spreadsheet: what goes out holds nothing internal, what comes back is answers and nothing else."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbrgen.errors import SignOffRefused, SourceError, UsageError
from qbrgen.ledger import Decision, Known, Ledger, enrich
from qbrgen.ledger.sheet import TAB, SignOffSheet, from_json, make_sheet
from qbrgen.ledger.sheet_read import read_sheet, signoffs_of
from qbrgen.ledger.sheet_write import render
from qbrgen.model import Account
from qbrgen.model.base import clean
from qbrgen.model.kinds import Standing
from qbrgen.model.value_item import FORMULAS
from qbrgen.settings import Settings
from qbrgen.value import measure
from tests.made import AS_OF, every_byte, samples
from tests.office import assert_office_clean
from tests.programs import soffice
from tests.test_ledger_enrich import Q3, item_of

SETTINGS = Settings(as_of=AS_OF)
FIRST = 8  # the first line of questions, as a spreadsheet counts


def sent(folder: Path, ledger: Ledger, account: Account) -> tuple[Path, SignOffSheet]:
    """A sheet as it goes out."""
    sheet = make_sheet(account.customer_view(), AS_OF, [each.id for each in ledger.signoffs(account.id)])
    ledger.record_sheet(sheet.id, sheet.account_id, AS_OF, sheet.to_json())
    path = folder / f"{account.id}.xlsx"
    path.write_bytes(render(sheet, SETTINGS))
    return path, sheet


def edited(path: Path, **cells: Any) -> Path:
    """The sheet after somebody wrote into cells, as another program saves it."""
    book = openpyxl.load_workbook(path)
    for address, value in cells.items():
        book[TAB][address] = value
    book.save(path)
    book.close()
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger.open(str(tmp_path / "ledger.sqlite")) as opened:
        yield opened


@pytest.fixture
def acme() -> Account:
    return samples()["acme"]


def row(sheet: SignOffSheet, key: str) -> int:
    return FIRST + [asked.item_id for asked in sheet.questions].index(key)


def problems(path: Path, ledger: Ledger, account_id: str = "") -> list[str]:
    with pytest.raises(SignOffRefused) as refused:
        read_sheet(path, ledger, account_id)
    assert refused.value.exit_code == 1
    return [str(problem) for problem in refused.value.problems]


def test_the_answers_come_back_and_change_the_next_document(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, sheet = sent(tmp_path, ledger, acme)
    onboarding, planners, travel = (row(sheet, key) for key in ("onboarding", "planners", "travel"))
    edited(path, **{
        f"H{onboarding}": "Correct", f"I{onboarding}": 61000, f"J{onboarding}": "Eight hires, not ten",
        f"H{planners}": "Dispute", f"J{planners}": "Both were hired in March",
        f"H{travel}": "confirm",
    })  # fmt: skip
    returned = read_sheet(path, ledger, "acme")
    assert from_json(sheet.to_json()) == sheet
    signoffs = signoffs_of(returned, "lindqvist", "Finance", AS_OF)
    told = {each.item_id: (each.decision, each.offered, each.confirmed, each.comment) for each in signoffs}
    assert told == {
        "onboarding": (Decision.CORRECT, Decimal("73000.0"), Decimal(61000), "Eight hires, not ten"),
        "planners": (Decision.DISPUTE, Decimal(182500), None, "Both were hired in March"),
        "travel": (Decision.CONFIRM, Decimal(91250), Decimal(91250), ""),
    }
    assert ledger.record_signoffs(signoffs, returned.sheet.id)
    later = enrich(acme, ledger.known("acme"), AS_OF)
    assert item_of(later, "onboarding").amount == 61000
    assert item_of(later, "planners").standing is Standing.VENDOR_ESTIMATE
    assert item_of(later, "travel").standing is Standing.CUSTOMER_VALIDATED
    assert measure(later, Q3, AS_OF).in_period.validated.value != measure(acme, Q3, AS_OF).in_period.validated.value
    # A new sheet asks about the numbers as they are now, and is another sheet.
    again = make_sheet(later.customer_view(), AS_OF, [each.id for each in ledger.signoffs("acme")])
    assert again.id != sheet.id
    assert {asked.item_id: asked.amount for asked in again.questions}["onboarding"] == 61000


@pytest.mark.parametrize("key", sorted(samples()))
def test_every_sample_comes_back_as_it_went_out_and_is_a_sound_file(key: str, tmp_path: Path, ledger: Ledger) -> None:
    account = samples()[key]
    if not any(item.since <= AS_OF for item in account.value_items):
        with pytest.raises(UsageError, match="nothing to sign off"):
            make_sheet(account.customer_view(), AS_OF)
        return
    path, sheet = sent(tmp_path, ledger, account)
    assert_office_clean(path.read_bytes(), path.name)
    assert render(sheet, SETTINGS) == path.read_bytes()
    edited(path, **{f"H{FIRST}": "Confirm"})
    (answer,) = read_sheet(path, ledger).answers
    assert answer.question == sheet.questions[0]


def test_nothing_internal_is_in_the_workbook(tmp_path: Path, ledger: Ledger) -> None:
    account = samples()["solstice"]
    path, _ = sent(tmp_path, ledger, account)
    content = every_byte(path.read_bytes()).decode("utf-8", "replace")
    for person in account.stakeholders:
        assert not person.private_note or person.private_note not in content
    for secret in (*(note.text for note in account.internal.notes), account.contract.private_note):
        assert not secret or secret not in content


def test_only_the_cells_for_answers_are_open(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, sheet = sent(tmp_path, ledger, acme)
    page = openpyxl.load_workbook(path)[TAB]
    assert page.protection.sheet
    open_cells = {cell.coordinate for line in page.iter_rows() for cell in line if not cell.protection.locked}
    expected = set()
    for number, asked in enumerate(sheet.questions, start=FIRST):
        expected |= {f"H{number}", f"J{number}"} | ({f"I{number}"} if asked.amount is not None else set())
    assert open_cells == expected
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert {rule.formula1 for rule in lists} == {'"Confirm,Correct,Dispute"', '"Confirm,Dispute"'}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"E8": 999999}, r"Sign-off!E8: was changed: the sheet said '420000'.*found 999999"),
        ({"E8": "420000"}, r"Sign-off!E8: was changed"),
        ({"E8": None}, r"Sign-off!E8: was changed.*found nothing"),
        ({"D9": "hours per person per week: 6"}, r"Sign-off!D9: was changed"),
        ({"A8": "Something else"}, r"Sign-off!A8: was changed"),
        ({"K8": "planners · 15bc1c7c3deedb6a"}, r"Sign-off!K8: was changed.*taken from another sheet"),
        ({"B5": "qbrgen sign-off · acme · 0123"}, r"Sign-off!B5: the ledger .* sent no such sheet"),
        ({"B5": None}, r"Sign-off!B5: the sheet's reference is missing"),
        ({"H8": "Maybe"}, r"Sign-off!H8: this is not an answer \(found Maybe\)\. Choose one of: Confirm"),
        ({"H8": "Correct"}, r"Sign-off!I8: the corrected amount is missing"),
        ({"H8": "Correct", "I8": -5}, r"Sign-off!I8: this is not an amount \(found -5\)"),
        ({"H8": "Correct", "I8": "about 3"}, r"Sign-off!I8: this is not an amount"),
        ({"H8": "Correct", "I8": 1e30}, r"Sign-off!I8: this is not an amount"),
        ({"H8": "Confirm", "I8": 7}, r"Sign-off!I8: the line is confirmed, with another amount"),
        ({"J8": "Well"}, r"Sign-off!H8: there is an amount or a comment, but no answer"),
        ({"H22": "Correct", "I22": 5}, r"Sign-off!H22: this value is not counted in money"),
        ({"A24": "A line of our own", "H24": "Confirm"}, r"Sign-off!A24: was empty when the sheet was sent"),
        ({}, r"Sign-off!H8: nothing is answered"),
    ],
)  # fmt: skip
def test_anything_but_an_answer_is_refused_with_its_cell(
    cells: dict[str, Any], message: str, tmp_path: Path, ledger: Ledger, acme: Account
) -> None:
    path, _ = sent(tmp_path, ledger, acme)
    found = problems(edited(path, **cells), ledger)
    assert re.search(message, "\n".join(found)), found


@pytest.mark.slow
def test_sheets_that_libreoffice_saved_again_come_back(tmp_path: Path, ledger: Ledger) -> None:
    office, out = soffice(), tmp_path / "again"
    paths = [sent(tmp_path, ledger, samples()[key])[0] for key in ("ugly", "kitanami-logistics", "dar-al-noor")]
    for path in paths:
        edited(path, **{f"H{FIRST}": "Confirm"})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for path in paths:
        assert len(read_sheet(out / path.name, ledger).answers) == 1


def test_a_sheet_that_was_rewritten_is_refused_in_few_words(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, _ = sent(tmp_path, ledger, acme)
    book = openpyxl.load_workbook(path)
    for number in range(30, 3000):
        book[TAB].cell(number, 1).value = f"line {number}"
    book.save(path)
    found = problems(path, ledger)
    assert len(found) == 41
    assert "and more cells like these (found 2970)" in found[-1]


def test_every_wrong_cell_is_told_at_once(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, _ = sent(tmp_path, ledger, acme)
    assert len(problems(edited(path, E8=1, E9=2, H10="No", A1="Hello"), ledger)) == 4


def test_the_sheet_of_another_account_is_refused(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, _ = sent(tmp_path, ledger, acme)
    other, sheet = sent(tmp_path, ledger, samples()["rheintal-maschinenbau"])
    (told,) = problems(edited(path, H8="Confirm"), ledger, "rheintal-maschinenbau")
    assert "this is the sheet of 'acme', not of 'rheintal-maschinenbau'" in told
    (told,) = problems(edited(other, B5=sheet.key.replace("rheintal-maschinenbau", "acme")), ledger)
    assert "names the account 'acme', but this sheet was sent for 'rheintal-maschinenbau'" in told


def test_lines_that_changed_places_are_refused(tmp_path: Path, ledger: Ledger, acme: Account) -> None:
    path, _ = sent(tmp_path, ledger, acme)
    book = openpyxl.load_workbook(path)
    page = book[TAB]
    first, second = ([page.cell(number, column).value for column in range(1, 12)] for number in (8, 9))
    for column in range(1, 12):
        page.cell(8, column).value, page.cell(9, column).value = second[column - 1], first[column - 1]
    page["H8"] = "Confirm"
    book.save(path)
    assert any("lines may not be moved" in told for told in problems(path, ledger))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"Sign-off,Confirm\n"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path, ledger: Ledger) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"odd\.xlsx"):
        read_sheet(path, ledger)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answer=st.sampled_from(["Confirm", "CORRECT", " dispute "]),
    amount=st.integers(0, 10**12),
    comment=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=80),
)
def test_any_answer_is_read_as_it_was_given(
    answer: str, amount: int, comment: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("sheet")
    with Ledger.open(str(folder / "ledger.sqlite")) as ledger:
        path, sheet = sent(folder, ledger, samples()["acme"])
        corrected = {"I8": amount} if answer == "CORRECT" else {}
        book = openpyxl.load_workbook(path)
        book[TAB]["H8"] = answer
        book[TAB]["J8"].value = comment
        book[TAB]["J8"].data_type = "s"
        for address, value in corrected.items():
            book[TAB][address] = value
        book.save(path)
        (found,) = read_sheet(path, ledger).answers
    asked = sheet.questions[0]
    same = amount == asked.amount
    expected = {
        "Confirm": (Decision.CONFIRM, asked.offered),
        "CORRECT": (Decision.CONFIRM, asked.offered) if same else (Decision.CORRECT, Decimal(amount)),
        " dispute ": (Decision.DISPUTE, None),
    }[answer]
    assert (found.decision, found.confirmed) == expected
    assert found.comment.split() == clean(comment).split()


def test_a_corrected_item_carries_no_formula_that_says_otherwise(
    tmp_path: Path, ledger: Ledger, acme: Account
) -> None:
    path, sheet = sent(tmp_path, ledger, acme)
    number = row(sheet, "reporting-hours")
    returned = read_sheet(edited(path, **{f"H{number}": "Correct", f"I{number}": 0}), ledger)
    known = Known(signoffs=signoffs_of(returned, "okafor", "", AS_OF))
    item = item_of(enrich(acme, known, date(2026, 10, 6)), "reporting-hours")
    assert [name for name in FORMULAS if getattr(item, name) is not None] == ["amount"]
    assert item.amount == 0
