"""How routes describe their refusals, and answers with an ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Request, Response
from pydantic import BaseModel, PlainSerializer

from qbrgen.web.problems import MEDIA_TYPE, ProblemAnswer

_WHY: Mapping[int, str] = {
    400: "What was asked for does not exist or does not go together",
    401: "Nobody is signed in",
    403: "The role does not go that far",
    404: "Not there, or not for this visitor",
    408: "The request came too slowly",
    409: "It would claim what may not be claimed, or does not go with what was done before",
    410: "It is over",
    413: "The request is too large",
    421: "The service does not go by that name",
    422: "The request or the account in it is not valid",
    429: "Asked too often",
    500: "Something went wrong on the server",
    501: "Something that this needs is not installed on the server",
    503: "Too much is under way",
    507: "The result could not be stored",
}
PREFIX = "/api/v1"
Exact = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str, when_used="json")]
"""A number in its digits, as text: no reader makes a binary fraction of it."""
Answers = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Answers:
    """The refusals of a route, beside those that any route may give."""
    chosen = sorted({*statuses, 400, 401, 403, 408, 413, 421, 422, 500})
    schema = {"schema": {"$ref": f"#/components/schemas/{ProblemAnswer.__name__}"}}
    return {status: {"description": _WHY[status], "content": {MEDIA_TYPE: schema}} for status in chosen}


def tagged(request: Request, shape: BaseModel) -> Response:
    """The answer with its ETag, or 304 without a body when the visitor has it already.

    Callers look the thing up for the visitor first: who may not see it learns nothing from a tag.
    """
    data = shape.model_dump_json().encode()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    given = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if tag in given or "*" in given:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type="application/json", headers=headers)
