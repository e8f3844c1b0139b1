"""Who may use the service: users, their API tokens and their sessions, as the ledger keeps them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, Row, select

from qbrgen.errors import UsageError
from qbrgen.ledger.ledger import Ledger
from qbrgen.ledger.service_tables import sessions, tokens, users
from qbrgen.model.people import Email

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@dataclass(frozen=True, slots=True)
class User:
    """One person or program; `roles` are names from `web.access.Role`, `password` a hash ("" when there is none)."""

    id: str
    email: str
    name: str
    roles: tuple[str, ...]
    password: str
    recorded: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """An API token of a user; `secret` is a hash of its secret part."""

    id: str
    user: str
    name: str
    secret: str
    recorded: datetime
    expires: datetime | None = None


class People:
    """The users of a ledger; addresses are compared without regard to case. Everything may raise LedgerError."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def any(self) -> bool:
        """True when somebody may sign in."""
        wanted = select(users.c.id).where(users.c.removed.is_(None)).limit(1)
        return self._ledger.within(lambda on: on.execute(wanted).first() is not None, writing=False)

    def all(self) -> tuple[User, ...]:
        """Everybody who may come in, by address."""
        wanted = select(users).where(users.c.removed.is_(None)).order_by(users.c.email)
        return self._ledger.within(lambda on: tuple(_user(row) for row in on.execute(wanted)), writing=False)

    def by_email(self, email: str) -> User | None:
        """The user of that address."""
        return self._one(users.c.email == _address(email))

    def by_id(self, key: str) -> User | None:
        """The user of that id."""
        return self._one(users.c.id == key)

    def _one(self, condition: Any) -> User | None:
        wanted = select(users).where(condition, users.c.removed.is_(None))

        def read(on: Connection) -> User | None:
            row = on.execute(wanted).first()
            return _user(row) if row else None

        return self._ledger.within(read, writing=False)

    def add(self, email: str, name: str, roles: Sequence[str], password: str = "") -> User:
        """A new user, or one who was removed, again; raises UsageError when the address is taken."""
        known = _address(email)
        values = {"email": known, "name": name, "roles": " ".join(roles), "password": password, "removed": None}

        def write(on: Connection) -> str | None:
            row = on.execute(select(users.c.id, users.c.removed).where(users.c.email == known)).first()
            if row and row.removed is None:
                return None
            if row:
                on.execute(users.update().where(users.c.id == row.id).values(values))
                return str(row.id)
            key = uuid.uuid4().hex
            on.execute(users.insert(), values | {"id": key, "recorded": _now()})
            return key

        key = self._ledger.within(write)
        found = self.by_id(key) if key else None
        if found is None:
            raise UsageError(f"there is a user {known} already. Change that one, or remove it first.")
        return found

    def change(self, user: User, values: Mapping[str, str]) -> None:
        """Other values for name, roles or password; a new password ends every session of the user."""

        def write(on: Connection) -> None:
            on.execute(users.update().where(users.c.id == user.id).values(dict(values)))
            if "password" in values:
                on.execute(sessions.delete().where(sessions.c.user == user.id))

        self._ledger.within(write)

    def remove(self, user: User) -> None:
        """The user may no longer come in; sessions end and tokens are revoked at once."""

        def write(on: Connection) -> None:
            on.execute(users.update().where(users.c.id == user.id).values(removed=_now(), password=""))
            on.execute(sessions.delete().where(sessions.c.user == user.id))
            on.execute(tokens.update().where(tokens.c.user == user.id).values(revoked=_now()))

        self._ledger.within(write)

    # Tokens

    def add_token(self, user: User, key: str, name: str, secret: str, expires: datetime | None) -> Token:
        """Keeps a token of a user."""
        token = Token(key, user.id, name, secret, _now(), expires)
        row = {"id": key, "user": user.id, "name": name, "secret": secret, "recorded": token.recorded}
        self._ledger.within(lambda on: on.execute(tokens.insert(), row | {"expires": expires, "revoked": None}))
        return token

    def tokens(self, user: User) -> tuple[Token, ...]:
        """The tokens of a user that were not revoked, oldest first."""
        wanted = select(tokens).where(tokens.c.user == user.id, tokens.c.revoked.is_(None))
        ordered = wanted.order_by(tokens.c.recorded, tokens.c.id)
        return self._ledger.within(lambda on: tuple(_token(row) for row in on.execute(ordered)), writing=False)

    def token(self, key: str) -> tuple[Token, User] | None:
        """A token that holds now, and whose it is."""
        wanted = select(tokens).where(tokens.c.id == key, tokens.c.revoked.is_(None))

        def read(on: Connection) -> Token | None:
            row = on.execute(wanted).first()
            return _token(row) if row else None

        token = self._ledger.within(read, writing=False)
        if token is None or (token.expires and token.expires <= _now()):
            return None
        user = self.by_id(token.user)
        return (token, user) if user else None

    def revoke_token(self, key: str) -> None:
        """The token no longer opens anything."""
        change = tokens.update().where(tokens.c.id == key, tokens.c.revoked.is_(None)).values(revoked=_now())
        self._ledger.within(lambda on: on.execute(change))

    # Sessions

    def start_session(self, user: User, secret: str, hours: float) -> None:
        """A session that the holder of `secret` is in; what has run out is swept on the way."""
        row = {"id": _digest(secret), "user": user.id, "recorded": _now(), "expires": _now() + timedelta(hours=hours)}

        def write(on: Connection) -> None:
            on.execute(sessions.delete().where(sessions.c.expires <= _now()))
            on.execute(sessions.insert(), row)

        self._ledger.within(write)

    def in_session(self, secret: str) -> User | None:
        """Who is in the session of that secret."""
        joined = select(users).join(sessions, sessions.c.user == users.c.id)
        wanted = joined.where(
            sessions.c.id == _digest(secret), sessions.c.expires > _now(), users.c.removed.is_(None)
        )

        def read(on: Connection) -> User | None:
            row = on.execute(wanted).first()
            return _user(row) if row else None

        return self._ledger.within(read, writing=False)

    def end_session(self, secret: str) -> None:
        """Nobody is in that session any more."""
        self._ledger.within(lambda on: on.execute(sessions.delete().where(sessions.c.id == _digest(secret))))


def checked_email(written: str) -> str:
    """The address as users are known by it; raises UsageError when it is none."""
    try:
        return _address(_EMAIL.validate_python(written))
    except ValidationError:
        raise UsageError(f"'{written[:80]}' is no e-mail address. Write it as name@company.example.") from None


def _address(email: str) -> str:
    return email.strip().casefold()


def _digest(secret: str) -> str:
    # Whoever reads the table cannot use what stands there as a cookie.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _user(row: Row[Any]) -> User:
    return User(row.id, row.email, row.name, tuple(row.roles.split()), row.password, row.recorded)


def _token(row: Row[Any]) -> Token:
    return Token(row.id, row.user, row.name, row.secret, row.recorded, row.expires)
