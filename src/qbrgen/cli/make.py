"""qbrgen make: documents from accounts."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from qbrgen.cli.help import command
from qbrgen.cli.options import accounts_argument, look_options, out_option, period_options, settings_of, usual
from qbrgen.cli.report import Run
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options, told_of
from qbrgen.errors import ClaimRefused, LedgerError, OutputError, QbrgenError, UsageError
from qbrgen.settings import Settings

if TYPE_CHECKING:
    from qbrgen.ledger import Ledger
    from qbrgen.model import Period
    from qbrgen.pipeline import Artifact, Order, Workbench
    from qbrgen.sources import Loaded

ALL = "all"
Kept = Callable[["Workbench", "Order", "Artifact", Path], None]
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
@click.option("--record", is_flag=True, help="Record in the ledger that these files go to their readers.")
@ledger_options
def make(document: str, accounts: Sequence[str], formats: Sequence[str], out: Path, **given: Any) -> None:
    """Make DOCUMENT for every ACCOUNT.

    DOCUMENT is a name from 'qbrgen documents', several with commas between them, or 'all' for every one that
    is made for the customer. ACCOUNT is a file, a folder of files, or - for standard input. The paths of what was
    written go to stdout, one a line. With --record each file is a delivery: what is due next, and what changed since
    the last review, count from it.
    """
    settings = settings_of(given)
    orders = list(orders_for(document, formats, given["period"], settings))
    ledger = ledger_of(given, make=given["record"])
    with Run() as run:
        told_of(ledger, given, run)
        found = knowing(run.accounts(accounts, given["where"], settings.defaults), ledger, settings.as_of)
        if ledger and given["record"]:
            with recording(ledger, settings, run) as kept:
                make_all(found, orders, settings, out, run, kept=kept, ledger=ledger)
        else:
            make_all(found, orders, settings, out, run, ledger=ledger)
    run.finish()


@contextlib.contextmanager
def recording(ledger: Ledger, settings: Settings, run: Run) -> Iterator[Kept]:
    """A run in the ledger, and what records each file with it: the delivery, and the figures of its period once."""
    from qbrgen.ledger import Delivery, RunStatus
    from qbrgen.value import figures

    key = ledger.start_run("make", settings.as_of)
    status, told = RunStatus.STOPPED, set()

    def kept(bench: Workbench, order: Order, artifact: Artifact, path: Path) -> None:
        account, period = bench.account.id, artifact.story.period
        digest = hashlib.sha256(artifact.data).hexdigest()
        ledger.record_delivery(
            Delivery(account, order.document, artifact.format, period, digest, len(artifact.data),
                     str(path.resolve()), settings.as_of, key)
        )  # fmt: skip
        if (account, period) not in told:
            told.add((account, period))
            ledger.record_snapshot(account, period, figures(bench.measured(period).value), settings.as_of, key)

    try:
        yield kept
        status = RunStatus.FAILED if run.failed else RunStatus.DONE
    finally:
        ledger.finish_run(key, status, run.made, run.failed)


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
    kept: Kept | None = None,
    ledger: Ledger | None = None,
) -> None:
    """Every order of every account, and of all accounts together, written to the folder; errors are told on the way.

    `refused` is told of a document that would claim too much; without it, that is an error like others. `kept` is
    told of each file about one account; `ledger` knows what was told of it before.
    """
    from qbrgen.output import store
    from qbrgen.story.documents import BOOKS

    # Accounts stream through, however many there are; only a document about all of them needs them at once.
    together = sum(order.document in BOOKS for order in orders)
    total = None
    if together:
        found = list(found)
        total = len(found) * (len(orders) - together) + together
    for job in run.over(_jobs(found, orders, settings, ledger), total, lambda each: each.doing):
        try:
            artifact = job.make()
            path = store(out / artifact.name, artifact.data)
            if kept and job.bench:
                kept(job.bench, job.order, artifact, path)
            run.result(path)
            for line in _errors(artifact):
                run.note(line)
        except (OutputError, LedgerError):
            # What stops one file from being written or recorded stops the next one too.
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


@dataclass(frozen=True, slots=True)
class _Job:
    """One file to make; `bench` is its account's, None for a document about all of them."""

    doing: str
    make: Callable[[], Artifact]
    order: Order
    bench: Workbench | None = None


def _jobs(
    found: Iterable[Loaded], orders: Sequence[Order], settings: Settings, ledger: Ledger | None
) -> Iterator[_Job]:
    from qbrgen.pipeline import Workbench, make_book
    from qbrgen.story.documents import BOOKS

    together = [order for order in orders if order.document in BOOKS]
    accounts = []
    for loaded in found:
        if together:
            accounts.append(loaded.account)
        earlier = ledger.earlier(loaded.account.id, settings.as_of) if ledger else None
        bench = Workbench(loaded.account, settings, earlier)
        for order in orders:
            if order.document not in BOOKS:
                yield _Job(f"{loaded.account.id}: {order.document}", partial(bench.make, order), order, bench)
    if accounts:
        for order in together:
            yield _Job(order.document, partial(make_book, accounts, order, settings), order)
