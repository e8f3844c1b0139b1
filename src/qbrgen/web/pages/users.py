"""Who may come in: an admin adds people, changes their roles and passwords, and takes them out again."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from qbrgen.errors import UsageError
from qbrgen.ledger.people import User, checked_email
from qbrgen.web.access import Permission, Role, Visitor, roles_of
from qbrgen.web.credentials import hash_password
from qbrgen.web.doors import ServiceIn, address_of, needs
from qbrgen.web.pages.shell import shown
from qbrgen.web.refusals import not_here
from qbrgen.web.service import Service

router = APIRouter(include_in_schema=False)
ManagesUsers = Annotated[Visitor, Depends(needs(Permission.USERS))]
UserId = Annotated[str, Path(max_length=64)]
ROLES = {
    Role.CSM: "Success manager: own accounts",
    Role.LEADER: "Leader: every account",
    Role.MARKETING: "Marketing: accounts cleared for a case study",
    Role.ADMIN: "Admin: users and the audit trail",
}


@router.get("/users", response_class=HTMLResponse)
def users(request: Request, service: ServiceIn, who: ManagesUsers) -> Response:
    """Everybody who may come in."""
    return _page(request, service, who)


@router.post("/users", response_class=HTMLResponse)
def add(
    request: Request,
    service: ServiceIn,
    who: ManagesUsers,
    email: Annotated[str, Form(max_length=254)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    roles: Annotated[list[str], Form()] = [],  # noqa: B006  (FastAPI copies it)
) -> Response:
    """A new user with a first password, which is shown once."""
    password = secrets.token_urlsafe(12)
    try:
        user = service.people.add(checked_email(email), name.strip(), roles_of(roles), hash_password(password))
    except UsageError as error:
        return _page(request, service, who, wrong=str(error), status=400)
    service.note(who, "added a user", "", address_of(request), user=user.email, roles=list(user.roles))
    return _page(request, service, who, fresh=(user.email, password))


@router.post("/users/{user_id}/password", response_class=HTMLResponse)
def password(request: Request, service: ServiceIn, user_id: UserId, who: ManagesUsers) -> Response:
    """A new password, shown once; whoever is in with the old one is out."""
    user = _user(service, user_id)
    fresh = secrets.token_urlsafe(12)
    service.people.change(user, {"password": hash_password(fresh)})
    service.note(who, "changed a password", "", address_of(request), user=user.email)
    return _page(request, service, who, fresh=(user.email, fresh))


@router.post("/users/{user_id}/remove", response_class=HTMLResponse)
def remove(request: Request, service: ServiceIn, user_id: UserId, who: ManagesUsers) -> Response:
    """The user is out, with every session and token."""
    user = _user(service, user_id)
    if user.id == who.id:
        return _page(request, service, who, wrong="You cannot remove yourself; ask another admin.", status=400)
    service.people.remove(user)
    service.note(who, "removed a user", "", address_of(request), user=user.email)
    return RedirectResponse("/users", 303)


def _user(service: Service, user_id: str) -> User:
    user = service.people.by_id(user_id)
    if user is None:
        raise not_here()
    return user


def _page(
    request: Request,
    service: Service,
    who: Visitor,
    *,
    wrong: str = "",
    fresh: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    values = {"users": service.people.all(), "roles": ROLES, "wrong": wrong, "fresh": fresh}
    return shown(request, "users.html", who, values, status=status)
