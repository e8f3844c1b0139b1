"""`make bench`: one table of seconds, memory and sizes, measured in one run on this machine.

`make bench ARGS=--full` adds a million rows from CSV; `ARGS='--only decks'` measures one part; `--rounds` sets
how many rounds the contenders take turns for.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Mapping

import cold
import scale
import service
import timing
import word_documents

import decks

_PARTS: Mapping[str, Callable[[int], None]] = {
    "decks": decks.compare,
    "phases": decks.phases,
    "word": word_documents.compare,
    "cold": lambda times: cold.compare(max(3, times // 2)),
    "slides": lambda times: scale.slides(max(3, times // 3)),
    "workers": lambda times: scale.workers(max(3, times // 3)),
    "sizes": lambda _: decks.sizes(),
    "service": lambda _: service.measure(),
}


def main() -> None:
    """Measures what is asked for and prints it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--only", choices=[*_PARTS, "tables"], help="one part of the table")
    parser.add_argument("--rounds", type=int, default=9, help="rounds in which the contenders take turns")
    parser.add_argument("--full", action="store_true", help="also ten thousand accounts from CSV (a minute)")
    parser.add_argument(
        "--clock", choices=list(timing.CLOCKS), default="wall", help="on the wall, or of the work alone"
    )
    asked = parser.parse_args()
    timing.clock = asked.clock
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"
    )
    for name, part in _PARTS.items():
        if asked.only in (None, name):
            part(asked.rounds)
    if asked.full or asked.only == "tables":
        scale.rows_of_tables()


if __name__ == "__main__":
    main()
