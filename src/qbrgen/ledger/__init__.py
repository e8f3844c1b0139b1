"""What was delivered, signed off, won and told: kept in SQLite or PostgreSQL, and read by later documents."""

from qbrgen.ledger.enrich import enrich
from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.records import (
    Decision,
    Delivery,
    Known,
    LoggedWin,
    Run,
    RunStatus,
    SignOff,
    Snapshot,
)

__all__ = [
    "Decision",
    "Delivery",
    "Known",
    "Ledger",
    "LoggedWin",
    "Run",
    "RunStatus",
    "SignOff",
    "Snapshot",
    "enrich",
]
