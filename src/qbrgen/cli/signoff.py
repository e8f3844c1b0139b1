"""qbrgen signoff: the customer confirms, corrects or disputes each value item in a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import Subcommands, subcommand
from qbrgen.cli.options import accounts_argument, day_option, out_option, settings_of
from qbrgen.cli.report import Run
from qbrgen.cli.with_ledger import knowing, ledger_option, needed_ledger
from qbrgen.errors import Problem, SignOffRefused, UsageError

if TYPE_CHECKING:
    from qbrgen.ledger.sheet import SignOffSheet
    from qbrgen.ledger.sheet_read import Answer


@click.group("signoff", cls=Subcommands)
def signoff() -> None:
    """Have the customer sign off what was gained, in a workbook.

    'sheet' writes the workbook to send; 'record' reads the answers into the ledger. From then on documents count
    what was confirmed as validated, use corrected amounts, and keep what was disputed out of the headline.
    """


@subcommand(
    signoff, "sheet",
    ("The workbook to send to the customer", "qbrgen signoff sheet acme.yaml -o out"),
)  # fmt: skip
@accounts_argument
@out_option(".")
@click.option("--author", metavar="NAME", help="Author in the file's properties. [default: none]")
@day_option("--as-of", "The day the sheet speaks from.")
@ledger_option
def sheet(accounts: Sequence[str], where: Sequence[str], out: Path, **given: Any) -> None:
    """Write a sign-off workbook for each ACCOUNT: every value item, how its amount came about, and cells to answer.

    The ledger keeps what was asked, so that nothing but answers can come back. Internal fields are not in it.
    """
    from qbrgen.ledger.sheet import make_sheet
    from qbrgen.ledger.sheet_write import render
    from qbrgen.output import store

    settings = settings_of(given)
    ledger = needed_ledger(given)
    with Run() as run:
        for loaded in run.over(run.accounts(accounts, where), None, lambda each: each.account.id):
            try:
                account = next(knowing([loaded], ledger, settings.as_of, with_today=True)).account
                answered = [each.id for each in ledger.signoffs(account.id)]
                asked = make_sheet(account.customer_view(), settings.as_of, answered)
                ledger.record_sheet(asked.id, asked.account_id, asked.as_of, asked.to_json())
            except UsageError as error:
                run.error(error)
                continue
            name = f"{account.id}-signoff-{settings.as_of.isoformat()}.xlsx"
            run.result(store(out / name, render(asked, settings)))
    run.finish()


@subcommand(
    signoff, "record",
    ("What Sara Lindqvist of the customer answered", ("qbrgen signoff record acme-signoff-2026-10-05.xlsx"
     " --by lindqvist")),
)  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="STAKEHOLDER",
              help="Id of the stakeholder who answered; with --role, the name of somebody else.")  # fmt: skip
@click.option("--role", default="", metavar="TEXT", help="Role of somebody who is no stakeholder of the account.")
@day_option("--on", "The day of the answers.")
@click.option("--account", default="", metavar="ID", help="Refuse the sheet of any other account.")
@ledger_option
def record(file: Path, by: str, role: str, account: str, **given: Any) -> None:
    """Read a returned sign-off workbook into the ledger: who answered what, when, and the file's hash.

    A workbook is refused, with every cell that is wrong, when anything but the answers was changed, when it is the
    sheet of another account or of another ledger, or when it was recorded before. What somebody confirms who is no
    stakeholder counts as reported, not as validated.
    """
    from qbrgen.ledger.sheet_read import read_sheet, signoffs_of

    today = settings_of({}).as_of
    on = given["on"] or today
    if on > today:
        raise UsageError(f"--on {on} is still to come.")
    ledger = needed_ledger(given)
    returned = read_sheet(file, ledger, account)
    name, part = _signer(returned.sheet, by, role)
    if on < returned.sheet.as_of:
        raise UsageError(f"--on {on}: the sheet was made on {returned.sheet.as_of}, nobody answered it before.")
    if not ledger.record_signoffs(signoffs_of(returned, by, part, on), returned.sheet.id):
        raise SignOffRefused([_twice(file, name)])
    click.echo(f"{returned.sheet.account_id}: {_tally(returned.answers)} by {name}, in the {ledger.name}")


def _signer(asked: SignOffSheet, by: str, role: str) -> tuple[str, str]:
    """The name and role of who answered; raises UsageError for a stranger without a role."""
    for key, name, part in asked.people:
        if key == by:
            return name, part
    if role:
        return by, role
    there = ", ".join(key for key, _, _ in asked.people) or "none"
    raise UsageError(
        f"--by: {asked.account_id} has no stakeholder '{by}' (there: {there}). Give one of them, or say with --role "
        "what the person is; what such a person confirms counts as reported."
    )


def _twice(file: Path, name: str) -> Problem:
    message = f"the ledger holds this sheet's answers by {name} already"
    return Problem(message, str(file), remedy="To change an answer, send a new sheet: 'qbrgen signoff sheet'")


def _tally(answers: Sequence[Answer]) -> str:
    words = {"confirm": "confirmed", "correct": "corrected", "dispute": "disputed"}
    counted = [(sum(each.decision == key for each in answers), word) for key, word in words.items()]
    return ", ".join(f"{number} {word}" for number, word in counted if number)
