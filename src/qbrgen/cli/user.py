"""qbrgen user: who may use the service."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import Subcommands, subcommand
from qbrgen.cli.with_ledger import ledger_option, needed_ledger
from qbrgen.errors import DependencyMissing, UsageError

if TYPE_CHECKING:
    from qbrgen.ledger.people import People, User


@click.group("user", cls=Subcommands)
def user() -> None:
    """Say who may use the service.

    A csm sees the accounts whose success manager has the user's address, a leader all of them, marketing what is
    cleared for case studies; an admin manages users and sees no account. A user may have several roles.
    """


@subcommand(
    user, "add",
    ("A success manager, who is asked for a password", "qbrgen user add jordan.avery@cadenza.example --role csm"),
    ("Somebody who signs in with OpenID Connect", "qbrgen user add pat@cadenza.example --role leader --no-password"),
)  # fmt: skip
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, metavar="ROLE",
              help="csm, leader, marketing or admin; may be given again.")  # fmt: skip
@click.option("--name", default="", metavar="TEXT", help="The person's name, as accounts write it.")
@click.option("--no-password", is_flag=True, help="Signs in with OpenID Connect, or uses tokens alone.")
@ledger_option
def add(email: str, roles: Sequence[str], name: str, no_password: bool, **given: Any) -> None:  # noqa: FBT001
    """Add the user EMAIL.

    The password is asked for, or read from standard input where that is no terminal.
    """
    from qbrgen.web.access import roles_of

    address, chosen = _checked(email), roles_of(tuple(roles))
    people = _people(given)
    if people.by_email(address):
        raise UsageError(f"there is a user {address} already. Change that one, or remove it first.")
    found = people.add(address, name, chosen, "" if no_password else _hashed())
    click.echo(f"{found.email}: {', '.join(found.roles)}")


@subcommand(user, "list", ("Who may come in", "qbrgen user list"))
@ledger_option
def list_(**given: Any) -> None:
    """List the users with their roles, and the tokens that each has."""
    people = _people(given)
    for each in people.all():
        how = "" if each.password else ", no password"
        click.echo(f"{each.email}: {', '.join(each.roles)}{how}{f' ({each.name})' if each.name else ''}")
        for token in people.tokens(each):
            until = f", until {token.expires:%Y-%m-%d}" if token.expires else ""
            click.echo(f"  token {token.id}: {token.name}{until}")


@subcommand(user, "remove", ("Somebody who left", "qbrgen user remove pat@cadenza.example"))
@click.argument("email")
@ledger_option
def remove(email: str, **given: Any) -> None:
    """Let the user EMAIL in no longer: sessions end and tokens are revoked at once."""
    people = _people(given)
    found = _user(people, email)
    people.remove(found)
    click.echo(f"{found.email}: removed")


@subcommand(user, "password", ("A new password, asked for", "qbrgen user password pat@cadenza.example"))
@click.argument("email")
@ledger_option
def password(email: str, **given: Any) -> None:
    """Give the user EMAIL a new password; every session of the user ends."""
    people = _people(given)
    found = _user(people, email)
    people.change(found, {"password": _hashed()})
    click.echo(f"{found.email}: the password is changed")


@subcommand(
    user, "token",
    ("For a program, for a year", "qbrgen user token pat@cadenza.example --name 'nightly export' --days 365"),
    ("Take one back; 'qbrgen user list' tells its id", "qbrgen user token pat@cadenza.example --revoke 1f0c22ab34"),
)  # fmt: skip
@click.argument("email")
@click.option("--name", default="token", metavar="TEXT", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), metavar="N", help="How long it holds. [default: until revoked]")
@click.option("--revoke", metavar="ID", help="Take this token back instead.")
@ledger_option
def token(email: str, name: str, days: int | None, revoke: str | None, **given: Any) -> None:
    """Make an API token of the user EMAIL; it is shown this once, and may what the user may."""
    from qbrgen.web.credentials import new_token

    people = _people(given)
    found = _user(people, email)
    if revoke:
        if revoke not in {each.id for each in people.tokens(found)}:
            raise UsageError(f"{found.email} has no token {revoke}. 'qbrgen user list' tells the ids.")
        people.revoke_token(revoke)
        click.echo(f"{revoke}: revoked")
        return
    key, secret, shown = new_token()
    people.add_token(found, key, name, secret, datetime.now(tz=UTC) + timedelta(days=days) if days else None)
    click.echo(shown)


def _checked(email: str) -> str:
    from qbrgen.ledger.people import checked_email

    return checked_email(email)


def _people(given: dict[str, Any]) -> People:
    from qbrgen.ledger.people import People

    return People(needed_ledger(given))


def _user(people: People, email: str) -> User:
    found = people.by_email(email)
    if found is None:
        raise UsageError(f"there is no user {email}. 'qbrgen user list' tells who there is.")
    return found


def _hashed() -> str:
    try:
        import argon2  # noqa: F401
    except ImportError:
        raise DependencyMissing("passwords need argon2-cffi. Get it with: pip install 'qbrgen[serve]'") from None
    from qbrgen.web.credentials import hash_password

    given: str
    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    return hash_password(given)
