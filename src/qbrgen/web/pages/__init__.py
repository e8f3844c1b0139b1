"""The pages: what a person sees in a browser."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from qbrgen.web.pages import (
    account,
    audit,
    batches,
    book,
    document,
    entrance,
    links,
    portfolio,
    signing,
    static,
    upload,
    users,
)
from qbrgen.web.pages.shell import shown
from qbrgen.web.problems import ProblemAnswer

ROUTERS = (
    static.router,
    entrance.router,
    book.router,
    account.router,
    document.router,
    links.router,
    signing.router,
    batches.router,
    upload.router,
    portfolio.router,
    users.router,
    audit.router,
)


def error_page(request: Request, problem: ProblemAnswer, headers: dict[str, str]) -> Response:
    """What a browser is shown instead of a page; who is not signed in is asked to, and comes back afterwards."""
    if problem.status == 401 and request.method == "GET":
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(here, safe='')}", 303)
    if request.url.path.startswith("/sign/"):
        return shown(request, "sign-error.html", None, {"problem": problem}, status=problem.status, headers=headers)
    who = getattr(request.state, "visitor", None)
    return shown(request, "error.html", who, {"problem": problem}, status=problem.status, headers=headers)
