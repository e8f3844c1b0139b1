"""Puts the service together: the application that uvicorn runs."""

from __future__ import annotations

import logging
import os
import socket
import stat
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException

from qbrgen import __version__
from qbrgen.errors import QbrgenError, UsageError
from qbrgen.web import api, description, oidc, operation, pages
from qbrgen.web.config import ServiceConfig
from qbrgen.web.guard import Guard
from qbrgen.web.problems import MEDIA_TYPE, answer_of, code_of
from qbrgen.web.service import Service

LOG = logging.getLogger("qbrgen.service")
ROUTERS = (operation.router, oidc.router, description.router, *api.ROUTERS, *pages.ROUTERS)
"""Every route there is."""


def create_app(config: ServiceConfig) -> FastAPI:
    """The application; its service is opened when it starts and closed when it ends.

    Raises UsageError, LedgerError and DependencyMissing at once, before it starts.
    """
    service = Service(config)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        with service:
            yield

    app = FastAPI(
        title="qbrgen", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None,
        description="Documents that prove customer value, made from account data.",
    )  # fmt: skip
    app.state.service = service
    for router in ROUTERS:
        app.include_router(router)
    for kind in (QbrgenError, RequestValidationError, StarletteHTTPException):
        app.add_exception_handler(kind, _answer)
    app.add_middleware(Guard, config=config, metrics=service.metrics, failed=_answer)
    return app


async def _answer(request: Request, error: Exception) -> Response:
    problem, headers = answer_of(error)
    if problem.status >= 500:
        # Where it happened, without the words: they may be a customer's.
        at = traceback.extract_tb(error.__traceback__)[-1:]
        where = f"{at[0].filename.rpartition('qbrgen')[2]}:{at[0].lineno}" if at else ""
        request.state.error = f"{code_of(type(error))} at {where}"
    if request.url.path.startswith("/api/"):
        return Response(problem.model_dump_json(), problem.status, headers, MEDIA_TYPE)
    return pages.error_page(request, problem, headers)


def run(config: ServiceConfig, told: Callable[..., None]) -> None:
    """Serves until it is told to stop, then finishes what is under way; `told(url, alone=...)` hears that it begins.

    Raises UsageError when the port is taken, and as `create_app` does.
    """
    import uvicorn

    from qbrgen.web.connections import PatientProtocol

    _close_to_others(config)
    app = create_app(config)
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter('{"at": "%(asctime)s", "level": "%(levelname)s", "told": %(message)s}'))
    LOG.addHandler(handler)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    settings = uvicorn.Config(
        app, host=config.host, port=config.port, access_log=False, log_level="critical", server_header=False,
        proxy_headers=bool(config.public_url), timeout_keep_alive=15, limit_concurrency=500,
        h11_max_incomplete_event_size=32 << 10, http=PatientProtocol,
        timeout_graceful_shutdown=int(config.limits.document_seconds) + 5,
    )  # fmt: skip
    with _listening(config) as listener:
        told(config.url, alone=not app.state.service.signs_in)
        uvicorn.Server(settings).run([listener])


def _close_to_others(config: ServiceConfig) -> None:
    """What the service keeps is for its own user, and the group where the files were there already."""
    os.umask(0o077)
    ledger = config.ledger.removeprefix("sqlite:///")
    files = [] if "://" in ledger else [Path(f"{ledger}{beside}") for beside in ("", "-wal", "-shm")]
    for path in (config.state, *files):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~stat.S_IRWXO)


@contextmanager
def _listening(config: ServiceConfig) -> Iterator[socket.socket]:
    try:
        listener = socket.create_server(
            (config.host, config.port), family=socket.AF_INET6 if ":" in config.host else socket.AF_INET, backlog=512
        )
    except OSError as error:
        raise UsageError(
            f"--port {config.port}: cannot listen on {config.host} ({error.strerror}). Give another --port."
        ) from None
    with listener:
        yield listener
