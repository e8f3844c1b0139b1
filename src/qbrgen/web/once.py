"""Idempotency-Key: the same request sent twice is done once and answered alike."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from fastapi import Header, Request, Response
from starlette.concurrency import run_in_threadpool

from qbrgen.errors import QbrgenError
from qbrgen.ledger.once import Requests
from qbrgen.output import store
from qbrgen.web.access import Visitor
from qbrgen.web.doors import known_visitor, service_of
from qbrgen.web.refusals import Conflict

_DIGITS = 32
_SUCCESS = 300


class KeyUsed(QbrgenError):
    """The key stands for another request."""

    http_status = 422


class Once:
    """One request that may have been sent before.

    `key` is an id for what it makes: always the same for the same Idempotency-Key of the same visitor, so that even a
    request that was cut off half-way makes nothing twice.
    """

    def __init__(self, requests: Requests, folder: Path, key: str, asked: str, *, named: bool) -> None:
        self._requests, self._folder, self.key, self._asked, self._named = requests, folder, key, asked, named

    def about(self, ids: Iterable[str]) -> None:
        """Which accounts it is about, where the request names none: about others it is another request."""
        self._asked = hashlib.sha256("\n".join((self._asked, *ids)).encode()).hexdigest()

    async def answer(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """What `work` answers, or what it answered before.

        Raises Conflict while the first one is still under way, KeyUsed when the key stands for another request. An
        answer that is an error is not kept: it may be asked again.
        """
        if not self._named:
            return await work()
        before = await run_in_threadpool(self._requests.begin, self.key, self._asked)
        if before is not None:
            if before.asked != self._asked:
                raise KeyUsed("this Idempotency-Key stands for another request. Use a new key for a new request.")
            if not before.status:
                raise Conflict("the request of this Idempotency-Key is still being answered. Ask again shortly.")
            return await run_in_threadpool(self._kept, before.status, before.head)
        try:
            response = await work()
            if response.status_code < _SUCCESS:
                await run_in_threadpool(self._keep, response)
            else:
                await run_in_threadpool(self._requests.drop, self.key)
        except BaseException:
            await run_in_threadpool(self._requests.drop, self.key)
            raise
        return response

    def _keep(self, response: Response) -> None:
        headers = {name: value for name, value in response.headers.items() if name != "content-length"}
        store(self._folder / self.key, bytes(response.body))
        self._requests.finish(self.key, response.status_code, json.dumps(headers))

    def _kept(self, status: int, head: str) -> Response:
        body = b""
        with suppress(FileNotFoundError):
            body = (self._folder / self.key).read_bytes()
        return Response(body, status, json.loads(head))


async def once(
    request: Request,
    idempotency_key: Annotated[
        str, Header(max_length=200, description="The same key and request again give the same answer, done once.")
    ] = "",
) -> Once:
    """The dependency of routes that make something."""
    service = service_of(request)
    visitor: Visitor | None = await run_in_threadpool(known_visitor, request)
    asked = hashlib.sha256(request.url.path.encode() + b"\n" + await request.body()).hexdigest()
    named = f"{visitor.id if visitor else ''}\n{request.url.path}\n{idempotency_key}"
    key = service.sign("once", named)[:_DIGITS] if idempotency_key else secrets.token_hex(_DIGITS // 2)
    return Once(service.requests, service.config.state / "answers", key, asked, named=bool(idempotency_key))
