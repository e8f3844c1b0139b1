"""Cold starts: seconds and peak memory of a new process, against the bare imports it cannot do without."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import timing
from case import ACME, acme, make
from timing import Contender, Row, Spread, print_table, ratio, rounds, seconds

_QBRGEN = [sys.executable, "-c", "from qbrgen.cli import main; main()"]
_BOTH = "import matplotlib.pyplot, pptx"
# Started from a process as small as can be: a child counts its parent's memory as its own from before it was another.
_STARTER = (
    "import os, subprocess, sys, time\n"
    "begun = time.perf_counter()\n"
    "process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
    "_, status, used = os.wait4(process.pid, 0)\n"
    "process.returncode = os.waitstatus_to_exitcode(status)\n"
    "wall = time.perf_counter() - begun\n"
    "print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, process.returncode)\n"
)


def compare(times: int) -> None:
    """The command line from nothing; the deck's own warm seconds beside the imports of the plain script."""
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        day = ["--as-of", "2026-10-05"]
        out = ["--out", folder, *day]
        # Modules compiled as an installed program has them, whatever the shell says about that.
        compiled = {"PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
        surroundings = {**os.environ, **compiled}

        def command(name: str, words: Sequence[str]) -> Contender:
            return lambda: _timed(name, words, memory, surroundings)

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

    def row(name: str, words: str, aim: str = "") -> Row:
        against = f"; {ratio(found[name], bare).shown(2, 'x')}" if name in ("make", "native", "word") else ""
        return Row(words, found[name].shown(), f"{memory[name]:.0f} MB{against}", aim)

    print_table(
        "Cold start of a process",
        [
            row("python", "python itself"),
            row("imports", _BOTH),
            Row("  and a warm QBR deck", bare.shown()),
            row("version", "qbrgen --version", "under 0.2"),
            row("check", "qbrgen check acme.yaml"),
            row("make", "qbrgen make qbr acme.yaml", "at most 1.5x"),
            row("native", "qbrgen make qbr acme.yaml --charts native"),
            row("word", "qbrgen make success-plan acme.yaml"),
        ],
        ("seconds, median (min-max)", "peak memory; times imports + deck", "aim"),
    )


def _timed(name: str, words: Sequence[str], memory: dict[str, float], surroundings: dict[str, str]) -> float:
    command = [sys.executable, "-S", "-E", "-c", _STARTER, *words]
    said = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    # Exit code 1 says that something was found, as it was meant to be.
    if said.returncode or not (told := said.stdout.split()) or told[3] not in ("0", "1"):
        raise RuntimeError(f"{' '.join(words)}: {said.stderr[-500:]}")
    wall, used, peak = map(float, told[:3])
    memory[name] = max(memory.get(name, 0.0), peak)
    return used if timing.clock == "cpu" else wall
