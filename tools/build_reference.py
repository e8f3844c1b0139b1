"""Writes docs/cli.md from the commands' own help and docs/account.md from the model; --check only compares."""

from __future__ import annotations

import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import click

from qbrgen.cli.commands import COMMANDS
from qbrgen.cli.help import WIDTH, Context
from qbrgen.cli.main import app
from qbrgen.model import Account
from qbrgen.model.base import Record
from qbrgen.model.schema import is_internal
from qbrgen.sources.shape import bare, is_record, item_of

DOCS = Path(__file__).parent.parent / "docs"
_GENERATED = "<!-- Written by tools/build_reference.py: edit the code, then run it. -->"
_PLAIN = {"str": "text", "Decimal": "number", "int": "whole number", "bool": "true or false", "date": "date"}


_CLI_INTRO = """\
Results go to standard output, everything else to standard error. Exit codes: 0 done; 1 something was refused,
or a check found an error; 2 bad input or usage, or a file could not be written; 70 a fault of qbrgen itself;
130 stopped."""
_ACCOUNT_INTRO = """\
One account, or a list of them, as YAML or JSON. Only the name, the contract and one objective are needed; what is
left out is told as missing where a document would show it. **Internal** fields never reach a customer: documents
for the customer are built from a view of the account that has no place for them. `qbrgen new NAME` writes a file
with every field shown; `qbrgen schema` prints the JSON Schema for editors.

Dates are written 2026-10-03 and months 2026-07. Numbers are digits only: no currency, unit or thousands separator.
Texts hold up to 4,000 characters, names and titles up to 400. A short key (`id`) is made of letters, digits, dot,
dash and underscore."""


def cli_page() -> str:
    """docs/cli.md."""
    look: dict[str, Any] = {"max_content_width": WIDTH, "terminal_width": WIDTH}
    root = Context(app, info_name="qbrgen", help_option_names=["-h", "--help"], **look)
    lines = ["# The commands", _GENERATED, "", _CLI_INTRO, "", "```text", _help(root), "```"]
    for name, entry in COMMANDS.items():
        command = app.get_command(root, name)
        assert command is not None  # noqa: S101
        context = Context(command, parent=root, info_name=name, **look)
        lines += ["", f"## qbrgen {name}", f"{entry.summary}.", "", "```text", _help(context), "```"]
    return "\n".join(lines) + "\n"


def _help(context: click.Context) -> str:
    return click.unstyle(context.get_help()).rstrip().replace("\u00a0", " ")


def account_page() -> str:
    """docs/account.md."""
    lines = ["# The account file", _GENERATED, "", _ACCOUNT_INTRO]
    for kind, path in _records().items():
        lines += ["", f"## {path or 'The account'}", _about(kind), ""]
        lines += ["| field | type | | meaning |", "| --- | --- | --- | --- |"]
        lines += [_row(kind, name) for name in kind.model_fields]
    return "\n".join(lines) + "\n"


def _about(kind: type[Record]) -> str:
    return " ".join((kind.__doc__ or "").split())


@cache
def _records() -> dict[type[Record], str]:
    """Every record of an account and the path where it first stands, outermost first."""
    found: dict[type[Record], str] = {}
    pending: list[tuple[str, type[Record]]] = [("", Account)]
    while pending:
        path, kind = pending.pop(0)
        if kind in found:
            continue
        found[kind] = path
        for name, field in kind.model_fields.items():
            inner = item_of(field.annotation) or bare(field.annotation)
            if is_record(inner):
                pending.append((f"{path}.{name}" if path else name, inner))
    return found


def _row(kind: type[Record], name: str) -> str:
    field = kind.model_fields[name]
    needed = field.is_required() and not (kind is Account and name == "id")
    marks = ", ".join(["**required**"] * needed + ["internal"] * is_internal(kind, name))
    meaning = (field.description or "").replace("|", "\\|")
    usual = field.default
    if not field.is_required() and usual not in (None, "", ()) and not isinstance(usual, Record | bool):
        meaning += f" Default: {usual}."
    return f"| `{name}` | {_type(field.annotation)} | {marks} | {meaning} |"


def _type(annotation: Any) -> str:
    if item := item_of(annotation):
        return f"list of {_type(item)}"
    kind = bare(annotation)
    if is_record(kind):
        return f"[{_words(kind.__name__.removesuffix('Record'))}](#{_records()[kind].replace('.', '')})"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return ", ".join(f"`{member}`" for member in kind)
    return _PLAIN.get(getattr(kind, "__name__", ""), "text")


def _words(name: str) -> str:
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
    return " ".join({"nps": "NPS", "arr": "ARR"}.get(word, word) for word in words.split())


PAGES = {"cli.md": cli_page, "account.md": account_page}


def main(arguments: list[str]) -> int:
    """Writes the pages, or says which are out of date."""
    stale = [name for name, page in PAGES.items() if _stored(name) != page()]
    if "--check" in arguments:
        for name in stale:
            print(f"docs/{name} is out of date: run python tools/build_reference.py")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(PAGES[name](), "utf-8", newline="\n")
        print(f"docs/{name}")
    return 0


def _stored(name: str) -> str:
    path = DOCS / name
    return path.read_text("utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
