"""A story as plain text, for the text side of an e-mail and for apps that show nothing else."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from itertools import chain

from qbrgen.renderers.fields import BlockField, DocField, Sayer
from qbrgen.settings import Settings
from qbrgen.story.blocks import Story

_WIDTH = 76


def render(story: Story, settings: Settings) -> bytes:  # noqa: ARG001  (renderers share one signature)
    """The story as UTF-8 text, wrapped at 76 characters."""
    return text_of(story).encode("utf-8")


def text_of(story: Story) -> str:
    """The story as lines of text."""
    doc = DocField(story, Sayer(story.locale))
    parts = [[*_wrapped(doc.title), *_wrapped(doc.subtitle)]]
    for section in doc.sections:
        if section.role != "cover":
            title = _wrapped(section.title)
            parts.append([*title, "-" * max((_columns(line) for line in title), default=0)])
        parts += [list(_block(block)) for block in section.blocks]
        parts.append(_wrapped(section.source))
    parts.append(_wrapped(f"{doc.vendor} · {doc.date}" if doc.vendor else doc.date))
    return "\n\n".join("\n".join(lines) for lines in parts if any(lines)) + "\n"


def _block(block: BlockField) -> Iterator[str]:
    match block.kind:
        case "bullets":
            yield from _wrapped(block.heading)
            for number, item in enumerate(block, start=1):
                yield from _wrapped(item, f"{number}. " if block.ordered else "- ")
        case "key_figures":
            for item in block:
                said = [item.value, item.label, *([item.status.word] if item.status else []), item.comparison]
                yield from _wrapped(": ".join((said[0], ", ".join(filter(None, said[1:])))), "- ")
        case "table":
            yield from _wrapped(block.caption)
            headings = [column.heading for column in block.columns]
            for row in block:
                told = (f"{head}: {cell.words}" for head, cell in zip(headings, row, strict=False))
                yield from _wrapped("; ".join(told), "- ")
        case "chart":
            yield from chain(_wrapped(block.caption), _wrapped(block.alt))
        case "quotation":
            yield from chain(_wrapped(f"“{block.words}”"), _wrapped(block.by, "  "))
        case "timeline":
            for item in block:
                more = [item.detail, item.status.word if item.status else ""]
                yield from _wrapped(f"{item.when}: " + ", ".join(filter(None, [item.what, *more])), "- ")
        case _:
            yield from _wrapped(block.words)


def _wrapped(words: str, start: str = "") -> list[str]:
    lines: list[str] = []
    for line in words.split("\n") if words else []:
        lead = start if not lines else " " * len(start)
        lines += textwrap.wrap(
            line, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(start), break_long_words=False,
            break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return lines


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)
