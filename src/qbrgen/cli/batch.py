"""qbrgen batch: the documents of a whole book of accounts in one run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qbrgen.cli.due import Span
from qbrgen.cli.filled import filled
from qbrgen.cli.help import command
from qbrgen.cli.main import show_error
from qbrgen.cli.make import orders_for
from qbrgen.cli.options import accounts_argument, look_options, period_options, settings_of, usual
from qbrgen.cli.progress import BatchProgress
from qbrgen.cli.report import counted
from qbrgen.cli.with_ledger import knowing, ledger_of, ledger_options, told_of
from qbrgen.errors import DependencyMissing, OutputError, RenderError, UsageError

if TYPE_CHECKING:
    from qbrgen.batch.delivering import Deliveries
    from qbrgen.batch.places import Place
    from qbrgen.batch.records import Record
    from qbrgen.batch.runner import Batch
    from qbrgen.ledger import Ledger
    from qbrgen.pipeline import Order
    from qbrgen.settings import Settings

_MOST_TOLD = 40
DOCUMENTS, SECONDS, DUE_WITHIN = "value-report,qbr", 120.0, "30d"
# While one account is made, the next stands ready.
_AHEAD = 2


@command(
    "batch",
    ("The quarter's reports and reviews of every account", "qbrgen batch accounts/ -o out"),
    ("Four documents, for enterprise accounts, into a bucket",
     "qbrgen batch book.xlsx -d value-report,qbr,ebr,success-plan --where tier=enterprise -o s3://reviews/2026-Q3"),
    ("What is due in the next two weeks, recorded as delivered", "qbrgen batch accounts/ --due --within 2w --record"),
    ("Go on with a run that was interrupted", "qbrgen batch accounts/ -o out --resume"),
)  # fmt: skip
@accounts_argument
@click.option(
    "-d",
    "--documents",
    default=DOCUMENTS,
    metavar="NAMES",
    help=f"Names from 'qbrgen documents' with commas between them, or 'all'. {usual(DOCUMENTS)}",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help=f"pptx, docx, pdf ...; may be given again. {usual('of the document')}",
)
@click.option(
    "-o",
    "--out",
    default="out",
    metavar="PLACE",
    help=f"Folder, or a URL such as s3://bucket/folder, to write into. {usual('out')}",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    metavar="N",
    help=f"Processes at work at a time. {usual('one for each core')}",
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster instead: the address of its scheduler.")
@click.option(
    "--time-limit",
    type=click.FloatRange(1),
    default=SECONDS,
    metavar="SECONDS",
    help=f"The longest that one document may take. {usual(f'{SECONDS:g}')}",
)
@click.option("--resume", is_flag=True, help="Go on with the run that was interrupted there, as of its day.")
@click.option("--strict", is_flag=True, help="Refuse a document that would claim what the checks call an error.")
@click.option("--thumbnails", is_flag=True, help="Pictures of first pages in index.html; needs LibreOffice.")
@click.option("--due", is_flag=True, help="Only documents whose review is late or due soon, as 'qbrgen due' tells.")
@click.option(
    "--within",
    type=Span(),
    default=DUE_WITHIN,
    metavar="SPAN",
    help=f"How soon is soon, for --due: 30d, 6w. {usual(DUE_WITHIN)}",
)
@click.option("--record", is_flag=True, help="Record in the ledger that these files go to their readers.")
@ledger_options
@period_options
@look_options
@click.option("--author", metavar="NAME", help=f"Author in the files' properties. {usual('none')}")
def batch(accounts: Sequence[str], documents: str, formats: Sequence[str], out: str, **given: Any) -> None:
    """Make documents for every ACCOUNT at once: many processes, each account by itself, only what changed.

    PLACE gets a folder for each account, manifest.jsonl with a line for each output, and index.html to look at. An
    output that is there already, from the same data, settings and templates, is left as it is. One bad account
    never stops the rest: what failed or was refused is told at the end with its reason, and the exit code is 1.
    """  # fmt: skip
    from dataclasses import replace

    from qbrgen.batch.places import open_place
    from qbrgen.sources.select import chosen

    place = open_place(out)
    settings = settings_of(given)
    if given["resume"]:
        settings = _resumed(place, settings, given)
    # Workers may stand in another folder.
    paths = {name: getattr(settings, name) for name in ("template", "templates", "brand_template", "logo")}
    settings = replace(settings, **{name: path.resolve() for name, path in paths.items() if path})
    orders = _orders(documents, formats, given, settings)
    ledger = ledger_of(given, make=given["record"])
    found = knowing(chosen(accounts, given["where"], settings.defaults), ledger, settings.as_of)
    with (
        recorded(ledger, place, settings, given) as delivered,
        BatchProgress(_expected(accounts, given)) as progress,
        _executor(given) as (executor, abreast),
    ):
        told_of(ledger, given, progress)
        run = _batch(place, executor, orders, settings, abreast * _AHEAD, progress, delivered, given, ledger)
        try:
            records = run.run(found)
        except KeyboardInterrupt:
            progress.above(f"Stopped. What was made is kept: the same command with --resume goes on in {out}.")
            raise
        except CancelledError:
            raise OutputError("the Dask scheduler went away. Start it, then run again with --resume.") from None
        pictures = _pictures(records, place, settings, progress) if given["thumbnails"] else {}
    from qbrgen.batch.index import index
    from qbrgen.batch.journal import INDEX, MANIFEST

    place.write(INDEX, index(records, settings, pictures))
    run.finish(records)
    for name in (INDEX, MANIFEST):
        click.echo(place.shown(name))
    _sum_up(run.current)


@contextmanager
def recorded(
    ledger: Ledger | None, place: Place, settings: Settings, given: dict[str, Any]
) -> Iterator[Deliveries | None]:
    """What tells the ledger of files, where they are to be recorded; its run ends with this."""
    if ledger is None or not given["record"]:
        yield None
        return
    from qbrgen.batch.delivering import Deliveries
    from qbrgen.ledger import RunStatus

    key, status = ledger.start_run("batch", settings.as_of), RunStatus.STOPPED
    deliveries = Deliveries(ledger, place, settings, key)
    try:
        yield deliveries
        status = RunStatus.DONE
    finally:
        ledger.finish_run(key, status, deliveries.made, deliveries.failed)


def _resumed(place: Place, settings: Settings, given: dict[str, Any]) -> Settings:
    from dataclasses import replace

    from qbrgen.batch.journal import interrupted_day

    day = interrupted_day(place)
    if day is None:
        return settings
    if given["as_of"] not in (None, day):
        raise UsageError(f"the interrupted run was as of {day}. Leave --as-of away, or --resume.")
    return replace(settings, as_of=day)


def _orders(documents: str, formats: Sequence[str], given: dict[str, Any], settings: Settings) -> list[Order]:
    from qbrgen.story.documents import BOOKS

    orders = list(orders_for(documents, formats, given["period"], settings))
    if together := [order.document for order in orders if order.document in BOOKS]:
        raise UsageError(f"{together[0]} is about all accounts at once: make it with 'qbrgen make {together[0]}'.")
    return orders


@contextmanager
def _executor(given: dict[str, Any]) -> Iterator[tuple[Executor, int]]:
    """The executor, and how many accounts it makes at a time."""
    if given["dask"]:
        if given["workers"]:
            raise UsageError("--workers is for this machine; how many a Dask cluster has is set where it is started.")
        from qbrgen.batch.cluster import dask_executor

        with dask_executor(given["dask"]) as found:
            yield found
        return
    from qbrgen.batch.processes import Processes

    workers = given["workers"] or _cores()
    processes = Processes(workers, given["time_limit"])
    try:
        yield processes, workers
    except BaseException:
        processes.stop()
        raise
    processes.shutdown()


def _cores() -> int:
    # A container may have fewer than the machine.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _batch(
    place: Place,
    executor: Executor,
    orders: Sequence[Order],
    settings: Settings,
    in_flight: int,
    progress: BatchProgress,
    delivered: Deliveries | None,
    given: dict[str, Any],
    ledger: Ledger | None,
) -> Batch:
    from qbrgen.batch.cluster import InOwnProcess, lost
    from qbrgen.batch.runner import Batch
    from qbrgen.batch.work import make_account

    options: dict[str, Any] = {}
    if given["due"]:
        from qbrgen.batch.delivering import Due

        options["chosen"] = Due(ledger, settings, given["within"])
    if delivered:
        options["delivered"] = delivered
    work = InOwnProcess(given["time_limit"]) if given["dask"] else make_account

    def told(record: Record) -> None:
        doing = f"{record.account or record.name}: {record.document}"
        progress.seen(
            record.account or record.name, doing, made=record.status == "made", kept=record.status == "kept"
        )
        if delivered and record.status in ("made", "failed", "refused"):
            delivered.count(made=record.status == "made")

    return Batch(place, executor, orders, settings, in_flight, told, work, lost, **options)


def _expected(accounts: Sequence[str], given: dict[str, Any]) -> int | None:
    """How many accounts there will be, where one look at the folders tells: a file holds one, as a rule."""
    from qbrgen.errors import SourceError
    from qbrgen.sources.files import expand
    from qbrgen.sources.folder import is_table_folder

    total = 0
    for each in accounts:
        path = Path(each)
        if given["where"] or given["due"] or not path.is_dir() or is_table_folder(path):
            return None
        try:
            total += sum(1 for _ in expand(each, (".yaml", ".yml", ".json")))
        except SourceError:
            return None
    return total


def _pictures(records: Sequence[Record], place: Place, settings: Settings, progress: BatchProgress) -> dict[str, str]:
    from qbrgen.batch.thumbnails import thumbnails

    try:
        return thumbnails(records, place, settings.as_of, progress.doing)
    except (DependencyMissing, RenderError) as error:
        progress.above(f"index.html has no pictures: {error}")
        return {}


def _sum_up(records: Sequence[Record]) -> None:
    """What was done, on stderr; each thing that was not, with its reason; ends with the exit code."""

    def count(*statuses: str) -> int:
        return sum(each.status in statuses for each in records)

    bad = sorted((each for each in records if each.status in ("refused", "failed")), key=lambda each: each.order())
    for each in bad[:_MOST_TOLD]:
        what = ": ".join(filter(None, (each.account or each.name, each.document)))
        show_error(RenderError(each.reason if each.reason.startswith(what) else f"{what}: {each.reason}"))
    if len(bad) > _MOST_TOLD:
        click.echo(f"and {len(bad) - _MOST_TOLD} more, with their reasons in index.html.", err=True)
    told = [f"{counted(count('made'), 'file')} made", f"{count('kept')} unchanged", f"{count('refused')} refused",
            f"{count('failed')} failed"]  # fmt: skip
    accounts = len({each.account for each in records if each.account})
    click.echo(filled(f"{counted(accounts, 'account')}: {', '.join(told)}.", sys.stderr), err=True)
    raise click.exceptions.Exit(1 if count("refused", "failed") else 0)
