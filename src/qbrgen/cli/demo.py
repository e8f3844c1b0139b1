"""qbrgen demo: the documents for every sample account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.make import ALL, PUBLIC, make_all, orders_for
from qbrgen.cli.options import look_options, out_option, settings_of
from qbrgen.cli.report import Run

# The sample accounts tell the third quarter of 2026.
SAMPLES_DAY = date(2026, 10, 5)


@command(
    "demo",
    ("All documents for the sample accounts, in out/", "qbrgen demo"),
    ("Only the quarterly reviews", "qbrgen demo qbr -o out"),
)
@click.argument("documents", nargs=-1)
@out_option("out")
@look_options
def demo(documents: Sequence[str], out: Path, **given: Any) -> None:
    """Make the documents for every sample account that ships with qbrgen, to see what it can do.

    DOCUMENTS are names from 'qbrgen documents'; without any, all of them are made.
    """
    from qbrgen.resources import sample_path
    from qbrgen.story.documents import BOOKS

    settings = settings_of({**given, "as_of": SAMPLES_DAY})
    wanted = [",".join(documents)] if documents else [ALL, ",".join(PUBLIC), ",".join(BOOKS)]
    orders = [order for names in wanted for order in orders_for(names, (), None, settings)]
    with Run() as run:
        # Most samples are not ready for a case study, and show it by having none.
        make_all(run.accounts([str(sample_path())]), orders, settings, out, run, refused=lambda _: None)
    run.finish()
