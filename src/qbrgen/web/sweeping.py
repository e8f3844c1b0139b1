"""Clears away what is kept for a while only: results of jobs and answers for a day, batches for a month."""

from __future__ import annotations

import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

_DAY = 86_400.0
_KEPT = {"jobs": _DAY, "answers": _DAY, "batches": 31 * _DAY}
_EVERY = 3600.0


class Sweeper:
    """Sweeps the state folder when the service starts, and every hour until it ends."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="qbrgen-sweeper")

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def close(self) -> None:
        """Ends."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        sweep(self._state, time.time())
        while not self._over.wait(_EVERY):
            sweep(self._state, time.time())


def sweep(state: Path, now: float) -> None:
    """Removes what nobody has written to for as long as its kind is kept; `now` in seconds since 1970."""
    for kind, seconds in _KEPT.items():
        folder = state / kind
        for path in list(folder.iterdir()) if folder.is_dir() else []:
            with suppress(OSError):
                if path.stat().st_mtime >= now - seconds:
                    continue
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
