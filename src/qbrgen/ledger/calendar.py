"""What is due as an iCalendar file (RFC 5545): one all-day event each, the same event again when it is made anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from qbrgen.ledger.due import DueRow

_LONGEST = 75  # octets of a line, RFC 5545 section 3.1
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BREAKS = re.compile("\r\n?|[\n\x85\u2028\u2029]")


def calendar(rows: Iterable[DueRow], as_of: date, version: str) -> str:
    """The .ics text of the rows, lines ended by CRLF.

    An event's UID is made of account and kind of review, so that a calendar moves the event it has.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//qbrgen//qbrgen {escaped(version)}//EN", "METHOD:PUBLISH",
             "CALSCALE:GREGORIAN"]  # fmt: skip
    for row in rows:
        lines += _event(row, as_of)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(row: DueRow, as_of: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{row.account_id}.{row.key}@qbrgen.invalid"
    yield f"DTSTAMP:{as_of:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{row.due:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{row.due + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(f'{row.account}: {row.what}')}"
    held = f"Last held: {row.last.isoformat()}" if row.last else ""
    about = "\n".join(part for part in (held, f"Success manager: {row.manager}" if row.manager else "") if part)
    if about:
        yield f"DESCRIPTION:{escaped(about)}"
    yield f"CATEGORIES:{escaped(row.what)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(words: str) -> str:
    """A TEXT value (section 3.3.11): backslash, semicolon, comma and line breaks escaped."""
    words = _CONTROL.sub("", _BREAKS.sub("\n", words))
    return re.sub(r"([\\;,])", r"\\\1", words).replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, each after the first opened by a space; no character is cut."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
