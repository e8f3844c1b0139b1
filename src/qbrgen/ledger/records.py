"""What the ledger holds, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from qbrgen.model.kinds import Kind, Standing, ValueCategory
from qbrgen.model.period import Period
from qbrgen.value.figure import Figure


class Decision(Kind):
    """What a customer said of a value item."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    DISPUTE = "dispute"


class RunStatus(Kind):
    """How a run ended; one that never told is still called running."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command that made documents; `made` and `failed` count files."""

    id: str
    command: str
    as_of: date
    version: str
    started: datetime
    finished: datetime | None = None
    status: RunStatus = RunStatus.RUNNING
    made: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One finished file that went to its reader; `where` is its path or URL, `on` the day it speaks from."""

    account_id: str
    document: str
    format: str
    period: Period
    sha256: str
    size: int
    where: str
    on: date
    run: str | None = None
    id: str = ""
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """What one person at the customer said of one value item.

    `offered` is the amount that was asked about, `confirmed` the one that the person stands behind (None: none,
    as of a disputed or soft item); `claim` is the digest of the item's numbers (see `ledger.claims`); `by` is a
    stakeholder's id, or the name of somebody who is none; `file_sha256` is of the workbook it was read from.
    """

    account_id: str
    item_id: str
    decision: Decision
    by: str
    role: str
    on: date
    offered: Decimal | None
    confirmed: Decimal | None
    currency: str
    claim: str
    comment: str = ""
    file_sha256: str = ""
    id: str = ""
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoggedWin:
    """A one-off gain, written down when it happened; `amount` is None for soft value."""

    account_id: str
    title: str
    amount: Decimal | None
    currency: str
    category: ValueCategory
    on: date
    standing: Standing
    objective: str | None = None
    validated_by: str | None = None
    validated_on: date | None = None
    source: str = ""
    id: str = ""
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The figures of an account in a period as they stood on `as_of`, by the keys they had then."""

    account_id: str
    period: Period
    as_of: date
    figures: Mapping[str, Figure]
    run: str | None = None
    id: str = ""
    recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger adds to one account: deliveries, sign-offs and wins, oldest first."""

    deliveries: tuple[Delivery, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    wins: tuple[LoggedWin, ...] = ()
