"""One form for instants and one for venues in every answer of the API."""

import re
from collections.abc import Iterator
from typing import Any

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from tests.api.calls import Api
from tests.api.test_rules import SALON
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
