"""The API's description (OpenAPI) for programs; there is no page for it, since those load scripts from elsewhere."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from qbrgen.web.problems import ProblemAnswer

router = APIRouter(include_in_schema=False)
_ERROR = "HTTPValidationError", "ValidationError"


@router.get("/api/v1/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """What the API takes and gives; it says nothing of any account, so anybody may read it."""
    return describe(request.app)


def describe(app: Any) -> dict[str, Any]:
    """FastAPI's description, with our own form of errors and the ways to say who one is."""
    if "x-qbrgen" not in (found := app.openapi()):
        parts = found.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        for name in _ERROR:
            schemas.pop(name, None)
        problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {})
        schemas[ProblemAnswer.__name__] = problem
        parts["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "A token of 'qbrgen user token'."},
            "session": {"type": "apiKey", "in": "cookie", "name": "qbrgen-session",
                        "description": "A browser's session; unsafe methods also need the header X-CSRF-Token."},
        }  # fmt: skip
        found["security"] = [{"token": []}, {"session": []}]
        found["x-qbrgen"] = True
    result: dict[str, Any] = {name: value for name, value in found.items() if name != "x-qbrgen"}
    return result
