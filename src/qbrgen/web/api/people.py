"""The API's users, tokens and audit trail; and the account source as a leader sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from qbrgen.errors import UsageError
from qbrgen.ledger.people import Token, User, checked_email
from qbrgen.web.access import Permission, Role, Visitor, roles_of
from qbrgen.web.api.answers import PREFIX, problems
from qbrgen.web.api.ledger_shapes import TraceList, TraceShape
from qbrgen.web.credentials import LONGEST_PASSWORD, SHORTEST_PASSWORD, hash_password, new_token
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.listing import MOST, cursor_of, read_cursor
from qbrgen.web.problems import ProblemItem, shown
from qbrgen.web.refusals import Conflict, not_here
from qbrgen.web.service import Service

router = APIRouter(prefix=PREFIX, tags=["people"])
May = Annotated[Visitor, Depends(needs(Permission.USERS))]
Key = Annotated[str, Path(max_length=64)]
_MOST_DAYS = 3650


class TokenShape(BaseModel):
    """An API token; `token` is shown once, when it is made."""

    id: str
    name: str
    recorded: datetime
    expires: datetime | None
    token: str = ""

    @classmethod
    def of(cls, row: Token, token: str = "") -> TokenShape:
        """The token as the API tells it."""
        return cls(id=row.id, name=row.name, recorded=row.recorded, expires=row.expires, token=token)


class UserShape(BaseModel):
    """Somebody who may come in."""

    id: str
    email: str
    name: str
    roles: list[Role]
    has_password: bool

    @classmethod
    def of(cls, row: User) -> UserShape:
        """The user as the API tells it."""
        roles = [Role(each) for each in row.roles]
        return cls(id=row.id, email=row.email, name=row.name, roles=roles, has_password=bool(row.password))


class UserList(BaseModel):
    """Everybody who may come in, by address."""

    users: list[UserShape]


class TokenList(BaseModel):
    """The tokens of a user."""

    tokens: list[TokenShape]


class UserAsked(BaseModel):
    """A user to add; without a password, who signs in with OpenID Connect or by token."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(max_length=254)
    name: str = Field("", max_length=200)
    roles: list[Role] = Field(min_length=1, max_length=4)
    password: str = Field("", max_length=LONGEST_PASSWORD, pattern=rf"^$|^.{{{SHORTEST_PASSWORD},}}$")


class UserChange(BaseModel):
    """What is to be different about a user; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, max_length=200)
    roles: list[Role] | None = Field(None, min_length=1, max_length=4)
    password: str | None = Field(None, min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)


class TokenAsked(BaseModel):
    """A token to make."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("token", max_length=200)
    days: int | None = Field(None, ge=1, le=_MOST_DAYS)


class Rejects(BaseModel):
    """What in the source cannot be used, and why."""

    problems: list[ProblemItem]


@router.get("/users", responses=problems())
def users(service: ServiceIn, who: May) -> UserList:
    """Everybody who may come in."""
    del who
    return UserList(users=[UserShape.of(each) for each in service.people.all()])


@router.post("/users", status_code=201, responses=problems(409))
def add(request: Request, service: ServiceIn, who: May, asked: UserAsked) -> UserShape:
    """Let somebody in."""
    email, roles = checked_email(asked.email), roles_of([each.value for each in asked.roles])
    if service.people.by_email(email):
        raise Conflict("there is a user of that address already. Change that one, or remove it first.")
    user = service.people.add(email, asked.name, roles, hash_password(asked.password) if asked.password else "")
    service.note(who, "user added", "", address_of(request), user=user.email, roles=user.roles)
    return UserShape.of(user)


@router.patch("/users/{user_id}", responses=problems(404))
def change(request: Request, service: ServiceIn, who: May, user_id: Key, asked: UserChange) -> UserShape:
    """Give a user another name, other roles or a new password."""
    user = _user(service, user_id)
    values = {}
    if asked.name is not None:
        values["name"] = asked.name
    if asked.roles is not None:
        values["roles"] = " ".join(roles_of([each.value for each in asked.roles]))
    if asked.password is not None:
        values["password"] = hash_password(asked.password)
    if values:
        service.people.change(user, values)
        service.note(who, "user changed", "", address_of(request), user=user.email, fields=sorted(values))
    return UserShape.of(_user(service, user_id))


