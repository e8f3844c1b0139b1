"""The customer's page of a sign-off link: each value item with how it came about, and an answer to it.

All of it comes from the sheet that was asked: nothing internal, nothing of another account.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from babel.numbers import NumberFormatError, parse_decimal
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from qbrgen.errors import SignOffRefused
from qbrgen.ledger.records import Decision, SignOff
from qbrgen.story.phrasing import say_number
from qbrgen.story.text import Style
from qbrgen.value.figure import money
from qbrgen.web.doors import ServiceIn, address_of, check_form
from qbrgen.web.links import Given, SheetToSign
from qbrgen.web.pages.shell import shown
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
Token = Annotated[str, Path(max_length=400)]
_MOST_ITEMS = 2000


@router.get("/sign/{token}", response_class=HTMLResponse)
def ask(request: Request, service: ServiceIn, token: Token, again: bool = False) -> Response:  # noqa: FBT001
    """What is asked; when it was answered, that; raises NotHere, Gone."""
    opened = service.links.open(token)
    if opened.answered and not again:
        return _answered(request, service, opened, token)
    return _form(request, opened, token, {})


@router.post("/sign/{token}", response_class=HTMLResponse)
async def answer(request: Request, service: ServiceIn, token: Token) -> Response:
    """Records the answers, or shows the form again with what is missing."""
    await check_form(request)
    form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_recorded, request, service, token, form)


def _recorded(request: Request, service: Service, token: str, form: Mapping[str, str]) -> Response:
    opened = service.links.open(token)
    given = []
    for number, asked in enumerate(opened.sheet.questions[:_MOST_ITEMS]):
        if decision := form.get(f"answer-{number}", ""):
            amount = _plain(form.get(f"amount-{number}", ""), opened.sheet.locale)
            given.append(Given(asked.item_id, decision, amount, form.get(f"comment-{number}", "")))
    try:
        service.links.record(token, given, form.get("name", ""), form.get("role", ""), address_of(request))
    except SignOffRefused as error:
        problems = {problem.path: f"{problem.message}. {problem.remedy}." for problem in error.problems}
        return _form(request, opened, token, form, problems, 422)
    return RedirectResponse(f"/sign/{token}", 303)


def _plain(written: str, locale: str) -> str:
    """An amount as people write it there (420.000,50), as digits with a point; what is none stays as it is."""
    bare = written.strip().strip("$€£¥").strip()
    try:
        return str(parse_decimal(bare, locale=locale.replace("-", "_"), strict=True)) if bare else ""
    except (NumberFormatError, ValueError):
        return written


def _form(
    request: Request,
    opened: SheetToSign,
    token: str,
    form: Mapping[str, str],
    problems: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    sheet = opened.sheet
    recipient = next((name for key, name, _ in sheet.people if key == opened.link.recipient), "")
    part = next((role for key, _, role in sheet.people if key == opened.link.recipient), "")
    values: dict[str, Any] = {
        "sheet": sheet,
        "token": token,
        "questions": [(asked, _amount(asked.amount, asked.currency, sheet.locale)) for asked in sheet.questions],
        "form": form,
        "problems": problems or {},
        "name": form.get("name", recipient),
        "role": form.get("role", part),
        "until": opened.link.expires.date(),
    }
    return shown(request, "sign.html", None, values, status=status)


def _answered(request: Request, service: Service, opened: SheetToSign, token: str) -> Response:
    """Thanks, and what was said: read from the ledger, as later documents read it."""
    sheet = opened.sheet
    marks = {each.file_sha256 for each in opened.answered}
    said = [each for each in service.ledger.signoffs(sheet.account_id) if each.file_sha256 in marks]
    by_item: dict[str, list[SignOff]] = {}
    for each in said:
        by_item.setdefault(each.item_id, []).append(each)
    rows = [
        (asked, _amount(asked.amount, asked.currency, sheet.locale), [_told(one, sheet.locale) for one in answers])
        for asked in sheet.questions
        if (answers := by_item.get(asked.item_id))
    ]
    values = {
        "sheet": sheet,
        "token": token,
        "rows": rows,
        "open": len(sheet.questions) - len(rows),
        "answered": opened.answered,
    }
    return shown(request, "signed.html", None, values)


def _told(said: SignOff, locale: str) -> tuple[str, str, str]:
    """The decision, the amount that stands and the comment."""
    amount = _amount(said.confirmed, said.currency, locale) if said.decision is not Decision.DISPUTE else ""
    return said.decision.value, amount, said.comment


def _amount(value: Any, currency: str, locale: str) -> str:
    return "" if value is None else say_number(value, money(currency), locale, Style.FULL)
