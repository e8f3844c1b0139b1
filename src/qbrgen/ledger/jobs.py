"""Long work that the service was asked for: documents and batches, as the ledger keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.service_tables import jobs


class JobStatus(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def over(self) -> bool:
        """True when nothing more will come."""
        return self not in (JobStatus.WAITING, JobStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One job: `kind` is "document" or "batch", `asked` what it is about, `answer` what came of it."""

    id: str
    kind: str
    user: str
    account_id: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)
    status: JobStatus = JobStatus.WAITING
    answer: Mapping[str, Any] = field(default_factory=dict)
    recorded: datetime | None = None
    finished: datetime | None = None


class Jobs:
    """The jobs of a ledger; everything may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, job: Job) -> bool:
        """Keeps a new job; False when there is one of that id."""
        row = {
            "id": job.id, "kind": job.kind, "user": job.user, "account_id": job.account_id,
            "asked": _json(job.asked), "status": job.status.value, "answer": _json(job.answer),
            "recorded": datetime.now(tz=UTC), "finished": None,
        }  # fmt: skip

        def write(on: Connection) -> bool:
            try:
                with on.begin_nested():
                    on.execute(jobs.insert(), row)
            except IntegrityError:
                return False
            return True

        return self._ledger.within(write)

    def set(self, key: str, status: JobStatus, answer: Mapping[str, Any] | None = None) -> None:
        """Where the job stands now; what is over stays as it ended."""
        values: dict[str, Any] = {"status": status.value}
        if answer is not None:
            values["answer"] = _json(answer)
        if status.over:
            values["finished"] = datetime.now(tz=UTC)
        still = (JobStatus.WAITING.value, JobStatus.RUNNING.value)
        change = jobs.update().where(jobs.c.id == key, jobs.c.status.in_(still)).values(values)
        self._ledger.within(lambda on: on.execute(change))

    def get(self, key: str) -> Job | None:
        """The job of that id."""

        def read(on: Connection) -> Job | None:
            row = on.execute(select(jobs).where(jobs.c.id == key)).first()
            return _job(row) if row else None

        return self._ledger.within(read, writing=False)

    def of(self, kind: str, user: str | None = None) -> tuple[Job, ...]:
        """The jobs of a kind, of one user or of all, newest first."""
        wanted = select(jobs).where(jobs.c.kind == kind).order_by(jobs.c.recorded.desc(), jobs.c.id)
        if user is not None:
            wanted = wanted.where(jobs.c.user == user)
        return self._ledger.within(lambda on: tuple(_job(row) for row in on.execute(wanted)), writing=False)

    def unfinished(self, kind: str) -> tuple[Job, ...]:
        """The jobs of a kind that are not over, oldest first."""
        return tuple(each for each in reversed(self.of(kind)) if not each.status.over)


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)


def _job(row: Row[Any]) -> Job:
    return Job(
        row.id, row.kind, row.user, row.account_id, json.loads(row.asked), JobStatus(row.status),
        json.loads(row.answer), row.recorded, row.finished,
    )  # fmt: skip
