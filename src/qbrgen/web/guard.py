"""Around every request: who may be called what, how large and slow a body may be, security headers, log, metrics."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qbrgen.web.config import ServiceConfig
from qbrgen.web.problems import MEDIA_TYPE, made

if TYPE_CHECKING:
    from qbrgen.web.metrics import Metrics

LOG = logging.getLogger("qbrgen.service")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""The Content-Security-Policy of every answer that sets none of its own."""
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Without a referrer a form of our own would name its origin "null", and be refused as another site's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-store",
}
_HSTS = "max-age=31536000"
_OPERATION = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked for by address, from inside."""
_LARGE = ("/api/v1/check", "/api/v1/documents", "/upload")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s\";]*)", re.IGNORECASE)
_Refusal = tuple[int, str, str]
Failed = Callable[[Request, Exception], Awaitable[Response]]


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, config: ServiceConfig, metrics: Metrics, failed: Failed) -> None:
        self._app, self._config, self._metrics, self._failed = app, config, metrics, failed
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, state, held = time.perf_counter(), scope.setdefault("state", {}), bytearray()
        state["request_id"] = secrets.token_hex(8)
        answered: list[int] = []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered.append(message["status"])
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        self._metrics.begun()
        try:
            refusal = self._refused(scope)
            body = b"" if refusal else await self._body(scope, receive, held)
            if isinstance(body, tuple):
                refusal = body
            if refusal:
                await _refuse(told, *refusal)
            else:
                assert isinstance(body, bytes)  # noqa: S101  (a tuple is a refusal)
                await self._app(scope, _replayed(body, receive), told)
        except Exception as error:  # noqa: BLE001  (the edge: nothing may reach a visitor as a traceback)
            response = await self._failed(Request(scope), error)
            if not answered:
                await response(scope, receive, told)
        finally:
            self._held -= len(held)
            self._note(scope, answered[0] if answered else 500, time.perf_counter() - begun)

    def _refused(self, scope: Scope) -> _Refusal | None:
        """What is refused before anything is read: another host's name, another site's page."""
        headers = Headers(scope=scope)
        if scope["path"] not in _OPERATION and not self._own_name(headers.get("host", "")):
            return 421, "misdirected-request", "The service does not go by that name. Use its public address."
        if scope["method"] in _SAFE:
            return None
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site", "same-origin")
        if (origin is not None and not self._own_origin(origin)) or site not in ("same-origin", "none"):
            return 403, "not-allowed", "A page of another site may not do this."
        # Some charsets decode to what is no text: nothing after this point would expect it.
        charset = _CHARSET.search(headers.get("content-type", ""))
        if charset and charset[1].lower() not in ("utf-8", "utf8"):
            return 400, "bad-request", "What is sent has to be UTF-8."
        return None

    def _own_name(self, host: str) -> bool:
        try:
            return (urlsplit(f"//{host}").hostname or "") in self._config.hosts
        except ValueError:
            return False

    def _own_origin(self, origin: str) -> bool:
        if self._config.public_url:
            return origin == self._config.origin
        try:
            parts = urlsplit(origin)
            return parts.scheme == "http" and parts.hostname in self._config.hosts and parts.port == self._config.port
        except ValueError:
            return False

    async def _body(self, scope: Scope, receive: Receive, held: bytearray) -> bytes | _Refusal:
        """The whole body, read within its limits; `held` grows along with what is counted."""
        limits = self._config.limits
        most = limits.body_bytes if scope["path"].startswith(_LARGE) else limits.small_bytes
        large = 413, "content-too-large", f"The request may have {most} bytes. Send less."
        length = Headers(scope=scope).get("content-length", "")
        if length.isdigit() and int(length) > most:
            return large
        try:
            async with asyncio.timeout(limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return 400, "bad-request", "The connection ended before the request did."
                    part = message.get("body", b"")
                    held += part
                    self._held += len(part)
                    if len(held) > most:
                        return large
                    if self._held > limits.bodies_bytes:
                        return 503, "busy", "Many large requests are under way just now. Try again in a few seconds."
                    if not message.get("more_body"):
                        return bytes(held)
        except TimeoutError:
            return 408, "request-timeout", f"The request did not come within {limits.body_seconds:g} seconds."

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if self._config.https:
            headers.setdefault("Strict-Transport-Security", _HSTS)
        headers["X-Request-Id"] = scope["state"]["request_id"]
        if bound := scope["state"].get("form_cookie"):
            kept = "; Secure" if self._config.https else ""
            name = f"{'__Host-' if self._config.https else ''}qbrgen-form"
            headers.append("Set-Cookie", f"{name}={bound}; Path=/; HttpOnly; SameSite=Lax{kept}")

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """One line of log without anything of a customer: the route's pattern, never its path or query."""
        pattern = getattr(scope.get("route"), "path", "") or "(none)"
        self._metrics.answered(scope["method"], pattern, status, seconds)
        told = {
            "request": scope["state"]["request_id"], "method": scope["method"], "route": pattern, "status": status,
            "ms": round(seconds * 1000, 1),
        }  # fmt: skip
        if error := scope["state"].get("error"):
            told["error"] = error
        LOG.info(json.dumps(told))


def _replayed(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, status: int, code: str, detail: str) -> None:
    data = made(status, code, detail).model_dump_json().encode()
    # What was not read of the body would be taken for the next request.
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(data)).encode()),
               (b"connection", b"close")]  # fmt: skip
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data})
