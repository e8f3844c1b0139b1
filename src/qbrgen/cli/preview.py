"""qbrgen preview: the pages of a finished file as pictures."""

from __future__ import annotations

from pathlib import Path

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import out_option
from qbrgen.cli.report import Run

_AT_A_TIME = 12


@command(
    "preview",
    ("See a deck without PowerPoint", "qbrgen preview acme-qbr-2026-Q3.pptx -o pages"),
    ("Sharp enough for print", "qbrgen preview acme-qbr-2026-Q3.pptx --dpi 220"),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@out_option(".")
@click.option(
    "--dpi", type=click.IntRange(20, 600), default=110, help="Points an inch of the pictures. [default: 110]"
)
def preview(files: tuple[Path, ...], out: Path, dpi: int) -> None:
    """Turn every page of each FILE (.pptx, .docx, .xlsx, .pdf) into a PNG picture.

    LibreOffice and pdftoppm do the work; where they are not installed, the message says how to get them.
    """
    from qbrgen.output import store
    from qbrgen.renderers.pdf import previews

    with Run() as run:
        # One start of LibreOffice takes seconds, each further file in it a fraction of one.
        groups = [files[first : first + _AT_A_TIME] for first in range(0, len(files), _AT_A_TIME)]
        for group in run.over(groups, len(groups), lambda group: group[0].name):
            for path, pages in zip(group, previews(group, dpi), strict=True):
                for number, page in enumerate(pages, start=1):
                    run.result(store(out / f"{path.stem}-page-{number:02d}.png", page))
    run.finish()
