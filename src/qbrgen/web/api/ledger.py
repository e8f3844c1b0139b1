"""The API's ledger: what went out, what was signed, what was won and told, what is due, and sign-off links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.ledger.calendar import calendar
from qbrgen.ledger.due import due_rows
from qbrgen.ledger.links import Link
from qbrgen.ledger.wins import checked_win
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.api.accounts import AccountId, period_of
from qbrgen.web.api.answers import PREFIX, Answers, problems, tagged
from qbrgen.web.api.ledger_shapes import (
    DeliveryList,
    DeliveryShape,
    DueList,
    LinkAsked,
    LinkList,
    LinkShape,
    SignOffList,
    SignOffShape,
    SnapshotFigure,
    SnapshotShape,
    WinAsked,
    WinList,
    WinShape,
)
from qbrgen.web.api.shapes import DueShape
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.listing import MOST, page
from qbrgen.web.once import Once, once
from qbrgen.web.refusals import not_here
from qbrgen.web.service import Service

router = APIRouter(prefix=PREFIX, tags=["ledger"])
Row = TypeVar("Row")
May = Annotated[Visitor, Depends(needs(Permission.LEDGER))]
MayLink = Annotated[Visitor, Depends(needs(Permission.LINK))]
OnceIn = Annotated[Once, Depends(once)]
Of = Annotated[str, Query(max_length=80, description="One account; without it all that I see.")]
Cursor = Annotated[str, Query(max_length=400)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
LinkId = Annotated[str, Path(max_length=64)]
_CALENDAR: Answers = {200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}}


@router.get("/ledger/deliveries", responses=problems(404))
def deliveries(
    service: ServiceIn, who: May, account_id: Of = "", cursor: Cursor = "", limit: Limit = 50
) -> DeliveryList:
    """What went out."""
    rows = _mine(service, who, account_id, service.ledger.deliveries, lambda row: row.account_id)
    found = page(rows, cursor, limit, lambda row: row.id)
    return DeliveryList(deliveries=[DeliveryShape.of(row) for row in found.rows], next=found.next, total=found.total)


@router.get("/ledger/signoffs", responses=problems(404))
def signoffs(
    service: ServiceIn, who: May, account_id: Of = "", cursor: Cursor = "", limit: Limit = 50
) -> SignOffList:
    """What customers confirmed, corrected and disputed."""
    rows = _mine(service, who, account_id, service.ledger.signoffs, lambda row: row.account_id)
    found = page(rows, cursor, limit, lambda row: row.id)
    return SignOffList(signoffs=[SignOffShape.of(row) for row in found.rows], next=found.next, total=found.total)


@router.get("/ledger/wins", responses=problems(404))
def wins(service: ServiceIn, who: May, account_id: Of = "", cursor: Cursor = "", limit: Limit = 50) -> WinList:
    """What was won."""
    rows = _mine(service, who, account_id, service.ledger.wins, lambda row: row.account_id)
    found = page(rows, cursor, limit, lambda row: row.id)
    return WinList(wins=[WinShape.of(row) for row in found.rows], next=found.next, total=found.total)


@router.post("/ledger/wins", status_code=201, response_model=WinShape, responses=problems(404, 409))
async def add_win(request: Request, service: ServiceIn, who: May, asked: WinAsked, once: OnceIn) -> Response:
    """Log a win: later documents count it."""

    def log() -> Response:
        entry = service.find(who, asked.account_id)
        known = {each.id: each for each in service.ledger.wins(entry.account.id)}
        if once.key not in known:
            win = replace(checked_win(entry.today, asked.told(), service.as_of), id=once.key)
            service.ledger.record_win(win)
            service.note(who, "win logged", entry.account.id, address_of(request), win=win.id)
            known = {each.id: each for each in service.ledger.wins(entry.account.id)}
        return JSONResponse(WinShape.of(known[once.key]).model_dump(mode="json"), 201)

    await run_in_threadpool(service.find, who, asked.account_id)
    return await once.answer(lambda: run_in_threadpool(log))


@router.get("/ledger/snapshots/{account_id}", responses=problems(404))
def snapshot(
    service: ServiceIn, who: May, account_id: AccountId, period: Annotated[str, Query(max_length=40)] = ""
) -> SnapshotShape:
    """The figures of an account in a period as they were told last."""
    covered = period_of(service, period)
    entry = service.find(who, account_id)
    found = service.ledger.snapshot(entry.account.id, covered)
    if found is None:
        raise not_here()
    told = [
        SnapshotFigure(
            key=key, label=each.label, value=each.value, unit=each.unit.name or each.unit.kind.value,
            standing=each.standing.value if each.standing else None,
        )
        for key, each in found.figures.items()
    ]  # fmt: skip
    return SnapshotShape(account_id=found.account_id, period=found.period.label, as_of=found.as_of, figures=told)


@router.get("/due", response_model=DueList, responses=_CALENDAR | problems())
def due(
    request: Request,
    service: ServiceIn,
    who: May,
    within: Annotated[int | None, Query(ge=0, le=36500, description="Days")] = None,
    form: Annotated[Literal["json", "ics"], Query(alias="format")] = "json",
) -> Response:
    """Who is due for what, as JSON or as a calendar."""
    accounts = [seen.entry.today for seen in service.visible(who, Reach.WHOLE)]
    rows = due_rows(accounts, service.as_of, within)
    if form == "ics":
        from qbrgen import __version__

        return Response(calendar(rows, service.as_of, __version__), media_type="text/calendar")
    return tagged(request, DueList(as_of=service.as_of, due=[DueShape.of(row) for row in rows]))


@router.get("/accounts/{account_id}/links", responses=problems(404))
def links(service: ServiceIn, who: MayLink, account_id: AccountId) -> LinkList:
    """The sign-off links of an account."""
    entry = service.find(who, account_id)
    return LinkList(links=[_link(service, each) for each in service.links.of(entry)])


@router.post("/accounts/{account_id}/links", status_code=201, response_model=LinkShape, responses=problems(404, 409))
async def make_link(
    service: ServiceIn, who: MayLink, account_id: AccountId, asked: LinkAsked, once: OnceIn
) -> Response:
    """A link by which the customer signs off value."""

    def make() -> Response:
        entry = service.find(who, account_id)
        link, _ = service.links.make(who, entry, asked.recipient, asked.days, once.key)
        return JSONResponse(_link(service, link).model_dump(mode="json"), 201)

    await run_in_threadpool(service.find, who, account_id)
    return await once.answer(lambda: run_in_threadpool(make))


@router.delete("/links/{link_id}", responses=problems(404))
def revoke(service: ServiceIn, who: MayLink, link_id: LinkId) -> LinkShape:
    """Take a link back: it opens nothing any more."""
    return _link(service, service.links.revoke(who, link_id))


def _link(service: Service, link: Link) -> LinkShape:
    return LinkShape.of(link, service.links.address(link), service.links.answers(link))


def _mine(
    service: Service,
    who: Visitor,
    account_id: str,
    read: Callable[[str | None], Iterable[Row]],
    account_of: Callable[[Row], str],
) -> list[Row]:
    """What the ledger holds of one account that the visitor sees, or of all of them; raises NotHere."""
    if account_id:
        return list(read(service.find(who, account_id).account.id))
    mine = {seen.entry.account.id for seen in service.visible(who, Reach.WHOLE)}
    return [row for row in read(None) if account_of(row) in mine]
