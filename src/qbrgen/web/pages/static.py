"""The style sheet and the script of the pages: read once, told apart by their content, kept by browsers."""

from __future__ import annotations

import hashlib
from functools import cache

from fastapi import APIRouter, Response

from qbrgen.resources import template_bytes
from qbrgen.web.refusals import not_here

router = APIRouter(include_in_schema=False)
_KINDS = {"app.css": "text/css; charset=utf-8", "app.js": "text/javascript; charset=utf-8"}


@cache
def _file(name: str) -> tuple[bytes, str]:
    data = template_bytes(f"web/{name}")
    return data, hashlib.sha256(data).hexdigest()[:16]


def address(name: str) -> str:
    """Where a page finds the file; another address once its content changed."""
    return f"/static/{name}?v={_file(name)[1]}"


@router.get("/static/{name}")
def static(name: str) -> Response:
    """One of the two files; raises NotHere for anything else."""
    if name not in _KINDS:
        raise not_here()
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_file(name)[0], media_type=_KINDS[name], headers=headers)
