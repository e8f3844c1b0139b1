"""The whole API against its own description: no server error, and every answer as documented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks as documented
from schemathesis.generation import GenerationMode

from qbrgen.ledger import Ledger
from qbrgen.ledger.people import People
from qbrgen.web.credentials import new_token
from tests.serving import Served, served

EXAMPLES = 12
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
        asked = 0
        for result in schema.get_all_operations():
            operation = result.ok()

            @given(case=operation.as_strategy(generation_mode=mode))
            @settings(
                max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
            )  # fmt: skip
            def tried(case: Any) -> None:
                nonlocal asked
                asked += 1
                response = case.call(base_url=str(service.client.base_url), headers=headers)
                case.validate_response(response, checks=[getattr(documented, name) for name in CHECKS])

            tried()
        assert asked > EXAMPLES * 10


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
