"""Documents that are asked for now and fetched later: started, watched, kept for a day."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TYPE_CHECKING

from qbrgen.errors import ClaimRefused, QbrgenError
from qbrgen.ledger.jobs import Job, Jobs, JobStatus
from qbrgen.output import store
from qbrgen.pipeline import Artifact
from qbrgen.web.access import Reach, Visitor
from qbrgen.web.asking import Asked
from qbrgen.web.delivering import Wanted, counted, finished, start
from qbrgen.web.problems import answer_of
from qbrgen.web.refusals import Gone, not_here

if TYPE_CHECKING:
    from qbrgen.web.service import Service

KIND = "document"
_ANEW = {"detail": "The service was started anew before this was done. Ask for it again.", "code": "interrupted"}


class DocumentJobs:
    """The jobs of documents; who started one may look at it, nobody else."""

    def __init__(self, service: Service, jobs: Jobs) -> None:
        self._service, self._jobs = service, jobs
        self._folder = service.config.state / "jobs"
        self._futures: dict[str, Future[Artifact]] = {}

    def opened(self) -> None:
        """Called when the service starts: what an earlier one had not finished says so."""
        for job in self._jobs.unfinished(KIND):
            self._jobs.set(job.id, JobStatus.FAILED, {"problem": _ANEW})

    def start(self, who: Visitor, want: Wanted, key: str, address: str, *, record: bool) -> Job:
        """Begins to make a document as a job of that id; the same id again is the same job. Raises Busy."""
        together = [each.id for each in want.together]
        asked = {"document": want.order.document, "format": want.order.format, "together": together}
        if self._jobs.add(Job(key, KIND, who.id, want.account_id, asked)):
            try:
                future = start(self._service, want)
            except BaseException:
                self._jobs.set(key, JobStatus.STOPPED)
                raise
            self._futures[key] = future
            future.add_done_callback(
                lambda done: self._done(who, want, key, address, done, record_as=key if record else "")
            )
        return self.get(who, key)

    def get(self, who: Visitor, key: str) -> Job:
        """A job of this visitor, about accounts that the visitor still sees, all of them; raises NotHere."""
        job = self._jobs.get(key)
        if job is None or job.kind != KIND or job.user != who.id:
            raise not_here()
        if job.account_id:
            self._service.find(who, job.account_id, _reach(job))
        if together := job.asked.get("together"):
            mine = {seen.entry.account.id for seen in self._service.visible(who, Reach.WHOLE)}
            if not mine.issuperset(together):
                raise not_here()
        future = self._futures.get(key)
        running = future is not None and future.running() and not job.status.over
        return replace(job, status=JobStatus.RUNNING) if running else job

    def stop(self, who: Visitor, key: str) -> Job:
        """Stops a job that waits; one that is being made ends by itself, and its result is not kept."""
        self.get(who, key)
        if future := self._futures.get(key):
            future.cancel()
        self._jobs.set(key, JobStatus.STOPPED, {})
        return self.get(who, key)

    def file(self, who: Visitor, key: str) -> tuple[Job, bytes]:
        """The document of a job that is done; raises NotHere, Gone when it was cleared away."""
        job = self.get(who, key)
        if job.status is not JobStatus.DONE:
            raise not_here()
        try:
            return job, (self._folder / key).read_bytes()
        except FileNotFoundError:
            raise Gone("the result was kept for a day and is cleared away. Ask for the document again.") from None

    def _done(
        self, who: Visitor, want: Wanted, key: str, address: str, future: Future[Artifact], *, record_as: str
    ) -> None:
        self._futures.pop(key, None)
        try:
            artifact = future.result()
            job = self._jobs.get(key)
            if job is None or job.status.over:
                return
            digest = finished(self._service, who, want, artifact, address, record_as)
            store(self._folder / key, artifact.data)
            told = {"name": artifact.name, "media_type": artifact.media_type, "sha256": digest,
                    "bytes": len(artifact.data), "findings": counted(want, artifact)}  # fmt: skip
            self._jobs.set(key, JobStatus.DONE, told)
        except CancelledError:
            self._jobs.set(key, JobStatus.STOPPED)
        except QbrgenError as error:
            status = JobStatus.REFUSED if isinstance(error, ClaimRefused) else JobStatus.FAILED
            self._jobs.set(key, status, {"problem": answer_of(error)[0].model_dump()})
        except Exception as error:  # noqa: BLE001  (in a thread of the pool: nobody else would hear of it)
            self._jobs.set(key, JobStatus.FAILED, {"problem": answer_of(error)[0].model_dump()})


def _reach(job: Job) -> Reach:
    return Asked(str(job.asked.get("document", ""))).reach
