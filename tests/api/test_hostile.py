"""Requests that nobody means well: refused, never a fault, and nothing stored by a refusal."""

import json
import os
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.api.calls import PREFIX, Api, opened
from tests.support.world import COUNCILS, EXCHANGES

RAW, SHAPED, ODD, DESCRIBED = (500, 1100, 200, 4) if os.environ.get("CI") else (150, 300, 60, 3)
"""How many requests: bytes, broken bodies, addresses, and described ones (per operation, mode)."""

HOSTILE = (
    st.sampled_from(
        (
            "\r\nX: y",
            "\x00",
            "\x1b[31m",
            "\x85",
            "\u2028",
            "\u202e",
            "\ud800",
            "END:VEVENT",
            "=1+1",
            "@SUM(A1)",
            "'; DROP TABLE event; --",
            "{{ 7*7 }}",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "a" * 100_000,
            "%00",
            "\ufeff",
            "é" * 500,
            "organisation:alpha",
            "9999-12-31T23:59:59-14:00",
            "0001-01-01T00:00:00+14:00",
        )
    )
    | st.text(max_size=12)
    | st.none()
    | st.booleans()
    | st.sampled_from((0, -1, 2**31, 2**53, 2**63, 10**17, 10**30, 1.5, 1e300, -0.0))
    | st.lists(st.integers(), max_size=3)
    | st.dictionaries(st.text(max_size=5), st.integers(), max_size=2)
    | st.recursive(st.just([]), lambda inner: st.tuples(inner).map(list), max_leaves=1)
)
GOOD: dict[str, dict[str, Any]] = {
    "/matters": {
        "alliance": "auto",
        "title": "样例事项",
        "category": "transport",
        "raised_by": "organisation:alpha",
        "detail": "",
        "major": False,
    },
    "/matters/m-auto-001/steps": {
        "step": "dispatch",
        "revision": 1,
        "department": "organisation:bureau",
        "method": "direct",
        "major": True,
        "note": "",
    },
    "/rules": {
        "alliance": "auto",
        "key": "salon",
        "type": "quota",
        "name": "样例沙龙",
        "basis": "",
        "data": {
            "kind": "exchange",
            "per": "month",
            "min": 1,
            "window": {"from": "01-15", "until": "04-01"},
            "scope": {"group": "both"},
        },
        "since": "2026-09-01",
    },
    "/subscriptions": {
        "scope": "body:auto",
        "name": "样例门户",
        "kinds": ["council"],
        "since": "2026-01-01",
        "until": "2027-01-01",
        "alarms": [60],
        "lang": "zh",
        "profile": "generic",
    },
    "/plans": {"alliances": ["auto"], "year": 2026},
    "/plans/apply": {"alliances": ["auto"], "year": 2026, "hash": "0" * 64, "base": {"auto": 1}},
    f"/events/{COUNCILS[2]}/register/ops": {
        "ops": [
            {
                "op_id": str(uuid.UUID(int=1)),
                "person": "p-1",
                "value": "present",
                "source": "roll_call",
                "client_time": "2026-08-18T10:00:00+08:00",
                "device": "",
                "seen": [],
                "retracts": [],
                "reason": "",
            }
        ]
    },
}


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Give a good body in which one to three fields are replaced, added or left out."""
    path = draw(st.sampled_from(sorted(GOOD)))
    body: dict[str, Any] = json.loads(json.dumps(GOOD[path]))
    inner = [body["data"]] if "data" in body else []
    target = draw(st.sampled_from([body, *body.get("ops", []), *inner]))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from([*sorted(target), "alliance"]) | st.text(max_size=6))
        if draw(st.integers(0, 5)):
            target[name] = draw(HOSTILE)
        else:
            target.pop(name, None)
    return path, body


RAW_BODIES = (
    st.binary(max_size=40)
    | st.sampled_from(
        (
            b"[" * 50_000,
            b'{"a":' * 50_000,
            b'{"year": ' + b"9" * 5000 + b"}",
            b'{"year": NaN}',
            b'{"year": 1e999}',
            b'{"a": 1, "a": 2}',
            b'{"title": "\\ud800"}',
            b'{"title": "\xc3\x28"}',
            b"\xef\xbb\xbf{}",
            b"\x00" * 100,
            b'{"__proto__": {}}',
        )
    )
    | st.text(max_size=30).map(lambda told: json.dumps({told: told}).encode())
)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Api:
    """An API with a matter to be taken on and a register to be called."""
    api = opened(f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'test.db'}")
    assert api.post("/matters", GOOD["/matters"]).status_code == 201
    assert api.post(f"/events/{COUNCILS[2]}/register/open").status_code == 201
    return api


@contextmanager
def watched(api: Api) -> Iterator[Callable[[TestResponse], None]]:
    """Give the check of an answer: no fault, a problem if refused, and nothing stored then."""
    commits: list[object] = []

    def note(connection: object) -> None:
        commits.append(connection)

    def look(answer: TestResponse) -> None:
        assert answer.status_code < 500, answer.text
        assert "Traceback" not in answer.text
        if answer.status_code >= 400:
            assert (answer.mimetype, commits) == ("application/problem+json", [])

    event.listen(api.store.engine, "commit", note)
    try:
        yield look
    finally:
        event.remove(api.store.engine, "commit", note)


def generously(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@given(st.sampled_from(sorted(GOOD)), RAW_BODIES)
@generously(RAW)
def test_bytes_that_are_no_request_are_refused(target: Api, path: str, raw: bytes) -> None:
    with watched(target) as look:
        answer = target.send(path, raw)

        look(answer)
    assert answer.status_code in {400, 413, 415, 422}


@given(broken())
@generously(SHAPED)
def test_broken_bodies_are_refused_and_store_nothing(
    target: Api, sent: tuple[str, dict[str, Any]]
) -> None:
    path, body = sent
    with watched(target) as look:
        answer = target.send(path, json.dumps(body).encode())

        look(answer)


ADDRESSES = st.sampled_from(
    (
        "/events/{}",
        "/events/{}/register",
        "/matters/{}",
        "/rules/auto/{}",
        "/rules/{}/exchange",
        "/workdays/{}",
        "/people/{}",
        "/subscriptions/{}",
        "/subscriptions/evidence?alliance={}",
        "/{}",
        "/events?cursor={}",
        "/events?kind={}",
        "/events?start={}",
        "/changes?alliance=auto&since={}",
        "/turns?alliance=auto&year={}",
        "/matters?{}=1",
    )
)
PIECES = st.sampled_from(
    (
        "%00",
        "%ff%fe",
        "%2e%2e%2f",
        "..%2f..",
        "%0d%0aX:y",
        "99999999999999999999999",
        "9" * 6000,
        "-1",
        "%ED%A0%80",
        "'%20OR%201=1",
        "*",
        "{}",
        "%E2%80%A8",
        "a" * 2000,
        EXCHANGES[0].upper(),
    )
)


@given(ADDRESSES, PIECES | st.text("abc%/.?#&=0\u4e00", max_size=8), st.booleans())
@generously(ODD)
def test_odd_addresses_are_answered(target: Api, path: str, piece: str, write: bool) -> None:  # noqa: FBT001 - a generated value
    address = path.replace("{}", piece)
    with watched(target) as look:
        answer = target.post(address, {}) if write else target.get(address)

        look(answer)


def test_the_watch_sees_what_is_stored(target: Api) -> None:
    with watched(target) as look:
        target.post("/matters", GOOD["/matters"])
        refused = target.get("/nothing")

        with pytest.raises(AssertionError):
            look(refused)


load_all_checks()
CONFORMANCE: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
    )
]


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_requests_made_from_the_description_are_answered_as_described(
    target: Api, mode: str
) -> None:
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", target.app)
    headers = {"Authorization": f"Bearer {target.token}"}
    statuses: Counter[int] = Counter()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode(mode)))
        @generously(DESCRIBED)
        def ask(case: schemathesis.Case[Any]) -> None:
            answer = case.call(headers=headers)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=CONFORMANCE)

        ask()

    assert statuses.total() >= 100
    assert statuses[422] > 0
    assert mode == "negative" or statuses[200] > 0