@router.delete("/users/{user_id}", status_code=204, response_class=Response, responses=problems(404, 409))
def remove(request: Request, service: ServiceIn, who: May, user_id: Key) -> Response:
    """Let somebody in no longer."""
    user = _user(service, user_id)
    if user.id == who.id:
        raise Conflict("you cannot remove yourself. Ask another admin.")
    service.people.remove(user)
    service.note(who, "user removed", "", address_of(request), user=user.email)
    return Response(status_code=204)


@router.get("/users/{user_id}/tokens", responses=problems(404))
def tokens(service: ServiceIn, who: May, user_id: Key) -> TokenList:
    """The tokens of a user."""
    del who
    return TokenList(tokens=[TokenShape.of(each) for each in service.people.tokens(_user(service, user_id))])


@router.post("/users/{user_id}/tokens", status_code=201, responses=problems(404))
def make_token(request: Request, service: ServiceIn, who: May, user_id: Key, asked: TokenAsked) -> TokenShape:
    """A token for a program of that user; it is shown this once."""
    user = _user(service, user_id)
    key, kept, given = new_token()
    expires = datetime.now(tz=UTC) + timedelta(days=asked.days) if asked.days else None
    token = service.people.add_token(user, key, asked.name, kept, expires)
    service.note(who, "token made", "", address_of(request), user=user.email, token=key)
    return TokenShape.of(token, given)


@router.delete(
    "/users/{user_id}/tokens/{token_id}", status_code=204, response_class=Response, responses=problems(404)
)
def revoke(request: Request, service: ServiceIn, who: May, user_id: Key, token_id: Key) -> Response:
    """Take a token back."""
    user = _user(service, user_id)
    if token_id not in {each.id for each in service.people.tokens(user)}:
        raise not_here()
    service.people.revoke_token(token_id)
    service.note(who, "token revoked", "", address_of(request), user=user.email, token=token_id)
    return Response(status_code=204)


@router.get("/audit", responses=problems())
def audit(
    service: ServiceIn,
    who: Annotated[Visitor, Depends(needs(Permission.AUDIT))],
    cursor: Annotated[str, Query(max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> TraceList:
    """Who did what, newest first."""
    del who
    found = service.trail.read(limit + 1, _after(cursor) if cursor else None)
    rows, more = found[:limit], len(found) > limit
    last = f"{rows[-1].recorded.isoformat()} {rows[-1].id}" if more and rows[-1].recorded else ""
    return TraceList(traces=[TraceShape.of(row) for row in rows], next=cursor_of(last) if last else "")


@router.get("/source/problems", responses=problems())
def rejected(service: ServiceIn, who: Annotated[Visitor, Depends(needs(Permission.REJECTED))]) -> Rejects:
    """What in the source of accounts cannot be used."""
    del who
    found = [shown(problem) for each in service.book.rejected() for problem in each.error.problems]
    return Rejects(problems=found)


@router.post("/source/reload", responses=problems())
def reload(
    request: Request, service: ServiceIn, who: Annotated[Visitor, Depends(needs(Permission.REJECTED))]
) -> Rejects:
    """Read the source again now (a database is read every five minutes otherwise)."""
    service.book.reload()
    service.note(who, "source read", "", address_of(request))
    return rejected(service, who)


def _user(service: Service, key: str) -> User:
    user = service.people.by_id(key)
    if user is None:
        raise not_here()
    return user


def _after(cursor: str) -> tuple[datetime, str]:
    moment, _, key = read_cursor(cursor).partition(" ")
    try:
        return datetime.fromisoformat(moment), key
    except ValueError:
        raise UsageError("this is no cursor. Take the one that the last page gave.") from None
