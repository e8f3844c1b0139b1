"""A run over many accounts, told as it goes: results on stdout, progress and errors on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import click

from qbrgen.cli.filled import filled
from qbrgen.cli.main import show_error
from qbrgen.errors import AccountInvalid, QbrgenError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from qbrgen.sources import Loaded

_MOST_PROBLEMS = 40
_DOING = 36
Item = TypeVar("Item")


class Run:
    """Goes on after an error; `code` is the worst exit code so far, `made` and `failed` count.

    The bar shows on a terminal only, and goes away when the run ends.
    """

    def __init__(self) -> None:
        self.code = self.made = self.failed = 0
        self._noted: set[str] = set()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=28), MofNCompleteColumn(),
                       TimeElapsedColumn())  # fmt: skip
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None

    def over(self, items: Iterable[Item], total: int | None, doing: Callable[[Item], str]) -> Iterator[Item]:
        """The items one by one, `total` of them where that is known, the bar saying what is done with each."""
        if self._bar:
            self._task = self._bar.add_task("", total=total)
        for done, item in enumerate(items):
            if self._bar and self._task is not None:
                self._bar.update(self._task, completed=done, description=f"{doing(item)[:_DOING]:{_DOING}}")
            yield item

    def accounts(
        self, specs: Sequence[str], where: Sequence[str] = (), defaults: Iterable[tuple[str, str]] = ()
    ) -> Iterator[Loaded]:
        """Every valid account of the specs that meets `where`, one at a time; what cannot be used is told.

        `defaults` stand where an account says nothing itself (`Settings.defaults`).
        """
        from qbrgen.sources import Rejected
        from qbrgen.sources.select import chosen

        fits = False
        for each in chosen(specs, where, defaults):
            if isinstance(each, Rejected):
                self.error(each.error)
            else:
                fits = True
                yield each
        if where and not fits:
            self.note(f"no account fits {' and '.join(where)}.")

    def result(self, path: Path) -> None:
        """A file that was written: its path on stdout, above the bar where both are on one screen."""
        self.made += 1
        if self._bar and sys.stdout.isatty():
            self._above(str(path))
        else:
            click.echo(str(path))

    def _above(self, line: str) -> None:
        from rich.text import Text

        if self._bar:
            self._bar.console.print(Text.from_ansi(line), soft_wrap=True)

    def note(self, line: str) -> None:
        """Something worth knowing, said once in a run."""
        if line not in self._noted:
            self._noted.add(line)
            shown = filled(line, sys.stderr, click.style("note: ", fg="yellow", bold=True), "  ")
            if self._bar:
                self._above(shown)
            else:
                click.echo(shown, err=True)

    def error(self, error: QbrgenError) -> None:
        """One error; the run goes on."""
        show_error(shortened(error), self._above if self._bar else None)
        self.code = max(self.code, error.exit_code)
        self.failed += 1

    def finish(self) -> None:
        """Sums up on stderr where something failed, and ends with the worst exit code."""
        if self.failed and self.made:
            click.echo(f"{counted(self.made, 'file')} written; {counted(self.failed, 'error')}, see above.", err=True)
        raise click.exceptions.Exit(self.code)


def counted(number: int, noun: str) -> str:
    """3 files, 1 file."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def shortened(error: QbrgenError) -> QbrgenError:
    """The error with its first problems where it has very many."""
    if not isinstance(error, AccountInvalid) or len(error.problems) <= _MOST_PROBLEMS:
        return error
    short = AccountInvalid(error.problems[:_MOST_PROBLEMS])
    short.args = (f"{short}\n  and {len(error.problems) - _MOST_PROBLEMS} more; mend these first.",)
    return short
