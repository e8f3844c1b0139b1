"""qbrgen portfolio: the whole book of accounts, from source and ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.make import make_all, orders_for
from qbrgen.cli.options import accounts_argument, look_options, out_option, period_options, settings_of, usual
from qbrgen.cli.report import Run
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options, told_of

BOOK = "portfolio"


@command(
    "portfolio",
    ("The book as workbook and deck", "qbrgen portfolio accounts/ -o out"),
    ("One manager's accounts, as a workbook", "qbrgen portfolio accounts/ --where csm~avery -f xlsx"),
)
@accounts_argument
@click.option("-f", "--format", "formats", multiple=True, default=("xlsx", "pptx"), metavar="FORMAT",
              help=f"xlsx, pptx or pdf; may be given again. {usual('xlsx and pptx')}")  # fmt: skip
@out_option(".")
@period_options
@look_options
@click.option("--author", metavar="NAME", help=f"Author in the files' properties. {usual('none')}")
@ledger_options
def portfolio(accounts: Sequence[str], where: Sequence[str], formats: Sequence[str], out: Path, **given: Any) -> None:
    """Make the book of all ACCOUNTs for the success leader: tiers, the five measures, value, retention, what is due.

    What the ledger knows is counted: deliveries as reviews held, sign-offs and wins as value.
    """
    settings = settings_of(given)
    orders = list(orders_for(BOOK, formats, given["period"], settings))
    ledger = ledger_of(given)
    with Run() as run:
        told_of(ledger, given, run)
        found = knowing(run.accounts(accounts, where, settings.defaults), ledger, settings.as_of, with_today=True)
        make_all(found, orders, settings, out, run)
    run.finish()
