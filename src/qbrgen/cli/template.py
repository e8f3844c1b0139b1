"""qbrgen template: what a company's own template gives, and templates to start from."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qbrgen.cli.help import Subcommands, subcommand
from qbrgen.cli.options import usual
from qbrgen.errors import OutputError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from qbrgen.renderers.powerpoint.template import Template
    from qbrgen.story.blocks import Story

_DAY = date(2026, 10, 5)
_SAMPLE = "acme.yaml"
_HEADING = 15
_WORD = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot")
_FILE = click.argument("file", type=click.Path(path_type=Path))


@click.group("template", cls=Subcommands)
def template() -> None:
    """Use your company's own templates, PowerPoint and Word.

    Any .pptx or .potx works as it is: qbrgen make qbr acme.yaml --template brand.potx. What is in it is found by
    what its placeholders are, not by what they are called. A Word template holds tags; start from a copy of ours.
    """


@subcommand(
    template, "check",
    ("What was understood of a template, and what it lacks", "qbrgen template check brand.pptx"),
    ("And a picture of the deck it would make", "qbrgen template check brand.pptx --contact-sheet out.png"),
    ("Tags of a Word template that are no fields", "qbrgen template check my.docx --document ebr"),
)  # fmt: skip
@_FILE
@click.option("--contact-sheet", type=click.Path(path_type=Path), metavar="PNG",
              help="Also draw a deck on it as one picture; needs LibreOffice.")  # fmt: skip
@click.option("--document", metavar="NAME", help=f"The document a Word template is for. {usual('every one')}")
def check(file: Path, contact_sheet: Path | None, document: str | None) -> None:
    """Say what was understood of FILE (.pptx, .potx, .docx, .dotx) and what is lacking.

    Ends with 1 when a Word template has tags that are no fields.
    """
    if file.suffix.lower() in _WORD:
        if contact_sheet:
            raise UsageError("--contact-sheet is for decks. 'qbrgen preview' shows a finished Word document.")
        _check_word(file, document)
        return
    from qbrgen.renderers.powerpoint.template import load_template
    from qbrgen.renderers.powerpoint.understood import understood
    from qbrgen.renderers.untrusted import read_file

    loaded = load_template(read_file(file), file.name)
    found = understood(loaded)
    for name, value in found.facts:
        first, *more = _lines(value, _HEADING)
        click.echo(click.style(f"{name}:".ljust(_HEADING), bold=True) + first)
        for line in more:
            click.echo(" " * _HEADING + line)
    click.echo(click.style("Layout of each message:", bold=True))
    for role, layout in found.roles:
        click.echo(f"  {role:24} {layout}")
    click.echo(click.style("What is lacking:" if found.lacks else "Nothing is lacking.", bold=True))
    for lack in found.lacks:
        click.echo("  - " + "\n    ".join(_lines(lack, 4)))
    if contact_sheet:
        from qbrgen.output import store

        click.echo(str(store(contact_sheet, _sheet(loaded))))


def _lines(words: str, indent: int) -> list[str]:
    """The words in lines that fit a terminal beside the indent, no word broken; one for a file or a pipe."""
    if not sys.stdout.isatty():
        return [words]
    room = max(shutil.get_terminal_size().columns - indent, 20)
    return textwrap.wrap(words, room, break_long_words=False, break_on_hyphens=False) or [""]


def _sheet(loaded: Template) -> bytes:
    """The sample account's quarterly review on the template, without its appendix, as one picture."""
    from dataclasses import replace

    from qbrgen.renderers.contact_sheet import contact_sheet
    from qbrgen.renderers.office import soffice, to_pictures
    from qbrgen.renderers.pdf import convert
    from qbrgen.renderers.powerpoint import plan, write
    from qbrgen.settings import Settings
    from qbrgen.story.blocks import Role

    soffice()
    story = next(_stories("qbr", (_SAMPLE,)))
    body = tuple(section for section in story.sections if section.role is not Role.APPENDIX)
    deck = write(plan(replace(story, sections=body), loaded), loaded, Settings(as_of=_DAY))
    return contact_sheet(to_pictures(convert({"deck.pptx": deck}, _DAY)["deck.pptx"], 80))


