"""The ledger at the doors: which one, and accounts with what it knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qbrgen.cli.options import usual
from qbrgen.errors import UsageError

if TYPE_CHECKING:
    from qbrgen.cli.progress import BatchProgress
    from qbrgen.cli.report import Run
    from qbrgen.ledger import Ledger
    from qbrgen.sources import Loaded, Rejected

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Found = TypeVar("Found", bound="Loaded | Rejected")
VARIABLE = "QBRGEN_LEDGER"
DEFAULT = Path(".qbrgen") / "ledger.sqlite"


def ledger_option(function: Decorated) -> Decorated:
    """--ledger, for commands that write to it."""
    return click.option(
        "--ledger", metavar="URL",
        help=f"Ledger to use: a file, or postgresql://... {usual(f'${VARIABLE}, else {DEFAULT.as_posix()}')}",
    )(function)  # fmt: skip


def ledger_options(function: Decorated) -> Decorated:
    """--ledger and --no-ledger, for commands that read it where there is one."""
    function = click.option("--no-ledger", is_flag=True, help="Use no ledger, even where one is there.")(function)
    return ledger_option(function)


def ledger_of(given: Mapping[str, Any], *, make: bool = False) -> Ledger | None:
    """The ledger that was named, else the environment's, else the one in this folder where it is there.

    With `make`, there always is one; it is closed when the command ends.
    Raises UsageError for contradicting options, LedgerError, DependencyMissing.
    """
    named = given.get("ledger") or ""
    if given.get("no_ledger"):
        if named or make:
            raise UsageError(
                "--no-ledger leaves nothing to write to or read from. Leave it away, or the other option."
            )
        return None
    url = named or os.environ.get(VARIABLE, "")
    if not (url or make or DEFAULT.is_file()):
        return None
    from qbrgen.ledger import Ledger

    ledger = Ledger.open(url or str(DEFAULT))
    click.get_current_context().call_on_close(ledger.close)
    return ledger


def needed_ledger(given: Mapping[str, Any]) -> Ledger:
    """The ledger, made where it is not there yet."""
    ledger = ledger_of(given, make=True)
    assert ledger is not None  # noqa: S101  (`make` says so)
    return ledger


def told_of(ledger: Ledger | None, given: Mapping[str, Any], run: Run | BatchProgress) -> None:
    """Says that a ledger nobody named is used: what goes into a document should surprise no one."""
    if ledger is not None and not given.get("ledger"):
        run.note(f"what the {ledger.name} knows is counted too; --no-ledger leaves it out.")


def knowing(
    found: Iterable[Found], ledger: Ledger | None, as_of: date, *, with_today: bool = False
) -> Iterator[Found]:
    """The accounts with what the ledger knows of each; as they are without a ledger."""
    if ledger is None:
        yield from found
        return
    from qbrgen.ledger import enrich
    from qbrgen.sources import Loaded

    for each in found:
        if isinstance(each, Loaded):
            account = enrich(each.account, ledger.known(each.account.id), as_of, with_today=with_today)
            yield replace(each, account=account)
        else:
            yield each


def only_account(specs: str, where: tuple[str, ...] = ()) -> Loaded:
    """The one account of a source; raises SourceError when it cannot be read, UsageError for none or several."""
    from qbrgen.sources import Rejected
    from qbrgen.sources.select import chosen

    found = []
    for each in chosen([specs], where):
        if isinstance(each, Rejected):
            raise each.error
        found.append(each)
        if len(found) > 1:
            names = " and ".join(other.account.id for other in found)
            raise UsageError(f"{specs} holds several accounts ({names}, ...). Choose one with --where id=...")
    if not found:
        raise UsageError(f"{specs} holds no account{' that fits --where' if where else ''}.")
    return found[0]
