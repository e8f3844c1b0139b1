"""qbrgen win: a gain, written down when it happens."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import day_option, settings_of, usual
from qbrgen.cli.with_ledger import ledger_option, needed_ledger, only_account
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.ledger import LoggedWin
    from qbrgen.model import Account


@command(
    "win",
    ("Validated by somebody at the customer", ('qbrgen win acme.yaml "Audit passed in a day" --value 20000'
     " --validated-by lindqvist")),
    ("Value that is told and not counted", ('qbrgen win acme.yaml "Praised by the regulator"'
     " --category compliance_improved --reported")),
)  # fmt: skip
@click.argument("account", type=click.Path())
@click.argument("title")
@click.option("--value", metavar="AMOUNT", help="What it was worth, once, in the contract's currency.")
@click.option("--validated-by", metavar="STAKEHOLDER", help="Id of the stakeholder who confirmed the amount today.")
@click.option("--reported", is_flag=True, help="The customer said so, nobody validated it. [default: an estimate]")
@click.option("--objective", metavar="ID", help="Id of the objective it serves.")
@click.option("--category", metavar="KIND", default="costs_reduced",
              help=f"Kind of value, as in value_items. {usual('costs_reduced')}")  # fmt: skip
@click.option("--source", default="", metavar="TEXT", help="Where the amount comes from.")
@day_option("--on", "The day of the win.")
@click.option("--where", multiple=True, metavar="CONDITION", help="Which account, where the source holds several.")
@ledger_option
def win(account: str, title: str, where: tuple[str, ...], **given: Any) -> None:
    """Log a win of ACCOUNT: later documents count it as value that came once.

    ACCOUNT is a source as for 'qbrgen make', with one account. The win goes into the ledger; the account file is left
    as it is.
    """
    known = only_account(account, where).account
    today = settings_of({}).as_of
    logged = _checked(known, title, today, given)
    ledger = needed_ledger(given)
    ledger.record_win(logged)
    click.echo(f"{known.id}: logged in the {ledger.name}")


def _checked(account: Account, title: str, today: date, given: dict[str, Any]) -> LoggedWin:
    """The win as the account can hold it; raises UsageError when it cannot."""
    from pydantic import ValidationError

    from qbrgen.ledger import LoggedWin
    from qbrgen.model.kinds import Recurrence, Standing, ValueCategory
    from qbrgen.model.value_item import ValueItem

    by, on = given["validated_by"], given["on"] or today
    if on > today:
        raise UsageError(f"--on {on} is still to come. Log a win when it has happened.")
    if by and given["reported"]:
        raise UsageError("--validated-by and --reported do not go together: a validated win needs no other word.")
    _there("stakeholder", by, (each.id for each in account.stakeholders), "--validated-by")
    _there("objective", given["objective"], (each.id for each in account.objectives), "--objective")
    try:
        category = ValueCategory(given["category"])
    except ValueError:
        kinds = ", ".join(ValueCategory)
        raise UsageError(f"--category {given['category']}: no such kind of value. Choose one of: {kinds}.") from None
    amount = _amount(given["value"])
    if category.is_hard and amount is None:
        raise UsageError(f"a win of the category {category} needs --value; without money choose a soft --category.")
    standing = Standing.CUSTOMER_VALIDATED if by else Standing.VENDOR_ESTIMATE
    if given["reported"]:
        standing = Standing.CUSTOMER_REPORTED
    try:
        item = ValueItem(
            id="win", title=title, category=category, objective=given["objective"], amount=amount,
            recurrence=Recurrence.ONE_OFF, since=on, standing=standing, validated_by=by,
            validated_on=today if by else None, source=given["source"],
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"this win cannot be logged: {first['msg'].removeprefix('Value error, ')}.") from None
    return LoggedWin(
        account.id, item.title, item.amount, account.currency, category, on, standing, item.objective, by,
        item.validated_on, item.source,
    )  # fmt: skip


def _there(kind: str, key: str | None, known: Iterable[str], option: str) -> None:
    there = list(known)
    if key is None or key in there:
        return
    near = difflib.get_close_matches(key, there, 1)
    hint = f"Did you mean '{near[0]}'?" if near else f"There: {', '.join(there) or 'none'}."
    raise UsageError(f"{option}: the account has no {kind} '{key}'. {hint}")


def _amount(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UsageError(f"--value '{text}' is not a number. Write it plainly, such as 20000.") from None
