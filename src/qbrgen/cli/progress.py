"""The progress of a batch: a bar with rate and time left on a terminal, now and then a plain line in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

from qbrgen.cli.report import counted

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_EVERY_SECONDS = 30.0


class BatchProgress:
    """Counts accounts of `total` (None: not known before the end) and files; nothing of it goes to stdout."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._accounts: set[str] = set()
        self._files = self._kept = 0
        self._begun = self._told = time.monotonic()
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}", markup=False), BarColumn(bar_width=28), MofNCompleteColumn(),
                       TextColumn("accounts · {task.fields[rate]}", markup=False), TimeRemainingColumn(),
                       TextColumn("left"))  # fmt: skip
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
            self._task = self._bar.add_task("", total=self._total, rate="")
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None

    def seen(self, account: str, doing: str, *, made: bool, kept: bool) -> None:
        """One output more."""
        self._accounts.add(account)
        self._files += made
        self._kept += kept
        if self._bar and self._task is not None:
            self._bar.update(
                self._task, completed=len(self._accounts), description=f"{doing[:36]:36}", rate=self._rate()
            )
        elif not self._bar and time.monotonic() - self._told >= _EVERY_SECONDS:
            self._told = time.monotonic()
            of = f" of {self._total}" if self._total else ""
            click.echo(
                f"{len(self._accounts)}{of} accounts, {counted(self._files, 'file')} made, {self._rate()}", err=True
            )

    def note(self, line: str) -> None:
        """Something worth knowing."""
        self.above(f"note: {line}")

    def above(self, line: str) -> None:
        """A line for the person who looks, above the bar."""
        if self._bar:
            from rich.text import Text

            self._bar.console.print(Text.from_ansi(line), soft_wrap=True)
        else:
            click.echo(line, err=True)

    def doing(self, what: str) -> None:
        """What is done after the last account."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=f"{what[:36]:36}")

    def _rate(self) -> str:
        return f"{self._files / max(time.monotonic() - self._begun, 0.001):.1f} files a second"
