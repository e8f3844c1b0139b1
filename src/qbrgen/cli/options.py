"""Options that several commands share, and the settings made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qbrgen.errors import UsageError
from qbrgen.settings import Settings

if TYPE_CHECKING:
    from qbrgen.model import Period

    Parameter = click.ParamType[Any]
else:
    # Older releases of click know no type argument.
    Parameter = click.ParamType

TEMPLATES = (".pptx", ".potx", ".docx", ".dotx", ".pptm", ".potm", ".docm", ".dotm", ".ppt", ".pot", ".doc", ".dot")
"""The kinds of file that --template takes; those that cannot be used are told why."""
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class _Period(Parameter):
    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        del param, ctx
        from qbrgen.model import Period, parse_period

        return value if isinstance(value, Period) else parse_period(value)


class _Day(Parameter):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        del param, ctx
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"'{value}' is not a day. Write year-month-day, such as 2026-10-03.") from None


def usual(value: str) -> str:
    """How help names a default, kept together when lines are filled."""
    return f"[default: {value}]".replace(" ", "\u00a0")


def where_option(function: Decorated) -> Decorated:
    """--where CONDITION chooses among accounts."""
    return click.option(
        "--where", multiple=True, metavar="CONDITION",
        help="Only accounts whose field fits: tier=enterprise, renewal<2027-01-31, csm~avery; may be given again.",
    )(function)  # fmt: skip


def accounts_argument(function: Decorated) -> Decorated:
    """ACCOUNT...: files, folders, workbooks, mappings, or "-" for standard input; --where chooses among them."""
    function = where_option(function)
    return click.argument("accounts", metavar="ACCOUNT...", nargs=-1, required=True, type=click.Path())(function)


def period_options(function: Decorated) -> Decorated:
    """--period and --as-of."""
    for option in (
        click.option(
            "--as-of", type=_Day(), metavar="DATE", help=f"The day the documents speak from. {usual('today')}"
        ),
        click.option(
            "--period",
            type=_Period(),
            metavar="PERIOD",
            help=f"2026-Q3, 2026-07, 2026-H1, 2026 or 2026-07-01..2026-08-15. {usual('last full one')}",
        ),
    ):
        function = option(function)
    return function


def day_option(name: str, meaning: str) -> Callable[[Decorated], Decorated]:
    """A day; None when it is not given."""
    return click.option(name, type=_Day(), metavar="DATE", help=f"{meaning} {usual('today')}")


def out_option(default: str) -> Callable[[Decorated], Decorated]:
    """--out DIR."""
    return click.option(
        "-o", "--out", type=click.Path(path_type=Path), default=default, metavar="DIR",
        help=f"Folder to write into; made if it is not there. {usual('here' if default == '.' else default)}",
    )  # fmt: skip


def look_options(function: Decorated) -> Decorated:
    """--template, --brand, --keep-slides, --templates, --theme and --charts."""
    defaults = Settings()
    for option in (
        click.option("--keep-slides", type=click.Choice(["none", "before", "after"]), default=defaults.keep_slides,
                     help=f"Slides that stand in the template: dropped, or kept before or after. "
                          f"{usual(defaults.keep_slides)}"),
        click.option("--brand", metavar="NAME",
                     help="A brand saved with 'qbrgen template adopt': its template, logo, footer and defaults."),
        click.option("--template", type=click.Path(path_type=Path), metavar="FILE",
                     help="Your company's own .pptx, .potx, .docx or .dotx, for the documents of its kind."),
        click.option("--charts", type=click.Choice(["picture", "native"]), default=defaults.charts,
                     help=f"Charts as pictures, or as charts that Office can edit. {usual(defaults.charts)}"),
        click.option("--theme", type=click.Choice(["light", "dark"]), default=defaults.theme,
                     help=f"Theme of the built-in slides. {usual(defaults.theme)}"),
        click.option("--templates", type=click.Path(path_type=Path), metavar="DIR",
                     help=f"Folder of your own templates, before the built-in ones. {usual('none')}"),
    ):  # fmt: skip
        function = option(function)
    return function


def settings_of(given: Mapping[str, Any]) -> Settings:
    """The settings of a run: the environment's, and over them what was given."""
    from dataclasses import fields, replace

    names = {each.name for each in fields(Settings)}
    settings = replace(
        Settings.from_environment(),
        **{name: value for name, value in given.items() if name in names and value is not None},
    )
    if settings.template and settings.template.suffix.lower() not in TEMPLATES:
        raise UsageError(f"{settings.template} is no template. Give one of: {', '.join(TEMPLATES)}.")
    if brand := given.get("brand"):
        from qbrgen.brands import find_brand, settings_with

        return settings_with(settings, find_brand(brand))
    return settings
