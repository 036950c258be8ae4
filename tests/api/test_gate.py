"""Who gets through to a view of the API."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.api.gate import need_of
from scheduler.services import accounts
from scheduler.services.access import SCOPES, Action
from scheduler.services.accounts import NewToken
from tests.api.calls import PREFIX, Api, code
from tests.support import world
from tests.support.world import COUNCILS, MADE, NOW

PUBLIC = {"/openapi.json", "/docs", "/docs.css"}
NEEDS = {
    "GET /alliances": Action.VIEW,
    "GET /alliances/<key:key>": Action.VIEW,
    "GET /bodies": Action.VIEW,
    "GET /bodies/<key:key>": Action.VIEW,
    "GET /organisations": Action.VIEW,
    "GET /organisations/<key:key>": Action.VIEW,
    "GET /memberships": Action.VIEW,
    "POST /memberships": Action.EDIT,
    "POST /memberships/<key:alliance>/<key:member>/end": Action.EDIT,
    "GET /people": Action.NAMES,
    "GET /people/<key:key>": Action.NAMES,
    "POST /people/<key:key>/affiliations": Action.EDIT,
    "POST /people/<key:key>/affiliations/<key:body_key>/end": Action.EDIT,
    "POST /people/<key:key>/offices": Action.EDIT,
    "POST /people/<key:key>/offices/<key:body_key>/<key:role>/end": Action.EDIT,
    "GET /venues": Action.VIEW,
    "GET /venues/<key:key>": Action.VIEW,
    "POST /venues/<key:key>/rename": Action.EDIT,
    "GET /activity-kinds": Action.VIEW,
    "GET /activity-kinds/<key:key>": Action.VIEW,
    "GET /rules": Action.VIEW,
    "GET /rules/<key:alliance>/<key:key>": Action.VIEW,
    "POST /rules": Action.EDIT,
    "POST /rules/check": Action.EDIT,
    "PUT /rules/<key:alliance>/<key:key>": Action.EDIT,
    "DELETE /rules/<key:alliance>/<key:key>": Action.EDIT,
    "GET /lists": Action.VIEW,
    "GET /lists/<key:alliance>/<key:key>": Action.VIEW,
    "PUT /lists/<key:alliance>/<key:key>": Action.EDIT,
    "DELETE /lists/<key:alliance>/<key:key>": Action.EDIT,
    "GET /workdays": Action.VIEW,
    "GET /workdays/<int(fixed_digits=4):year>": Action.VIEW,
    "POST /workdays": Action.ADMIN,
    "GET /blackouts": Action.VIEW,
    "POST /blackouts": Action.EDIT,
    "POST /blackouts/<key:key>/end": Action.EDIT,
    "POST /blackouts/<key:key>/remove": Action.EDIT,
    "GET /matters": Action.VIEW,
    "GET /matters/<key:key>": Action.VIEW,
    "POST /matters": Action.RAISE,
    "POST /matters/<key:key>/steps": Action.HANDLE,
    "GET /plans": Action.VIEW,
    "POST /plans": Action.VIEW,
    "POST /plans/apply": Action.PLAN,
    "POST /plans/undo": Action.PLAN,
    "GET /events": Action.VIEW,
    "GET /events/<key:uid>": Action.VIEW,
    "GET /events/<key:uid>/register": Action.NAMES,
    "POST /events/<key:uid>/register/open": Action.ROLL,
    "POST /events/<key:uid>/register/ops": Action.ROLL,
    "POST /events/<key:uid>/register/seal": Action.SEAL,
    "GET /reports": Action.VIEW,
    "GET /turns": Action.VIEW,
    "GET /vacancies": Action.VIEW,
    "GET /visits": Action.VIEW,
    "GET /visits/due": Action.VIEW,
    "POST /visits": Action.EDIT,
    "POST /visits/<key:key>/withdraw": Action.EDIT,
    "GET /turn-requests": Action.VIEW,
    "POST /turn-requests": Action.EDIT,
    "POST /turn-requests/<key:key>/agree": Action.EDIT,
    "POST /turn-requests/<key:key>/refuse": Action.EDIT,
    "POST /turn-requests/<key:key>/withdraw": Action.EDIT,
    "GET /changes": Action.VIEW,
    "GET /subscriptions": Action.FOLLOWERS,
    "GET /subscriptions/evidence": Action.FOLLOWERS,
    "GET /subscriptions/<key:key>": Action.FOLLOWERS,
    "POST /subscriptions": Action.EDIT,
    "POST /subscriptions/<key:key>/rotate": Action.EDIT,
    "POST /subscriptions/public": Action.EDIT,
    "DELETE /subscriptions/<key:key>": Action.EDIT,
    "GET /tokens": Action.ADMIN,
}
"""The authorisation of the API: every route with the action that it asks for."""


def routes(api: Api) -> dict[str, Any]:
    return {
        f"{method} {rule.rule.removeprefix(PREFIX)}": need_of(api.app.view_functions[rule.endpoint])
        for rule in api.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.rule.startswith("/api/")
    }


def test_every_route_declares_the_action_that_the_table_names(shared: Api) -> None:
    found = routes(shared)

    assert [name for name, need in found.items() if need is None] == []
    assert {name: need.action for name, need in found.items() if need.action is not None} == NEEDS
    assert {name for name, need in found.items() if need.action is None} == {
        f"GET {path}" for path in PUBLIC
    }


def test_a_view_without_a_declaration_is_never_served(api: Api) -> None:
    api.app.add_url_rule("/api/v1/forgotten", "forgotten", lambda: "open to all")

    assert code(api.get("/forgotten")) == (500, "internal_error")


@pytest.mark.parametrize(
    ("sent", "expected", "challenge"),
    [
        ({}, "unauthenticated", 'Bearer realm="alliance-scheduler"'),
        ({"Authorization": "Bearer "}, "unauthenticated", 'Bearer realm="alliance-scheduler"'),
        ({"Authorization": "Basic YTpi"}, "unauthenticated", 'Bearer realm="alliance-scheduler"'),
        (
            {"Authorization": "Bearer at_nobody"},
            "token_refused",
            'Bearer realm="alliance-scheduler", error="invalid_token"',
        ),
    ],
)
def test_a_caller_without_a_good_token_is_asked_for_one(
    shared: Api, sent: dict[str, str], expected: str, challenge: str
) -> None:
    answer = shared.client.get(f"{PREFIX}/events", headers=sent)

    assert code(answer) == (401, expected)
    assert answer.headers["WWW-Authenticate"] == challenge


def test_a_revoked_and_an_expired_token_are_refused(api: Api) -> None:
    late = NewToken("样例", ("read",), expires=NOW.date() - timedelta(days=1))
    expired = accounts.create_token(api.store, late, "test", MADE)
    good = NewToken("样例", ("read",), expires=date(2027, 1, 1))
    revoked = accounts.create_token(api.store, good, "test", MADE)
    assert Api(api.app, revoked).get("/events").status_code == 200
    listed = api.items("/tokens")
    found = next(each["id"] for each in listed if each["expires"] == "2027-01-01")
    accounts.revoke_token(api.store, found, "test", NOW)

    assert [code(Api(api.app, token).get("/events")) for token in (expired, revoked)] == [
        (401, "token_refused"),
        (401, "token_refused"),
    ]


def test_a_signed_in_page_reader_is_nobody_here(shared: Api) -> None:
    browser = world.client(shared.app, "admin")

    assert code(browser.get(f"{PREFIX}/events")) == (401, "unauthenticated")


def address(name: str) -> str:
    path = name.partition(" ")[2].replace("<int(fixed_digits=4):year>", "2026")
    filled = path.replace("<key:uid>", COUNCILS[2])
    return re.sub("<key:[a-z_]+>", "auto", filled)


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_opens_exactly_the_routes_whose_action_it_holds(shared: Api, scope: str) -> None:
    narrow = shared.with_token(scope)
    opened_routes = {
        name
        for name in NEEDS
        if narrow.change(name.partition(" ")[0], address(name)).status_code != 403
    }

    assert opened_routes == {name for name, action in NEEDS.items() if action in SCOPES[scope]}


def test_a_refused_action_is_named(shared: Api) -> None:
    answer = shared.with_token("read").post("/plans/apply", {})

    assert (answer.status_code, answer.json) == (
        403,
        {
            "type": "/api/v1/docs#forbidden",
            "title": "Forbidden",
            "status": 403,
            "code": "forbidden",
            "detail": "您的权限不含发布计划。需要时请联系联盟管理员。",
            "messages": {
                "zh": "您的权限不含发布计划。需要时请联系联盟管理员。",
                "en": "You may not publish plans. Ask the alliance's administrator if you need to.",
            },
            "errors": [],
        },
    )


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/events", "text/html", 406),
        ("/events", "application/xml;q=0.9, text/*", 406),
        ("/events", "application/json;q=0", 406),
        ("/events", "application/json", 200),
        ("/events", "application/problem+json", 200),
        ("/events", "*/*;q=0.1", 200),
        ("/docs", "text/html", 200),
        ("/docs", "application/json", 406),
        ("/openapi.json", "application/json", 200),
    ],
)
def test_what_is_offered_is_weighed_against_accept(
    shared: Api, path: str, accept: str, status: int
) -> None:
    answer = shared.get(path, {"Accept": accept})

    assert answer.status_code == status
    if status == 406:
        assert code(answer) == (406, "not_acceptable")


def test_the_description_is_open_to_all(shared: Api) -> None:
    assert {shared.client.get(PREFIX + path).status_code for path in PUBLIC} == {200}
