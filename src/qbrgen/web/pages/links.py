"""Sign-off links for the success manager: what will be asked, the link to send, who answered, taking it back."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qbrgen.errors import UsageError
from qbrgen.ledger.links import Link
from qbrgen.ledger.sheet import make_sheet
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.pages.document import KEY
from qbrgen.web.pages.shell import shown
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
SendsLinks = Annotated[Visitor, Depends(needs(Permission.LINK))]
AccountId = Annotated[str, Path(max_length=80)]
_DAYS = (7, 14, 30, 90)


@router.get("/accounts/{account_id}/sign-off", response_class=HTMLResponse)
def links(request: Request, service: ServiceIn, account_id: AccountId, who: SendsLinks) -> Response:
    """The links of an account, and a form for a new one."""
    return _page(request, service, who, account_id)


@router.post("/accounts/{account_id}/sign-off", response_class=HTMLResponse)
def make(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: SendsLinks,
    recipient: Annotated[str, Form(max_length=80)] = "",
    days: Annotated[int, Form()] = 30,
    key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """A new link; the form sent twice makes one."""
    entry = service.find(who, account_id)
    chosen = key if KEY.fullmatch(key) else secrets.token_hex(16)
    try:
        link, _ = service.links.make(who, entry, recipient, days, chosen)
    except UsageError as error:
        return _page(request, service, who, account_id, wrong=str(error), status=400)
    return RedirectResponse(f"/accounts/{entry.account.id}/sign-off#link-{link.id}", 303)


@router.post("/accounts/{account_id}/sign-off/{link_id}/revoke")
def revoke(
    service: ServiceIn, account_id: AccountId, link_id: Annotated[str, Path(max_length=64)], who: SendsLinks
) -> Response:
    """Takes a link back."""
    link = service.links.revoke(who, link_id)
    del account_id
    return RedirectResponse(f"/accounts/{link.account_id}/sign-off", 303)


def _page(
    request: Request, service: Service, who: Visitor, account_id: str, *, wrong: str = "", status: int = 200
) -> Response:
    entry = service.find(who, account_id)
    account = entry.account
    people = {each.id: each for each in account.stakeholders}
    try:
        signed = [each.id for each in service.ledger.signoffs(account.id)]
        asked = make_sheet(entry.today.customer_view(), service.as_of, signed).questions
    except UsageError:
        asked = ()
    values = {
        "account": account,
        "people": account.stakeholders,
        "names": {key: person.name for key, person in people.items()},
        "questions": asked,
        "links": [(link, *_state(service, link)) for link in service.links.of(entry)],
        "days": _DAYS,
        "usual": service.config.limits.link_days,
        "key": secrets.token_hex(16),
        "wrong": wrong,
    }
    return shown(request, "links.html", who, values, status=status)


def _state(service: Service, link: Link) -> tuple[str, str, str]:
    """What became of a link in a word, its tone, and its address while it is open."""
    answers = service.links.answers(link)
    if link.revoked is not None:
        return "Taken back", "neutral", ""
    if answers:
        names = ", ".join(dict.fromkeys(each.name for each in answers))
        return f"Answered by {names}", "good", service.links.address(link)
    if link.expires <= datetime.now(tz=UTC):
        return "Run out", "neutral", ""
    return "Open", "caution", service.links.address(link)