def _check_word(file: Path, document: str | None) -> None:
    from qbrgen.renderers.untrusted import read_file
    from qbrgen.renderers.word.catalogue import known_names, unknown_tags, unused_fields
    from qbrgen.renderers.word.template import prepare

    prepared = prepare(read_file(file), file.name)
    samples = _word_documents()
    if document is not None and document not in samples:
        raise UsageError(f"'{document}' is no document in Word. Choose one of: {', '.join(samples)}.")
    names = (document,) if document else samples
    known = known_names(story for name in names for story in _stories(name))
    unknown = unknown_tags(prepared, known)
    for tag in unknown:
        click.echo(str(tag))
    if document:
        sections = [row for story in _stories(document, (_SAMPLE,)) for row in known_names([story]) if row != "doc"]
        if unused := unused_fields(prepared, sections):
            click.echo(f"{click.style('Not used:', bold=True)} {', '.join(unused)}")
    if unknown:
        raise click.exceptions.Exit(1)
    click.echo(f"{file.name}: every tag is a field.")


@subcommand(
    template, "adopt",
    ("Save a template as a brand", "qbrgen template adopt brand.pptx --name acme"),
    ("Then use it", "qbrgen make qbr acme.yaml --brand acme"),
)  # fmt: skip
@_FILE
@click.option("--name", required=True, metavar="NAME", help="Name of the brand: small letters, digits, dashes.")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR",
              help=f"Folder of brands to save it in. {usual('your own')}")  # fmt: skip
def adopt(file: Path, name: str, into: Path | None) -> None:
    """Save FILE (.pptx, .potx) under a name, with a brand.yaml that can be edited.

    It says which layout each message takes, where content may stand and which colours mean what; it also sets
    logo, vendor, footer, currency and locale. Brands are looked for in QBRGEN_BRANDS (or ./brands), then in your own
    configuration folder.
    """
    from qbrgen.brands import adopt as save
    from qbrgen.brands import folders

    if file.suffix.lower() in _WORD:
        raise UsageError("a brand begins with a deck (.pptx, .potx). Put Word templates into its folder docx/ later.")
    folder = save(file, name, into or folders()[-1])
    click.echo(str(folder / "brand.yaml"))


@subcommand(
    template, "fields",
    ("Every field that a template of the summary may name", "qbrgen template fields ebr"),
)  # fmt: skip
@click.argument("document")
def fields(document: str) -> None:
    """List every field that a Word template of DOCUMENT may name, with its type and an example."""
    from rich.console import Console
    from rich.text import Text

    from qbrgen.renderers.word.catalogue import field_rows

    console = Console()
    table = _grid("field", "type", "example")
    for row in field_rows(next(_stories(_known(document), (_SAMPLE,)))):
        table.add_row(Text(row.name), Text(row.kind), Text(row.example))
    console.print(table)


@subcommand(
    template, "start",
    ("A copy of ours to edit in Word", "qbrgen template start ebr --out my.docx"),
    ("Then use it", "qbrgen make ebr acme.yaml -f docx --template my.docx"),
)  # fmt: skip
@click.argument("document")
@click.option("-o", "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="File to write.")
def start(document: str, out: Path) -> None:
    """Write a copy of the Word template of DOCUMENT, to be edited in Word.

    A file that is already there is never overwritten.
    """
    from qbrgen.errors import TemplateError
    from qbrgen.output import store
    from qbrgen.renderers.word import GENERIC
    from qbrgen.resources import template_bytes

    name = _known(document)
    if out.suffix.lower() != ".docx":
        raise UsageError(f"{out.name} is no Word file. Let its name end in .docx.")
    if out.exists():
        raise OutputError(f"{out}: is already there and was left alone. Give another name with --out.")
    try:
        data = template_bytes(f"docx/{name}.docx")
    except TemplateError:
        data = template_bytes(GENERIC)
    click.echo(str(store(out, data)))


def _grid(*headings: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _known(document: str) -> str:
    documents = _word_documents()
    if document not in documents:
        raise UsageError(f"'{document}' is no document in Word. Choose one of: {', '.join(documents)}.")
    return document


def _word_documents() -> tuple[str, ...]:
    from qbrgen.story.documents import DOCUMENTS

    return tuple(name for name, row in DOCUMENTS.items() if "docx" in row.formats)


def _stories(document: str, files: tuple[str, ...] = ()) -> Iterator[Story]:
    """The document of the sample accounts (or of those named), as far as they may have one."""
    from qbrgen.errors import QbrgenError
    from qbrgen.pipeline import Workbench
    from qbrgen.resources import sample_path
    from qbrgen.settings import Settings
    from qbrgen.sources.load import load
    from qbrgen.story.documents import document as row_of

    row = row_of(document)
    for loaded in load([sample_path(name) for name in files] if files else [sample_path()]):
        try:
            yield Workbench(loaded.account, Settings(as_of=_DAY)).story(row, row.period(_DAY))
        except QbrgenError:
            # Most samples are not ready for a case study.
            continue
