"""What the ledger holds, links and batches, as the API takes and gives them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qbrgen.batch.records import Record
from qbrgen.ledger import Delivery, LoggedWin, SignOff
from qbrgen.ledger.jobs import Job
from qbrgen.ledger.links import Link, LinkAnswer
from qbrgen.ledger.trail import Trace
from qbrgen.ledger.wins import WinTold
from qbrgen.web.api.answers import Exact
from qbrgen.web.api.shapes import DueShape
from qbrgen.web.batches import BatchAsked, Progress

_MOST_DOCUMENTS = 20
_LARGEST = 10**15


class DeliveryShape(BaseModel):
    """One file that went out."""

    id: str
    account_id: str
    document: str
    format: str
    period: str
    sha256: str
    size: int
    file: str
    on: date
    recorded: datetime | None

    @classmethod
    def of(cls, row: Delivery) -> DeliveryShape:
        """The delivery as the API tells it: of its place, the file's name alone."""
        return cls(
            id=row.id, account_id=row.account_id, document=row.document, format=row.format, period=row.period.label,
            sha256=row.sha256, size=row.size, file=PurePath(row.where.removeprefix("service: ")).name, on=row.on,
            recorded=row.recorded,
        )  # fmt: skip


class SignOffShape(BaseModel):
    """What one person said of one value item: the amount asked about, and the one that person stands behind."""

    id: str
    account_id: str
    item_id: str
    decision: str
    by: str
    role: str
    on: date
    offered: Exact | None
    confirmed: Exact | None
    currency: str
    comment: str
    recorded: datetime | None

    @classmethod
    def of(cls, row: SignOff) -> SignOffShape:
        """The sign-off as the API tells it."""
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name != "decision"}
        return cls(**told, decision=row.decision.value)


class WinShape(BaseModel):
    """A win that was logged."""

    id: str
    account_id: str
    title: str
    amount: Exact | None
    currency: str
    category: str
    on: date
    standing: str
    objective: str | None
    validated_by: str | None
    source: str
    recorded: datetime | None

    @classmethod
    def of(cls, row: LoggedWin) -> WinShape:
        """The win as the API tells it."""
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields}
        return cls(**told | {"category": row.category.value, "standing": row.standing.value})


class DeliveryList(BaseModel):
    """A page of deliveries, oldest first."""

    deliveries: list[DeliveryShape]
    next: str
    total: int


class SignOffList(BaseModel):
    """A page of sign-offs, oldest first."""

    signoffs: list[SignOffShape]
    next: str
    total: int


class WinList(BaseModel):
    """A page of wins, oldest first."""

    wins: list[WinShape]
    next: str
    total: int


class SnapshotFigure(BaseModel):
    """One figure as it was told."""

    key: str
    label: str
    value: Exact
    unit: str
    standing: str | None


class SnapshotShape(BaseModel):
    """The figures of an account in a period as they were told last."""

    account_id: str
    period: str
    as_of: date
    figures: list[SnapshotFigure]


class WinAsked(BaseModel):
    """A win to log."""

    model_config = ConfigDict(extra="forbid")

    account_id: str = Field(max_length=80)
    title: str = Field(min_length=1, max_length=400)
    value: Decimal | None = Field(None, ge=0, le=_LARGEST, allow_inf_nan=False)
    validated_by: str | None = Field(None, max_length=80)
    reported: bool = False
    objective: str | None = Field(None, max_length=80)
    category: str = Field("costs_reduced", max_length=40)
    source: str = Field("", max_length=4000)
    on: date | None = None

    def told(self) -> WinTold:
        """The same as the command line has it."""
        return WinTold(**{name: getattr(self, name) for name in WinAsked.model_fields if name != "account_id"})


class DueList(BaseModel):
    """What is late or due, soonest first."""

    as_of: date
    due: list[DueShape]


class LinkAsked(BaseModel):
    """A sign-off link to make."""

    model_config = ConfigDict(extra="forbid")

    recipient: str = Field("", max_length=80, description="Id of the stakeholder who may validate; '' for anybody.")
    days: int = Field(30, ge=1, le=365)


