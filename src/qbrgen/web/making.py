"""Documents made in processes of their own, each with a limit of time and memory; only so many may wait."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from qbrgen.batch.beats import beat
from qbrgen.batch.processes import Processes
from qbrgen.batch.work import Made, Task, make_account
from qbrgen.errors import ClaimRefused, RenderError, SourceError
from qbrgen.model import Account, Period
from qbrgen.pipeline import Artifact, Order, Workbench, make_book
from qbrgen.settings import Settings
from qbrgen.value.earlier import Earlier
from qbrgen.web.config import Limits
from qbrgen.web.refusals import Busy
from qbrgen.web.sent import SentAccount, checked_sent

_COME_AGAIN = 10
Result = TypeVar("Result")


class Maker:
    """Makes documents beside the server; a document that hangs or takes its process down costs nobody else anything.

    Use it as a context: leaving it waits until what is under way is done.
    """

    def __init__(self, limits: Limits, told: Callable[[str, str, str], None] = lambda *_: None) -> None:
        """`told` hears of every document how it ended: its name, its format, "made", "refused" or "failed"."""
        self._limits, self._told = limits, told
        self._processes = Processes(limits.workers, limits.document_seconds)
        self._lock = threading.Lock()
        self._under_way = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._processes.shutdown()

    @property
    def under_way(self) -> int:
        """How many documents are being made or wait."""
        return self._under_way

    def start(self, account: Account, order: Order, settings: Settings, earlier: Earlier | None) -> Future[Artifact]:
        """A document of one account; the future raises what `Workbench.make` does, and AccountLost.

        Raises Busy when too many wait already.
        """
        future = self._submit(make_one, self._limits.document_bytes, account, order, settings, earlier)
        future.add_done_callback(partial(self._tell, order))
        return future

    def start_book(self, accounts: Sequence[Account], order: Order, settings: Settings) -> Future[Artifact]:
        """A document about many accounts; raises as `start` does."""
        future = self._submit(make_many, self._limits.document_bytes, tuple(accounts), order, settings)
        future.add_done_callback(partial(self._tell, order))
        return future

    def start_checking(
        self, name: str, data: bytes | Mapping[str, Any], settings: Settings, covered: Period, most: int
    ) -> Future[list[SentAccount]]:
        """Reads and measures what was sent, within the same limits; the future raises SourceError, AccountLost."""
        return self._submit(check_one, self._limits.document_bytes, name, data, settings, covered, most)

    async def made(self, future: Future[Artifact]) -> Artifact:
        """The document when it is done; a request that goes away leaves the rest of the queue alone."""
        return await asyncio.shield(asyncio.wrap_future(future))

    def _submit(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        with self._lock:
            if self._under_way >= self._limits.workers + self._limits.waiting:
                raise Busy("many documents are being made just now. Try again in a few seconds.", _COME_AGAIN)
            self._under_way += 1
        future = self._processes.submit(function, *arguments)
        future.add_done_callback(self._done)
        return future

    def _tell(self, order: Order, future: Future[Artifact]) -> None:
        if not future.cancelled():
            error = future.exception()
            refused = "refused" if isinstance(error, ClaimRefused) else "failed"
            self._told(order.document, order.format, refused if error else "made")

    def _done(self, future: Future[Any]) -> None:
        del future
        with self._lock:
            self._under_way -= 1


def make_one(memory: int, account: Account, order: Order, settings: Settings, earlier: Earlier | None) -> Artifact:
    """The work of a worker process; raises what `Workbench.make` does, RenderError when the memory runs out."""
    _limit(memory)
    beat(order.document)
    try:
        return Workbench(account, settings, earlier).make(order)
    except MemoryError:
        raise _out_of_memory(order) from None


def make_many(memory: int, accounts: Sequence[Account], order: Order, settings: Settings) -> Artifact:
    """The same for a document about many accounts."""
    _limit(memory)
    beat(order.document)
    try:
        return make_book(accounts, order, settings)
    except MemoryError:
        raise _out_of_memory(order) from None


def check_one(
    memory: int, name: str, data: bytes | Mapping[str, Any], settings: Settings, covered: Period, most: int
) -> list[SentAccount]:
    """The accounts that were sent, in a file or as one in a request; raises SourceError."""
    _limit(memory)
    try:
        return checked_sent(name, data, settings, covered, most)
    except MemoryError:
        raise SourceError(f"{name}: takes more memory than a file may take here. Send a smaller one.") from None


@dataclass(frozen=True, slots=True)
class Within:
    """The work of a batch, in processes that may hold so many bytes."""

    memory: int

    def __call__(self, task: Task) -> list[Made]:
        """What `make_account` makes of the task."""
        _limit(self.memory)
        return make_account(task)


def _out_of_memory(order: Order) -> RenderError:
    return RenderError(f"{order.document} needs more memory than a document may take here.")


def _limit(memory: int) -> None:
    """The process may hold no more; where the system knows no such limit, nothing is done."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
