"""The ledger itself: what goes in comes out, many writers lose nothing, an earlier schema opens."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, inspect, text

from qbrgen.errors import LedgerError
from qbrgen.ledger import Decision, Delivery, Ledger, LoggedWin, RunStatus, SignOff, tables
from qbrgen.ledger.jobs import Job, Jobs, JobStatus
from qbrgen.ledger.links import Link, LinkAnswer, Links
from qbrgen.ledger.once import Asked, Requests
from qbrgen.ledger.opening import HEAD, upgrade
from qbrgen.ledger.people import People
from qbrgen.ledger.trail import Trail
from qbrgen.model.kinds import Standing, ValueCategory
from qbrgen.model.period import parse_period
from qbrgen.value import figures, measure
from qbrgen.value.figure import Figure, money
from tests.made import AS_OF, samples
from tests.postgres import postgres

Q3 = parse_period("2026-Q3")
WRITERS, EACH = 8, 12
LONG = Decimal("123456789012345678.000000000000000000001234")


def delivery(account: str = "acme", document: str = "qbr") -> Delivery:
    return Delivery(account, document, "pptx", Q3, "ab" * 32, 1234, 'out/ümlaut & "sign".pptx', AS_OF)


def signoff(account: str = "acme", file: str = "cd" * 32, by: str = "okafor") -> SignOff:
    return SignOff(account, "item", Decision.CORRECT, by, "Finance", AS_OF, LONG, Decimal("0.1"), "USD", "ef" * 32,
                   "line\nbreak; 'quoted'", file)  # fmt: skip


def win(account: str = "acme") -> LoggedWin:
    return LoggedWin(account, "Größe", LONG, "EUR", ValueCategory.TIME_SAVED, AS_OF, Standing.CUSTOMER_VALIDATED,
                     "objective", "okafor", AS_OF, "a mail")  # fmt: skip


def write_much(url: str, writer: int) -> None:
    """One process: runs, deliveries, wins, sign-offs and snapshots in turn."""
    with Ledger.open(url) as ledger:
        run = ledger.start_run("make", AS_OF)
        for number in range(EACH):
            account = f"account-{writer}"
            ledger.record_delivery(replace(delivery(account), run=run))
            ledger.record_win(win(account))
            assert ledger.record_signoffs([signoff(account, f"{writer:032d}{number:032d}")])
            figure = Figure("key", "Label", Decimal(number), money("USD"))
            ledger.record_snapshot(account, Q3, [figure], AS_OF, run)
        # Every process means to record this one workbook; only one may.
        ledger.record_signoffs([signoff("shared")], "shared-sheet")
        ledger.finish_run(run, RunStatus.DONE, EACH, 0)


def written_at_once(url: str) -> None:
    # Fresh processes that all find no tables yet.
    with multiprocessing.get_context("spawn").Pool(WRITERS) as pool:
        pool.starmap(write_much, [(url, writer) for writer in range(WRITERS)], chunksize=1)
    with Ledger.open(url) as ledger:
        assert len(ledger.deliveries()) == len(ledger.wins()) == WRITERS * EACH
        assert len({each.id for each in ledger.wins()}) == WRITERS * EACH
        assert len(ledger.signoffs()) == WRITERS * EACH + 1
        assert len(ledger.signoffs("shared")) == 1
        assert [run.status for run in ledger.runs()] == [RunStatus.DONE] * WRITERS
        for writer in range(WRITERS):
            assert len(ledger.deliveries(f"account-{writer}")) == EACH
            last = ledger.snapshot(f"account-{writer}", Q3)
            assert last is not None
            assert last.figures["key"].value == EACH - 1


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger, in a file and in a real PostgreSQL."""
    if request.param == "sqlite":
        url = str(tmp_path / "deep" / "folder" / "ledger.sqlite")
    else:
        url = request.getfixturevalue("server")
        empty(url)
    with Ledger.open(url) as opened:
        yield opened


