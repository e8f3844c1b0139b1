"""qbrgen check: what is invalid, and what must not be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import accounts_argument, period_options, settings_of, usual
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.cli.findings import Group
    from qbrgen.model import Period
    from qbrgen.settings import Settings
    from qbrgen.sources import Loaded, Rejected


@command(
    "check",
    ("What stands in the way of an honest quarterly review", "qbrgen check acme.yaml"),
    ("Only baselines, in a whole folder", "qbrgen check accounts/ --select QV2"),
    ("In a pull request: remarks beside the lines", "qbrgen check accounts/ --format github --strict"),
)
@accounts_argument
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              help=f"For a person, a program, or a pull request. {usual('text')}")  # fmt: skip
@click.option("--select", metavar="CODES", help="Only these checks: codes or their beginnings, with commas.")
@click.option("--ignore", metavar="CODES", help="All but these.")
@click.option("--strict", is_flag=True, help="Exit with 1 on a warning too.")
@period_options
@ledger_options
def check(accounts: Sequence[str], form: str, select: str | None, ignore: str | None, **given: Any) -> None:
    """Say what is invalid in each ACCOUNT, and what its documents must not claim.

    Exits with 0 when nothing is an error, with 1 when a check found an error (with --strict: or a warning), with 2
    when an account is invalid. An account may waive a check for a time: see 'waivers' in the account file.
    """
    from qbrgen.cli.findings import WRITERS
    from qbrgen.sources.select import chosen

    settings = settings_of(given)
    found = list(knowing(chosen(accounts, given["where"]), ledger_of(given), settings.as_of))
    groups = found_in(found, codes_of(select, ignore), given["period"], settings)
    for line in WRITERS[form](groups):
        click.echo(line)
    levels = {line.level for group in groups for line in group.lines}
    refused = {"error", "warning"} if given["strict"] else {"error"}
    raise click.exceptions.Exit(2 if "invalid" in levels else 1 if levels & refused else 0)


def found_in(
    found: Sequence[Loaded | Rejected], codes: frozenset[str], period: Period | None, settings: Settings
) -> list[Group]:
    """What was found in every account, alone and beside the others, by the checks of these codes."""
    from qbrgen.checks import run_book
    from qbrgen.cli.findings import of_account, of_rejected
    from qbrgen.model.period import last_full_quarter
    from qbrgen.pipeline import Workbench
    from qbrgen.sources import Rejected

    covered = period or last_full_quarter(settings.as_of)
    accounts = [each.account for each in found if not isinstance(each, Rejected)]
    side_by_side = run_book(accounts, settings.as_of)

    def of(loaded: Loaded) -> Group:
        own = Workbench(loaded.account, settings).measured(covered).findings
        among = [finding for finding in side_by_side if finding.account_id == loaded.account.id]
        return of_account(loaded, [finding for finding in (*own, *among) if finding.code in codes])

    return [of_rejected(each) if isinstance(each, Rejected) else of(each) for each in found]


def codes_of(select: str | None, ignore: str | None) -> frozenset[str]:
    """The codes that were selected and not ignored; raises UsageError for one that no check has."""
    from qbrgen.checks import CHECKS

    def meant(given: str) -> set[str]:
        found: set[str] = set()
        for start in (part.strip().upper() for part in given.split(",")):
            matching = {code for code in CHECKS if code.startswith(start)} if start else set()
            if not matching:
                raise UsageError(f"no check has the code '{start}'. Choose from: {', '.join(CHECKS)}.")
            found |= matching
        return found

    wanted = meant(select) if select else set(CHECKS)
    return frozenset(wanted - (meant(ignore) if ignore else set()))
