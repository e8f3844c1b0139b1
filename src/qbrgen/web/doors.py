"""What routes depend on: the service, who asks, whether they may, and that a form came from our own page."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from qbrgen.web.access import LOCAL, Permission, Role, Visitor
from qbrgen.web.credentials import split_token, token_fits
from qbrgen.web.refusals import NotAllowed, NotSignedIn
from qbrgen.web.service import Service

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_FIELD, CSRF_HEADER = "csrf", "X-CSRF-Token"
_SIGN_IN = "sign in first, or send a token: Authorization: Bearer qbr_..."


def service_of(request: Request) -> Service:
    """The open service."""
    return cast("Service", request.app.state.service)


def cookie_name(service: Service, name: str) -> str:
    """qbrgen-session; kept to https and to this very host by its prefix where there is https."""
    return f"{'__Host-' if service.config.https else ''}qbrgen-{name}"


def address_of(request: Request) -> str:
    """The address of who asks; behind a proxy that is told of, the one that the proxy saw."""
    return request.client.host if request.client else ""


def session_secret(request: Request) -> str:
    """The secret of the session that the request is in, "" without one."""
    return request.cookies.get(cookie_name(service_of(request), "session"), "")


def known_visitor(request: Request) -> Visitor | None:
    """Who asks: by token, by session, or the local leader of a service without users; None for nobody.

    A request is in what it was in when it began: the answer is kept with it.
    """
    if not hasattr(request.state, "visitor"):
        request.state.visitor = _visitor(request)
    return cast("Visitor | None", request.state.visitor)


def _visitor(request: Request) -> Visitor | None:
    service = service_of(request)
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme:
        return _by_token(service, given.strip()) if scheme.lower() == "bearer" else None
    if secret := session_secret(request):
        user = service.people.in_session(secret)
        if user:
            return Visitor(user.id, user.email, user.name, frozenset(map(Role, user.roles)))
    return None if service.signs_in else LOCAL


def _by_token(service: Service, given: str) -> Visitor | None:
    parts = split_token(given)
    found = service.people.token(parts[0]) if parts else None
    if parts is None or found is None or not token_fits(parts[1], found[0].secret):
        return None
    user = found[1]
    return Visitor(user.id, user.email, user.name, frozenset(map(Role, user.roles)), "token")


def needs(permission: Permission) -> Callable[[Request], object]:
    """A dependency: the visitor, who has this permission and whose form is our own.

    Raises NotSignedIn, NotAllowed; both before anything was looked up, so that they say nothing of what exists.
    """

    async def let_in(request: Request) -> Visitor:
        visitor = await run_in_threadpool(known_visitor, request)
        if visitor is None:
            raise NotSignedIn(_SIGN_IN)
        if not visitor.may(permission):
            roles = ", ".join(sorted(visitor.roles))
            raise NotAllowed(f"your role ({roles}) may not {permission.value}.")
        if request.method not in SAFE and visitor.by != "token":
            await check_form(request, visitor)
        return visitor

    let_in.permission = permission  # type: ignore[attr-defined]
    return let_in


async def check_form(request: Request, visitor: Visitor | None = None) -> None:
    """Raises NotAllowed unless the request carries the token that our own page was given.

    A local program without cookies needs none: `web.guard` refuses every request that a page of another site sends.
    """
    if visitor is not None and visitor.by == "local" and request.url.path.startswith("/api/"):
        return
    given = request.headers.get(CSRF_HEADER, "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not given and kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        found = (await request.form()).get(CSRF_FIELD, "")
        given = found if isinstance(found, str) else ""
    if not hmac.compare_digest(given.encode(), csrf_token(request).encode()):
        raise NotAllowed("this form is no longer valid. Load the page again and send it once more.")


def csrf_token(request: Request) -> str:
    """What a form of this visitor carries in its field `csrf` (or a script in X-CSRF-Token), bound to the session.

    Before somebody signed in it is bound to a cookie that `web.guard` sets along with the page.
    """
    service = service_of(request)
    bound = session_secret(request) or request.cookies.get(cookie_name(service, "form"), "")
    if not bound:
        bound = getattr(request.state, "form_cookie", "") or secrets.token_urlsafe(24)
        request.state.form_cookie = bound
    return service.sign("form", bound)


ServiceIn = Annotated[Service, Depends(service_of)]
"""For signatures of routes: `service: ServiceIn`."""