class LinkAnswerShape(BaseModel):
    """Who answered by a link."""

    name: str
    role: str
    address: str
    recorded: datetime | None

    @classmethod
    def of(cls, row: LinkAnswer) -> LinkAnswerShape:
        """The answer as the API tells it."""
        return cls(name=row.name, role=row.role, address=row.address, recorded=row.recorded)


class LinkShape(BaseModel):
    """A sign-off link; `url` is what the customer opens."""

    id: str
    account_id: str
    recipient: str
    made_by: str
    expires: datetime
    revoked: datetime | None
    url: str
    answers: list[LinkAnswerShape]

    @classmethod
    def of(cls, link: Link, url: str, answers: tuple[LinkAnswer, ...]) -> LinkShape:
        """The link as the API tells it."""
        return cls(
            id=link.id, account_id=link.account_id, recipient=link.recipient, made_by=link.made_by,
            expires=link.expires, revoked=link.revoked, url=url, answers=[LinkAnswerShape.of(row) for row in answers],
        )  # fmt: skip


class LinkList(BaseModel):
    """The links of an account, newest first."""

    links: list[LinkShape]


class BatchBody(BaseModel):
    """A batch to start; without accounts, of all that I see."""

    model_config = ConfigDict(extra="forbid")

    documents: list[str] = Field(min_length=1, max_length=_MOST_DOCUMENTS, examples=[["value-report", "qbr"]])
    formats: list[str] = Field([], max_length=6)
    accounts: list[str] = Field([], max_length=10_000)
    period: str = Field("", max_length=40)
    brand: str = Field("", max_length=64)
    charts: Literal["picture", "native"] = "picture"
    strict: bool = False
    record: bool = Field(False, description="Record in the ledger that these files go to their readers.")

    def asked(self) -> BatchAsked:
        """The same as pages ask it."""
        return BatchAsked(
            tuple(self.documents), tuple(self.formats), tuple(self.accounts), self.period, self.brand, self.charts,
            self.strict, self.record,
        )  # fmt: skip


class BatchShape(BaseModel):
    """A batch and how far it is: outputs made, refused and failed, of `total`."""

    id: str
    status: str
    asked_at: datetime | None
    finished_at: datetime | None
    documents: list[str]
    accounts: int
    made: int
    refused: int
    failed: int
    total: int
    reason: str

    @classmethod
    def of(cls, job: Job, progress: Progress) -> BatchShape:
        """The batch as the API tells it."""
        return cls(
            id=job.id, status=job.status.value, asked_at=job.recorded, finished_at=job.finished,
            documents=[order[0] for order in job.asked["orders"]], accounts=len(job.asked["accounts"]),
            made=progress.made, refused=progress.refused, failed=progress.failed, total=progress.total,
            reason=str(job.answer.get("reason", "")),
        )  # fmt: skip


class BatchList(BaseModel):
    """My batches, newest first."""

    batches: list[BatchShape]


class RecordShape(BaseModel):
    """One output of a batch; `file` is where it is fetched, "" when there is none, `reason` then says why."""

    account_id: str
    name: str
    document: str
    format: str
    status: str
    bytes: int
    sha256: str
    findings: dict[str, int]
    reason: str
    file: str

    @classmethod
    def of(cls, job: Job, number: int, row: Record) -> RecordShape:
        """The record as the API tells it."""
        at = f"/api/v1/batches/{job.id}/files/{number}" if row.has_file else ""
        return cls(
            account_id=row.account, name=row.name, document=row.document, format=row.format, status=row.status,
            bytes=row.bytes, sha256=row.sha256, findings=dict(row.findings), reason=row.reason, file=at,
        )  # fmt: skip


class RecordList(BaseModel):
    """A page of a batch's outputs."""

    records: list[RecordShape]
    next: str
    total: int


class TraceShape(BaseModel):
    """One thing that somebody did."""

    id: str
    recorded: datetime | None
    who: str
    action: str
    account_id: str
    detail: dict[str, Any]
    address: str

    @classmethod
    def of(cls, row: Trace) -> TraceShape:
        """The trace as the API tells it."""
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name != "detail"}
        return cls(**told, detail=dict(row.detail or {}))


class TraceList(BaseModel):
    """A page of the audit trail, newest first."""

    traces: list[TraceShape]
    next: str
