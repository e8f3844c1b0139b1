"""Help that is pleasant to read: sections, colour where the terminal has it, and an example for every command."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

import click

from qbrgen.cli.commands import COMMANDS

WIDTH = 100
Example = tuple[str, str]
"""What it does, and the line to type."""


class Formatter(click.HelpFormatter):
    """Headings in bold, names in colour."""

    def write_heading(self, heading: str) -> None:  # noqa: D102  (click's)
        self.write(f"{'':>{self.current_indent}}{click.style(heading, bold=True)}\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: D102  (click's)
        del prefix
        super().write_usage(click.style(prog, fg="cyan", bold=True), args, click.style("Usage: ", bold=True))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 34, col_spacing: int = 2) -> None:  # noqa: D102
        named = [(_coloured(first), second) for first, second in rows]
        super().write_dl(named, col_max, col_spacing)


def _coloured(names: str) -> str:
    # "-o, --out DIR": the names in colour, what they take in grey.
    return re.sub(
        r"(?<![\w-])(-{1,2}[\w-]+)|(\b[A-Z][A-Z|-]+\b|\[[^\]]+\])",
        lambda match: click.style(match[0], fg="cyan") if match[1] else click.style(match[0], dim=True),
        names,
    ) if names.startswith("-") else click.style(names, fg="cyan")  # fmt: skip


class Context(click.Context):
    """A context whose help is written by our formatter."""

    formatter_class = Formatter


class Command(click.Command):
    """A command with examples below its options."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102  (click's)
        del ctx
        write_examples(formatter, self.examples)


class Commands(click.Group):
    """The group of all commands, loaded one by one when they are used, listed by section."""

    context_class = Context
    command_class = Command
    examples: tuple[Example, ...] = ()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: D102  (click's)
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: D102  (click's)
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"qbrgen.cli.{COMMANDS[cmd_name].module}")
        found = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(found, click.Command)  # noqa: S101  (a wrong row in the table)
        return found

    def resolve_command(  # noqa: D102  (click's)
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"there is no command '{args[0]}'.{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102  (click's)
        del ctx
        widest = max(map(len, COMMANDS))
        for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl(
                    [
                        (name.ljust(widest), entry.summary)
                        for name, entry in COMMANDS.items()
                        if entry.section == section
                    ]
                )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102  (click's)
        self.format_commands(ctx, formatter)
        click.Command.format_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: D102  (click's)
        del ctx
        write_examples(formatter, self.examples)


class Subcommands(click.Group):
    """A group of commands about one thing, each with its own examples."""

    context_class = Context
    command_class = Command


def subcommand(group: click.Group, name: str, *examples: Example) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a command of a group of a function."""
    return group.command(name, cls=Command, examples=examples)


def write_examples(formatter: click.HelpFormatter, examples: Sequence[Example]) -> None:
    """The examples, each a line to type under what it does."""
    if not examples:
        return
    with formatter.section("Examples"):
        for index, (meaning, line) in enumerate(examples):
            if meaning:
                gap = "\n" if index else ""
                formatter.write(f"{gap}  {click.style(f'# {meaning}', dim=True)}\n")
            formatter.write(f"  {click.style(line, fg='green')}\n")


def command(name: str, *examples: Example) -> Callable[[Callable[..., Any]], Command]:
    """Makes a command of a function; its summary comes from the table, its text from the docstring."""
    return click.command(name, cls=Command, examples=examples, short_help=COMMANDS[name].summary)
