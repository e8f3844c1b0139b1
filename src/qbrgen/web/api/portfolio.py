"""The API's figures: of one account, of the whole book, and what is wrong with an account that is sent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from qbrgen.checks import Finding
from qbrgen.model import Period
from qbrgen.pipeline import Workbench
from qbrgen.sources import Loaded, Rejected
from qbrgen.value import Figure, explain, figures
from qbrgen.value.portfolio import portfolio as book_of
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.api.accounts import AccountId, period_of
from qbrgen.web.api.answers import PREFIX, Exact, problems, tagged
from qbrgen.web.api.shapes import FindingShape
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.problems import ProblemItem, shown
from qbrgen.web.service import Service

router = APIRouter(prefix=PREFIX, tags=["figures"])
PeriodIn = Annotated[str, Query(max_length=40)]


class FigureShape(BaseModel):
    """One figure with its evidence; `value` is exact."""

    key: str
    label: str
    value: Exact
    unit: str
    standing: str | None
    subject: str
    day: date | None
    formula: str
    source: str
    inputs: list[dict[str, str]]

    @classmethod
    def of(cls, row: Figure) -> FigureShape:
        """The figure as the API tells it."""
        given = [{"name": each.name, "value": str(each.value), "path": each.path} for each in row.evidence.inputs]
        return cls(
            key=row.key, label=row.label, value=row.value, unit=row.unit.name or row.unit.kind.value,
            standing=row.standing.value if row.standing else None, subject=row.subject, day=row.day,
            formula=row.evidence.formula, source=row.evidence.source, inputs=given,
        )  # fmt: skip


class Figures(BaseModel):
    """The figures of an account in a period."""

    account_id: str
    period: str
    figures: list[FigureShape]


class PortfolioShape(BaseModel):
    """The book of the accounts that I see whole: the five measures, totals, retention."""

    as_of: date
    period: str
    accounts: int
    figures: list[FigureShape]


class CheckAsked(BaseModel):
    """An account to check: a stored one by its id, or one that is sent."""

    model_config = ConfigDict(extra="forbid")

    account_id: str = Field("", max_length=80)
    account: dict[str, Any] | None = None
    period: str = Field("", max_length=40)


class CheckedAccount(BaseModel):
    """One account that was checked: invalid with problems, or valid with findings."""

    account_id: str
    valid: bool
    problems: list[ProblemItem]
    findings: list[FindingShape]


class Checked(BaseModel):
    """What is invalid, and what must not be claimed, in each account that was sent."""

    period: str
    accounts: list[CheckedAccount]


@router.get("/accounts/{account_id}/figures", response_model=Figures, responses=problems(404))
def account_figures(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: Annotated[Visitor, Depends(needs(Permission.ACCOUNT))],
    match: Annotated[str, Query(max_length=100, description="Part of a key or label, or a pattern with *.")] = "*",
    period: PeriodIn = "",
) -> Response:
    """How the figures of an account came about."""
    covered = period_of(service, period)
    entry = service.find(who, account_id)
    value = service.telling.measured(entry, service.settings(), covered).value
    told = [FigureShape.of(each) for each in explain(value, match or "*")]
    return tagged(request, Figures(account_id=entry.account.id, period=covered.label, figures=told))


@router.get("/portfolio", response_model=PortfolioShape, responses=problems())
def portfolio(
    request: Request,
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.PORTFOLIO))],
    period: PeriodIn = "",
) -> Response:
    """The five measures, value, retention and loads of my book; the file is the document `portfolio`."""
    covered, settings = period_of(service, period), service.settings()
    accounts = [seen.entry.today for seen in service.visible(who, Reach.WHOLE)]
    found = book_of([(each, Workbench(each, settings).measured(covered).value) for each in accounts], settings.as_of)
    told = _told((found.measures, found.totals, found.retention, found.team, found.loads))
    shape = PortfolioShape(as_of=settings.as_of, period=covered.label, accounts=len(accounts), figures=told)
    return tagged(request, shape)


@router.post("/check", responses=problems(404))
async def check(
    service: ServiceIn, who: Annotated[Visitor, Depends(needs(Permission.CHECK))], asked: CheckAsked
) -> Checked:
    """What is invalid in an account, and what its documents must not claim."""

    def found() -> Checked:
        entry = service.find(who, asked.account_id)
        beside = service.visible(who, Reach.WHOLE)
        told = service.telling.findings(entry, beside, service.settings(), covered)
        spots = [entry.place.spot(each.path) for each in told]
        rows = [FindingShape.of(each, spot.line, spot.cell) for each, spot in zip(told, spots, strict=True)]
        one = CheckedAccount(account_id=entry.account.id, valid=True, problems=[], findings=rows)
        return Checked(period=covered.label, accounts=[one])

    covered = await run_in_threadpool(period_of, service, asked.period)
    if asked.account is not None:
        return await _checked(service, "account", asked.account, covered)
    return await run_in_threadpool(found)


@router.post("/check/file", responses=problems(), openapi_extra={
    "requestBody": {"required": True, "content": {"application/octet-stream": {
        "schema": {"type": "string", "format": "binary"}}}},
})  # fmt: skip
async def check_file(
    request: Request,
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.CHECK))],
    name: Annotated[str, Query(max_length=200, description="The file's name; its ending says what it is.")],
    period: PeriodIn = "",
) -> Checked:
    """What is wrong, cell by cell, in an account file or workbook that is sent as the body."""
    del who
    data = await request.body()
    covered = await run_in_threadpool(period_of, service, period)
    return await _checked(service, name, data, covered)


async def _checked(service: Service, name: str, data: bytes | dict[str, Any], covered: Period) -> Checked:
    found = await service.check_sent(name, data, covered)
    rows = await run_in_threadpool(lambda: [_row(each.read, each.findings) for each in found])
    return Checked(period=covered.label, accounts=rows)


def _row(read: Loaded | Rejected, found: tuple[Finding, ...]) -> CheckedAccount:
    if isinstance(read, Rejected):
        wrong = [shown(problem) for problem in read.error.problems]
        return CheckedAccount(account_id="", valid=False, problems=wrong, findings=[])
    spots = [read.place.spot(each.path) for each in found]
    told = [FindingShape.of(each, spot.line, spot.cell) for each, spot in zip(found, spots, strict=True)]
    return CheckedAccount(account_id=read.account.id, valid=True, problems=[], findings=told)


def _told(result: object) -> list[FigureShape]:
    return [FigureShape.of(each) for each in figures(result)]
