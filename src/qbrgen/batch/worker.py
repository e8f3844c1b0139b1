"""The inside of a worker process: takes jobs from its standard input, gives results on its standard output."""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import logging
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO

from qbrgen.batch.beats import listen

# The parent ends a worker that is late; should the parent be gone, the worker ends itself a little later.
_GRACE = 10.0
_GIVE_BACK_EVERY = 10


def main() -> None:
    """Works until the standard input ends, which it does when the parent is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(level=logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints must not run into the answers.
    os.dup2(2, 1)
    jobs: queue.SimpleQueue[tuple[bytes, float]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    give_back, done = _giver(), 0
    while True:
        payload, seconds = jobs.get()
        _limit(seconds)
        listen(lambda document, seconds=seconds: _began(answers, document, seconds))  # type: ignore[misc]
        kind, answer = _result(payload)
        faulthandler.cancel_dump_traceback_later()
        _say(answers, kind, answer)
        done += 1
        if done % _GIVE_BACK_EVERY == 0:
            give_back()


def _giver() -> Callable[[], object]:
    """What gives unused memory back to the system: circles of Python objects, then what glibc keeps of freed blocks.

    Python counts its own objects, not the trees and canvases of C libraries that hang on them: left to itself a
    worker grows to twice its size. Once in ten accounts it costs about two hundredths of the time.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None

    def give_back() -> None:
        gc.collect()
        if trim:
            trim(0)

    return give_back


def _listen(stream: BinaryIO, jobs: queue.SimpleQueue[tuple[bytes, float]]) -> None:
    try:
        while True:
            jobs.put(pickle.load(stream))  # noqa: S301  (from the parent's own pipe)
    except (EOFError, pickle.UnpicklingError):
        os._exit(1)


def _result(payload: bytes) -> tuple[str, bytes]:
    try:
        function, arguments = pickle.loads(payload)  # noqa: S301  (from the parent's own pipe)
        return "result", pickle.dumps(function(*arguments), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001  (whatever it is, the parent's future tells it)
        return "error", _pickled(error)


def _pickled(error: Exception) -> bytes:
    try:
        found = pickle.dumps(error)
        pickle.loads(found)  # noqa: S301  (just made here)
    except Exception:  # noqa: BLE001  (an exception that cannot travel is told by its words)
        return pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
    return found


def _began(answers: BinaryIO, document: str, seconds: float) -> None:
    _limit(seconds)
    _say(answers, "beat", document.encode())


def _limit(seconds: float) -> None:
    # Held even by code that never lets go of the interpreter.
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=sys.stderr)


def _say(answers: BinaryIO, *message: Any) -> None:
    try:
        pickle.dump(message, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()
    except BrokenPipeError:
        os._exit(1)
