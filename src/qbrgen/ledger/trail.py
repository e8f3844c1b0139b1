"""The audit trail: who made, downloaded or changed what, and when; it is only ever added to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.service_tables import audit


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that somebody did; `who` is an e-mail address, "local", or "link:" and a link's id."""

    who: str
    action: str
    account_id: str = ""
    detail: Mapping[str, Any] | None = None
    address: str = ""
    id: str = ""
    recorded: datetime | None = None


class Trail:
    """The audit trail of a ledger; everything may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, trace: Trace) -> None:
        """Notes one thing."""
        self._ledger.within(lambda on: write_trace(on, trace))

    def read(self, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Trace, ...]:
        """So many traces, newest first; `after` is the moment and id of the last one that was read."""
        wanted = select(audit).order_by(audit.c.recorded.desc(), audit.c.id.desc()).limit(limit)
        if after:
            moment, key = _within_reach(after[0]), after[1]
            wanted = wanted.where(or_(audit.c.recorded < moment, and_(audit.c.recorded == moment, audit.c.id < key)))
        return self._ledger.within(
            lambda on: tuple(
                Trace(row.who, row.action, row.account_id, json.loads(row.detail), row.address, row.id, row.recorded)
                for row in on.execute(wanted)
            ),
            writing=False,
        )


def _within_reach(moment: datetime) -> datetime:
    """The moment in UTC; at the end of all time its clock counts as UTC's."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(UTC)
    except OverflowError:
        return aware.replace(tzinfo=UTC)


def write_trace(on: Connection, trace: Trace) -> None:
    """Notes one thing inside a transaction that does more."""
    detail = json.dumps(trace.detail or {}, ensure_ascii=False, sort_keys=True, default=str)
    row = {"who": trace.who, "action": trace.action, "account_id": trace.account_id, "detail": detail}
    moment = {"id": uuid.uuid4().hex, "recorded": datetime.now(tz=UTC)}
    on.execute(audit.insert(), row | moment | {"address": trace.address[:64]})
