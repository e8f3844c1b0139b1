"""Passwords and API tokens: hashed with Argon2id, compared in constant time, never kept as they are."""

from __future__ import annotations

import secrets
import threading
from functools import cache
from typing import Any

from qbrgen.errors import UsageError

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
_PREFIX = "qbr"
# Each takes 64 MiB while it is computed: many sign-ins at once must not take all there is.
_turns = threading.BoundedSemaphore(2)


@cache
def _for_passwords() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _for_tokens() -> Any:
    # 256 random bits cannot be guessed at any speed, and a program asks often.
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash of a password; raises UsageError when it is too short or too long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters. Choose another.")
    with _turns:
        return str(_for_passwords().hash(password))


def password_fits(password: str, kept: str) -> bool:
    """True when the hash is of this password; takes as long where there is none to compare with."""
    with _turns:
        return _fits(_for_passwords(), password[: LONGEST_PASSWORD + 1], kept or _nobodys()) and bool(kept)


@cache
def _nobodys() -> str:
    return str(_for_passwords().hash(secrets.token_urlsafe()))


def new_token() -> tuple[str, str, str]:
    """The id, the hash to keep, and the token to give away, which is shown once."""
    key, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    return key, str(_for_tokens().hash(secret)), f"{_PREFIX}_{key}_{secret}"


def split_token(token: str) -> tuple[str, str] | None:
    """The id and the secret of a token; None when it is none of ours."""
    parts = token.split("_", 2)
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == _PREFIX and token.isascii() else None


def token_fits(secret: str, kept: str) -> bool:
    """True when the hash is of this secret."""
    return _fits(_for_tokens(), secret, kept)


def _fits(hasher: Any, secret: str, kept: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return bool(hasher.verify(kept, secret))
    except (VerificationError, ValueError):
        return False
