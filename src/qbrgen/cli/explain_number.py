"""qbrgen explain-number: how a figure came about, down to the lines of the account file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import period_options, settings_of
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.sources import Place
    from qbrgen.value import Figure, Input


@command(
    "explain-number",
    ("Where the return comes from", "qbrgen explain-number acme.yaml roi"),
    ("Every figure of one objective", "qbrgen explain-number acme.yaml 'objective.faster-deals.*'"),
)
@click.argument("account", type=click.Path())
@click.argument("pattern")
@period_options
def explain_number(account: str, pattern: str, **given: Any) -> None:
    """Show how the figures of ACCOUNT that match PATTERN came about: formula, inputs with their place, standing.

    PATTERN is a part of a figure's key or label, or a key with * in it; '*' shows every figure.
    """
    from qbrgen.model.period import last_full_quarter
    from qbrgen.pipeline import Workbench
    from qbrgen.sources import load

    settings = settings_of(given)
    for loaded in load([account]):
        period = given["period"] or last_full_quarter(settings.as_of)
        figures = figures_of(Workbench(loaded.account, settings).measured(period).value)
        matching = [figure for figure in figures.values() if matches(figure, pattern)]
        if not matching:
            raise UsageError(_none(loaded.account.name, pattern, figures))
        click.echo(click.style(f"{loaded.account.name}, {period.label}", bold=True))
        for figure in matching:
            click.echo("\n" + "\n".join(told(figure, loaded.account.locale, loaded.place)))


def figures_of(value: object) -> dict[str, Figure]:
    """Every Figure in the measures, by key, in the order of the measures."""
    found: dict[str, Figure] = {}
    for figure in _walk(value):
        found.setdefault(figure.key, figure)
    return found


def _walk(thing: object) -> Iterator[Figure]:
    from qbrgen.value import Figure

    if isinstance(thing, Figure):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _walk(each)
    elif is_dataclass(thing):
        for each in fields(thing):
            yield from _walk(getattr(thing, each.name))


def matches(figure: Figure, pattern: str) -> bool:
    """True when the pattern is in the figure's key or label, or fits its key as a whole."""
    wanted = pattern.lower()
    if "*" in wanted or "?" in wanted:
        return fnmatchcase(figure.key.lower(), wanted)
    return wanted in figure.key.lower() or wanted in figure.label.lower()


def told(figure: Figure, locale: str, place: Place, depth: int = 0) -> Iterator[str]:
    """The figure in lines: what it is, its formula, its inputs, and the figures it was added up from."""
    from qbrgen.story.phrasing import say_figure
    from qbrgen.story.text import Style

    indent = "  " * depth
    standing = f" ({figure.standing.replace('_', ' ')})" if figure.standing else ""
    shown = click.style(say_figure(figure, locale, Style.FULL), fg="green", bold=True)
    yield f"{indent}{click.style(figure.label, bold=True)}: {shown}{standing}  {click.style(figure.key, dim=True)}"
    evidence = figure.evidence
    if evidence.formula:
        yield f"{indent}  = {evidence.formula}"
    for each in evidence.inputs:
        source = "" if each.source == evidence.source else each.source
        yield f"{indent}  {_input(each, source, locale, place)}"
    if evidence.source or evidence.on:
        said = ", ".join(part for part in (evidence.source, evidence.on.isoformat() if evidence.on else "") if part)
        yield f"{indent}  source: {said}"
    for part in evidence.parts:
        yield from told(part, locale, place, depth + 2)


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


def _none(name: str, pattern: str, figures: dict[str, Figure]) -> str:
    groups = sorted({key.split(".")[0] for key in figures})
    return f"no figure of {name} matches '{pattern}'. Try a word such as roi, or one of: {', '.join(groups)}."
