"""A run over many accounts: only so many under way at a time, one bad account never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import chain
from typing import Any

from qbrgen.batch.journal import Journal
from qbrgen.batch.keys import Keys
from qbrgen.batch.lost import AccountLost
from qbrgen.batch.naming import folder_of
from qbrgen.batch.places import Place
from qbrgen.batch.records import Record
from qbrgen.batch.work import Made, Task, Work, make_account
from qbrgen.model import Account
from qbrgen.pipeline import Order, file_name
from qbrgen.renderers import RENDERERS
from qbrgen.settings import Settings
from qbrgen.sources import Loaded, Rejected
from qbrgen.story.documents import document

_WRITERS = 4
_TRIES = 2
_Keyed = dict[Order, str]
Delivered = tuple[Order, Record]


class Batch:
    """Makes `orders` of every account by `executor`, and stores them in `place`.

    `in_flight` accounts are under way at a time, so that any number of them streams through. `told` hears of
    every record as soon as it stands. `chosen` says which orders an account gets, `delivered` hears of the files
    that were written for one, before they count as done. `lost` says of an error whether it means that a worker
    came to an end.
    """

    def __init__(
        self,
        place: Place,
        executor: Executor,
        orders: Sequence[Order],
        settings: Settings,
        in_flight: int,
        told: Callable[[Record], None] = lambda _: None,
        work: Work = make_account,
        lost: Callable[[BaseException], AccountLost | None] = lambda error: (
            error if isinstance(error, AccountLost) else None
        ),
        chosen: Callable[[Account, Order], bool] = lambda _account, _order: True,
        delivered: Callable[[Account, Sequence[Delivered]], None] = lambda _account, _files: None,
    ) -> None:
        self._place, self._executor, self._settings = place, executor, settings
        self._in_flight, self._told, self._work, self._lost = in_flight, told, work, lost
        self._chosen, self._delivered = chosen, delivered
        self._orders = tuple(dict.fromkeys(_settled(order, settings) for order in orders))
        self._keys = Keys(settings)
        self._current: list[Record] = []
        self._gone: set[str] = set()
        self._journal: Journal

    def run(self, found: Iterable[Loaded | Rejected]) -> list[Record]:
        """Every record of the place, in the manifest's order; what this run did not touch is among them.

        Raises OutputError when the place cannot be written; run it again then, and it goes on.
        """
        wanted = "|".join(map(repr, self._orders))
        self._place.tidy()
        self._journal = Journal(self._place, self._settings.as_of, f"{self._keys.shared} {wanted}")
        try:
            with ThreadPoolExecutor(_WRITERS, "qbrgen-writer") as writers:
                try:
                    self._all(found, writers)
                except BaseException:
                    writers.shutdown(wait=True, cancel_futures=True)
                    raise
        finally:
            self._journal.close()
        return self._records()

    def finish(self, records: Sequence[Record]) -> None:
        """The run is over and its manifest is written; until then it can go on."""
        self._journal.finish(records)

    @property
    def current(self) -> Sequence[Record]:
        """The records of this run alone."""
        return self._current

    def _all(self, found: Iterable[Loaded | Rejected], writers: ThreadPoolExecutor) -> None:
        making: dict[Future[list[Made]], tuple[Task, _Keyed]] = {}
        storing: set[Future[list[Record]]] = set()
        tasks = self._tasks(found)
        again: list[tuple[Task, _Keyed]] = []
        while True:
            while len(making) + len(storing) < self._in_flight and (
                job := again.pop() if again else next(tasks, None)
            ):
                making[self._executor.submit(self._work, job[0])] = job
            if not making and not storing:
                return
            waiting: list[Future[Any]] = [*making, *storing]
            for each in wait(waiting, return_when=FIRST_COMPLETED).done:
                if each in making:
                    task, keys = making.pop(each)
                    made, lost = self._made(each, task)
                    again += [(one, keys) for one in lost]
                    storing.add(writers.submit(self._stored, task.account, keys, made))
                else:
                    storing.discard(each)
                    self._note(each.result(), journal=True)

    def _tasks(self, found: Iterable[Loaded | Rejected]) -> Iterator[tuple[Task, _Keyed]]:
        """The accounts of which something is to be made; what need not be is noted on the way."""
        for each in found:
            if isinstance(each, Rejected):
                self._note([Record("", each.source, "", "", "failed", reason=str(each.error))])
                continue
            account = each.account
            orders = tuple(order for order in self._orders if self._chosen(account, order))
            keys = dict(zip(orders, self._keys.of(account, orders), strict=True))
            there = {order: self._there(account, order, key) for order, key in keys.items()}
            self._note([record for record in there.values() if record])
            if todo := tuple(order for order in keys if there[order] is None):
                yield Task(account, todo, self._settings), keys

    def _there(self, account: Account, order: Order, key: str) -> Record | None:
        """The record of what need not be made again."""
        own = self._journal.own.get(key)
        path = self._path(account, order)
        if own and own.status == "refused":
            self._gone.add(path)
            return own
        record = own if own and own.has_file else self._journal.files.get(path)
        if record is None or record.key != key or not self._place.holds(record.path, record.bytes, record.sha256):
            return None
        return record if own else replace(record, status="kept", seconds=0.0)

    def _made(self, future: Future[list[Made]], task: Task) -> tuple[list[Made], list[Task]]:
        """What came of a task, and what is to be tried again."""
        error = future.exception()
        if error is None:
            return future.result(), []
        lost = self._lost(error)
        if lost is None:
            reason = f"the worker could not take the account ({type(error).__name__}: {error}). Is it set up as here?"
            return [Made(order, "failed", reason=reason) for order in task.orders], []
        over = [order for order in task.orders if lost.over and order.document == lost.document]
        rest = [order for order in task.orders if order not in over]
        if lost.over and not over:
            rest = []
        given_up = list(task.orders) if task.tries >= _TRIES else [o for o in task.orders if o not in rest]
        # Each alone: only the document that takes its worker along is left out in the end.
        once_more = [] if task.tries >= _TRIES else [Task(task.account, (o,), task.settings, _TRIES) for o in rest]
        return [Made(order, "failed", reason=str(lost)) for order in given_up], once_more

    def _stored(self, account: Account, keys: _Keyed, made: Sequence[Made]) -> list[Record]:
        records = []
        for each in made:
            path = self._path(account, each.order)
            if each.status == "made":
                self._place.write(path, each.data)
            else:
                self._gone.add(path)
                if path in self._journal.files:
                    # A file of an earlier run says what can no longer be said.
                    self._place.remove(path)
                path = ""
            records.append(
                Record(account.id, account.name, each.order.document, each.order.format, each.status, path,
                       len(each.data), each.sha256, keys[each.order], dict(each.findings), each.seconds, each.reason)
            )  # fmt: skip
        files = [(one.order, record) for one, record in zip(made, records, strict=True) if record.has_file]
        if files:
            self._delivered(account, files)
        return records

    def _note(self, records: Sequence[Record], *, journal: bool = False) -> None:
        if journal and records:
            self._journal.add(records)
        for record in records:
            self._current.append(record)
            self._told(record)

    def _records(self) -> list[Record]:
        taken = {each.path for each in self._current} | self._gone
        before = (each for path, each in self._journal.files.items() if path not in taken)
        return sorted(chain(self._current, before), key=Record.order)

    def _path(self, account: Account, order: Order) -> str:
        assert order.period is not None  # noqa: S101  (settled at the start)
        extension = RENDERERS[order.format].extension
        return (
            f"{folder_of(account.id)}/{file_name(account, order.document, order.period, extension, self._settings)}"
        )


def _settled(order: Order, settings: Settings) -> Order:
    wanted = document(order.document)
    return Order(order.document, order.format or wanted.formats[0], order.period or wanted.period(settings.as_of))
