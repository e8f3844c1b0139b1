"""qbrgen explain-number: how a figure came about, down to the lines of the account file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import period_options, settings_of, where_option
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.sources import Place
    from qbrgen.value import Figure, Input


@command(
    "explain-number",
    ("Where the return comes from", "qbrgen explain-number acme.yaml roi"),
    ("Every figure of one objective", "qbrgen explain-number acme.yaml 'objective.deal-cycle.*'"),
)
@click.argument("account", type=click.Path())
@click.argument("pattern")
@where_option
@period_options
@ledger_options
def explain_number(account: str, pattern: str, **given: Any) -> None:
    """Show how the figures of ACCOUNT that match PATTERN came about: formula, inputs with their place, standing.

    PATTERN is a part of a figure's key or label, or a key with * in it; '*' shows every figure.
    """
    from qbrgen.cli.report import Run
    from qbrgen.model.period import last_full_quarter
    from qbrgen.pipeline import Workbench
    from qbrgen.value import explain, figures

    settings = settings_of(given)
    period = given["period"] or last_full_quarter(settings.as_of)
    known: set[str] = set()
    told_any = False
    with Run() as run:
        for loaded in knowing(run.accounts([account], given["where"]), ledger_of(given), settings.as_of):
            value = Workbench(loaded.account, settings).measured(period).value
            known |= {figure.key.split(".")[0] for figure in figures(value)}
            matching = explain(value, pattern)
            if matching:
                told_any = True
                click.echo(click.style(f"{loaded.account.name}, {period.label}", bold=True))
            shown: set[str] = set()
            for figure in matching:
                # A figure that another one was added up from has been told below it.
                if figure.key not in shown:
                    click.echo("\n" + "\n".join(told(figure, loaded.account.locale, loaded.place, shown)))
    if known and not told_any:
        raise UsageError(
            f"no figure matches '{pattern}'. Try a word such as roi, or one of: {', '.join(sorted(known))}."
        )
    run.finish()


def told(figure: Figure, locale: str, place: Place, shown: set[str], depth: int = 0) -> Iterator[str]:
    """The figure in lines: what it is, its formula, its inputs, and the figures it was added up from.

    `shown` takes the keys of all that were told.
    """
    from qbrgen.story.phrasing import say_figure
    from qbrgen.story.text import Style

    shown.add(figure.key)
    indent = "  " * depth
    label = f"{figure.label}, {figure.subject}" if figure.subject else figure.label
    standing = f" ({figure.standing.replace('_', ' ')})" if figure.standing else ""
    number = click.style(say_figure(figure, locale, Style.FULL), fg="green", bold=True)
    yield f"{indent}{click.style(label, bold=True)}: {number}{standing}  {click.style(figure.key, dim=True)}"
    evidence = figure.evidence
    if evidence.formula:
        yield f"{indent}  = {evidence.formula}"
    for each in evidence.inputs:
        source = "" if each.source == evidence.source else each.source
        yield f"{indent}  {_input(each, source, locale, place)}"
    day = evidence.on.isoformat() if evidence.on else ""
    if evidence.source:
        yield f"{indent}  source: {evidence.source}{', ' if day else ''}{day}"
    elif day:
        yield f"{indent}  day: {day}"
    for part in evidence.parts:
        yield from told(part, locale, place, shown, depth + 2)


def _input(each: Input, source: str, locale: str, place: Place) -> str:
    from qbrgen.story.phrasing import say_number
    from qbrgen.story.text import Style

    value = each.value
    if isinstance(value, Decimal):
        shown = say_number(value, each.unit, locale, Style.FULL)
    else:
        shown = value.isoformat() if isinstance(value, date) else value
    spot = place.spot(each.path) if each.path else None
    where = ""
    if spot and (spot.line or spot.cell):
        where = f"{place.file}:{spot.line}" if spot.line else f"{place.file}: {spot.cell}"
    trace = ", ".join(part for part in (each.path, where, source, each.on.isoformat() if each.on else "") if part)
    return f"{each.name} {shown}" + (f"  {click.style(f'[{trace}]', dim=True)}" if trace else "")
