"""Visits, due lists and vacant offices, as another system sees them."""

import uuid

from sqlalchemy import delete

from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NamedListRow
from tests.api.calls import Api, code, opened
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, OTHER

IDS = [str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))) for number in range(9)]


def api(url: str) -> Api:
    made = opened(url)
    with_lists(made.store)
    return made


def visit(number: int, member: str = "alpha", **more: object) -> dict[str, object]:
    return {
        "id": IDS[number],
        "rule": "enterprise_visit",
        "cell": f"organisation:{member}",
        "day": "2026-08-18",
    } | more


def body(*visits: dict[str, object], alliance: str = "auto") -> dict[str, object]:
    return {"alliance": alliance, "visits": list(visits)}


def test_visits_are_recorded_together_and_listed_by_day(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    answer = caller.post("/visits", body(visit(1), visit(2, "beta", day="2026-03-04", note="政策")))
    assert answer.status_code == 201
    recorded = [
        visit(1) | {"alliance": "auto", "visitor": None, "note": ""},
        visit(2, "beta", day="2026-03-04", note="政策") | {"alliance": "auto", "visitor": None},
    ]
    assert answer.json == {"visits": recorded}
    listed = [each | {"withdrawn": False} for each in reversed(recorded)]
    assert caller.items("/visits?alliance=auto") == listed
    assert caller.items("/visits?alliance=auto&start=2026-08-01&end=2026-08-19") == listed[1:]
    assert caller.items("/visits?alliance=auto&rule=own_items") == []
    assert code(caller.get("/visits?alliance=auto&start=0001-01-01")) == (422, "bad_date")


def test_a_record_that_was_taken_back_says_so(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    caller.post("/visits", body(visit(1)))
    answer = caller.post(f"/visits/{IDS[1]}/withdraw")
    assert (answer.status_code, answer.json and answer.json["id"]) == (200, IDS[1])
    assert code(caller.post("/visits", body(visit(1)))) == (409, "visit_withdrawn")
    assert [each["withdrawn"] for each in caller.items("/visits?alliance=auto")] == [True]
    assert code(caller.post(f"/visits/{IDS[2]}/withdraw")) == (404, "not_found")


def test_refusals_have_stable_codes(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    assert caller.post("/visits", body(visit(1))).status_code == 201
    for sent, expected in (
        (visit(2), (409, "visit_twice")),
        (visit(2, "nobody"), (422, "bad_visit")),
        (visit(2, day="2026-08-19"), (422, "bad_date")),
        (visit(1, "beta"), (422, "idempotency_mismatch")),
        (visit(2, rule="exchange"), (422, "bad_visit")),
    ):
        assert code(caller.post("/visits", body(sent))) == expected
    twice = caller.post("/visits", body(visit(2))).get_json()["messages"]
    assert (twice["zh"][:4], twice["en"][:14]) == ("“甲川”", "“Sample Alpha”")
    assert code(caller.post("/visits", body())) == (422, "invalid")
    assert code(caller.post("/visits", body(visit(2), alliance="none"))) == (404, "not_found")
    reading = caller.with_token("read")
    assert code(reading.post("/visits", body(visit(2)))) == (403, "forbidden")


def test_a_refusal_points_to_the_visit_in_the_list(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    assert caller.post("/visits", body(visit(1))).status_code == 201
    good = visit(8, "gamma")
    for sent, place in (
        (visit(2, "beta", day="2026-08-19"), "/visits/1/day"),
        (visit(2, "nobody"), "/visits/1/cell"),
        (visit(2, "beta", visitor="person:nobody"), "/visits/1/visitor"),
        (visit(2, "beta", rule="exchange"), "/visits/1/rule"),
        (visit(1, "beta"), "/visits/1/id"),
        (visit(8, "beta"), "/visits/1/id"),
        (visit(2), "/visits/1"),
    ):
        answer = caller.post("/visits", body(good, sent)).json
        assert answer is not None
        assert [each["pointer"] for each in answer["errors"]] == [place]
    assert len(caller.items("/visits?alliance=auto")) == 1


def test_what_is_due_is_told_with_names(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    caller.post("/visits", body(visit(1)))
    answer = caller.get("/visits/due?alliance=auto&rule=enterprise_visit").json
    assert answer is not None
    assert (answer["alliance"], answer["day"]) == ("auto", "2026-08-18")
    (listed,) = answer["lists"]
    due = listed.pop("due")
    assert listed == {
        "rule": "enterprise_visit",
        "name": "一企一策走访",
        "name_en": "一企一策走访",
        "output": "visit",
        "owed": 6,
        "done": 1,
        "missed": 3,
        "organisations": 1,
        "times": 1,
    }
    assert [each["cell"] for each in due] == [
        "organisation:beta",
        "organisation:gamma",
        "organisation:alpha",
    ]
    assert due[-1] == {
        "cell": "organisation:alpha",
        "owed": 1,
        "done": 1,
        "until": None,
        "late": False,
        "mandatory": True,
        "times": 1,
        "last": "2026-08-18",
        "visitor": None,
    }
    assert answer["uncounted"] == []
    assert answer["names"]["organisation:alpha"] == {"zh": "样例甲川公司", "en": "Sample Alpha"}
    one = caller.get("/visits/due?alliance=auto&member=organisation:gamma").json
    assert one is not None
    assert [len(each["due"]) for each in one["lists"]] == [1, 2, 0]


def test_vacant_offices_are_listed_by_alliance(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    seats = {"for": "body:alliance", "require": [{"role": "chain_pioneer", "n": 2}]}
    with caller.store.write() as session:
        session.add_all(
            RuleRow(
                alliance=alliance, position=9, key="seats", type="staffing", name="岗位", data=seats
            )
            for alliance in ("auto", OTHER)
        )
    vacant = {
        "rule": "seats",
        "role": "chain_pioneer",
        "wanted": 2,
        "held": 0,
        "missing": 2,
        "events": False,
    }
    both = [vacant | {"alliance": alliance, "body": alliance} for alliance in ("auto", OTHER)]
    assert caller.items("/vacancies") == both
    assert caller.items("/vacancies?alliance=steel") == both[1:]
    limited = caller.with_token("read", alliances=("auto",))
    assert limited.items("/vacancies") == both[:1]
    assert code(limited.get("/vacancies?alliance=steel")) == (404, "not_found")


def test_a_list_that_cannot_be_made_is_told_with_why(sqlite_url: str) -> None:
    caller = api(sqlite_url)
    with caller.store.write() as session:
        session.execute(delete(NamedListRow).filter_by(alliance=ALLIANCE, name="buildings"))
    for query, lists in (("", ["enterprise_visit", "own_items"]), ("&rule=building_visit", [])):
        answer = caller.get(f"/visits/due?alliance=auto{query}").json
        assert answer is not None
        assert [each["rule"] for each in answer["lists"]] == lists
        (told,) = answer["uncounted"]
        messages = told.pop("messages")
        assert told == {
            "code": "bad_rule",
            "rule": "building_visit",
            "name": "走访楼宇",
            "name_en": "走访楼宇",
            "field": "axes.building",
            "reason": "unknown_list",
        }
        assert messages["zh"].endswith("要覆盖哪些里的名单不存在，请核对@后面的名称。")
    assert caller.get("/visits/due?alliance=auto&rule=visitor_turns").status_code == 404
