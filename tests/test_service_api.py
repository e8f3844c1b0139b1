"""The whole API against its own description: no server error, and every answer as documented."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks as documented
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from qbrgen.ledger import Ledger
from qbrgen.ledger.people import People
from qbrgen.web.credentials import new_token
from tests.serving import Served, served

EXAMPLES = 6
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_of_the_api_is_as_it_is_documented(tmp_path: Path, mode: GenerationMode) -> None:
    with served(tmp_path) as service:
        headers = {"Authorization": f"Bearer {token_for_all(service)}"}
        schema = schemathesis.openapi.from_dict(service.client.get("/api/v1/openapi.json").json())
        schema.config.generation.update(modes=[mode])
        known, asked = things(service, headers), 0
        statuses: Counter[int] = Counter()
        for result in schema.get_all_operations():
            assert isinstance(result, Ok)
            operation = result.ok()

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
            )  # fmt: skip
            def tried(case: Any) -> None:
                nonlocal asked
                asked += 1
                if mode is GenerationMode.POSITIVE and asked % 2:
                    name_what_is_there(case, known, asked)
                response = case.call(base_url=str(service.client.base_url), headers=headers)
                statuses[response.status_code] += 1
                case.validate_response(response, checks=[getattr(documented, name) for name in CHECKS])

            tried()
        assert asked > EXAMPLES * 30
        wanted = {200, 201, 202, 204, 400, 404} if mode is GenerationMode.POSITIVE else {404, 422}
        assert wanted <= set(statuses), statuses


def things(service: Served, headers: dict[str, str]) -> dict[str, str]:
    """Ids of things that are there, by the names of parameters."""

    def made(path: str, body: dict[str, Any], **more: str) -> dict[str, Any]:
        answer = service.client.post(f"/api/v1{path}", json=body, headers=headers | more)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    user = made("/users", {"email": "short@stay.example", "roles": ["csm"]})["id"]
    document = {"account_id": "acme", "document": "value-report"}
    service.client.post("/api/v1/documents", json={**document, "record": True}, headers=headers)
    return {
        "account_id": "acme",
        "link_id": made("/accounts/acme/links", {})["id"],
        "job_id": made("/documents", document, Prefer="respond-async")["id"],
        "batch_id": made("/batches", {"documents": ["value-report"], "accounts": ["acme"]})["id"],
        "user_id": user,
        "token_id": made(f"/users/{user}/tokens", {})["id"],
        "number": "0",
    }


def name_what_is_there(case: Any, known: dict[str, str], number: int) -> None:
    """What was made up by chance names nothing: half of the requests name something that is there."""
    plain = {"account_id": "acme", "period": "2026-Q3", "cursor": "", "name": "x.json"}
    for place in (case.path_parameters, case.query):
        for name in place or {}:
            place[name] = (known if place is case.path_parameters else plain).get(name, place[name])
    body = {
        "account_id": "acme", "document": "value-report", "documents": ["value-report"], "accounts": ["acme"],
        "formats": [], "format": "", "period": "", "brand": "", "recipient": "", "anonymous": False, "objective": None,
        "validated_by": None, "category": "costs_reduced", "value": 5, "on": None, "days": 3, "title": "A win",
        "email": f"somebody-{number}@x.example", "password": "",
    }  # fmt: skip
    if isinstance(case.body, dict):
        case.body = {name: body.get(name, value) for name, value in case.body.items() if name != "account"}
        if case.operation.path.endswith(("/check", "/documents")):
            case.body |= {"account_id": "acme"}
        if case.operation.path.endswith("/wins"):
            case.body |= {"value": 5}


def token_for_all(service: Served) -> str:
    """A token of somebody who may do everything."""
    with Ledger.open(service.service.config.ledger) as ledger:
        people = People(ledger)
        user = people.add("all@cadenza.example", "All", ("leader", "admin"))
        key, kept, token = new_token()
        people.add_token(user, key, "test", kept, None)
    return token


def test_the_description_names_every_route_and_both_ways_to_say_who_one_is(tmp_path: Path) -> None:
    with served(tmp_path) as service:
        told = service.client.get("/api/v1/openapi.json").json()
        assert set(told["components"]["securitySchemes"]) == {"token", "session"}
        assert len(told["paths"]) > 25
        text = json.dumps(told)
        assert "HTTPValidationError" not in text
        assert "acme-corporation" not in text
        for method in ("get", "post", "patch", "delete"):
            for path in told["paths"].values():
                if method in path:
                    assert {"401", "403", "422"} <= set(path[method]["responses"])
        # No page that loads scripts from another host.
        assert [service.client.get(f"/{name}").status_code for name in ("docs", "redoc", "openapi.json")] == [404] * 3
