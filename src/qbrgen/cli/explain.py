"""qbrgen explain: one check, why it matters, what fails it and what passes."""

from __future__ import annotations

import textwrap

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.help import WIDTH, command


def _codes(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    del context, parameter
    from qbrgen.checks import CHECKS

    return [CompletionItem(code, help=row.title) for code, row in CHECKS.items() if code.startswith(typed.upper())]


@command("explain", ("Why a check fires, and what would pass it", "qbrgen explain QV101"))
@click.argument("code", required=False, shell_complete=_codes)
def explain(code: str | None) -> None:
    """Explain the check with this CODE; without one, list all checks."""
    from qbrgen.checks import CHECKS, example
    from qbrgen.checks import explain as check_of

    if code is None:
        for row in CHECKS.values():
            click.echo(f"{click.style(row.code, fg='cyan', bold=True)}  {row.severity:7}  {row.title}")
        return
    found, tried = check_of(code), example(code)
    click.echo(f"{click.style(found.code, fg='cyan', bold=True)}  {_bold(found.title)} ({found.severity})")
    for heading, said in (
        ("Why it matters", found.why),
        ("What to do", found.remedy),
        ("Where it comes from", found.source),
    ):
        click.echo(f"\n{_bold(heading)}")
        click.echo(textwrap.fill(said, WIDTH, initial_indent="  ", subsequent_indent="  "))
    for heading, piece in (("It fires on", tried.fails), ("It lets pass", tried.passes)):
        click.echo(f"\n{_bold(heading)}")
        click.echo(textwrap.indent(piece.strip(), "  "))


def _bold(words: str) -> str:
    return click.style(words, bold=True)
