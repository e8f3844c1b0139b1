"""The text of a file: size bounded, UTF-8 with or without BOM, anything else refused in plain words."""

from __future__ import annotations

import sys
from pathlib import Path

from qbrgen.errors import Problem, SourceError

MEGABYTE = 1_000_000
STDIN = "-"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive or an Office file",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "an SQLite database",
}
_SPLIT = "Split it, one account a file, and leave out what no document needs"


def read_text(path: Path, most_bytes: int) -> str:
    """The file's text; "-" is standard input. Raises SourceError when it is too large, binary or not UTF-8."""
    return decode(read_bytes(path, most_bytes), shown(path))


def shown(path: Path) -> str:
    """How a file is called in messages."""
    return "standard input" if str(path) == STDIN else str(path)


def read_bytes(path: Path, most_bytes: int) -> bytes:
    """The file's bytes; raises SourceError when there are more than `most_bytes` or it cannot be opened."""
    try:
        if str(path) == STDIN:
            data = sys.stdin.buffer.read(most_bytes + 1)
        else:
            with path.open("rb") as stream:
                data = stream.read(most_bytes + 1)
    except OSError as error:
        raise SourceError(unreadable(path, error)) from None
    if len(data) > most_bytes:
        size = "" if str(path) == STDIN else f" ({path.stat().st_size // MEGABYTE} MB)"
        raise _refuse(path, f"is larger than {most_bytes // MEGABYTE} MB{size}", _SPLIT)
    return data


def unreadable(path: Path, error: OSError) -> str:
    """Why a path could not be opened, and what to do."""
    if isinstance(error, PermissionError):
        return f"{shown(path)}: may not be read. Change its permissions (chmod u+r) or ask its owner."
    reason = (error.strerror or str(error)).lower()
    return f"{shown(path)}: cannot be read ({reason}). Check the path and the disk."


def decode(data: bytes, name: str) -> str:
    """The bytes as text; raises SourceError that says what they are when they are not UTF-8 text."""
    if kind := next((words for magic, words in _MAGIC.items() if data.startswith(magic)), ""):
        raise _refuse(Path(name), f"is not a text file; it looks like {kind}", _WRITE)
    if data.startswith(_UTF_16):
        raise _refuse(Path(name), "is written in UTF-16", "Save it again as UTF-8")
    if b"\0" in data:
        raise _refuse(Path(name), "is not a text file: it holds zero bytes", _WRITE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = Problem(
            f"this byte is not UTF-8: 0x{data[error.start]:02X}", name, line, remedy="Save the file again as UTF-8"
        )
        raise SourceError(problem) from None


_WRITE = "Give a YAML or JSON file; 'qbrgen new' writes one to start from"


def _refuse(path: Path, message: str, remedy: str) -> SourceError:
    return SourceError(Problem(message, shown(path), remedy=remedy))
