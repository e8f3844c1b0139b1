"""Workers on other machines: a Dask cluster by the address of its scheduler, each account in a process of its own."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from importlib import import_module
from typing import Any

from qbrgen.batch.lost import AccountLost
from qbrgen.batch.processes import Processes
from qbrgen.batch.work import Made, Task, Work, make_account
from qbrgen.errors import DependencyMissing, UsageError

_PATIENCE = "10s"
_MOST_THREADS = 256
_pools: dict[float, Processes] = {}
_lock = threading.Lock()


class InOwnProcess:
    """Runs `work` in a process below the Dask worker, so that an account that hangs or takes its process down
    costs neither the worker nor the other accounts there. Those processes end with the worker.
    """

    def __init__(self, seconds: float, work: Work = make_account) -> None:
        self._seconds, self._work = seconds, work

    def __call__(self, task: Task) -> list[Made]:
        """What `work` makes of the task; raises AccountLost."""
        with _lock:
            if self._seconds not in _pools:
                # As many as the worker has threads: each thread waits for its own account.
                _pools[self._seconds] = Processes(_MOST_THREADS, self._seconds)
            pool = _pools[self._seconds]
        return pool.submit(self._work, task).result()


@contextlib.contextmanager
def dask_executor(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor over the cluster at the address, and how many accounts it makes at a time.

    Raises DependencyMissing without dask.distributed, UsageError when no scheduler answers or it has no worker.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise DependencyMissing("--dask needs dask.distributed. Get it with: pip install 'qbrgen[dask]'") from None
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"--dask {address}: no Dask scheduler answers there ({str(error).splitlines()[0]}). Start one with "
            "'dask scheduler', and workers with 'dask worker ADDRESS'."
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UsageError(
                f"--dask {address}: the scheduler has no worker. Start one with 'dask worker {address}'."
            )
        yield client.get_executor(pure=False), threads


def lost(error: BaseException) -> AccountLost | None:
    """The error as a lost worker, where it is one: ours, or what Dask raises when several workers went in turn."""
    if isinstance(error, AccountLost):
        return error
    if type(error).__name__ == "KilledWorker":
        return AccountLost("several Dask workers came to an end over it; often the memory ran out")
    return None
