"""Requests that carry a key, so that one sent twice is done once; their answers are kept for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select

from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.service_tables import requests

_KEPT = timedelta(days=1)
_GIVEN_UP = timedelta(minutes=10)
"""Who asked so long ago and has no answer yet was interrupted: the next one may try."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of this key: `asked` is the digest of what it asked; `status` 0 while it is under way."""

    asked: str
    status: int
    head: str


class Requests:
    """The requests of a ledger; everything may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begin(self, key: str, asked: str) -> Asked | None:
        """None for whoever is first, and has to `finish` or `drop` it; else the request that was there."""
        now = datetime.now(tz=UTC)

        def write(on: Connection) -> Asked | None:
            on.execute(requests.delete().where(requests.c.expires <= now))
            row = on.execute(select(requests).where(requests.c.id == key)).first()
            fresh = {"id": key, "asked": asked, "status": 0, "head": "", "recorded": now, "expires": now + _KEPT}
            if row is None:
                on.execute(requests.insert(), fresh)
                return None
            if row.status == 0 and row.asked == asked and row.recorded < now - _GIVEN_UP:
                on.execute(requests.update().where(requests.c.id == key).values(recorded=now))
                return None
            return Asked(row.asked, row.status, row.head)

        return self._ledger.within(write)

    def finish(self, key: str, status: int, head: str) -> None:
        """The answer, for whoever asks the same again."""
        change = requests.update().where(requests.c.id == key).values(status=status, head=head)
        self._ledger.within(lambda on: on.execute(change))

    def drop(self, key: str) -> None:
        """It came to nothing; asked again, it is tried again."""
        self._ledger.within(lambda on: on.execute(requests.delete().where(requests.c.id == key)))

    def interrupted(self) -> None:
        """Called when the service starts: what was under way then is not any more."""
        self._ledger.within(lambda on: on.execute(requests.delete().where(requests.c.status == 0)))
