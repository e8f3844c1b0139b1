"""A limit on guessing passwords, by user and by address."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque

from qbrgen.web.refusals import TooMany

_SPAN = 900.0
"""Seconds in which failures count together."""
_EACH_USER, _EACH_ADDRESS = 5, 30
_REMEMBERED = 20_000


class Attempts:
    """Failed sign-ins of the last quarter of an hour, by address and by user, known or not."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, user: str, address: str) -> None:
        """Raises TooMany when there were too many."""
        with self._lock:
            for key, most in ((f"user {user}", _EACH_USER), (f"address {address}", _EACH_ADDRESS)):
                failed = self._recent(key)
                if len(failed) >= most:
                    wait = int(failed[0] + _SPAN - time.monotonic()) + 1
                    raise TooMany(f"too many attempts to sign in. Try again in {-(-wait // 60)} minutes.", wait)

    def failed(self, user: str, address: str) -> None:
        """One more."""
        with self._lock:
            for key in (f"user {user}", f"address {address}"):
                self._recent(key).append(time.monotonic())
                self._failed.move_to_end(key)
            while len(self._failed) > _REMEMBERED:
                self._failed.popitem(last=False)

    def _recent(self, key: str) -> deque[float]:
        failed = self._failed.setdefault(key, deque())
        while failed and failed[0] < time.monotonic() - _SPAN:
            failed.popleft()
        return failed
