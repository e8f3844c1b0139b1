"""The API's accounts: the list, one of them, its findings; and who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from qbrgen.model import Period, parse_period
from qbrgen.model.period import last_full_quarter
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.api.answers import PREFIX, problems, tagged
from qbrgen.web.api.shapes import AccountList, AccountRow, AccountShape, Findings, FindingShape, Me
from qbrgen.web.book import Seen
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.listing import MOST, Wanted, page
from qbrgen.web.service import Service

router = APIRouter(prefix=PREFIX, tags=["accounts"])
AccountId = Annotated[str, Path(max_length=80)]


@router.get("/me", responses=problems())
def me(who: Annotated[Visitor, Depends(needs(Permission.SIGNED_IN))]) -> Me:
    """Who I am and what I may do."""
    return Me.of(who)


@router.get("/accounts", response_model=AccountList, responses=problems())
def accounts(
    request: Request,
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.BOOK))],
    q: Annotated[str, Query(max_length=200)] = "",
    tier: Annotated[str, Query(max_length=40)] = "",
    csm: Annotated[str, Query(max_length=200)] = "",
    within: Annotated[int | None, Query(ge=0, le=36500)] = None,
    findings: Annotated[str, Query(pattern="^(error|warning|info)?$")] = "",
    sort: Annotated[str, Query(pattern="^(name|arr|renewal|due|findings)$")] = "name",
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Response:
    """The accounts that I may see."""
    settings = service.settings()
    rows = [service.summaries.of(seen, settings) for seen in service.visible(who)]
    found = page(Wanted(q, tier, csm, within, findings, sort).of(rows), cursor, limit, lambda row: row.id)
    listed = AccountList(accounts=[AccountRow.of(row) for row in found.rows], next=found.next, total=found.total)
    return tagged(request, listed)


@router.get("/accounts/{account_id}", response_model=AccountShape, responses=problems(404))
def account(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: Annotated[Visitor, Depends(needs(Permission.ACCOUNT))],
) -> Response:
    """One account, whole."""
    entry = service.find(who, account_id)
    line = AccountRow.of(service.summaries.of(Seen(entry, Reach.WHOLE), service.settings()))
    return tagged(request, AccountShape(summary=line, account=entry.account.model_dump(mode="json")))


@router.get("/accounts/{account_id}/findings", response_model=Findings, responses=problems(404))
def findings(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: Annotated[Visitor, Depends(needs(Permission.ACCOUNT))],
    period: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What must not be claimed of an account, and what to do about it."""
    covered = period_of(service, period)
    entry = service.find(who, account_id)
    found = service.telling.findings(entry, service.visible(who, Reach.WHOLE), service.settings(), covered)
    spots = [entry.place.spot(each.path) for each in found]
    told = [FindingShape.of(each, spot.line, spot.cell) for each, spot in zip(found, spots, strict=True)]
    return tagged(request, Findings(account_id=entry.account.id, period=covered.label, findings=told))


def period_of(service: Service, written: str) -> Period:
    """The period that was named, else the last full quarter; raises UsageError for one that is none."""
    return parse_period(written) if written else last_full_quarter(service.as_of)
