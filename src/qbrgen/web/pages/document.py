"""A document: chosen, seen at once as slides with the findings beside them, downloaded in every format."""

from __future__ import annotations

import base64
import re
import secrets
import shutil
from dataclasses import replace
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.checks import Finding, Severity
from qbrgen.errors import ClaimRefused
from qbrgen.pipeline import Artifact, Order
from qbrgen.renderers.html import pages_of
from qbrgen.renderers.office import to_pictures
from qbrgen.settings import Settings
from qbrgen.story.documents import DOCUMENTS, Document, document
from qbrgen.web.access import Permission, Reach, Visitor
from qbrgen.web.asking import Asked, ChartMode, Theme, brands, check_offered, offered
from qbrgen.web.attaching import attached
from qbrgen.web.book import Entry
from qbrgen.web.delivering import Wanted, finished, start, wanted
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.pages import periods
from qbrgen.web.pages.beside import beside
from qbrgen.web.pages.shell import shown
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
KEY = re.compile(r"[0-9a-f]{32}")
_DPI = 80
AccountId = Annotated[str, Path(max_length=80)]
Name = Annotated[str, Path(max_length=40)]
MakesDocuments = Annotated[Visitor, Depends(needs(Permission.DOCUMENT))]
Words = Annotated[str, Query(max_length=80)]


def looked_at(
    name: Name,
    period: Words = "",
    brand: Words = "",
    charts: ChartMode = "picture",
    theme: Theme = "light",
    anonymous: bool = False,  # noqa: FBT001  (a field of a query)
) -> Asked:
    """The document that a page's address names, and how it is to look."""
    return Asked(name, "", period, brand, charts, theme, anonymous=anonymous)


LookedAt = Annotated[Asked, Depends(looked_at)]


@router.get("/accounts/{account_id}/documents/{name}", response_class=HTMLResponse)
def preview(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: MakesDocuments,
    asked: LookedAt,
) -> Response:
    """The document as it would be made now, page by page."""
    check_offered(who, asked.document)
    entry = service.find(who, account_id, asked.reach)
    order, settings = service.settled(asked)
    row = document(asked.document)
    stylesheet = ""
    told: dict[str, Any]
    try:
        told, stylesheet = _told(service, who, entry, row, order, settings)
    except ClaimRefused as error:
        told = {"refused": str(error).partition("\n")[0].rstrip(":") + ".", "reasons": error.reasons, "pages": []}
    chosen = order.period or row.period(settings.as_of)
    values = {
        "account": entry.account,
        "wanted": row,
        "documents": [each for each in offered(who) if each.name in DOCUMENTS],
        "asked": asked,
        "period": chosen,
        "period_name": periods.name_of(chosen),
        "periods": periods.offered(row, settings.as_of, chosen),
        "brands": brands(),
        "sees_account": who.may(Permission.ACCOUNT),
        "delivers": who.may(Permission.LEDGER) and not row.internal,
        "pictured": "pdf" in row.formats and _draws_pages(),
        "key": secrets.token_hex(16),
        **told,
    }
    return shown(request, "document.html", who, values, stylesheet=stylesheet)


def _told(
    service: Service, who: Visitor, entry: Entry, row: Document, order: Order, settings: Settings
) -> tuple[dict[str, Any], str]:
    """The pages with their findings, and the style sheet of the story; raises ClaimRefused."""
    story = service.telling.story(entry, row.name, settings, order.period)
    pages = pages_of(story, settings)
    found: tuple[Finding, ...] = ()
    # Whoever sees only a case study of this account is told nothing more of it, whatever others they see whole.
    if service.sees_whole(who, entry):
        found = service.telling.findings(entry, service.visible(who, Reach.WHOLE), settings, order.period)
    placed = beside(story, sorted(found, key=lambda each: list(Severity).index(each.severity)))
    rows = [(page, placed.get(page.section, [])) for page in pages.pages]
    known = {page.section for page in pages.pages}
    general = [each for section, some in placed.items() if section not in known for each in some]
    return {
        "refused": "",
        "reasons": (),
        "pages": rows,
        "view": pages.view,
        "language": pages.language,
        "general": general,
        "errors": sum(each.severity is Severity.ERROR for each in found),
        "warnings": sum(each.severity is Severity.WARNING for each in found),
    }, pages.stylesheet


@router.post("/accounts/{account_id}/documents/{name}/file")
async def download(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    name: Name,
    who: MakesDocuments,
    format: Annotated[str, Form(max_length=20)] = "",  # noqa: A002
    period: Annotated[str, Form(max_length=80)] = "",
    brand: Annotated[str, Form(max_length=80)] = "",
    charts: Annotated[ChartMode, Form()] = "picture",
    theme: Annotated[Theme, Form()] = "light",
    anonymous: Annotated[bool, Form()] = False,
    record: Annotated[bool, Form()] = False,
    key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """The file, made in a process of its own; the audit trail keeps who took it, the ledger that it was delivered."""
    asked = Asked(name, format, period, brand, charts, theme, anonymous=anonymous)
    want, artifact = await made(service, who, asked, account_id)
    known = key if KEY.fullmatch(key) else secrets.token_hex(16)
    delivered = known if record and who.may(Permission.LEDGER) else ""
    await run_in_threadpool(finished, service, who, want, artifact, address_of(request), delivered)
    return attached(artifact.data, artifact.name, artifact.media_type)


@router.get("/accounts/{account_id}/documents/{name}/pictures", response_class=HTMLResponse)
async def pictures(
    request: Request,
    service: ServiceIn,
    account_id: AccountId,
    who: MakesDocuments,
    asked: LookedAt,
) -> Response:
    """The pages as LibreOffice prints them, to the point; raises DependencyMissing where it is not installed."""
    want, artifact = await made(service, who, replace(asked, format="pdf"), account_id)
    drawn = await run_in_threadpool(to_pictures, artifact.data, _DPI)
    shots = ["data:image/png;base64," + base64.b64encode(each).decode() for each in drawn]
    assert want.entry is not None  # noqa: S101  (of one account)
    values = {"account": want.entry.account, "wanted": document(asked.document), "asked": asked, "shots": shots}
    return await run_in_threadpool(shown, request, "pictures.html", who, values)


async def made(service: Service, who: Visitor, asked: Asked, account_id: str = "") -> tuple[Wanted, Artifact]:
    """The document that the visitor asked for, made beside the server; raises as its parts do."""
    want = await run_in_threadpool(wanted, service, who, asked, account_id)
    return want, await service.maker.made(await run_in_threadpool(start, service, want))


@cache
def _draws_pages() -> bool:
    """True where the programs that draw a file's pages are there."""
    return all(shutil.which(program) for program in ("soffice", "pdftoppm"))