def empty(url: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
    engine.dispose()


def test_what_was_recorded_comes_back_exactly(ledger: Ledger) -> None:
    ledger.record_delivery(delivery(), delivery("other"))
    ledger.record_win(win())
    assert ledger.record_signoffs([signoff()], "sheet")
    (found,) = ledger.deliveries("acme")
    assert replace(found, id="", recorded=None) == delivery()
    (logged,) = ledger.wins("acme")
    assert replace(logged, id="", recorded=None) == win()
    (said,) = ledger.signoffs("acme")
    assert replace(said, id="", recorded=None) == signoff()
    assert found.recorded is not None
    assert abs((datetime.now(tz=UTC) - found.recorded).total_seconds()) < 60
    assert ledger.known("acme").wins == (logged,)
    assert ledger.known("nobody") == ledger.known("nothing")
    assert len(ledger.deliveries()) == 2


def test_a_run_is_running_until_it_tells_how_it_ended(ledger: Ledger) -> None:
    first, second = ledger.start_run("make", AS_OF), ledger.start_run("batch", AS_OF)
    ledger.finish_run(second, RunStatus.FAILED, 3, 1)
    found = {run.id: run for run in ledger.runs()}
    assert (found[first].status, found[first].finished) == (RunStatus.RUNNING, None)
    assert (found[second].status, found[second].made, found[second].failed) == (RunStatus.FAILED, 3, 1)
    ended = found[second].finished
    assert ended is not None
    assert ended >= found[second].started


def test_a_snapshot_keeps_every_figure_of_an_account_and_the_latest_counts(ledger: Ledger) -> None:
    value = measure(samples()["acme"], Q3, AS_OF)
    told = list(figures(value))
    ledger.record_snapshot("acme", Q3, told, date(2026, 10, 1))
    ledger.record_snapshot("acme", Q3, told[:1], date(2026, 9, 1))
    latest = ledger.snapshot("acme", Q3)
    assert latest is not None
    assert {key: (kept.value, kept.unit, kept.standing) for key, kept in latest.figures.items()} == {
        figure.key: (figure.value, figure.unit, figure.standing) for figure in told
    }
    before = ledger.snapshot_before("acme", date(2026, 10, 1))
    assert before is not None
    assert list(before.figures) == [told[0].key]
    assert ledger.snapshot_before("acme", date(2026, 9, 1)) is None
    assert ledger.snapshot("acme", Q3.previous()) is None
    assert ledger.snapshot("other", Q3) is None


def test_a_workbook_or_a_sheet_by_one_person_counts_once(ledger: Ledger) -> None:
    assert ledger.record_signoffs([signoff(), signoff()], "sheet")
    assert not ledger.record_signoffs([signoff()], "another sheet")
    assert not ledger.record_signoffs([signoff(file="01" * 32)], "sheet")
    assert ledger.record_signoffs([signoff(file="02" * 32, by="lindqvist")], "sheet")
    assert len(ledger.signoffs()) == 3


@pytest.mark.slow
def test_eight_processes_at_once_lose_nothing_in_sqlite(tmp_path: Path) -> None:
    written_at_once(str(tmp_path / "ledger.sqlite"))


@pytest.mark.slow
def test_eight_processes_at_once_lose_nothing_in_postgresql(server: str) -> None:
    empty(server)
    written_at_once(server)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_ledger_of_the_first_schema_opens_and_knows_what_it_knew(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "ledger.sqlite") if kind == "sqlite" else request.getfixturevalue("server")
    if kind == "postgresql":
        empty(url)
    engine = open_engine_at("0001", url)
    old = {**row_of(signoff()), "id": "1" * 32, "recorded": datetime(2026, 1, 2, tzinfo=UTC)}
    with engine.begin() as connection:
        assert "qbrgen_sheet_returns" not in inspect(connection).get_table_names()
        connection.execute(tables.signoffs.insert(), [old, {**old, "id": "2" * 32, "item_id": "second"}])
    engine.dispose()
    with Ledger.open(url) as ledger:
        assert [each.item_id for each in ledger.signoffs("acme")] == ["item", "second"]
        # The workbook that was recorded under the old schema is still known.
        assert not ledger.record_signoffs([signoff()])
        assert ledger.record_signoffs([signoff(file="03" * 32)])


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_ledger_from_before_the_service_opens_and_takes_users_and_links(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = str(tmp_path / "ledger.sqlite") if kind == "sqlite" else request.getfixturevalue("server")
    if kind == "postgresql":
        empty(url)
    open_engine_at("0002", url).dispose()
    with Ledger.open(url) as ledger:
        ledger.record_sheet("sheet", "acme", AS_OF, "{}")
        links, people = Links(ledger), People(ledger)
        user = people.add("Pat@Cadenza.example", "Pat", ("csm",))
        people.start_session(user, "secret", 1)
        assert people.in_session("secret") == people.by_email("pat@cadenza.EXAMPLE") == user
        link = links.add(Link("key", "acme", "sheet", "pat", "okafor", datetime(2026, 12, 1, tzinfo=UTC)))
        answer = LinkAnswer("key", "Pat", "CFO", "203.0.113.7", "ab" * 32)
        assert [links.record(answer, [signoff(file="ab" * 32)], "sheet") for _ in range(2)] == [True, False]
        assert [each.name for each in links.answers(link.id)] == ["Pat"]
        assert [each.action for each in Trail(ledger).read(5)] == ["signed off"]
        requests = Requests(ledger)
        assert requests.begin("key", "asked") is None
        requests.finish("key", 201, "{}")
        assert requests.begin("key", "asked") == Asked("asked", 201, "{}")
        jobs = Jobs(ledger)
        assert [jobs.add(Job("job", "batch", user.id)) for _ in range(2)] == [True, False]
        jobs.set("job", JobStatus.STOPPED)
        jobs.set("job", JobStatus.DONE)
        assert jobs.of("batch")[0].status is JobStatus.STOPPED
        people.remove(user)
        assert people.in_session("secret") is None


def row_of(said: SignOff) -> dict[str, object]:
    names = [column.name for column in tables.signoffs.columns]
    return {name: getattr(said, name) for name in names} | {"decision": said.decision.value}


def open_engine_at(revision: str, url: str) -> Engine:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://") if "://" in url else f"sqlite:///{url}"
    )
    with engine.begin() as connection:
        upgrade(connection, revision)
    return engine


def test_the_tables_after_every_migration_are_the_ones_the_code_uses(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": tables.VERSION_TABLE})
        assert compare_metadata(context, tables.metadata) == []


def test_the_schema_the_code_knows_is_the_last_migration() -> None:
    scripts = ScriptDirectory(str(Path(tables.__file__).parent / "migrations"))
    assert scripts.get_heads() == [HEAD]


def test_a_ledger_of_a_newer_qbrgen_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(str(path)).close()
    with sqlite3.connect(path) as base:
        base.execute("UPDATE qbrgen_ledger_version SET version_num = '9999'")
    base.close()
    with pytest.raises(LedgerError, match="newer qbrgen"):
        Ledger.open(str(path))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://somebody:secret@host/base", "SQLite or PostgreSQL"),
        ("nonsense://", "SQLite or PostgreSQL"),
        ("://", "is not one"),
        ("sqlite://", "names no file"),
        ("postgresql://somebody:secret@127.0.0.1:1/base", "Check that the server runs"),
    ],
)
def test_a_ledger_that_cannot_be_used_says_why_and_never_shows_a_password(url: str, message: str) -> None:
    with pytest.raises(LedgerError, match=message) as refused:
        Ledger.open(url)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_ledger_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be looked at " * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(str(path))
    assert path.read_bytes() == before


def test_a_ledger_that_may_only_be_read_says_so_when_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger.open(str(path)).close()
    with Ledger.open(f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true") as ledger:
        assert ledger.runs() == ()
        with pytest.raises(LedgerError, match="readonly"):
            ledger.start_run("make", AS_OF)


@settings(max_examples=25, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=None), st.text(max_size=60))
def test_any_amount_and_any_words_survive(
    tmp_path_factory: pytest.TempPathFactory, amount: Decimal, words: str
) -> None:
    words = words.encode("utf-8", "ignore").decode()
    with Ledger.open(str(tmp_path_factory.mktemp("any") / "ledger.sqlite")) as ledger:
        ledger.record_win(replace(win(), amount=amount, title=words))
        (found,) = ledger.wins("acme")
    assert (str(found.amount), found.title) == (str(amount), words)
