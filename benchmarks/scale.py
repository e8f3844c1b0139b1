"""Many slides in a deck, many accounts in a run, many rows in tables."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from case import PICTURES, acme, story_of
from timing import Row, Spread, print_table, ratio, rounds, seconds

from qbrgen.batch import Processes
from qbrgen.batch.work import Task, make_account
from qbrgen.pipeline import Order
from qbrgen.renderers import powerpoint
from qbrgen.resources import sample_path
from qbrgen.sources import load
from qbrgen.story.blocks import Section, Story

_SLIDES = (10, 100, 400)
_ORDERS = (Order("qbr", "pptx"), Order("monthly-review", "docx"))


def slides(times: int) -> None:
    """Milliseconds a slide of decks of 10, 100 and over 400 slides, each time the whole of one mix of sections."""
    mix = _mix()
    stories = [_cut(mix, wanted) for wanted in _SLIDES]
    template = powerpoint.template_for(PICTURES)
    counts = [sum(len(powerpoint.plan(part, template).slides) for part in parts) for parts in stories]
    found = rounds(
        {
            str(wanted): seconds(lambda parts=parts: [powerpoint.render(part, PICTURES) for part in parts])  # type: ignore[misc]
            for wanted, parts in zip(_SLIDES, stories, strict=True)
        },
        times,
        warm=1,
    )
    each = [
        Spread(tuple(1000 * value / count for value in found[str(wanted)].values))
        for wanted, count in zip(_SLIDES, counts, strict=True)
    ]
    rows = [
        Row(
            f"{count / len(parts):.0f} slides" + (f" ({len(parts)} decks)" if len(parts) > 1 else ""),
            spread.shown(2),
            ratio(spread, each[0]).shown(2, "x"),
            "at most 1.2x" if spread is each[-1] else "",
        )
        for parts, count, spread in zip(stories, counts, each, strict=True)
    ]
    print_table("Slides in a deck", rows, ("ms a slide, median (min-max)", "to the smallest", "aim"))


def workers(times: int) -> None:
    """Documents a second of every sample account, at one worker and two, their processes warm."""
    accounts = [loaded.account for loaded in load([sample_path()])]
    tasks = [Task(account, _ORDERS, PICTURES) for account in accounts]
    documents = len(tasks) * len(_ORDERS)
    pools = {count: Processes(count, 120.0) for count in (1, 2)}
    try:
        found = rounds(
            {str(count): seconds(lambda pool=pool: _all(pool, tasks)) for count, pool in pools.items()},  # type: ignore[misc]
            times,
            warm=1,
        )
    finally:
        for pool in pools.values():
            pool.shutdown()
    speed = {name: Spread(tuple(documents / value for value in spread.values)) for name, spread in found.items()}
    rows = [
        Row(f"{name} worker{'s' if name != '1' else ''}", spread.shown(1), ratio(spread, speed["1"]).shown(2, "x"))
        for name, spread in speed.items()
    ]
    print_table(f"{documents} documents of {len(tasks)} accounts", rows, ("documents a second", "to one worker", ""))


def _all(pool: Processes, tasks: list[Task]) -> None:
    for future in [pool.submit(make_account, task) for task in tasks]:
        future.result()


def _mix() -> list[tuple[Section, int]]:
    """Sections of many decks in one order, each with the slides it takes."""
    template = powerpoint.template_for(PICTURES)
    base = story_of(acme().account, "qbr")
    found: list[tuple[Section, int]] = []
    for account in [loaded.account for loaded in load([sample_path()])]:
        for document in ("qbr", "value-report"):
            for section in story_of(account, document).sections:
                own = replace(section, id=f"{account.id}-{document}-{section.id}"[:100])
                alone = powerpoint.plan(replace(base, sections=(own,)), template)
                found.append((own, len(alone.slides)))
    random.Random(8).shuffle(found)  # noqa: S311  (the same mix every time)
    return found


def _cut(mix: list[tuple[Section, int]], wanted: int) -> list[Story]:
    """The whole mix as stories of about so many slides each; what is left over goes into the last one."""
    base = story_of(acme().account, "qbr")
    parts: list[list[Section]] = [[]]
    filled = 0
    left = sum(taken for _, taken in mix)
    for section, taken in mix:
        if filled >= wanted and left >= wanted:
            parts.append([])
            filled = 0
        parts[-1].append(section)
        filled, left = filled + taken, left - taken
    return [replace(base, sections=tuple(part)) for part in parts]


def rows_of_tables(accounts: int = 10_000, months: int = 100) -> None:
    """Ten thousand accounts and a million months of use, from CSV, each account whole and checked."""
    with tempfile.TemporaryDirectory() as folder:
        _write_tables(Path(folder), accounts, months)
        program = (
            "import sys, time, resource; from qbrgen.sources import load; begun = time.perf_counter();"
            "count = sum(1 for _ in load([sys.argv[1]]));"
            "print(count, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)"
        )
        said = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, text=True, check=True)
        count, taken, memory = said.stdout.split()
        rows = [
            Row(
                f"{count} accounts, {accounts * months} rows of usage",
                f"{float(taken):.0f} s",
                f"{float(memory):.0f} MB",
            )
        ]
        print_table("Tables from CSV", rows, ("seconds, one run", "peak memory", ""))


def _write_tables(folder: Path, accounts: int, months: int) -> None:
    with (folder / "accounts.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["account_id", "name", "tier", "contract_currency", "contract_signed", "contract_start",
             "contract_renewal", "contract_arr", "contract_seats"]
        )  # fmt: skip
        for number in range(accounts):
            out.writerow([f"a{number:05}", f"Company {number}", "enterprise", "USD", "2017-12-01", "2018-01-01",
                          "2027-01-01", 1000 + number, 100])  # fmt: skip
    with (folder / "objectives.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["account_id", "id", "title"])
        for number in range(accounts):
            out.writerow([f"a{number:05}", "speed", "Answer customers sooner"])
    with (folder / "usage.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["account_id", "month", "active_users", "seats"])
        for number in range(accounts):
            for month in range(months):
                day = date(2018 + month // 12, month % 12 + 1, 1)
                out.writerow([f"a{number:05}", f"{day:%Y-%m}", 40 + month % 50, 100])
