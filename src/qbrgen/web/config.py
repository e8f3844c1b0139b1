"""What the service was started with: from `qbrgen serve` and QBRGEN_* variables, checked once, then frozen."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from qbrgen.errors import OutputError, UsageError
from qbrgen.settings import Settings

DEFAULT_PORT = 8000
_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: bytes and seconds of a body, seconds and bytes of memory of a document.

    `bodies_bytes` is what all bodies under way may hold together: they are read before anybody is asked who they are.

    `workers` documents are made at a time and `waiting` more may wait; `batch_workers` work on batches.
    """

    body_bytes: int = 10 << 20
    small_bytes: int = 256 << 10
    bodies_bytes: int = 256 << 20
    body_seconds: float = 30.0
    document_seconds: float = 120.0
    document_bytes: int = 3 << 30
    workers: int = 2
    waiting: int = 64
    batch_workers: int = 1
    session_hours: float = 12.0
    link_days: int = 30


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID Connect provider that people sign in with."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ServiceConfig:
    """Everything the service was told; `as_of` fixes the day documents speak from (None: today, every day)."""

    sources: tuple[str, ...]
    ledger: str = field(repr=False)
    state: Path
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    public_url: str = ""
    brand: str = ""
    settings: Settings = field(default_factory=Settings)
    as_of: date | None = None
    limits: Limits = field(default_factory=Limits)
    metrics_token: str = field(default="", repr=False)
    oidc: Oidc | None = None
    dask: str = ""

    @property
    def url(self) -> str:
        """How people reach the service, without a slash at the end."""
        return self.public_url or f"http://{_in_url(self.host)}:{self.port}"

    @property
    def https(self) -> bool:
        """True when people reach it by https; cookies are then kept to it."""
        return self.url.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The names it answers to; any other Host header is refused."""
        names = {urlsplit(self.url).hostname or ""}
        return frozenset(names | {"localhost", "127.0.0.1", "::1"} if is_loopback(self.host) else names)

    @property
    def exposed(self) -> bool:
        """True when others than this machine can reach it, by its own address or through a proxy."""
        return not (is_loopback(self.host) and is_loopback(urlsplit(self.url).hostname or ""))

    @property
    def origin(self) -> str:
        """The origin of its own pages."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def today(self) -> Settings:
        """The settings of a document that is made now."""
        return replace(self.settings, as_of=self.as_of or Settings.from_environment().as_of)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def read_config(
    sources: Sequence[str],
    ledger: str,
    settings: Settings,
    given: Mapping[str, object],
    environ: Mapping[str, str] | None = None,
) -> ServiceConfig:
    """The configuration of `qbrgen serve`; raises UsageError for what does not go together, OutputError."""
    env = os.environ if environ is None else environ
    host = str(given.get("host") or "127.0.0.1")
    public = _url(str(given.get("public_url") or env.get("QBRGEN_PUBLIC_URL", "")))
    if not public and not is_loopback(host):
        raise UsageError(
            f"--host {host}: give --public-url too, the address by which people reach the service: it stands in "
            "sign-off links, and requests for another name are refused."
        )
    state = Path(str(given.get("state") or env.get("QBRGEN_STATE", "") or _beside(ledger)))
    secret = env.get("QBRGEN_SECRET", "")
    if secret and len(secret) < _SHORTEST_SECRET:
        raise UsageError(f"QBRGEN_SECRET is too short. Give {_SHORTEST_SECRET} characters or more, made at random.")
    day = given.get("as_of")
    return ServiceConfig(
        tuple(sources),
        ledger,
        state,
        secret or _kept_secret(state),
        host,
        _port(given.get("port")),
        public,
        str(given.get("brand") or ""),
        settings,
        day if isinstance(day, date) else None,
        _limits(given),
        env.get("QBRGEN_METRICS_TOKEN", ""),
        _oidc(env),
        env.get("QBRGEN_DASK", ""),
    )


def _port(given: object) -> int:
    return given if isinstance(given, int) else DEFAULT_PORT


def _limits(given: Mapping[str, object]) -> Limits:
    names = {"workers", "document_seconds", "body_bytes"}
    return replace(Limits(), **{name: given[name] for name in names if given.get(name) is not None})  # type: ignore[arg-type]


def _url(written: str) -> str:
    if not written:
        return ""
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise UsageError(f"--public-url '{written}': write scheme and host alone, such as https://value.example.com.")
    return f"{parts.scheme}://{parts.netloc}"


def _oidc(env: Mapping[str, str]) -> Oidc | None:
    found = [env.get(f"QBRGEN_OIDC_{name}", "") for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    if not any(found):
        return None
    if not all(found):
        raise UsageError("OpenID Connect needs QBRGEN_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET, all three.")
    return Oidc(found[0].rstrip("/"), found[1], found[2])


def _beside(ledger: str) -> Path:
    """The state folder: beside a ledger that is a file, else in the current folder."""
    file = ledger.removeprefix("sqlite:///")
    return Path(".qbrgen") / "service" if "://" in file else Path(file).parent / "service"


def _kept_secret(state: Path) -> str:
    """The secret that was made when the service first started here; only its user may read the file."""
    path = state / "secret"
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(secrets.token_urlsafe(48))
        found = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise OutputError(f"{path}: cannot be used ({error.strerror}). Give another --state.") from None
    if len(found) < _SHORTEST_SECRET:
        raise UsageError(f"{path} holds no secret. Delete it; links and sessions made with it end.")
    return found


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
