"""qbrgen case-studies: which accounts may be told in public, and what the others lack."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from qbrgen.cli.filled import filled
from qbrgen.cli.help import command
from qbrgen.cli.options import accounts_argument, period_options, settings_of
from qbrgen.cli.report import Run, counted
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options


@command(
    "case-studies",
    ("Who is ready, in a folder of accounts", "qbrgen case-studies accounts/"),
    ("Who is ready if no name is told", "qbrgen case-studies accounts/ --anonymous"),
)
@accounts_argument
@click.option("--anonymous", is_flag=True, help="For a case study that names nobody.")
@period_options
@ledger_options
def case_studies(accounts: Sequence[str], **given: Any) -> None:
    """Say for each ACCOUNT whether a case study may be written, and what is lacking where it may not."""
    from qbrgen.model.period import last_full_quarter
    from qbrgen.pipeline import Workbench
    from qbrgen.story.case_study import readiness

    settings = settings_of(given)
    period = given["period"] or last_full_quarter(settings.as_of)
    with Run() as run:
        found = list(knowing(run.accounts(accounts, given["where"]), ledger_of(given), settings.as_of))
    ready = 0
    for each in found:
        value = Workbench(each.account, settings).measured(period).value
        view = each.account.customer_view()
        lacking = readiness(view, value, settings.as_of, anonymous=settings.anonymous)
        ready += not lacking
        state = click.style("not yet", fg="yellow") if lacking else click.style("ready  ", fg="green")
        click.echo(f"{state}  {click.style(view.name, bold=True)} ({view.id})")
        for sentence in lacking:
            click.echo(filled(sentence, sys.stdout, " " * 9 + "- ", " " * 11))
    click.echo(f"{ready} of {counted(len(found), 'account')} ready for a case study.")
    run.finish()
