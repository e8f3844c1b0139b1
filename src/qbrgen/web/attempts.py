"""A limit on guessing passwords, by user and by address."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from contextlib import suppress

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

    def begin(self, user: str, address: str) -> float:
        """Counts an attempt as failed until `succeeded` takes it back: many at once are no way around the limit.

        Returns its moment. Raises TooMany when there were too many.
        """
        now, keys = time.monotonic(), _keys(user, address)
        with self._lock:
            for key, most in zip(keys, (_EACH_USER, _EACH_ADDRESS), strict=True):
                failed = self._recent(key, now)
                if len(failed) >= most:
                    wait = int(failed[0] + _SPAN - now) + 1
                    raise TooMany(f"too many attempts to sign in. Try again in {-(-wait // 60)} minutes.", wait)
            for key in keys:
                self._failed.setdefault(key, deque()).append(now)
                self._failed.move_to_end(key)
            while len(self._failed) > _REMEMBERED:
                self._failed.popitem(last=False)
        return now

    def succeeded(self, user: str, address: str, moment: float) -> None:
        """The attempt of that moment was none to guess."""
        with self._lock, suppress(ValueError):
            for key in _keys(user, address):
                self._recent(key, moment).remove(moment)

    def _recent(self, key: str, now: float) -> deque[float]:
        failed = self._failed.get(key, deque())
        while failed and failed[0] < now - _SPAN:
            failed.popleft()
        return failed


def _keys(user: str, address: str) -> tuple[str, str]:
    """What failures count by. Whoever has one IPv6 address has the whole /64 to choose from."""
    with suppress(ValueError):
        found = ipaddress.IPv6Address(address)
        if not found.ipv4_mapped:
            address = str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return f"user {user}", f"address {address}"
