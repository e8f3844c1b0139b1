"""Finished documents of every sample account, each made once a test process."""

from __future__ import annotations

import email
import email.policy
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from lxml import etree

from qbrgen.model import Account
from qbrgen.pipeline import Artifact, Order, Workbench
from qbrgen.resources import sample_path
from qbrgen.settings import Settings
from qbrgen.sources import load
from qbrgen.story.documents import DOCUMENTS

AS_OF = date(2026, 10, 5)
TEXT_FORMATS = ("pptx", "docx", "eml", "html", "txt")
OFFICE = ("pptx", "docx")


@cache
def samples() -> dict[str, Account]:
    """The sample accounts by id."""
    return {loaded.account.id: loaded.account for loaded in load([sample_path()])}


@cache
def bench(key: str, settings: Settings) -> Workbench:
    """One account's workbench."""
    return Workbench(samples()[key], settings)


@cache
def made(key: str, document: str, format_: str, settings: Settings = Settings(as_of=AS_OF)) -> Artifact:  # noqa: B008
    """One finished document of a sample account."""
    return bench(key, settings).make(Order(document, format_))


def pairs(*formats: str) -> list[tuple[str, str]]:
    """Every document with each of its formats among `formats`."""
    return [(row.name, each) for row in DOCUMENTS.values() for each in row.formats if each in formats]


def paragraphs(data: bytes, format_: str) -> Iterator[str]:
    """The visible texts of a finished file, paragraph by paragraph, notes included; fields such as slide numbers not."""
    if format_ not in OFFICE:
        for text in _texts(data, format_):
            # The numbers of a chart are those of its plan, axis and all: tested there, and a picture elsewhere.
            words = re.sub(r"<(style|svg)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
            yield from html.unescape(words).splitlines()
        return
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.match(r"(ppt/(slides|notesSlides)|word)/[^/]+\.xml$", name) and "theme" not in name:
                root = etree.fromstring(package.read(name))
                for field in root.xpath("//*[local-name()='fld']"):
                    field.getparent().remove(field)
                # A page number is a field as well: Word counts the pages, not we.
                for paragraph in root.xpath("//*[local-name()='p'][not(.//*[local-name()='fldChar'])]"):
                    yield "".join(paragraph.xpath("./*[local-name()='r']/*[local-name()='t']/text()"))


def _texts(data: bytes, format_: str) -> Iterator[str]:
    if format_ != "eml":
        yield data.decode("utf-8")
        return
    message = email.message_from_bytes(data, policy=email.policy.default)
    yield str(message["subject"])
    for part in message.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()


def every_byte(data: bytes) -> bytes:
    """The file with its parts unpacked, workbooks inside charts too."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"\n".join(name.encode() + every_byte(package.read(name)) for name in package.namelist())


def walk(thing: Any) -> Iterator[Any]:
    """Everything inside frozen dataclasses, tuples, lists and dicts, depth first."""
    yield thing
    if is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from walk(getattr(thing, field.name))
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from walk(item)
    elif isinstance(thing, dict):
        for item in thing.values():
            yield from walk(item)
