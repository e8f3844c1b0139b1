"""Cold starts: seconds and peak memory of a new process, against the bare imports it cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

import timing
from case import ACME, acme, make
from timing import Contender, Row, Spread, print_table, rounds, seconds

_QBRGEN = [sys.executable, "-c", "from qbrgen.cli import main; main()"]
_BOTH = "import matplotlib.pyplot, pptx"


def compare(times: int) -> None:
    """The command line from nothing; the deck's own warm seconds beside the imports of the plain script."""
    memory: dict[str, float] = {}

    def command(name: str, words: Sequence[str]) -> Contender:
        return lambda: _timed(name, words, memory)

    with tempfile.TemporaryDirectory() as folder:
        day = ["--as-of", "2026-10-05"]
        out = ["--out", folder, *day]
        found = rounds(
            {
                "python": command("python", [sys.executable, "-c", "pass"]),
                "imports": command("imports", [sys.executable, "-c", _BOTH]),
                "version": command("version", [*_QBRGEN, "--version"]),
                "check": command("check", [*_QBRGEN, "check", str(ACME), *day]),
                "make": command("make", [*_QBRGEN, "make", "qbr", str(ACME), *out]),
                "native": command("native", [*_QBRGEN, "make", "qbr", str(ACME), "--charts", "native", *out]),
                "word": command("word", [*_QBRGEN, "make", "success-plan", str(ACME), *out]),
                "deck": seconds(lambda: make(acme().account, "qbr", "pptx")),
            },
            times,
            warm=1,
        )
    bare = Spread(tuple(one + deck for one, deck in zip(found["imports"].values, found["deck"].values, strict=True)))

    def row(name: str, words: str, compared: str = "", aim: str = "") -> Row:
        return Row(words, f"{found[name].shown()}", compared or f"{memory.get(name, 0):.0f} MB", aim)

    make_ratio = Spread(tuple(one / other for one, other in zip(found["make"].values, bare.values, strict=True)))
    print_table(
        "Cold start of a process",
        [
            row("python", "python itself"),
            row("imports", _BOTH),
            Row("  and a warm QBR deck", bare.shown()),
            row("version", "qbrgen --version", aim="under 0.2"),
            row("check", "qbrgen check acme.yaml"),
            row(
                "make",
                "qbrgen make qbr acme.yaml",
                f"{memory['make']:.0f} MB; {make_ratio.shown(2, 'x')}",
                "at most 1.5x",
            ),
            row("native", "qbrgen make qbr acme.yaml --charts native"),
            row("word", "qbrgen make success-plan acme.yaml"),
        ],
        ("seconds, median (min-max)", "peak memory; times imports + deck", "aim"),
    )


def _timed(name: str, words: Sequence[str], memory: dict[str, float]) -> float:
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    taken = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(words)}: {said.decode(errors='replace')[-500:]}")
    if timing.clock == "cpu":
        taken = used.ru_utime + used.ru_stime
    memory[name] = max(memory.get(name, 0), used.ru_maxrss / 1000)
    return taken
