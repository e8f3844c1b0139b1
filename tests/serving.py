"""A service over a few sample accounts, with users of every role, for the tests of the service."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from qbrgen.ledger import Ledger
from qbrgen.ledger.people import People
from qbrgen.resources import sample_path
from qbrgen.web.app import create_app
from qbrgen.web.config import Limits, ServiceConfig
from qbrgen.web.credentials import hash_password, new_token
from qbrgen.web.service import Service
from tests.made import AS_OF

SAMPLES = ("acme.yaml", "brightwater-clinics.yaml", "tallgrass-energy.yaml", "minimal.yaml")
PASSWORD = "correct horse battery"  # noqa: S105  (of a service that lives for one test)
USERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "avery": ("jordan.avery@cadenza.example", ("csm",)),
    "cole": ("harriet.cole@peopleloom.example", ("csm",)),
    "leader": ("leader@cadenza.example", ("leader",)),
    "marketing": ("marketing@cadenza.example", ("marketing",)),
    "admin": ("admin@cadenza.example", ("admin",)),
}
"""Avery looks after acme, Cole after brightwater-clinics; tallgrass-energy is cleared for case studies."""


@dataclass(frozen=True)
class Served:
    """A service that runs in a thread of this process; `tokens` by the short names of the users."""

    app: FastAPI
    client: httpx.Client
    tokens: dict[str, str]

    @property
    def service(self) -> Service:
        found: Service = self.app.state.service
        return found

    def ask(self, user: str, method: str, path: str, **more: Any) -> httpx.Response:
        """A request by token; `path` without /api/v1 where it has none."""
        headers = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        headers |= more.pop("headers", {})
        full = path if path.startswith("/api/") else f"/api/v1{path}"
        return self.client.request(method, full, headers=headers, **more)


def source(folder: Path, names: tuple[str, ...] = SAMPLES) -> Path:
    """A folder with a few sample accounts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(sample_path(name), folder / name)
    return folder


def config_of(folder: Path, **more: Any) -> ServiceConfig:
    """A configuration over the samples; the ledger and the state are in the folder."""
    limits = Limits(**more.pop("limits", {}))
    return replace(
        ServiceConfig(
            (str(source(folder / "accounts")),), str(folder / "ledger.sqlite"), folder / "state", "s" * 48,
            as_of=AS_OF, limits=limits,
        ),
        **more,
    )  # fmt: skip


def add_users(ledger_url: str, *, passwords: bool = False) -> dict[str, str]:
    """The users of every role; a token of each."""
    tokens: dict[str, str] = {}
    hashed = hash_password(PASSWORD) if passwords else ""
    with Ledger.open(ledger_url) as ledger:
        people = People(ledger)
        for short, (email, roles) in USERS.items():
            user = people.add(email, short.title(), roles, hashed)
            key, kept, tokens[short] = new_token()
            people.add_token(user, key, "test", kept, None)
    return tokens


@contextlib.contextmanager
def served(folder: Path, *, users: bool = True, passwords: bool = False, **more: Any) -> Iterator[Served]:
    """The service on a port of its own, running in this process."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = config_of(folder, port=listener.getsockname()[1], **more)
    tokens = add_users(config.ledger, passwords=passwords) if users else {}
    app = create_app(config)
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{config.port}"
    with httpx.Client(base_url=base, timeout=120, trust_env=False) as client:
        try:
            while not server.started:
                assert thread.is_alive(), "the service ended before it began"
                time.sleep(0.02)
            yield Served(app, client, tokens)
        finally:
            server.should_exit = True
            thread.join(60)
            listener.close()


@dataclass
class Process:
    """`qbrgen serve` as a process of its own."""

    process: subprocess.Popen[bytes]
    client: httpx.Client

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.client.close()

    def stop(self) -> int:
        """Asks it to stop, and waits; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        self.client.close()
        return self.process.wait(60)


@contextlib.contextmanager
def running(folder: Path, *options: str, environ: dict[str, str] | None = None) -> Iterator[Process]:
    """`qbrgen serve` over the samples in the folder, as of the day of the samples; killed at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "qbrgen", "serve", str(folder / "accounts"), "--as-of", str(AS_OF), "--port", str(port),
        "--ledger", str(folder / "ledger.sqlite"), "--state", str(folder / "state"), *options,
    ]  # fmt: skip
    path = os.pathsep.join(each for each in sys.path if each)
    with (folder / "service.log").open("ab") as log:
        process = subprocess.Popen(
            command, stderr=log, stdout=log, env={**os.environ, "PYTHONPATH": path, **(environ or {})}
        )
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
    try:
        _wait_for(client, process)
        yield Process(process, client)
    finally:
        client.close()
        process.kill()
        process.wait()


def _wait_for(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the service ended before it began"
        with contextlib.suppress(httpx.TransportError):
            if client.get("/readyz").status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    raise AssertionError("the service did not get ready")
