"""qbrgen win: a gain, written down when it happens."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import day_option, settings_of, usual
from qbrgen.cli.with_ledger import ledger_option, needed_ledger, only_account
from qbrgen.errors import UsageError


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
    from qbrgen.ledger.wins import WinTold, checked_win

    known = only_account(account, where).account
    names = ("validated_by", "reported", "objective", "category", "source", "on")
    told = WinTold(title, _amount(given["value"]), **{name: given[name] for name in names})
    logged = checked_win(known, told, settings_of({}).as_of)
    ledger = needed_ledger(given)
    ledger.record_win(logged)
    click.echo(f"{known.id}: logged in the {ledger.name}")


def _amount(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        raise UsageError(f"--value '{text}' is not a number. Write it plainly, such as 20000.") from None
