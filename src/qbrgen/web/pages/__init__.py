"""The pages: what a person sees in a browser."""

from __future__ import annotations

from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from qbrgen.web.access import Permission, Visitor
from qbrgen.web.doors import ServiceIn, needs
from qbrgen.web.problems import ProblemAnswer

router = APIRouter(include_in_schema=False)
ROUTERS = (router,)


@router.get("/", response_class=HTMLResponse)
def home(service: ServiceIn, who: Annotated[Visitor, Depends(needs(Permission.BOOK))]) -> str:
    """The names of the accounts that the visitor may see."""
    names = "".join(f"<li>{escape(seen.entry.account.name)}</li>" for seen in service.visible(who))
    return _page("Accounts", f"<ul>{names}</ul>")


def error_page(request: Request, problem: ProblemAnswer, headers: dict[str, str]) -> HTMLResponse:
    """What a browser is shown instead of a page."""
    del request
    return HTMLResponse(_page(problem.title, f"<p>{escape(problem.detail)}</p>"), problem.status, headers)


def _page(title: str, body: str) -> str:
    return f"<!doctype html><html lang=en><title>{escape(title)}</title><h1>{escape(title)}</h1>{body}</html>"
