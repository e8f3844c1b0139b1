"""Documents and jobs as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qbrgen.ledger.jobs import Job
from qbrgen.story.documents import BOOKS, Document
from qbrgen.web.asking import Asked, ChartMode, Theme
from qbrgen.web.problems import ProblemAnswer


class Look(BaseModel):
    """How a document is made; what is left out is the document's own format, the last full period, no brand."""

    model_config = ConfigDict(extra="forbid")

    document: str = Field(max_length=40, examples=["qbr"])
    format: str = Field("", max_length=20, examples=["pptx"])
    period: str = Field("", max_length=40, examples=["2026-Q3"])
    brand: str = Field("", max_length=64)
    charts: ChartMode = "picture"
    theme: Theme = "light"
    strict: bool = Field(False, description="Refuse a document that would claim what the checks call an error.")
    anonymous: bool = Field(False, description="Name nobody (case studies only).")

    def asked(self) -> Asked:
        """The same as pages ask it."""
        return Asked(**{name: getattr(self, name) for name in Look.model_fields})


class DocumentAsked(Look):
    """A document of a stored account (`account_id`), of one that is sent (`account`), or of all (neither)."""

    account_id: str = Field("", max_length=80, examples=["acme"])
    account: dict[str, Any] | None = Field(None, description="An account as its file would hold it.")
    record: bool = Field(False, description="Record in the ledger that this file goes to its reader.")

    @model_validator(mode="after")
    def _of_one_thing(self) -> DocumentAsked:
        given = bool(self.account_id) + (self.account is not None)
        if given != (0 if self.document in BOOKS else 1):
            raise ValueError("give account_id or account, one of them; neither for a document about all accounts")
        if self.record and not self.account_id:
            raise ValueError("only a document of a stored account can be recorded as delivered")
        return self


class DocumentKind(BaseModel):
    """One kind of document."""

    name: str
    reader: str
    purpose: str
    formats: list[str]
    internal: bool
    about: str = Field(description="'account', or 'book' for one about all accounts.")

    @classmethod
    def of(cls, row: Document) -> DocumentKind:
        """The row of the table as the API tells it."""
        about = "book" if row.name in BOOKS else "account"
        return cls(
            name=row.name, reader=row.reader, purpose=row.purpose, formats=list(row.formats),
            internal=row.internal, about=about,
        )  # fmt: skip


class DocumentKinds(BaseModel):
    """What can be made, and in which brands."""

    documents: list[DocumentKind]
    brands: list[str]


class JobShape(BaseModel):
    """A document that is made in the background; `file` is where it is fetched once the status is done."""

    id: str
    status: str = Field(description="waiting, running, done, refused, failed or stopped.")
    account_id: str
    document: str
    format: str
    asked_at: datetime | None
    finished_at: datetime | None
    file: str = ""
    name: str = ""
    sha256: str = ""
    findings: dict[str, int] = {}
    problem: ProblemAnswer | None = None

    @classmethod
    def of(cls, job: Job) -> JobShape:
        """The job as the API tells it."""
        answer = job.answer
        done = "name" in answer
        return cls(
            id=job.id, status=job.status.value, account_id=job.account_id, document=job.asked.get("document", ""),
            format=job.asked.get("format", ""), asked_at=job.recorded, finished_at=job.finished,
            file=f"/api/v1/jobs/{job.id}/file" if done else "", name=answer.get("name", ""),
            sha256=answer.get("sha256", ""), findings=answer.get("findings", {}),
            problem=_problem(answer.get("problem")),
        )  # fmt: skip


def _problem(told: dict[str, Any] | None) -> ProblemAnswer | None:
    if told is None:
        return None
    blank = {"type": f"urn:qbrgen:problem:{told['code']}", "title": "Interrupted", "status": 503}
    return ProblemAnswer(**{**blank, **told})
