"""Accounts from tables: one layout, read from workbooks, folders of files and databases, and written as workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbrgen.errors import AccountInvalid, SourceError, UsageError
from qbrgen.model.account import Account
from qbrgen.resources import sample_path
from qbrgen.sources import Loaded, Rejected, load, survey
from qbrgen.sources.assemble import Row, assemble
from qbrgen.sources.cells import CellProblem, Reading, parse_cell
from qbrgen.sources.disassemble import Cells, disassemble
from qbrgen.sources.layout import ACCOUNT_ID, CellKind, Column, tables
from qbrgen.sources.select import parse_condition, select
from qbrgen.sources.workbook_out import sheet_name, starter_workbook, write_workbook
from tests.strategies import accounts

DAY = dt.date(2026, 10, 5)


def _samples() -> list[Account]:
    return [loaded.account for loaded in load([sample_path()])]


def _columns(name: str) -> list[str]:
    return [ACCOUNT_ID, *(column.name for column in tables()[name].columns if column.name != ACCOUNT_ID)]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _write_csv(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    for name, cells in rows.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(_columns(name))
            writer.writerows([_text(row.get(column)) for column in _columns(name)] for row in cells)
    return folder


def _write_json_lines(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    for name, cells in rows.items():
        if cells:
            lines = (
                json.dumps({key: _text(value) for key, value in row.items()}, ensure_ascii=False) for row in cells
            )
            (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _write_sqlite(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    base = sqlite3.connect(folder / "crm.db")
    for name, cells in rows.items():
        listed = ", ".join(f'"{column}"' for column in _columns(name))
        base.execute(f'CREATE TABLE "{name}" ({listed})')
        base.executemany(
            f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(_columns(name)))})',
            [[None if row.get(column) is None else str(row[column]) for column in _columns(name)] for row in cells],
        )
    base.commit()
    base.close()
    path = folder / "source.yaml"
    path.write_text("database: {url: 'sqlite:///crm.db'}\n" + _selects(rows), encoding="utf-8")
    return path


def _selects(rows: Mapping[str, list[Cells]]) -> str:
    return "tables:\n" + "".join(f'  {name}: SELECT * FROM "{name}"\n' for name in rows)


def _write_parquet(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    staged = folder / "staged"
    staged.mkdir()
    _write_csv(staged, rows)
    for name in rows:
        read = f"SELECT * FROM read_csv('{staged / name}.csv', all_varchar=true, header=true)"
        duckdb.execute(f"COPY ({read}) TO '{folder / name}.parquet' (FORMAT parquet)")
    return folder


def _write_workbook(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(write_workbook(rows, DAY))
    return path


def _write_mapped_csv(folder: Path, rows: Mapping[str, list[Cells]]) -> Path:
    (folder / "exports").mkdir()
    _write_csv(folder / "exports", rows)
    files = "files:\n" + "".join(f"  {name}: exports/{name}.csv\n" for name in rows)
    path = folder / "source.yaml"
    path.write_text(files + _selects(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "write",
    [_write_csv, _write_json_lines, _write_sqlite, _write_parquet, _write_workbook, _write_mapped_csv],
)
def test_the_sample_accounts_come_back_the_same_from_every_kind_of_table(
    write: Callable[[Path, Mapping[str, list[Cells]]], Path], tmp_path: Path
) -> None:
    samples = _samples()
    assert len(samples) > 10
    place = write(tmp_path, disassemble(samples))
    assert [loaded.account for loaded in load([place])] == samples


@given(st.lists(accounts(), min_size=1, max_size=3, unique_by=lambda account: account.id))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_accounts_to_rows_to_accounts_is_the_identity(given_accounts: list[Account]) -> None:
    rows = disassemble(given_accounts)
    placed = {
        name: [Row(cells, f"{name}!{number}") for number, cells in enumerate(table)] for name, table in rows.items()
    }
    made = list(assemble(placed, "book"))
    assert [raw.problems for raw in made] == [()] * len(made)
    assert [Account.model_validate(raw.data) for raw in made] == given_accounts


@given(st.lists(accounts(), min_size=1, max_size=2, unique_by=lambda account: account.id.casefold()))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large,
                                                                 HealthCheck.function_scoped_fixture])  # fmt: skip
def test_accounts_to_workbook_to_accounts_is_the_identity(tmp_path: Path, given_accounts: list[Account]) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(disassemble(given_accounts), DAY))
    wanted = [account for account in given_accounts if account.id != "example"]
    assert [loaded.account for loaded in load([path])] == wanted


def test_the_same_rows_give_the_same_workbook() -> None:
    rows = disassemble(_samples())
    assert write_workbook(rows, DAY) == write_workbook(rows, DAY)


def _small_book(tmp_path: Path, edit: Callable[[openpyxl.Workbook], None]) -> Path:
    rows = disassemble(_samples()[:2])
    path = tmp_path / "book.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(rows, DAY)))
    edit(book)
    book.save(path)
    return path


def _as_people_leave_it(book: openpyxl.Workbook) -> None:
    sheet = book["Accounts"]
    sheet.insert_rows(1, 3)
    sheet["A1"] = "Our customers, third quarter"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    extra = sheet.max_column + 2
    sheet.cell(4, extra).value = "My own remarks"
    sheet.cell(5, extra).value = "call them"
    heads = {cell.value: cell.column for cell in sheet[4]}
    arr = sheet.cell(5, heads["contract_arr"])
    arr.number_format, arr.value = "@", f"$ {arr.value:,}.00"
    signed = sheet.cell(5, heads["contract_signed"])
    signed.number_format, signed.value = "@", signed.value.strftime("%Y-%m-%d")
    book["Usage"].sheet_state = "hidden"
    book["Readings"].insert_rows(4, 2)


def test_a_workbook_is_read_as_people_leave_it(tmp_path: Path) -> None:
    path = _small_book(tmp_path, _as_people_leave_it)
    assert [loaded.account for loaded in load([path])] == _samples()[:2]


def test_a_date_as_a_serial_number_is_a_date() -> None:
    column = Column("since", ("since",), CellKind.DATE)
    assert parse_cell(46295, column) == dt.date(2026, 9, 30)
    assert parse_cell("46295", column) == dt.date(2026, 9, 30)


def test_a_wrong_cell_is_named_by_sheet_and_cell(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        heads = {cell.value: cell for cell in book["Accounts"][1]}
        book["Accounts"][f"{heads['contract_arr'].column_letter}2"] = "a lot"
        book["Accounts"][f"{heads['tier'].column_letter}2"] = "gold"

    (rejected, good) = survey([_small_book(tmp_path, edit)])
    assert isinstance(rejected, Rejected)
    assert isinstance(good, Loaded)
    assert isinstance(rejected.error, AccountInvalid)
    told = [str(problem) for problem in rejected.error.problems]
    assert any("Accounts!" in line and "'a lot'" in line and "not a number" in line for line in told)
    assert any("'gold'" in line and "strategic, enterprise" in line for line in told)


def test_what_the_model_refuses_is_named_by_its_cell_too(tmp_path: Path) -> None:
    def edit(book: openpyxl.Workbook) -> None:
        heads = {cell.value: cell for cell in book["Accounts"][1]}
        book["Accounts"][f"{heads['contract_seats'].column_letter}2"] = -4

    rejected = next(iter(survey([_small_book(tmp_path, edit)])))
    assert isinstance(rejected, Rejected)
    assert "Accounts!" in str(rejected.error)
    assert "contract.seats" in str(rejected.error)


def test_a_formula_that_gives_an_error_is_refused_by_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(disassemble(_samples()[:1]), DAY))
    heads = {cell.value: cell.column_letter for cell in openpyxl.load_workbook(path)["Accounts"][1]}
    address = f"{heads['contract_arr']}2"
    parts = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            parts[name] = package.read(name)
    name = "xl/worksheets/sheet1.xml"
    before = parts[name]
    start = before.index(f'<c r="{address}"'.encode())
    end = before.index(b"</c>", start) + 4
    parts[name] = before[:start] + f'<c r="{address}" t="e"><f>1/0</f><v>#DIV/0!</v></c>'.encode() + before[end:]
    with zipfile.ZipFile(path, "w") as package:
        for entry, content in parts.items():
            package.writestr(entry, content)
    with pytest.raises(AccountInvalid, match=rf"Accounts!{address}.*#DIV/0!"):
        list(load([path]))


def test_the_example_row_of_the_starter_is_nobodys_account(tmp_path: Path) -> None:
    rows = disassemble(_samples()[:1])
    examples = {name: cells[0] for name, cells in rows.items() if cells}
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(rows, DAY, examples))
    assert [loaded.account.id for loaded in load([path])] == [_samples()[0].id]
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Read me"
    assert book["Accounts"]["A2"].value == "example"
    assert book["Accounts"].freeze_panes == "B2"
    assert book["Accounts"]["A1"].comment is not None
    assert len(book["Value items"].data_validations.dataValidation) >= 3


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    account = Account.model_validate(
        {
            "name": "=cmd|' /C calc'!A0",
            "industry": "@SUM(1+1)",
            "contract": {"signed": "2026-01-01", "currency": "USD", "arr": 10},
            "objectives": [{"id": "one", "title": "+1 for everybody"}],
        }
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(write_workbook(disassemble([account]), DAY))
    book = openpyxl.load_workbook(path)
    formulas = [
        cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas == []
    assert [loaded.account for loaded in load([path])] == [account]


@pytest.mark.parametrize(
    ("written", "reading", "number"),
    [
        ("1250.50", Reading(), "1250.50"),
        ("$1,200.50", Reading(), "1200.50"),
        ("1.200,50 €", Reading(), "1200.50"),
        ("12,5", Reading(), "12.5"),
        ("1,234", Reading("."), "1234"),
        ("1,234", Reading(","), "1.234"),
        ("1.234", Reading(","), "1234"),
        ("(1 250)", Reading(), "-1250"),
        ("12 %", Reading(), "12"),
        ("1’250.75 CHF", Reading(), "1250.75"),
        ("1,234,567", Reading(), "1234567"),
        ("−5", Reading(), "-5"),
        (0.1, Reading(), "0.1"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: object, reading: Reading, number: str) -> None:
    assert parse_cell(written, Column("arr", ("arr",), CellKind.NUMBER), reading) == Decimal(number)


@pytest.mark.parametrize("written", ["1,234", "1.2.3", "12,34,5.6,7", "lots", "Infinity", "NaN", "12k", True])
def test_numbers_that_could_mean_two_things_are_refused(written: object) -> None:
    with pytest.raises(CellProblem):
        parse_cell(written, Column("arr", ("arr",), CellKind.NUMBER))


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("2026-09-30", Reading()),
        ("30.9.2026", Reading()),
        ("9/30/2026", Reading()),
        ("30/9/2026", Reading()),
        ("2026-09-30T10:00:00Z", Reading()),
        (dt.datetime(2026, 9, 30, 12), Reading()),  # noqa: DTZ001  (as a workbook gives it)
    ],
)
def test_dates_are_read_as_people_write_them(written: object, reading: Reading) -> None:
    assert parse_cell(written, Column("since", ("since",), CellKind.DATE), reading) == dt.date(2026, 9, 30)


def test_a_date_whose_month_cannot_be_told_is_refused_until_the_order_is_said() -> None:
    column = Column("since", ("since",), CellKind.DATE)
    with pytest.raises(CellProblem, match="told apart"):
        parse_cell("03/04/2026", column)
    assert parse_cell("03/04/2026", column, Reading(day_order="dmy")) == dt.date(2026, 4, 3)
    assert parse_cell("03/04/2026", column, Reading(day_order="mdy")) == dt.date(2026, 3, 4)


def _refusal(value: object, column: Column) -> str:
    """Why and what to do, for a cell that is refused; a full stop for one that is read."""
    try:
        parse_cell(value, column)
    except CellProblem as problem:
        return f"{problem}: {problem.remedy}"
    return "."


@given(
    st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes())
)
@settings(max_examples=300, deadline=None)
def test_any_cell_is_read_or_refused_in_words(value: object) -> None:
    for kind in CellKind:
        column = Column("x", ("x",), kind, choices=("one", "two"))
        assert _refusal(value, column).endswith(".")


def _csv_folder(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


ACCOUNT = "account_id,name,contract_signed,contract_currency,contract_arr\nacme,Acme,2026-01-01,USD,1000\n"
OBJECTIVE = "account_id,id,title\nacme,one,Close deals faster\n"


@pytest.mark.parametrize(
    ("tables_given", "told"),
    [
        ({"objectives": OBJECTIVE}, "holds no account file"),
        ({"accounts": "", "objectives": OBJECTIVE}, "empty"),
        ({"accounts": ACCOUNT.replace("contract_arr", "contract_ar"), "objectives": OBJECTIVE}, "Did you mean 'contract_arr'"),
        ({"accounts": ACCOUNT, "objectives": OBJECTIVE.replace("acme", "acne")}, "Did you mean 'acme'"),
        ({"accounts": ACCOUNT, "objectives": "account_id,id,title\nacme,one,a,b,c\n"}, "row 2: the row has 5 cells and the header 3"),
        ({"accounts": ACCOUNT, "objectives": OBJECTIVE, "objective": OBJECTIVE}, "Did you mean 'objectives'"),
        ({"accounts": ACCOUNT + "acme,Acme,2026-01-01,USD,1000\n", "objectives": OBJECTIVE}, "twice"),
        ({"accounts": ACCOUNT, "objectives": OBJECTIVE, "readings": "account_id,objective,date,value\nacme,two,2026-01-01,5\n"},
         "'two' is no id in the table objectives"),
        ({"accounts": ACCOUNT.replace("acme", "../../x"), "objectives": OBJECTIVE.replace("acme", "../../x")}, "id"),
        ({"accounts": ACCOUNT, "objectives": "account_id,id,title\nacme,one,\"" + "x" * 200_000 + "\"\n"}, "field larger than"),
    ],
)  # fmt: skip
def test_a_folder_of_tables_that_is_wrong_is_told_so(tmp_path: Path, tables_given: dict[str, str], told: str) -> None:
    folder = _csv_folder(tmp_path, **tables_given)
    messages = [str(each.error) for each in survey([folder]) if isinstance(each, Rejected)]
    assert any(told in message for message in messages), messages


def test_a_file_in_another_encoding_is_refused_until_it_is_named(tmp_path: Path) -> None:
    folder = _csv_folder(tmp_path, objectives=OBJECTIVE)
    (folder / "accounts.csv").write_bytes(ACCOUNT.replace("Acme", "Müller").encode("cp1252"))
    with pytest.raises(SourceError, match="not all of it is UTF-8"):
        list(load([folder]))
    (tmp_path / "m").mkdir()
    mapping = tmp_path / "m" / "source.yaml"
    mapping.write_text(
        "files:\n  a: {path: ../accounts.csv, encoding: CP1252}\n  o: ../objectives.csv\n"
        "tables:\n  accounts: SELECT * FROM a\n  objectives: SELECT * FROM o\n",
        encoding="utf-8",
    )
    assert next(load([mapping])).account.name == "Müller"


def test_semicolons_tabs_and_utf_16_are_understood(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_text(ACCOUNT.replace(",", ";"), encoding="utf-16")
    (tmp_path / "objectives.tsv").write_text(OBJECTIVE.replace(",", "\t"), encoding="utf-8-sig")
    assert next(load([tmp_path])).account.name == "Acme"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY a TO 'stolen.csv'",
        "DROP VIEW a",
        "SELECT 1; DROP VIEW a",
        "ATTACH 'x.db'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "SELECT * FROM read_csv('https://example.com/a.csv')",
        "SELECT * FROM nowhere",
    ],
)
def test_sql_over_files_reads_the_named_files_and_nothing_else(tmp_path: Path, sql: str) -> None:
    _csv_folder(tmp_path, a=ACCOUNT)
    mapping = tmp_path / "source.yaml"
    mapping.write_text("files: {a: a.csv}\ntables:\n  accounts: " + json.dumps(sql), encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(SourceError, match=r"tables\.accounts"):
        list(load([mapping]))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("sql", ["DELETE FROM a", "SELECT 1; DELETE FROM a", "UPDATE a SET name = 'x'"])
def test_sql_over_a_database_cannot_write(tmp_path: Path, sql: str) -> None:
    base = sqlite3.connect(tmp_path / "crm.db")
    base.execute("CREATE TABLE a (name TEXT)")
    base.execute("INSERT INTO a VALUES ('Acme')")
    base.commit()
    base.close()
    mapping = tmp_path / "source.yaml"
    mapping.write_text(
        f"database: {{url: 'sqlite:///crm.db'}}\ntables: {{accounts: {json.dumps(sql)}}}", encoding="utf-8"
    )
    with pytest.raises(SourceError):
        list(load([mapping]))
    base = sqlite3.connect(tmp_path / "crm.db")
    assert base.execute("SELECT name FROM a").fetchall() == [("Acme",)]
    base.close()


def test_a_database_s_password_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_URL", "postgresql://csm:hunter2@127.0.0.1:1/crm")
    mapping = tmp_path / "source.yaml"
    mapping.write_text("database: {env: CRM_URL}\ntables: {accounts: SELECT 1}", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        list(load([mapping]))
    assert "hunter2" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)
    mapping.write_text(
        "database: {url: 'postgresql://csm:hunter2@host/crm'}\ntables: {accounts: SELECT 1}", encoding="utf-8"
    )
    with pytest.raises(SourceError, match="environment variable") as refused:
        list(load([mapping]))
    assert "hunter2" not in str(refused.value)


def test_a_zip_bomb_and_what_is_no_workbook_are_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (80 * 2**20))
    with pytest.raises(SourceError, match="unpacks to"):
        list(load([bomb]))
    plain = tmp_path / "plain.xlsx"
    plain.write_text("name,tier\n", encoding="utf-8")
    with pytest.raises(SourceError, match="not an Excel workbook"):
        list(load([plain]))


def test_accounts_are_chosen_by_their_fields() -> None:
    loaded = list(load([sample_path()]))

    def chosen(*conditions: str) -> set[str]:
        found = select(loaded, [parse_condition(condition) for condition in conditions])
        return {each.account.id for each in found if isinstance(each, Loaded)}

    everybody = {each.account.id for each in loaded}
    assert chosen() == everybody
    assert "acme" in chosen("tier=enterprise", "currency=USD")
    assert chosen("tier=enterprise") | chosen("tier!=enterprise") == everybody
    assert chosen("renewal<2027-01-31") < everybody
    assert chosen("csm~AVERY", "arr>100000") == {"acme"}
    for wrong, told in (("teir=x", "Did you mean 'tier'"), ("tier>3", "no order"), ("nonsense", "no condition")):
        with pytest.raises(UsageError, match=told):
            parse_condition(wrong)


def test_every_table_of_the_layout_has_a_sheet_name_that_excel_takes() -> None:
    names = [sheet_name(table) for table in tables().values()]
    assert all(len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_a_starter_workbook_is_empty_but_for_its_examples(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(starter_workbook(DAY))
    with pytest.raises(SourceError, match="no row yet"):
        list(load([path]))
    book = openpyxl.load_workbook(path)
    sheet = book["Accounts"]
    for column in range(1, sheet.max_column + 1):
        value = sheet.cell(2, column).value
        sheet.cell(3, column).value = "acme" if value == "example" else value
    objectives = book["Objectives"]
    for column in range(1, objectives.max_column + 1):
        value = objectives.cell(2, column).value
        objectives.cell(3, column).value = "acme" if value == "example" else value
    objectives.cell(3, [cell.value for cell in objectives[1]].index("owner") + 1).value = None
    book.save(path)
    (account,) = [loaded.account for loaded in load([path])]
    assert (account.id, account.name) == ("acme", "Acme Corporation")
