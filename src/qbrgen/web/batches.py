"""Batches over the service: each in a child process, so that a server that is killed leaves a run that can go on."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from qbrgen.batch.journal import MANIFEST, UNFINISHED
from qbrgen.batch.naming import folder_of
from qbrgen.batch.records import Record, parse
from qbrgen.errors import UsageError
from qbrgen.ledger.jobs import Job, Jobs, JobStatus
from qbrgen.story.documents import BOOKS
from qbrgen.web.access import Reach, Visitor
from qbrgen.web.asking import Asked, check_offered
from qbrgen.web.refusals import Gone, TooMany, not_here

if TYPE_CHECKING:
    from qbrgen.web.service import Service

KIND = "batch"
_MOST_OPEN = 8
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class BatchAsked:
    """What a batch makes: documents of accounts ("" ids: all of the visitor's), in one look."""

    documents: tuple[str, ...]
    formats: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    period: str = ""
    brand: str = ""
    charts: str = "picture"
    strict: bool = False
    record: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: outputs by status, of `total`; `total` is 0 until it is known."""

    made: int
    refused: int
    failed: int
    total: int


class Batches:
    """Starts, watches and stops batches; who started one may look at it, and in it at the accounts they still see."""

    def __init__(self, service: Service, jobs: Jobs) -> None:
        self._service, self._jobs = service, jobs
        self._root = service.config.state / "batches"
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(1)
        self._closed = False

    def opened(self) -> None:
        """Called when the service starts: what an earlier one had not finished goes on."""
        for job in self._jobs.unfinished(KIND):
            self._begin(job)

    def close(self) -> None:
        """Ends the children; what is unfinished goes on when the service starts again."""
        with self._lock:
            self._closed = True
            for child in self._children.values():
                child.kill()

    def start(self, who: Visitor, asked: BatchAsked, key: str, address: str) -> Job:
        """Starts a batch of that id; the same id again is the same batch.

        Raises UsageError, NotAllowed, NotHere (an account that is not the visitor's), TooMany.
        """
        if (known := self._jobs.get(key)) is not None:
            return self.get(who, known.id)
        told = self._settled(who, asked, key)
        if sum(not each.status.over for each in self._jobs.of(KIND)) >= _MOST_OPEN:
            raise TooMany("several batches are under way. Wait for one to end, or stop it.", 60)
        job = Job(key, KIND, who.id, "", told)
        self._jobs.add(job)
        self._service.note(who, "batch started", address=address, batch=key, documents=asked.documents,
                           accounts=len(told["accounts"]), delivered=asked.record)  # fmt: skip
        self._begin(job)
        return self.get(who, key)

    def all(self, who: Visitor) -> tuple[Job, ...]:
        """The visitor's batches, newest first."""
        return self._jobs.of(KIND, who.id)

    def get(self, who: Visitor, key: str) -> Job:
        """A batch of this visitor; raises NotHere."""
        job = self._jobs.get(key)
        if job is None or job.kind != KIND or job.user != who.id:
            raise not_here()
        return job

    def stop(self, who: Visitor, key: str, address: str) -> Job:
        """Stops a batch; what was made stays."""
        job = self.get(who, key)
        self._jobs.set(job.id, JobStatus.STOPPED)
        with self._lock:
            if child := self._children.get(job.id):
                child.kill()
        self._service.note(who, "batch stopped", address=address, batch=job.id)
        return self.get(who, key)

    def records(self, who: Visitor, job: Job) -> list[Record]:
        """What came of it so far, in the manifest's order; only of accounts that the visitor sees now."""
        folder = self._folder(job)
        written = b"".join(_read(folder / name) for name in (MANIFEST, UNFINISHED))
        mine = {seen.entry.account.id for seen in self._service.visible(who, Reach.WHOLE)}
        # While a run ends, its records stand in both files for a moment.
        found = {each.order(): each for each in parse(written) if each.account in mine}
        return [found[key] for key in sorted(found)]

    def numbered(self, who: Visitor, job: Job) -> list[tuple[int, Record]]:
        """The records, each with its place in the plan: the number of a file stays while others are made.

        An account that could not be read has no file; its number is the one of the account's first.
        """
        accounts = {key: place for place, key in enumerate(job.asked["accounts"])}
        orders = {(name, form): place for place, (name, form, _) in reversed([*enumerate(job.asked["orders"])])}
        return [
            (accounts[each.account] * len(job.asked["orders"]) + orders.get((each.document, each.format), 0), each)
            for each in self.records(who, job)
            if each.account in accounts
        ]

    def progress(self, who: Visitor, job: Job) -> Progress:
        """How far it is."""
        counts = Counter(each.status for each in self.records(who, job))
        total = len(job.asked["accounts"]) * len(job.asked["orders"])
        return Progress(counts["made"] + counts["kept"], counts["refused"], counts["failed"], total)

    def file(self, who: Visitor, job: Job, number: int, address: str) -> tuple[Record, bytes]:
        """The file of a record by its number in `numbered`; raises NotHere, Gone."""
        found = (each for place, each in self.numbered(who, job) if place == number and each.has_file)
        if (record := next(found, None)) is None:
            raise not_here()
        data = _read(self._path(job, record))
        if not data:
            raise Gone("this file is not kept any more. Start the batch again.")
        self._service.note(who, "downloaded", record.account, address, batch=job.id, document=record.document)
        return record, data

    def zip(self, who: Visitor, job: Job, address: str) -> bytes:
        """Every file of the visitor's accounts, in folders by account; the same files give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for record in self.records(who, job):
                if record.has_file and (data := _read(self._path(job, record))):
                    archive.writestr(zipfile.ZipInfo(record.path, _EPOCH), data)
        self._service.note(who, "downloaded", address=address, batch=job.id, files="all")
        return out.getvalue()

    def _settled(self, who: Visitor, asked: BatchAsked, key: str) -> dict[str, Any]:
        service = self._service
        for name in asked.documents:
            check_offered(who, name)
            if name in BOOKS:
                raise UsageError(f"{name} is about all accounts at once: make it as one document.")
        mine = [seen.entry.account.id for seen in service.visible(who, Reach.WHOLE)]
        chosen = [service.find(who, each).account.id for each in asked.accounts] if asked.accounts else mine
        if not chosen:
            raise UsageError("there is no account of yours to make documents of.")
        orders = []
        for name in asked.documents:
            for form in asked.formats or ("",):
                order, _ = service.settled(Asked(name, form, asked.period, asked.brand))
                assert order.period is not None  # noqa: S101  (settled)
                orders.append([order.document, order.format, order.period.label])
        run = service.ledger.start_run("service", service.as_of) if asked.record else ""
        return {
            "accounts": chosen, "orders": orders, "day": service.as_of.isoformat(), "run": run,
            "brand": asked.brand or service.config.brand, "record": asked.record,
            "look": {"charts": asked.charts, "strict": asked.strict}, "id": key,
        }  # fmt: skip

    def _begin(self, job: Job) -> None:
        threading.Thread(target=self._watch, args=(job,), daemon=True, name=f"qbrgen-batch-{job.id[:8]}").start()

    def _watch(self, job: Job) -> None:
        """Waits for its turn, runs the child, and says how it ended."""
        with self._turns:
            with self._lock:
                now = self._jobs.get(job.id) if not self._closed else None
                if now is None or now.status.over:
                    return
                child = self._child()
                self._children[job.id] = child
            self._jobs.set(job.id, JobStatus.RUNNING)
            limits, config = self._service.config.limits, self._service.config
            told = dict(job.asked) | {
                "specs": list(config.sources), "ledger": config.ledger, "out": str(self._folder(job)),
                "workers": limits.batch_workers, "seconds": limits.document_seconds,
                "memory": limits.document_bytes, "dask": config.dask,
            }  # fmt: skip
            assert child.stdin is not None and child.stderr is not None  # noqa: S101, PT018  (pipes both)
            _hand_over(child.stdin, json.dumps(told))
            words = child.stderr.read().decode(errors="replace").strip().splitlines()
            code = child.wait()
            child.stderr.close()
            with suppress(BrokenPipeError):
                child.stdin.close()
            with self._lock:
                self._children.pop(job.id, None)
                if self._closed:
                    return
        if code == 0:
            self._jobs.set(job.id, JobStatus.DONE, {})
        else:
            # The last line of a traceback names the kind of error; its words may be a customer's.
            kind = words[-1].partition(":")[0].rpartition(".")[2] if words else f"exit code {code}"
            self._jobs.set(job.id, JobStatus.FAILED, {"reason": f"the run came to an end ({kind})"})

    def _child(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(each for each in sys.path if each)
        return subprocess.Popen(
            [sys.executable, "-m", "qbrgen.web.batch_child"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip

    def _folder(self, job: Job) -> Path:
        return self._root / job.id

    def _path(self, job: Job, record: Record) -> Path:
        """Where the file is: by names that the batch made itself, below the batch's folder."""
        return self._folder(job) / folder_of(record.account) / Path(record.path).name


def _hand_over(stream: IO[bytes], line: str) -> None:
    try:
        stream.write(line.encode() + b"\n")
        stream.flush()
    except BrokenPipeError:
        return


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""
