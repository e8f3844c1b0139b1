"""qbrgen serve: the service."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from qbrgen.cli.help import command
from qbrgen.cli.options import day_option, settings_of, usual
from qbrgen.cli.with_ledger import DEFAULT, VARIABLE, ledger_option
from qbrgen.errors import DependencyMissing


@command(
    "serve",
    ("For yourself, on this machine", "qbrgen serve accounts/"),
    ("For a team, behind a proxy that has the certificate",
     "qbrgen serve accounts/ --ledger postgresql://qbrgen@db/qbrgen --public-url https://value.example.com"),
)  # fmt: skip
@click.argument("source", metavar="SOURCE...", nargs=-1, required=True, type=click.Path())
@click.option("--host", default="127.0.0.1", metavar="ADDRESS",
              help=f"Address to listen on. {usual('127.0.0.1')}")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), default=8000, metavar="PORT",
              help=f"Port to listen on. {usual('8000')}")  # fmt: skip
@click.option("--public-url", metavar="URL", help="How people reach it, such as https://value.example.com.")
@click.option("--brand", metavar="NAME", help="A brand saved with 'qbrgen template adopt', for every document.")
@click.option("--state", type=click.Path(path_type=Path), metavar="DIR",
              help=f"Folder for batches and jobs. {usual('service, beside the ledger')}")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 64), metavar="N",
              help=f"Documents made at a time. {usual('2')}")  # fmt: skip
@day_option("--as-of", "The day the documents speak from, every day.")
@ledger_option
def serve(source: tuple[str, ...], **given: Any) -> None:
    """Serve the accounts of SOURCE: a file, a folder, a workbook or a mapping, as for 'qbrgen make'.

    Without users it is for you alone, on this machine. With 'qbrgen user add' or OpenID Connect people sign in, and
    each sees what the role allows. docs/service.md tells how to run it for a team.
    """
    try:
        import argon2  # noqa: F401
        import authlib  # noqa: F401
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise DependencyMissing(
            f"'qbrgen serve' needs {error.name}. Get it with: pip install 'qbrgen[serve]'"
        ) from None
    from qbrgen.web.app import run
    from qbrgen.web.config import read_config

    ledger = given["ledger"] or os.environ.get(VARIABLE, "") or str(DEFAULT)
    config = read_config(source, ledger, settings_of({}), given)

    def told(url: str, *, alone: bool) -> None:
        click.echo(f"Serving on {url}  (Ctrl-C stops it)", err=True)
        if alone:
            click.echo(
                click.style("note: ", fg="yellow", bold=True)
                + "nobody signs in: whoever can reach this address on this machine sees every account.",
                err=True,
            )

    run(config, told)
