"""The exception tree; every message names the thing, the place and the next step.

QbrgenError
  SourceError          an input file, table or database cannot be read
    AccountInvalid     it can be read, but accounts in it are not valid (holds every problem)
    SignOffRefused     a sign-off workbook is not what was sent out (holds every problem)
  UsageError           what was asked for cannot be (unknown document, period, format ...)
  ClaimRefused         the document would claim what may not be claimed (--strict, case studies)
  TemplateError        a template is missing, damaged or lacks what a story needs
  RenderError          a document could not be made
  OutputError          a finished document could not be stored
  LedgerError          the ledger cannot be opened, read or written
  DependencyMissing    an optional package or program is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, where it stands and what to do about it."""

    message: str
    file: str = ""
    line: int | None = None
    cell: str = ""
    path: str = ""
    value: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}" if self.line else "")
        parts = [part for part in (place, self.cell, self.path) if part]
        text = ": ".join([*parts, self.message])
        if self.value:
            text += f" (found {self.value})"
        text = f"{text}. {self.remedy}" if self.remedy else text
        return text if text.endswith((".", "?")) else f"{text}."


class QbrgenError(Exception):
    """Anything qbrgen itself reports; only the doors turn it into an exit code or a status."""

    exit_code = 2
    http_status = 400


class SourceError(QbrgenError):
    """An input cannot be read at all; `problems` says what is wrong with it, and where."""

    def __init__(self, what: str | Problem) -> None:
        super().__init__(str(what))
        self.problems: tuple[Problem, ...] = (what if isinstance(what, Problem) else Problem(what),)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions travel between processes by their arguments.
        return type(self), (self.problems[0],)


class AccountInvalid(SourceError):
    """Accounts were read but are not valid; `problems` holds every one of them."""

    http_status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class SignOffRefused(SourceError):
    """A sign-off workbook was altered, is somebody else's or was recorded before; `problems` says where."""

    exit_code = 1
    http_status = 409

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class UsageError(QbrgenError):
    """What was asked for does not exist or does not go together."""


class ClaimRefused(QbrgenError):
    """A document was not made because of what it would claim; `reasons` says why, one sentence each."""

    exit_code = 1
    http_status = 409

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        self.message, self.reasons = message, tuple(reasons)
        super().__init__("\n".join([message, *(f"  - {reason}" for reason in self.reasons)]))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.reasons)


class TemplateError(QbrgenError):
    """A template cannot be used."""


class RenderError(QbrgenError):
    """A document could not be rendered."""

    http_status = 500


class OutputError(QbrgenError):
    """A finished document could not be stored; nothing half written is left."""

    http_status = 507


class LedgerError(QbrgenError):
    """The ledger cannot be opened, read or written; a record is kept whole or not at all."""

    http_status = 500


class DependencyMissing(QbrgenError):
    """An optional package or program is needed and is not there; the message says how to get it."""

    http_status = 501
