"""One batch in a process of its own: it ends when the server does, however that went, and can go on later."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from qbrgen.batch.cluster import InOwnProcess, dask_executor, lost
from qbrgen.batch.delivering import Deliveries
from qbrgen.batch.index import index
from qbrgen.batch.journal import INDEX
from qbrgen.batch.places import Folder
from qbrgen.batch.processes import Processes
from qbrgen.batch.records import Record
from qbrgen.batch.runner import Batch
from qbrgen.batch.work import Work
from qbrgen.ledger import Ledger, RunStatus, enrich
from qbrgen.model import parse_period
from qbrgen.pipeline import Order
from qbrgen.settings import Settings
from qbrgen.sources import Loaded, Rejected
from qbrgen.sources.select import chosen
from qbrgen.web.asking import with_brand
from qbrgen.web.making import Within

_AHEAD = 2


def main() -> None:
    """Reads what to do from standard input as one line of JSON; ends with 0 when it is done.

    Standard input stays open while the server lives: when it ends, so does this.
    """
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    with _alone(Path(told["out"])):
        run(told)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until a child of a server that was killed has ended too: it may outlive that server for a moment."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "turn").open("a") as held:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def run(told: dict[str, Any]) -> None:
    """The batch as `web.batches` tells it: what is made of which accounts, into which folder, within which limits."""
    place = Folder(Path(told["out"]))
    settings = with_brand(Settings(as_of=date.fromisoformat(told["day"]), **told["look"]), told["brand"])
    orders = [Order(name, form, parse_period(period)) for name, form, period in told["orders"]]
    work: Work = InOwnProcess(told["seconds"]) if told["dask"] else Within(told["memory"])
    with Ledger.open(told["ledger"]) as ledger, _executor(told) as (executor, abreast):
        deliveries = None
        if told["record"]:
            # The id is the batch's: a run that goes on records nothing twice.
            deliveries = Deliveries(ledger, place, settings, told["run"])

        def heard(record: Record) -> None:
            if deliveries and record.status in ("made", "failed", "refused"):
                deliveries.count(made=record.status == "made")

        options: dict[str, Any] = {"delivered": deliveries} if deliveries else {}
        batch = Batch(place, executor, orders, settings, abreast * _AHEAD, heard, work, lost, **options)
        records = batch.run(_accounts(told, ledger, settings))
        place.write(INDEX, index(records, settings, {}))
        batch.finish(records)
        if deliveries:
            ledger.finish_run(told["run"], RunStatus.DONE, deliveries.made, deliveries.failed)


@contextmanager
def _executor(told: dict[str, Any]) -> Iterator[tuple[Executor, int]]:
    """What the documents are made on, and how many accounts at a time: a Dask cluster, else this machine."""
    if told["dask"]:
        with dask_executor(told["dask"]) as found:
            yield found
        return
    processes = Processes(told["workers"], told["seconds"])
    try:
        yield processes, told["workers"]
    except BaseException:
        processes.stop()
        raise
    processes.shutdown()


def _accounts(told: dict[str, Any], ledger: Ledger, settings: Settings) -> Iterator[Loaded]:
    wanted = set(told["accounts"])
    for each in chosen(told["specs"], (), settings.defaults):
        if isinstance(each, Rejected) or each.account.id not in wanted:
            continue
        yield Loaded(enrich(each.account, ledger.known(each.account.id), settings.as_of), each.place)


def _end_with_the_server() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
