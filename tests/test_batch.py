"""A run over many accounts: one bad one stops nobody, only what changed is made, nothing is half written."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qbrgen.batch import Batch, Processes, Record, open_place
from qbrgen.batch.index import index
from qbrgen.batch.journal import INDEX, MANIFEST, UNFINISHED, interrupted_day
from qbrgen.batch.naming import folder_of
from qbrgen.batch.places import Folder
from qbrgen.batch.synthetic import portfolio
from qbrgen.batch.work import Work, make_account
from qbrgen.errors import OutputError, SourceError, UsageError
from qbrgen.model import Account
from qbrgen.pipeline import Order
from qbrgen.settings import Settings
from qbrgen.sources import Loaded, Place, Rejected
from tests import batch_work

DAY = date(2026, 10, 5)
SETTINGS = Settings(as_of=DAY)
QUICK = (Order("user-tips"), Order("success-plan"))


def account(key: str, **more: Any) -> Account:
    aim = {"id": "faster", "title": "Close deals faster", "metric": {"name": "Time", "unit": "days", "better": "lower"},
           "baseline": {"value": 45, "date": "2025-09-01", "source": "CRM"},
           "readings": [{"date": "2026-09-20", "value": 32}]}  # fmt: skip
    contract = {"signed": "2025-10-01", "currency": "USD", "arr": 120000}
    return Account.model_validate({"id": key, "name": key.title(), "contract": contract, "objectives": [aim]} | more)


def loaded(*accounts: Account) -> list[Loaded]:
    return [Loaded(each, Place(f"{each.id}.yaml")) for each in accounts]


THREE = loaded(account("first"), account("second"), account("third"))


def batch(
    folder: Path | str,
    found: Iterable[Loaded | Rejected] = THREE,
    orders: tuple[Order, ...] = QUICK,
    settings: Settings = SETTINGS,
    work: Work = make_account,
    executor: Any = None,
    told: Callable[[Record], None] = lambda _: None,
    in_flight: int = 4,
) -> list[Record]:
    """A whole run, in threads unless another executor is given."""
    place = open_place(str(folder))
    with executor or ThreadPoolExecutor(2) as running:
        run = Batch(place, running, orders, settings, in_flight, told, work)
        records = run.run(found)
    place.write(INDEX, index(records, settings, {}))
    run.finish(records)
    return records


def tree(folder: Path) -> dict[str, str]:
    """Every file with its content's digest; of the manifest without the seconds, which differ from run to run."""
    found = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        data = path.read_bytes()
        if path.name == MANIFEST:
            data = json.dumps([json.loads(line) | {"seconds": 0} for line in data.splitlines()]).encode()
        found[path.relative_to(folder).as_posix()] = hashlib.sha256(data).hexdigest()
    return found


