"""Work that goes wrong on purpose, for workers to load by name."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import Executor, Future
from typing import Any

from qbrgen.batch.beats import beat
from qbrgen.batch.work import Made, Task, make_account


def hang(task: Task) -> list[Made]:
    """Never comes back from the second account's value report."""
    for order in task.orders:
        beat(order.document)
        if task.account.id == "second" and order.document == "value-report":
            time.sleep(600)
    return make_account(task)


def die(task: Task) -> list[Made]:
    """The second account takes its process down, as the system does when memory runs out."""
    if task.account.id == "second":
        os.kill(os.getpid(), signal.SIGKILL)
    return make_account(task)


def die_of_reports(task: Task) -> list[Made]:
    """Only the value report of the second account does."""
    for order in task.orders:
        beat(order.document)
        if task.account.id == "second" and order.document == "value-report":
            os._exit(3)
    return make_account(task)


def break_down(task: Task) -> list[Made]:
    """The second account's data breaks something nobody thought of."""
    if task.account.id == "second":
        raise ZeroDivisionError("by the second")
    return make_account(task)


def out_of_memory(task: Task) -> list[Made]:
    """The second account asks for more memory than there is."""
    if task.account.id == "second":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
        bytearray(2**40)
    return make_account(task)


def slow(task: Task) -> list[Made]:
    """Time for a test to see how many are under way."""
    time.sleep(0.02)
    del task
    return []


class Counting(Executor):
    """An executor that counts how many tasks are under way at a time."""

    def __init__(self, inner: Executor) -> None:
        self.inner, self.now, self.most = inner, 0, 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.now += 1
        self.most = max(self.most, self.now)
        future = self.inner.submit(fn, *args, **kwargs)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: Future[Any]) -> None:
        self.now -= 1
