"""One form for instants and one for venues in every answer of the API."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from tests.api.calls import Api
from tests.api.test_rules import SALON
from tests.api.test_visits import body, visit
from tests.support.world import ALLIANCE, COUNCILS, EXCHANGES, NOW

YEAR: dict[str, Any] = {"alliances": [ALLIANCE], "year": 2027}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT")
LISTS = (
    "/events",
    f"/events/{COUNCILS[2]}",
    f"/changes?alliance={ALLIANCE}&limit=500",
    "/plans",
    f"/turns?alliance={ALLIANCE}&year=2026",
    "/turn-requests",
    "/matters",
    "/subscriptions",
    "/blackouts",
    "/rules",
    "/workdays",
)


def said(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an answer with the name under which it stands."""
    if isinstance(value, dict):
        sides = value.keys() <= {"from", "to"}
        for key, each in value.items():
            yield from said(each, name if sides else key)
    elif isinstance(value, list):
        for each in value:
            yield from said(each, name)
    elif isinstance(value, str):
        yield name, value


def answers(api: Api) -> Iterator[Any]:
    hall = {"resource": "venue:hall", "start": "2026-12-09", "end": "2026-12-10"}
    assert api.post("/blackouts", hall).status_code == 201
    yield api.post("/rules/check", SALON | {"year": 2027}).json
    done: dict[str, Any] = {}
    for span in (YEAR, YEAR | {"year": 2026}):
        plan = api.post("/plans", span).json or {}
        done = api.post("/plans/apply", span | {"hash": plan["hash"]}).json or {}
        yield from (plan, done)
    yield api.post("/plans/undo", {"hash": done["hash"]}).json
    acts.cancel(api.store, Act(EXCHANGES[1], SYSTEM, NOW, reason="swap"))
    for path in LISTS:
        answer = api.get(path)
        assert answer.status_code == 200, path
        yield answer.json


def test_every_instant_and_every_venue_is_written_in_one_form(api: Api) -> None:
    texts = [each for answer in answers(api) for each in said(answer)]
    instants = {text for _, text in texts if INSTANT.match(text)}
    venues = {text for name, text in texts if name in {"venue", "venues"}}

    assert {text[-6:] for text in instants} == {"+08:00"}
    assert venues == {"venue:hall", "venue:room"}
    assert {name for name, text in texts if INSTANT.match(text)} >= {"start", "end", "at"}


BAD = "2026-02-30"


@pytest.mark.parametrize(
    ("method", "path", "sent", "place"),
    [
        ("POST", "/blackouts", {"resource": "venue:hall", "start": BAD}, "/start"),
        ("POST", "/blackouts", {"resource": "venue:hall", "end": BAD}, "/end"),
        ("POST", "/blackouts/1/end", {"end": BAD}, "/end"),
        ("POST", "/visits", body(visit(1, day=BAD)), "/visits/0/day"),
        ("POST", "/workdays", {"noticeDate": BAD}, "/noticeDate"),
        ("POST", "/subscriptions", {"since": BAD}, "/since"),
        ("POST", "/rules/check", SALON | {"until": BAD}, "/until"),
        (
            "POST",
            "/plans",
            YEAR | {"patch": {"pins": [{"uid": "e", "day": BAD}]}},
            "/patch/pins/0/day",
        ),
        ("GET", f"/visits?alliance={ALLIANCE}&start={BAD}", None, "start"),
    ],
)
def test_every_day_that_is_none_is_told_with_its_place_and_what_was_sent(
    api: Api, method: str, path: str, sent: dict[str, Any] | None, place: str
) -> None:
    answer = api.get(path) if method == "GET" else api.post(path, sent)

    assert answer.status_code == 422
    assert answer.json is not None
    faults = {each.get("pointer") or each["parameter"]: each for each in answer.json["errors"]}
    assert faults[place]["code"] == "bad_date"
    messages = faults[place]["messages"]
    assert messages["zh"].endswith(f"“{BAD}”日历上没有，请核对。")
    assert messages["en"].endswith(f"“{BAD}” is no day of the calendar. Check it.")
