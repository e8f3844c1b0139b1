"""A real browser on a real service: Chromium without a screen, and everything it complains of kept."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.programs import missing

AS_OF = date(2026, 10, 5)
DESKTOP, PHONE = {"width": 1360, "height": 900}, {"width": 390, "height": 844}
# Where the pictures of every step go; without it none are taken.
PICTURES = os.environ.get("QBRGEN_TEST_PICTURES", "")
_ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
)  # fmt: skip


def chromium() -> str:
    """The browser's program."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing("chromium", "Install it with: apt-get install chromium")
    return found


@contextmanager
def browser() -> Iterator[Any]:
    """One browser; its contexts know nothing of each other."""
    program = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        yield opened
        opened.close()


@contextmanager
def serving(sources: tuple[str, ...], folder: Path, **given: Any) -> Iterator[tuple[str, Any]]:
    """A service on a port of its own: its address and its application."""
    import uvicorn

    from qbrgen.web.app import create_app
    from qbrgen.web.config import ServiceConfig

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        config = ServiceConfig(
            sources, str(folder / "ledger.db"), folder / "state", "s" * 40, port=port, as_of=AS_OF, **given
        )
        app = create_app(config)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", app
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


@dataclass
class Visit:
    """One visitor's window, and what went wrong in it."""

    page: Any
    base: str
    name: str
    wrong: list[str] = field(default_factory=list)
    steps: int = 0

    def go(self, path: str) -> None:
        """Opens a page of the service."""
        self.page.goto(self.base + path)

    def seen(self, step: str) -> None:
        """The page as it stands: no wider than the window, a picture of it where one is wanted."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{step}: the page is {wide} px wider than the window"
        self.steps += 1
        if PICTURES:
            name = f"{self.name}-{self.steps:02d}-{step}.png".replace(" ", "-")
            self.page.screenshot(path=str(Path(PICTURES) / name), full_page=True)


@contextmanager
def visit(
    opened: Any, base: str, name: str = "desktop", *, dark: bool = False, script: bool = True
) -> Iterator[Visit]:
    """A visitor with a fresh window; fails in the end for errors, refused scripts, dialogs and other hosts."""
    context = opened.new_context(
        viewport=PHONE if "phone" in name else DESKTOP, color_scheme="dark" if dark else "light",
        java_script_enabled=script, accept_downloads=True,
    )  # fmt: skip
    found = Visit(context.new_page(), base, name)
    own = urlsplit(base).netloc

    def asked(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != own:
            found.wrong.append(f"asked another host: {request.url}")

    def dialog(box: Any) -> None:
        found.wrong.append(f"a dialog: {box.message}")
        box.dismiss()

    def told(said: Any) -> None:
        # What the server refused on purpose is told on the page.
        if said.type == "error" and "the server responded with a status of 4" not in said.text:
            found.wrong.append(f"console: {said.text}")

    context.on("request", asked)
    found.page.on("dialog", dialog)
    found.page.on("pageerror", lambda error: found.wrong.append(f"an error: {error}"))
    found.page.on("console", told)
    if script:
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', event => "
            "console.error('refused by policy: ' + event.violatedDirective + ' ' + event.blockedURI))"
        )
    try:
        yield found
    finally:
        context.close()
    assert found.wrong == [], found.wrong
