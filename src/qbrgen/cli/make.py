"""qbrgen make: documents from accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.help import command
from qbrgen.cli.options import accounts_argument, look_options, out_option, period_options, settings_of, usual
from qbrgen.cli.report import Run
from qbrgen.errors import ClaimRefused, OutputError, QbrgenError, UsageError
from qbrgen.settings import Settings

if TYPE_CHECKING:
    from qbrgen.model import Period
    from qbrgen.pipeline import Artifact, Order
    from qbrgen.sources import Loaded

ALL = "all"
# These go beyond the customer, and are refused for most accounts.
PUBLIC = ("case-study", "case-study-short")


def _names(context: click.Context, parameter: click.Parameter, typed: str) -> list[CompletionItem]:
    del context, parameter
    from qbrgen.story.documents import BOOKS, DOCUMENTS

    rows = [(name, row.purpose) for name, row in (*DOCUMENTS.items(), *BOOKS.items())] + [
        (ALL, "Every document for the customer")
    ]
    return [CompletionItem(name, help=purpose) for name, purpose in rows if name.startswith(typed)]


@command(
    "make",
    ("The quarterly review of one account, as slides", "qbrgen make qbr acme.yaml"),
    ("Two documents, as Word files, of every account in a folder", "qbrgen make ebr,qbr accounts/ -f docx -o out"),
    ("The whole book of accounts, for the success leader", "qbrgen make portfolio accounts/ -o out"),
    ("Everything for the customer, on a past quarter", "qbrgen make all acme.yaml --period 2026-Q2 -o out"),
)
@click.argument("document", shell_complete=_names)
@accounts_argument
@click.option("-f", "--format", "formats", multiple=True, metavar="FORMAT",
              help=f"pptx, docx, pdf ...; may be given again. {usual('of the document')}")  # fmt: skip
@out_option(".")
@period_options
@look_options
@click.option("--strict", is_flag=True, help="Refuse a document that would claim what the checks call an error.")
@click.option("--anonymous", is_flag=True, help="Leave out everything that names the customer (case-study only).")
@click.option("--author", metavar="NAME", help=f"Author in the files' properties. {usual('none')}")
def make(document: str, accounts: Sequence[str], formats: Sequence[str], out: Path, **given: Any) -> None:
    """Make DOCUMENT for every ACCOUNT.

    DOCUMENT is a name from 'qbrgen documents', several with commas between them, or 'all' for every one that
    is made for the customer. ACCOUNT is a file, a folder of files, or - for standard input. The paths of what was
    written go to stdout, one a line.
    """
    settings = settings_of(given)
    orders = list(orders_for(document, formats, given["period"], settings))
    with Run() as run:
        make_all(run.accounts(accounts, given["where"]), orders, settings, out, run)
    run.finish()


def orders_for(names: str, formats: Sequence[str], period: Period | None, settings: Settings) -> Iterator[Order]:
    """One order for each document and format; raises UsageError for what does not exist or go together."""
    from qbrgen.pipeline import Order
    from qbrgen.story.documents import BOOKS, DOCUMENTS, document

    every = names == ALL
    customers = [row.name for row in DOCUMENTS.values() if not row.internal and row.name not in PUBLIC]
    for name in customers if every else [each.strip() for each in names.split(",")]:
        row = BOOKS.get(name) or document(name)
        if settings.anonymous and name not in PUBLIC:
            raise UsageError(f"{name} cannot be made anonymous; {' and '.join(PUBLIC)} can. Leave --anonymous away.")
        # "all" with a format means every document that comes in it.
        chosen = [each for each in formats if each in row.formats] if every else list(formats)
        yield from (Order(name, each, period) for each in (chosen if formats else [row.formats[0]]))


def make_all(
    found: Iterable[Loaded],
    orders: Sequence[Order],
    settings: Settings,
    out: Path,
    run: Run,
    refused: Callable[[ClaimRefused], None] | None = None,
) -> None:
    """Every order of every account, and of all accounts together, written to the folder; errors are told on the way.

    `refused` is told of a document that would claim too much; without it, that is an error like others.
    """
    from qbrgen.output import store
    from qbrgen.story.documents import BOOKS

    # Accounts stream through, however many there are; only a document about all of them needs them at once.
    together = sum(order.document in BOOKS for order in orders)
    total = None
    if together:
        found = list(found)
        total = len(found) * (len(orders) - together) + together
    for _, job in run.over(_jobs(found, orders, settings), total, lambda each: each[0]):
        try:
            artifact = job()
            run.result(store(out / artifact.name, artifact.data))
            for line in _errors(artifact):
                run.note(line)
        except OutputError:
            # What stops one file from being written stops the next one too.
            raise
        except ClaimRefused as error:
            (refused or run.error)(error)
        except QbrgenError as error:
            run.error(error)


def _errors(artifact: Artifact) -> Iterator[str]:
    found: dict[str, dict[str, None]] = {}
    for finding in artifact.findings:
        if finding.severity == "error":
            found.setdefault(finding.account_id, {})[finding.code] = None
    for account, codes in found.items():
        first = next(iter(codes))
        yield f"the checks call an error in {account}: {', '.join(codes)}. 'qbrgen explain {first}' says why."


def _jobs(
    found: Iterable[Loaded], orders: Sequence[Order], settings: Settings
) -> Iterator[tuple[str, Callable[[], Artifact]]]:
    from qbrgen.pipeline import Workbench, make_book
    from qbrgen.story.documents import BOOKS

    together = [order for order in orders if order.document in BOOKS]
    accounts = []
    for loaded in found:
        if together:
            accounts.append(loaded.account)
        bench = Workbench(loaded.account, settings)
        for order in orders:
            if order.document not in BOOKS:
                yield f"{loaded.account.id}: {order.document}", partial(bench.make, order)
    if accounts:
        for order in together:
            yield order.document, partial(make_book, accounts, order, settings)
