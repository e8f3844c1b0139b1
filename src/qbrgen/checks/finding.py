"""A finding: one thing that must not be claimed, or is not yet ready to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad it is: an error stands on the face of every document it concerns."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found in one account, in the account's own words and numbers.

    `code` is stable (QV101). `subject` is the id of the objective, value item or other record concerned, ""
    for the whole account. `path` is the field; the door adds file, line or cell from the account's Place.
    """

    code: str
    severity: Severity
    account_id: str
    message: str
    remedy: str
    path: str = ""
    subject: str = ""
