"""An executor of processes in which a task that hangs, or takes its process down, costs nobody else anything."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from qbrgen.batch.lost import AccountLost

Returned = TypeVar("Returned")
_PROGRAM = "from qbrgen.batch.worker import main; main()"
# One account at a time fills a core; more threads below it would only take memory.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_TEMPORARY = ("TMPDIR", "TEMP", "TMP")
_Job = tuple["Future[Any]", bytes]


class Processes(Executor):
    """Up to `workers` processes, each kept for `tasks_each` tasks; `seconds` is the longest between two beats.

    A future raises AccountLost when its process ended early; the next task gets a new process. Any number of
    tasks may wait; callers bound what they submit.
    """

    def __init__(self, workers: int, seconds: float, tasks_each: int = 500) -> None:
        self.workers, self.seconds, self.tasks_each = workers, seconds, tasks_each
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._hands: list[_Hand] = []
        self._lock = threading.Lock()
        self._outstanding = 0
        self._closed = False
        # What a killed process leaves in its folder for temporary files goes with this one.
        self._folder = tempfile.TemporaryDirectory(prefix="qbrgen-batch-", ignore_cleanup_errors=True)

    def submit(  # noqa: D102  (Executor's)
        self, fn: Callable[..., Returned], /, *args: Any, **kwargs: Any
    ) -> Future[Returned]:
        if kwargs:
            raise TypeError("arguments are given by position")
        future: Future[Returned] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("the executor is shut down")
            self._jobs.put((future, pickle.dumps((fn, args), pickle.HIGHEST_PROTOCOL)))
            self._outstanding += 1
            # A process that is free takes the job: a new one has to import everything first.
            if len(self._hands) < min(self.workers, self._outstanding):
                self._hands.append(
                    _Hand(self._jobs, self.seconds, self.tasks_each, self._folder.name, self._one_less)
                )
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: D102, FBT001
        with self._lock:
            self._closed = True
            if cancel_futures:
                self._drop_waiting()
            for _ in self._hands:
                self._jobs.put(None)
        if wait:
            for hand in self._hands:
                hand.join()
            self._folder.cleanup()

    def stop(self) -> None:
        """Ends every process at once; what was under way is lost."""
        with self._lock:
            self._closed = True
            self._drop_waiting()
            for hand in self._hands:
                self._jobs.put(None)
                hand.kill()
        self.shutdown()

    def pids(self) -> list[int]:
        """The processes that run now."""
        return [pid for hand in self._hands if (pid := hand.pid) is not None]

    def _one_less(self) -> None:
        with self._lock:
            self._outstanding -= 1

    def _drop_waiting(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                if job := self._jobs.get_nowait():
                    job[0].cancel()


class _Hand:
    """The thread that looks after one process: hands it jobs one by one and ends it when it is late."""

    def __init__(
        self,
        jobs: queue.SimpleQueue[_Job | None],
        seconds: float,
        tasks_each: int,
        folder: str,
        free: Callable[[], None],
    ) -> None:
        self._jobs, self._seconds, self._tasks_each, self._folder = jobs, seconds, tasks_each, folder
        # Called before a result is told: who hears it and submits again finds this process free.
        self._free = free
        self._process: subprocess.Popen[bytes] | None = None
        self._left = 0
        self._stopped = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="qbrgen-worker")
        self._thread.start()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self._process.poll() is None else None

    def kill(self) -> None:
        self._stopped = True
        if process := self._process:
            process.kill()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, payload = job
            if not future.set_running_or_notify_cancel():
                self._free()
                continue
            try:
                kind, answer = self._done(payload)
            except AccountLost as error:
                self._end()
                self._free()
                future.set_exception(error)
                continue
            told = pickle.loads(answer)  # noqa: S301  (from our own process's pipe)
            self._free()
            if kind == "error":
                future.set_exception(told)
            else:
                future.set_result(told)
            self._left -= 1
            if self._left <= 0:
                self._end()
        self._end()

    def _done(self, payload: bytes) -> tuple[str, bytes]:
        process = self._started()
        begun, late = "", threading.Event()
        timer = self._timer(process, late)
        try:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  (pipes both)
            pickle.dump((payload, self._seconds), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            while True:
                kind, answer = pickle.load(process.stdout)  # noqa: S301  (from our own process's pipe)
                if kind != "beat":
                    return kind, answer
                timer.cancel()
                begun, timer = answer.decode(), self._timer(process, late)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _lost(process, begun, self._seconds if late.is_set() else None) from None
        finally:
            timer.cancel()

    def _timer(self, process: subprocess.Popen[bytes], late: threading.Event) -> threading.Timer:
        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        return timer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            if self._stopped:
                raise AccountLost("the run was stopped")
            path = os.pathsep.join(each for each in sys.path if each)
            self._process = subprocess.Popen(  # noqa: S603  (this interpreter, a program of our own)
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path, **dict.fromkeys(_TEMPORARY, self._folder)},
            )
            self._left = self._tasks_each
            if self._stopped:
                self._process.kill()
        return self._process

    def _end(self) -> None:
        if process := self._process:
            with contextlib.suppress(OSError):
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                # A job may still stand in the buffer of a pipe that nobody reads.
                with contextlib.suppress(OSError):
                    if stream:
                        stream.close()
            self._process = None


def _lost(process: subprocess.Popen[bytes], begun: str, over: float | None) -> AccountLost:
    at = f" at {begun}" if begun else ""
    if over is not None:
        return AccountLost(
            f"took longer than {over:g} seconds{at} and was stopped. Look at what is special about the account, "
            "or allow more with --time-limit",
            begun,
            over=True,
        )
    code = process.wait()
    how = f"ended by signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    return AccountLost(f"the worker came to an end{at} ({how}); often the memory ran out. Try fewer --workers", begun)
