"""Whole runs of qbrgen batch: killed at random and resumed, on S3, on Dask, and nobody's name in another's files."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qbrgen.batch.journal import MANIFEST, UNFINISHED
from qbrgen.batch.synthetic import portfolio
from qbrgen.batch.synthetic.writing import write_tables
from qbrgen.sources import load
from tests.made import every_byte
from tests.test_batch import DAY, tree

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc")
COMMAND = [sys.executable, "-m", "qbrgen", "batch"]
DOCUMENTS = ["-d", "success-plan,user-tips", "--as-of", DAY.isoformat()]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten made-up accounts."""
    folder = tmp_path_factory.mktemp("book")
    list(write_tables(portfolio(10, 5, DAY), folder))
    return folder


@pytest.fixture(scope="module")
def undisturbed(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an undisturbed run leaves."""
    out = tmp_path_factory.mktemp("undisturbed")
    done = batch(book, out)
    assert done.returncode == 0, done.stderr
    return out


def batch(book: Path, out: Path | str, *more: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, str(book), "-o", str(out), *DOCUMENTS, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env={**os.environ, **environment})


def written(out: Path) -> int:
    """How many files there are."""
    return sum(1 for path in out.rglob("*") if path.is_file())


def children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (thread / "children").read_text().split())
    except OSError:
        pass
    return found


@linux
@pytest.mark.slow
def test_a_run_killed_twenty_times_and_resumed_leaves_what_an_undisturbed_one_leaves(
    book: Path, undisturbed: Path, tmp_path: Path
) -> None:
    draw = random.Random(20)  # noqa: S311  (moments to kill at)
    out, kills = tmp_path / "out", 0
    while kills < 20:
        process = subprocess.Popen(
            [*COMMAND, str(book), "-o", str(out), *DOCUMENTS, "--resume"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        # While it starts, while it makes things, and while it comes to its end.
        wanted = draw.randint(0, 4)
        before = written(out)
        while written(out) - before < wanted and process.poll() is None:
            time.sleep(0.02)
        try:
            process.wait(draw.uniform(0.0, 1.5))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            kills += 1
            if not (out / MANIFEST).exists() or (out / UNFINISHED).exists():
                continue
        # It came to its end, before the kill or just as it struck.
        assert tree(out) == tree(undisturbed)
        assert not (out / UNFINISHED).exists()
        out = tmp_path / f"after-{sum(1 for _ in tmp_path.iterdir())}"
    done = batch(book, out, "--resume")
    assert done.returncode == 0, done.stderr
    assert tree(out) == tree(undisturbed)


@linux
@pytest.mark.slow
def test_workers_killed_on_the_way_cost_nothing(book: Path, undisturbed: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(book), "-o", str(tmp_path), *DOCUMENTS], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    for _ in range(200):
        if any(tmp_path.rglob("*.eml")) or process.poll() is not None:
            break
        time.sleep(0.05)
    killed = children(process.pid)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert killed
    assert process.returncode == 0, said
    assert tree(tmp_path) == tree(undisturbed)


@linux
def test_no_worker_outlives_its_run(book: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(book), "-o", str(tmp_path), *DOCUMENTS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    workers: list[int] = []
    while not workers and process.poll() is None:
        time.sleep(0.05)
        workers = children(process.pid)
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers):
        assert time.monotonic() < deadline, "a worker goes on without its run"
        time.sleep(0.1)


@linux
def test_a_run_that_is_stopped_says_how_to_go_on(book: Path, undisturbed: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, str(book), "-o", str(tmp_path), *DOCUMENTS, "--workers", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not any(tmp_path.rglob("*.eml")) and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "--resume" in said
    # The day of the run that was stopped, not today's.
    command = [*COMMAND, str(book), "-o", str(tmp_path), "-d", "success-plan,user-tips", "--resume"]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0
    assert tree(tmp_path) == tree(undisturbed)


def test_bad_accounts_are_told_with_their_reason_and_the_exit_code_says_so(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name, text in (
        ("one", "name: A/B\ncontract: {signed: 2025-10-01, currency: USD, arr: 1}\nobjectives: [{id: x, title: Y}]\n"),
        ("two", "name: A B\ncontract: {signed: 2025-10-01, currency: USD, arr: 1}\nobjectives: [{id: x, title: Y}]\n"),
        ("three", "id: A-b\nname: a\ncontract: {signed: 2025-10-01, currency: USD, arr: 1}\nobjectives: [{id: x, title: Y}]\n"),
        ("torn", "name: [\n"),
    ):  # fmt: skip
        (source / f"{name}.yaml").write_text(text)
    done = batch(source, tmp_path / "out")
    assert done.returncode == 1
    assert "1 account: 2 files made, 0 unchanged, 0 refused, 3 failed." in done.stderr
    assert "torn.yaml" in done.stderr
    assert done.stderr.count("is also in") == 2
    assert done.stdout.splitlines() == [str(tmp_path / "out" / name) for name in ("index.html", MANIFEST)]
    assert "\x1b" not in done.stderr + done.stdout, "a log is plain"


def test_nothing_of_one_account_stands_in_the_files_of_another(book: Path, undisturbed: Path) -> None:
    accounts = {each.account.id: each.account for each in load([book])}
    names = {key: {account.name, key, f"{key}.example"} for key, account in accounts.items()}
    found = 0
    for path in undisturbed.rglob("*.*"):
        if path.parent == undisturbed:
            continue
        text = every_byte(path.read_bytes()).decode("utf-8", "replace")
        found += accounts[path.parent.name].name in text
        for key, words in names.items():
            if key != path.parent.name:
                assert not [word for word in words if re.search(rf"\b{re.escape(word)}\b", text)], path
    assert found >= len(accounts), "the names that are looked for do stand in the files"


@contextmanager
def s3() -> Iterator[str]:
    """A server on this machine that speaks S3."""
    server = pytest.importorskip("moto.server")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    try:
        host, port = running.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        running.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_bucket_gets_the_same_files_as_a_folder(book: Path, undisturbed: Path) -> None:
    s3fs = pytest.importorskip("s3fs")
    with s3() as url:
        access = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": url,
                  "AWS_DEFAULT_REGION": "us-east-1"}  # fmt: skip
        bucket = s3fs.S3FileSystem(key="test", secret="test", endpoint_url=url)  # noqa: S106  (nobody's)
        bucket.mkdir("reviews")
        done = batch(book, "s3://reviews/2026-Q3", **access)
        assert done.returncode == 0, done.stderr
        assert "s3://reviews/2026-Q3/index.html" in done.stdout
        bucket.invalidate_cache()
        stored = {
            path.removeprefix("reviews/2026-Q3/"): bucket.cat_file(path) for path in bucket.find("reviews/2026-Q3")
        }
        whole = {
            path.relative_to(undisturbed).as_posix(): path.read_bytes()
            for path in undisturbed.rglob("*.*")
            if path.is_file()
        }
        assert set(stored) == set(whole)
        assert {k: v for k, v in stored.items() if k != MANIFEST} == {k: v for k, v in whole.items() if k != MANIFEST}
        again = batch(book, "s3://reviews/2026-Q3", **access)
        assert "0 files made, 20 unchanged" in again.stderr
        wrong = batch(book, "s3://nobody/2026-Q3", **access)
        assert (wrong.returncode, "s3://nobody/2026-Q3" in wrong.stderr) == (2, True)
        assert "Traceback" not in wrong.stderr


@contextmanager
def dask(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    pytest.importorskip("distributed")
    told = folder / "scheduler.json"
    scheduler = ["scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    worker = ["worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-dashboard"]
    started: list[subprocess.Popen[bytes]] = []
    try:
        for command in (scheduler, worker, worker):
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *command],
                    cwd=folder,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            deadline = time.monotonic() + 60
            while not told.exists():
                assert time.monotonic() < deadline
                time.sleep(0.1)
        from distributed import Client

        address = json.loads(told.read_text())["address"]
        with Client(address) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=60)
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(30)


@pytest.mark.slow
def test_a_dask_cluster_makes_the_same_bytes_and_a_lost_worker_costs_nothing(
    book: Path, undisturbed: Path, tmp_path: Path
) -> None:
    with dask(tmp_path) as (address, workers):
        done = batch(book, tmp_path / "out", "--dask", address)
        assert done.returncode == 0, done.stderr
        assert tree(tmp_path / "out") == tree(undisturbed)
        process = subprocess.Popen(
            [*COMMAND, str(book), "-o", str(tmp_path / "lost"), *DOCUMENTS, "--dask", address],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        while not any((tmp_path / "lost").rglob("*.eml")) and process.poll() is None:
            time.sleep(0.05)
        workers[0].kill()
        _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
        assert tree(tmp_path / "lost") == tree(undisturbed)


def test_a_scheduler_that_is_not_there_is_told_with_what_to_start(book: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    done = batch(book, tmp_path, "--dask", "127.0.0.1:9")
    assert done.returncode == 2
    assert "no Dask scheduler answers" in done.stderr
    assert "Traceback" not in done.stderr