def statuses(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    return {(each.account, each.document): each.status for each in records}


def test_each_account_has_a_folder_with_its_documents_and_the_manifest_vouches_for_every_byte(tmp_path: Path) -> None:
    batch(tmp_path)
    lines = [json.loads(line) for line in (tmp_path / MANIFEST).read_text("utf-8").splitlines()]
    assert [(line["account"], line["document"], line["status"]) for line in lines] == [
        (key, document, "made") for key in ("first", "second", "third") for document in ("success-plan", "user-tips")
    ]
    for line in lines:
        data = (tmp_path / line["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (line["bytes"], line["sha256"])
        assert line["findings"]["warning"] >= 1, "the manifest counts what the checks found"
    assert set(tree(tmp_path)) == {line["path"] for line in lines} | {MANIFEST, INDEX}


def test_the_same_accounts_again_make_nothing_and_leave_every_file(tmp_path: Path) -> None:
    batch(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.docx")}
    records = batch(tmp_path)
    assert set(statuses(records).values()) == {"kept"}
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.docx")} == before


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    batch(tmp_path)
    changed = loaded(account("first"), account("second", decision="Go on"), account("third"))
    found = statuses(batch(tmp_path, changed))
    assert {key for (key, _), status in found.items() if status == "made"} == {"second"}
    assert set(statuses(batch(tmp_path, settings=replace(SETTINGS, author="Ann"))).values()) == {"made"}


def test_what_only_the_team_knows_makes_internal_documents_again_and_no_other(tmp_path: Path) -> None:
    orders = (Order("user-tips"), Order("csm-brief"))
    batch(tmp_path, loaded(account("first")), orders)
    noted = account("first", internal={"notes": [{"date": "2026-10-01", "text": "Budget is under review"}]})
    assert statuses(batch(tmp_path, loaded(noted), orders)) == {
        ("first", "csm-brief"): "made",
        ("first", "user-tips"): "kept",
    }


def test_a_changed_template_makes_its_documents_again(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    (own / "html").mkdir(parents=True)
    settings = replace(SETTINGS, templates=own)
    batch(tmp_path / "out", settings=settings)
    (own / "html" / "snippet.html").write_text("<p>{{ doc.title }}</p>")
    assert set(statuses(batch(tmp_path / "out", settings=settings)).values()) == {"made"}


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"short")])
def test_a_file_that_is_gone_or_altered_is_made_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    batch(tmp_path)
    whole = tree(tmp_path)
    harm(next((tmp_path / "second").glob("*.docx")))
    found = statuses(batch(tmp_path))
    assert [key for key, status in found.items() if status == "made"] == [("second", "success-plan")]
    assert {path: sha for path, sha in tree(tmp_path).items() if "/" in path} == {
        path: sha for path, sha in whole.items() if "/" in path
    }


def test_what_cannot_be_read_is_reported_and_the_rest_is_made(tmp_path: Path) -> None:
    bad = Rejected("bad.yaml", SourceError("bad.yaml: not an account. Mend it."))
    records = batch(tmp_path, [THREE[0], bad, THREE[1]])
    assert [each.reason for each in records if each.status == "failed"] == ["bad.yaml: not an account. Mend it."]
    assert sum(each.status == "made" for each in records) == 4
    assert "bad.yaml: not an account" in (tmp_path / INDEX).read_text("utf-8")


def test_refused_documents_say_why_and_their_file_of_an_earlier_run_goes(tmp_path: Path) -> None:
    aim = {"id": "faster", "title": "Close deals faster", "metric": {"name": "Time", "unit": "days", "better": "lower"},
           "readings": [{"date": "2026-09-20", "value": 32}]}  # fmt: skip
    unfounded = loaded(account("first", objectives=[aim]))
    batch(tmp_path, unfounded)
    assert list(tmp_path.rglob("*success-plan*"))
    records = batch(tmp_path, unfounded, settings=replace(SETTINGS, strict=True))
    refused = [each for each in records if each.document == "success-plan"]
    assert {each.status for each in refused} == {"refused"}
    assert all("--strict" in each.reason for each in refused)
    assert not list(tmp_path.rglob("*success-plan*"))


def test_an_account_that_breaks_something_does_not_stop_the_rest(tmp_path: Path) -> None:
    found = statuses(batch(tmp_path, work=batch_work.break_down))
    assert {key for (key, _), status in found.items() if status == "failed"} == {"second"}
    assert sum(status == "made" for status in found.values()) == 4


def test_a_worker_that_hangs_costs_only_the_document_it_hung_in(tmp_path: Path) -> None:
    orders = (Order("user-tips"), Order("value-report"))
    records = batch(tmp_path, orders=orders, work=batch_work.hang, executor=Processes(2, 8.0))
    bad = [each for each in records if each.status != "made"]
    assert [(each.account, each.document) for each in bad] == [("second", "value-report")]
    assert "longer than 8 seconds" in bad[0].reason


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_worker_that_is_killed_costs_only_its_account(tmp_path: Path) -> None:
    records = batch(tmp_path, work=batch_work.die, executor=Processes(2, 60.0))
    bad = [each for each in records if each.status != "made"]
    assert {each.account for each in bad} == {"second"}
    assert len(bad) == 2
    assert "SIGKILL" in bad[0].reason


def test_a_document_that_takes_its_worker_down_costs_no_other_of_its_account(tmp_path: Path) -> None:
    orders = (Order("user-tips"), Order("value-report"))
    records = batch(tmp_path, orders=orders, work=batch_work.die_of_reports, executor=Processes(2, 60.0))
    assert [(each.account, each.document) for each in records if each.status != "made"] == [
        ("second", "value-report")
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory")
def test_an_account_for_which_the_memory_does_not_suffice_fails_alone(tmp_path: Path) -> None:
    found = statuses(batch(tmp_path, work=batch_work.out_of_memory, executor=Processes(2, 60.0)))
    assert {key for (key, _), status in found.items() if status == "failed"} == {"second"}


def test_a_process_that_is_free_takes_the_next_account() -> None:
    # A Dask worker gives its accounts one by one to a pool that may have hundreds of processes.
    with Processes(256, 60.0) as pool:
        pids = {pool.submit(os.getpid).result() for _ in range(5)}
        assert len(pids) == 1
        waiting = [pool.submit(time.sleep, 0.5) for _ in range(2)]
        assert [each.result() for each in waiting] == [None, None]
        assert len(pool.pids()) == 2


def test_only_so_many_accounts_are_read_ahead(tmp_path: Path) -> None:
    counting = batch_work.Counting(ThreadPoolExecutor(2))
    read, done = 0, 0

    def source() -> Iterator[Loaded]:
        nonlocal read
        for each in portfolio(60, 1, DAY):
            read += 1
            assert read - done <= 6 + 4, "the source is read only as fast as accounts are done"
            yield Loaded(each, Place())

    def told(_: Record) -> None:
        nonlocal done
        done += 1

    batch(tmp_path, source(), (Order("user-tips"),), executor=counting, told=told, in_flight=6)
    assert counting.most <= 6
    assert done == 60


class Filling(Folder):
    """A disk that is full after so many writes."""

    def __init__(self, root: Path, room: int) -> None:
        super().__init__(root)
        self.room = room

    def write(self, name: str, data: bytes) -> None:
        self.room -= 1
        if self.room < 0:
            raise OutputError(f"{name}: cannot be written: the disk is full.")
        super().write(name, data)


def test_a_full_disk_stops_the_run_which_then_goes_on_to_the_same_end(tmp_path: Path) -> None:
    batch(tmp_path / "undisturbed")
    with ThreadPoolExecutor(2) as threads:
        run = Batch(Filling(tmp_path / "full", 3), threads, QUICK, SETTINGS, 4)
        with pytest.raises(OutputError, match="full"):
            run.run(THREE)
    assert interrupted_day(open_place(str(tmp_path / "full"))) == DAY
    batch(tmp_path / "full")
    assert tree(tmp_path / "full") == tree(tmp_path / "undisturbed")


def test_a_torn_line_and_a_half_written_file_are_no_trouble(tmp_path: Path) -> None:
    batch(tmp_path / "undisturbed")
    folder = tmp_path / "torn"
    with ThreadPoolExecutor(2) as threads, pytest.raises(OutputError):
        Batch(Filling(folder, 3), threads, QUICK, SETTINGS, 4).run(THREE)
    with (folder / UNFINISHED).open("ab") as stream:
        stream.write(b'{"account": "thi')
    (folder / "third").mkdir(exist_ok=True)
    (folder / "third" / ".third-user-tips-2026-09.eml.0123456789ab.part").write_bytes(b"half")
    batch(folder)
    assert tree(folder) == tree(tmp_path / "undisturbed")


@pytest.mark.skipif(os.name == "nt", reason="locks differ")
def test_two_runs_never_write_into_one_folder(tmp_path: Path) -> None:
    held = open_place(str(tmp_path)).log(UNFINISHED)
    with pytest.raises(OutputError, match="another run"):
        batch(tmp_path)
    held.close()
    batch(tmp_path)


def test_a_run_with_other_documents_keeps_what_stands_there(tmp_path: Path) -> None:
    batch(tmp_path, orders=(Order("user-tips"),))
    records = batch(tmp_path, orders=(Order("success-plan"),))
    assert set(statuses(records)) == {
        (each.account.id, name) for each in THREE for name in ("user-tips", "success-plan")
    }


def test_every_id_has_a_folder_of_its_own_on_every_system() -> None:
    ids = [
        "acme",
        "acme.",
        "con",
        "CON.x",
        "nul",
        "index.html",
        "Manifest.jsonl",
        "unfinished.jsonl",
        "thumbnails",
        "a.b",
    ]
    folders = [folder_of(each) for each in ids]
    assert len({each.casefold() for each in folders}) == len(ids)
    assert not [each for each in folders if each.endswith(".") or each.split(".")[0].lower() in ("con", "nul")]
    assert (folder_of("acme"), folder_of("a.b")) == ("acme", "a.b")


def test_the_index_escapes_what_accounts_say_and_fetches_nothing(tmp_path: Path) -> None:
    batch(tmp_path, loaded(account("evil", name="<script>alert(1)</script>")))
    page = (tmp_path / INDEX).read_text("utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "http:" not in page
    assert "https:" not in page
    assert 'href="evil/evil-user-tips-2026-09.eml"' in page


def test_an_unknown_kind_of_place_is_told_with_what_would_be_right() -> None:
    with pytest.raises(UsageError, match="s3://"):
        open_place("nowhere://bucket")
