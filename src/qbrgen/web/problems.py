"""Errors as problem+json (RFC 9457): the words of the command line, and nothing of what a visitor may not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

from qbrgen.errors import (
    ClaimRefused,
    DependencyMissing,
    LedgerError,
    OutputError,
    Problem,
    QbrgenError,
    SourceError,
    TemplateError,
)
from qbrgen.web.refusals import TooMany

MEDIA_TYPE = "application/problem+json"
# Their messages name files and hosts of the server; the log says which request it was.
_KEPT_TO_US: Mapping[type[QbrgenError], str] = {
    LedgerError: "The ledger cannot be used just now. Try again; if it lasts, tell whoever runs the service.",
    OutputError: "The result could not be stored. Try again; if it lasts, tell whoever runs the service.",
    TemplateError: "A template on the server cannot be used. Tell whoever runs the service.",
    DependencyMissing: "Something that this needs is not installed on the server. Choose another format.",
}
_TITLES: Mapping[int, str] = {413: "Content Too Large", 422: "Unprocessable Content"}


class ProblemItem(BaseModel):
    """One thing that is wrong, where it stands and what to do about it."""

    message: str
    file: str = ""
    line: int | None = None
    cell: str = ""
    path: str = ""
    value: str = ""
    remedy: str = ""


class ProblemAnswer(BaseModel):
    """An answer that says what is wrong; `code` names the kind of error, `problems` every part of it."""

    type: str = Field(examples=["urn:qbrgen:problem:account-invalid"])
    title: str = Field(examples=["Unprocessable Content"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["objectives[0].baseline: a baseline needs a date. Add it."])
    code: str = Field(examples=["account-invalid"])
    problems: list[ProblemItem] = []
    reasons: list[str] = []


def code_of(error: type[BaseException]) -> str:
    """AccountInvalid -> account-invalid."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", error.__name__).lower()


def answer_of(error: BaseException) -> tuple[ProblemAnswer, dict[str, str]]:
    """What is told of an error, and the headers that go with it."""
    if isinstance(error, QbrgenError):
        return _of_ours(error)
    if isinstance(error, RequestValidationError):
        items = [_item(row) for row in error.errors()]
        detail = "The request is not as the API asks for: " + "; ".join(str(_problem(item)) for item in items[:5])
        return made(422, "request-invalid", detail, items), {}
    if isinstance(error, StarletteHTTPException):
        return made(error.status_code, _slug(error.status_code), str(error.detail)), dict(error.headers or {})
    words = "Something went wrong that should not have. It is in the service's log, under the id of this request."
    return made(500, "unexpected", words), {}


def made(
    status: int, code: str, detail: str, problems: Sequence[ProblemItem] = (), reasons: Sequence[str] = ()
) -> ProblemAnswer:
    """A problem with its type and title filled in."""
    kind = f"urn:qbrgen:problem:{code}"
    return ProblemAnswer(
        type=kind, title=_title(status), status=status, detail=detail, code=code, problems=list(problems),
        reasons=list(reasons),
    )  # fmt: skip


def shown(problem: Problem) -> ProblemItem:
    """A problem without the folders of the server."""
    told = {name: _text(value) if isinstance(value, str) else value for name, value in asdict(problem).items()}
    return ProblemItem(**{**told, "file": PurePath(told["file"]).name})


def _of_ours(error: QbrgenError) -> tuple[ProblemAnswer, dict[str, str]]:
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooMany) else {}
    if error.http_status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    kept = next((words for kind, words in _KEPT_TO_US.items() if isinstance(error, kind)), None)
    status = max(error.http_status, 500) if kept else error.http_status
    if kept:
        return made(status, code_of(type(error)), kept), headers
    if isinstance(error, SourceError):
        items = [shown(each) for each in error.problems]
        detail = "\n".join(str(_problem(item)) for item in items)
        return made(status, code_of(type(error)), detail, items), headers
    reasons = error.reasons if isinstance(error, ClaimRefused) else ()
    return made(status, code_of(type(error)), str(error), (), reasons), headers


def _problem(item: ProblemItem) -> Problem:
    return Problem(**item.model_dump())


def _item(row: Mapping[str, Any]) -> ProblemItem:
    place = ".".join(str(part) for part in row["loc"])
    return ProblemItem(message=_text(str(row["msg"]).removeprefix("Value error, ")), path=_text(place))


def _text(words: str) -> str:
    """The words without halves of characters: a key of JSON may hold some, and no answer could carry them."""
    return words.encode(errors="replace").decode()


def _title(status: int) -> str:
    return _TITLES.get(status) or HTTPStatus(status).phrase


def _slug(status: int) -> str:
    return re.sub(r"[^a-z]+", "-", _title(status).lower()).strip("-")
