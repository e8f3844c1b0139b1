"""Each role against each route, and each other's accounts: refused, and the refusal says nothing of what exists."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute

from qbrgen.web.access import MAY, Permission, Role
from qbrgen.web.app import ROUTERS
from tests.serving import USERS, Served, served

PUBLIC = {
    "/healthz", "/readyz", "/metrics", "/oidc/start", "/oidc/return", "/api/v1/openapi.json",
}  # fmt: skip
"""Routes that ask for no permission; those of pages are tried with the pages."""
THEIRS = ("acme", "tallgrass-energy", "no-such-account")
BODIES: dict[str, Any] = {
    "/api/v1/documents": {"account_id": "{id}", "document": "qbr"},
    "/api/v1/check": {"account_id": "{id}"},
    "/api/v1/batches": {"documents": ["value-report"], "accounts": ["{id}"]},
    "/api/v1/ledger/wins": {"account_id": "{id}", "title": "A win", "value": 10},
    "/api/v1/accounts/{account_id}/links": {},
    "/api/v1/users": {"email": "x@y.example", "roles": ["csm"]},
    "/api/v1/users/{user_id}": {"name": "x"},
    "/api/v1/users/{user_id}/tokens": {},
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("service")) as found:
        yield found


ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
API = [route for route in ROUTES if route.path.startswith("/api/")]


def method_of(route: APIRoute) -> str:
    return next(iter(set(route.methods or ()) - {"HEAD"}))


def permission_of(route: APIRoute) -> Permission | None:
    waiting = list(route.dependant.dependencies)
    while waiting:
        each = waiting.pop()
        if found := getattr(each.call, "permission", None):
            assert isinstance(found, Permission)
            return found
        waiting += each.dependencies
    return None


def ask(service: Served, user: str, route: APIRoute, account: str = "no-such-account") -> Any:
    method = method_of(route)
    path = route.path.replace("{account_id}", account)
    for name in ("user_id", "token_id", "job_id", "batch_id", "link_id"):
        path = path.replace("{" + name + "}", "0" * 32)
    path = path.replace("{number}", "0")
    body = BODIES.get(route.path) if method in ("POST", "PATCH") else None
    told = json.loads(json.dumps(body).replace("{id}", account)) if body is not None else None
    query = {"name": "x.yaml"} if route.path.endswith("/check/file") else {}
    return service.ask(user, method, path, json=told, params=query)


def test_every_route_of_the_api_asks_for_a_permission_or_is_named_here() -> None:
    found = {route.path for route in ROUTES if permission_of(route) is None}
    assert {path for path in found if path.startswith("/api/")} == {"/api/v1/openapi.json"}
    assert found >= PUBLIC
    assert len(API) > 25


def test_who_has_not_signed_in_gets_nowhere_in_the_api(service: Served) -> None:
    for route in API:
        if route.path not in PUBLIC:
            answer = ask(service, "", route)
            assert answer.status_code == 401, route.path
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("user", USERS)
def test_each_role_is_let_in_where_the_table_says_and_nowhere_else(service: Served, user: str) -> None:
    roles = {Role(each) for each in USERS[user][1]}
    for route in API:
        permission = permission_of(route)
        if permission is None:
            continue
        for account in THEIRS:
            answer = ask(service, user, route, account)
            if roles & MAY[permission]:
                assert answer.status_code != 401, route.path
            else:
                # The same for an account that is there and for one that is not.
                assert answer.status_code == 403, (route.path, account, answer.text)
                assert account not in answer.text


@pytest.mark.parametrize(("user", "anothers"), [("cole", "acme"), ("marketing", "brightwater-clinics")])
def test_anothers_account_is_answered_exactly_as_one_that_is_not_there(
    service: Served, user: str, anothers: str
) -> None:
    tried = 0
    for route in API:
        told = "{id}" in json.dumps(BODIES.get(route.path)) and method_of(route) == "POST"
        if "{account_id}" not in route.path and not told:
            continue
        answers = [ask(service, user, route, account) for account in (anothers, "no-such-account")]
        tried += 1
        first, second = answers
        assert first.status_code == second.status_code, route.path
        assert first.status_code in (403, 404), (route.path, first.text)
        assert first.content == second.content
        plain = [{k: v for k, v in each.headers.items() if k not in ("x-request-id", "date")} for each in answers]
        assert plain[0] == plain[1]
        assert anothers not in first.text
    assert tried >= 8


def test_lists_hold_what_is_ones_own(service: Served) -> None:
    def ids(user: str) -> set[str]:
        return {row["id"] for row in service.ask(user, "GET", "/accounts").json()["accounts"]}

    assert ids("avery") == {"acme"}
    assert ids("cole") == {"brightwater-clinics"}
    assert ids("leader") == {"acme", "brightwater-clinics", "tallgrass-energy", "quill-sons"}
    cleared = service.ask("marketing", "GET", "/accounts").json()["accounts"]
    assert [row["id"] for row in cleared] == ["acme", "tallgrass-energy"]
    # Nothing of it but what a case study holds.
    assert {name for name, value in cleared[0].items() if value} == {"id", "name", "industry", "product"}
    due = service.ask("cole", "GET", "/due").json()["due"]
    assert {row["account_id"] for row in due} == {"brightwater-clinics"}
    assert service.ask("cole", "GET", "/portfolio").json()["accounts"] == 1


def test_marketing_makes_case_studies_of_what_is_cleared_and_nothing_else(service: Served) -> None:
    def made(account: str, document: str) -> int:
        body = {"account_id": account, "document": document}
        return service.ask("marketing", "POST", "/documents", json=body).status_code

    assert made("tallgrass-energy", "case-study") == 200
    assert made("tallgrass-energy", "csm-brief") == made("tallgrass-energy", "qbr") == 403
    assert made("brightwater-clinics", "case-study") == made("no-such-account", "case-study") == 404
    sent = {"document": "case-study", "account": {"name": "X"}}
    assert service.ask("marketing", "POST", "/documents", json=sent).status_code in (403, 422)


def test_what_one_started_is_not_there_for_another(service: Served) -> None:
    body = {"account_id": "acme", "document": "ebr"}
    job = service.ask("avery", "POST", "/documents", json=body, headers={"Prefer": "respond-async"}).json()["id"]
    batch = {"documents": ["value-report"], "accounts": ["acme"]}
    run = service.ask("avery", "POST", "/batches", json=batch).json()["id"]
    link = service.ask("avery", "POST", "/accounts/acme/links", json={}).json()["id"]
    for user in ("cole", "leader"):
        for path in (f"/jobs/{job}", f"/jobs/{job}/file", f"/batches/{run}", f"/batches/{run}/zip"):
            absent = service.ask(user, "GET", path.replace(job, "0" * 32).replace(run, "0" * 32))
            found = service.ask(user, "GET", path)
            assert (found.status_code, found.content) == (404, absent.content), path
    assert service.ask("cole", "DELETE", f"/links/{link}").status_code == 404
    assert service.ask("avery", "GET", f"/jobs/{job}").status_code == 200
    assert service.ask("avery", "DELETE", f"/batches/{run}").json()["status"] in ("stopped", "done")


def test_a_tag_of_anothers_account_is_no_answer(service: Served) -> None:
    mine = service.ask("avery", "GET", "/accounts/acme")
    tag = {"If-None-Match": mine.headers["etag"]}
    again = service.ask("avery", "GET", "/accounts/acme", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert service.ask("cole", "GET", "/accounts/acme", headers=tag).status_code == 404
    assert service.ask("cole", "GET", "/accounts/acme", headers={"If-None-Match": "*"}).status_code == 404
    assert "no-cache" in mine.headers["cache-control"]


def test_an_account_that_is_sent_takes_nothing_of_a_stored_one_along(service: Served) -> None:
    win = {"account_id": "acme", "title": "Known to the ledger alone", "value": 777}
    assert service.ask("avery", "POST", "/ledger/wins", json=win).status_code == 201
    account = service.ask("avery", "GET", "/accounts/acme").json()["account"]
    assert "Known to the ledger alone" in json.dumps(account)
    like = {"id": "acme", "name": "Acme", "objectives": [{"id": "o", "title": "Sell more"}],
            "contract": {"signed": "2025-01-01", "currency": "USD", "arr": 1000}}  # fmt: skip
    found = service.ask("cole", "POST", "/check", json={"account": like})
    assert found.status_code == 200
    assert "Known to the ledger" not in found.text
    made = service.ask("cole", "POST", "/documents", json={"account": like, "document": "csm-brief"})
    assert made.status_code == 200


def test_a_user_who_is_removed_and_a_token_that_is_revoked_end_at_once(service: Served) -> None:
    body = {"email": "short@stay.example", "roles": ["leader"]}
    user = service.ask("admin", "POST", "/users", json=body).json()["id"]
    token = service.ask("admin", "POST", f"/users/{user}/tokens", json={"days": 1}).json()
    bearer = {"Authorization": f"Bearer {token['token']}"}
    assert service.ask("", "GET", "/me", headers=bearer).json()["roles"] == ["leader"]
    assert service.ask("admin", "DELETE", f"/users/{user}/tokens/{token['id']}").status_code == 204
    assert service.ask("", "GET", "/me", headers=bearer).status_code == 401
    again = service.ask("admin", "POST", f"/users/{user}/tokens", json={}).json()
    bearer = {"Authorization": f"Bearer {again['token']}"}
    assert service.ask("", "GET", "/me", headers=bearer).status_code == 200
    assert service.ask("admin", "DELETE", f"/users/{user}").status_code == 204
    assert service.ask("", "GET", "/me", headers=bearer).status_code == 401
    traces = service.ask("admin", "GET", "/audit").json()["traces"]
    assert traces[0]["action"] == "user removed"
    assert traces[0]["detail"]["user"] == "short@stay.example"
