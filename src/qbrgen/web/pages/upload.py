"""A file of accounts is read and told what is wrong in it, cell by cell; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, File, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.errors import SourceError
from qbrgen.model.period import last_full_quarter
from qbrgen.sources import Rejected
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.book import Entry
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.pages.account import Fact, Told, facts, findings
from qbrgen.web.pages.shell import shown
from qbrgen.web.problems import ProblemItem
from qbrgen.web.problems import shown as without_folders
from qbrgen.web.sent import KINDS, SentAccount

router = APIRouter(include_in_schema=False)
Checks = Annotated[Visitor, Depends(needs(Permission.CHECK))]
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Checked:
    """An account of the file: its name and locale, figures and findings; or what makes it unusable."""

    name: str
    locale: str
    facts: list[Fact]
    findings: list[Told]
    problems: list[ProblemItem]


@router.get("/upload", response_class=HTMLResponse)
def ask(request: Request, who: Checks) -> Response:
    """The form."""
    return shown(request, "upload.html", who, {"kinds": KINDS, "checked": None, "file": "", "wrong": "", "more": 0})


@router.post("/upload", response_class=HTMLResponse)
async def check(
    request: Request,
    service: ServiceIn,
    who: Checks,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What the file holds and what is wrong with it; a worker process reads it, and nothing of it stays."""
    values = {"kinds": KINDS, "checked": None, "file": "", "wrong": "", "more": 0}
    if file is None or not file.filename:
        return shown(request, "upload.html", who, values | {"wrong": "Choose a file first."}, status=422)
    try:
        covered = last_full_quarter(service.as_of)
        found = await service.check_sent(file.filename, await file.read(), covered, _SHOWN)
    except SourceError as error:
        return shown(request, "upload.html", who, values | {"wrong": str(error)}, status=422)
    checked = await run_in_threadpool(lambda: [_checked(each) for each in found[:_SHOWN]])
    await run_in_threadpool(service.note, who, "checked a file", "", address_of(request), accounts=len(found))
    told = {"checked": checked, "file": file.filename[-100:], "more": max(0, len(found) - _SHOWN)}
    return shown(request, "upload.html", who, values | told)


def _checked(sent: SentAccount) -> Checked:
    each = sent.read
    if isinstance(each, Rejected):
        return Checked("", "en-US", [], [], [without_folders(problem) for problem in each.error.problems])
    account = each.account
    told = findings(Entry(account, account, each.place), sent.findings)
    return Checked(account.name, account.locale, facts(sent.value, account.locale) if sent.value else [], told, [])
