"""The frame of every page: templates that escape everything, the way around, and the strict policy kept."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from qbrgen import __version__
from qbrgen.resources import template_bytes
from qbrgen.web.access import Permission, Visitor
from qbrgen.web.doors import csrf_token
from qbrgen.web.guard import POLICY
from qbrgen.web.pages.static import address
from qbrgen.web.pages.wording import FILTERS

_WAYS = (
    ("/", "Accounts", Permission.BOOK),
    ("/batches", "Batches", Permission.BATCH),
    ("/portfolio", "Portfolio", Permission.PORTFOLIO),
    ("/upload", "Check a file", Permission.CHECK),
    ("/users", "Users", Permission.USERS),
    ("/audit", "Audit trail", Permission.AUDIT),
)


def home_of(who: Visitor) -> str:
    """The first page that the visitor may see."""
    return next((way for way, _, permission in _WAYS if who.may(permission)), "/me")


def shown(
    request: Request,
    template: str,
    who: Visitor | None,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    stylesheet: str = "",
) -> HTMLResponse:
    """The page `web/<template>` with the frame around it.

    `stylesheet` are rules of the page's own (a story's), let in by a nonce of this answer.
    """
    nonce = secrets.token_urlsafe(16) if stylesheet else ""
    frame = {
        "who": who,
        "ways": [(way, label) for way, label, permission in _WAYS if who and who.may(permission)],
        "here": request.url.path,
        "csrf": csrf_token(request),
        "css": address("app.css"),
        "js": address("app.js"),
        "version": __version__,
        "nonce": nonce,
        # Ours alone: colours, faces, and rules of a file that ships with qbrgen or that the operator chose.
        "stylesheet": Markup(stylesheet),  # noqa: S704
    }
    page = _environment().get_template(template).render({**frame, **values})
    own = {"Content-Security-Policy": POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")}
    return HTMLResponse(page, status, {**(headers or {}), **(own if nonce else {})})


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FunctionLoader(lambda name: template_bytes(f"web/{name}").decode("utf-8")),
    )  # fmt: skip
    environment.filters.update(FILTERS)
    return environment
