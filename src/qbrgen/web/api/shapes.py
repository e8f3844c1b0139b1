"""What the API takes and gives, as the types that its description is made from."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel

from qbrgen.checks import Finding
from qbrgen.ledger.due import DueRow
from qbrgen.web.access import Visitor
from qbrgen.web.api.answers import Exact
from qbrgen.web.summary import Summary


class Me(BaseModel):
    """Who asks."""

    email: str
    name: str
    roles: list[str]
    signed_in_by: str

    @classmethod
    def of(cls, visitor: Visitor) -> Me:
        """The visitor as the API tells it."""
        return cls(email=visitor.email, name=visitor.name, roles=sorted(visitor.roles), signed_in_by=visitor.by)


class DueShape(BaseModel):
    """Something that is due; `days` from today, below zero when late."""

    account_id: str
    account: str
    manager: str
    key: str
    what: str
    last: date | None
    due: date
    days: int

    @classmethod
    def of(cls, row: DueRow) -> DueShape:
        """The row as the API tells it."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class AccountRow(BaseModel):
    """One account in a list; where `whole` is false, only what a case study may hold is told."""

    id: str
    name: str
    industry: str
    product: str
    whole: bool
    tier: str
    touch: str
    csm: str
    arr: Exact | None
    currency: str
    renewal: date | None
    errors: int
    warnings: int
    infos: int
    due: DueShape | None

    @classmethod
    def of(cls, row: Summary) -> AccountRow:
        """The line of the book as the API tells it."""
        told: dict[str, Any] = {name: getattr(row, name) for name in cls.model_fields if name != "due"}
        return cls(**told, due=DueShape.of(row.due) if row.due else None)


class AccountList(BaseModel):
    """A page of accounts; `next` is the cursor of the next page, "" on the last one."""

    accounts: list[AccountRow]
    next: str
    total: int


class AccountShape(BaseModel):
    """One account: its line, and all of it as an account file holds it, with what the ledger knows."""

    summary: AccountRow
    account: dict[str, Any]


class FindingShape(BaseModel):
    """What a check found, with its place in the source where it has one."""

    code: str
    severity: str
    account_id: str
    message: str
    remedy: str
    path: str
    subject: str
    line: int | None = None
    cell: str = ""

    @classmethod
    def of(cls, finding: Finding, line: int | None = None, cell: str = "") -> FindingShape:
        """The finding as the API tells it."""
        told = {
            name: getattr(finding, name) for name in ("code", "account_id", "message", "remedy", "path", "subject")
        }
        return cls(**told, severity=str(finding.severity), line=line, cell=cell)


class Findings(BaseModel):
    """The findings of one account in one period, worst first."""

    account_id: str
    period: str
    findings: list[FindingShape]
