"""The page that a person opens after a run: a table of accounts to search and sort, complete in one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from qbrgen import __version__
from qbrgen.batch.records import Record
from qbrgen.errors import TemplateError
from qbrgen.resources import template_bytes
from qbrgen.settings import Settings

# The worst of an account's outputs comes first.
_TONES = {"failed": "bad", "refused": "caution", "made": "good", "kept": "good"}
_STATES = {"failed": "failed", "refused": "refused", "made": "made", "kept": "unchanged"}


def index(records: Sequence[Record], settings: Settings, pictures: Mapping[str, str]) -> bytes:
    """The page; `pictures` maps a file's path to that of its thumbnail. Raises TemplateError."""
    names = list(dict.fromkeys(each.document for each in records if each.document))
    told: dict[str, Any] = {
        "as_of": _day(settings.as_of),
        "version": __version__,
        "documents": ", ".join(names) or "No documents",
        "accounts": len({each.account for each in records if each.account}),
        "counts": dict.fromkeys(_TONES, 0) | Counter(str(each.status) for each in records),
        "rows": _rows(records, pictures),
    }
    try:
        source = template_bytes("html/batch.html", settings.templates).decode()
        return ImmutableSandboxedEnvironment(autoescape=True).from_string(source).render(told).encode()
    except (JinjaError, TypeError, ValueError, LookupError, AttributeError) as error:
        raise TemplateError(f"html/batch.html cannot be filled ({error}). Check its tags.") from error


def _rows(records: Sequence[Record], pictures: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    # What could not be read belongs to no account: each stands in a row of its own.
    for key, group in groupby(records, key=lambda each: (each.account, "" if each.account else each.reason)):
        found = list(group)
        worst = next(status for status in _TONES if any(each.status == status for each in found))
        # Findings are about an account in a period: documents of one period share them.
        findings = {name: max(each.findings.get(name, 0) for each in found) for name in ("error", "warning", "info")}
        yield {
            "account": key[0],
            "name": found[-1].name,
            "tone": _TONES[worst],
            "state": _STATES[worst],
            "findings": findings,
            "records": [
                {"document": each.document, "format": each.format, "path": each.path, "reason": each.reason,
                 "state": _STATES[each.status], "tone": _TONES[each.status], "picture": pictures.get(each.path, "")}
                for each in found
            ],
        }  # fmt: skip


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
