"""A finished file as an answer: to be saved, and never shown in the service's own origin."""

from __future__ import annotations

from fastapi import Response

_POLICY = "default-src 'none'; sandbox"


def attached(data: bytes, name: str, media_type: str, **headers: str) -> Response:
    """The file under its name; `headers` are told beside it."""
    own = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": _POLICY}
    return Response(data, media_type=media_type, headers=own | headers)
