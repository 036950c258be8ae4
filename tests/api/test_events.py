"""Events and turns, as JSON."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.activity import EventStatus
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import events
from tests.api.calls import PREFIX, Api, code
from tests.support import world
from tests.support.world import (
    COUNCILS,
    EXCHANGES,
    LIST,
    NOW,
    OTHER_COUNCIL,
    SHARED_DAY,
)

EXCHANGE = {
    "uid": EXCHANGES[1],
    "alliance": "auto",
    "alliances": ["auto"],
    "kind": "exchange",
    "title": "链主企业交流对接",
    "title_en": "Exchange",
    "start": "2026-09-23T14:30:00+08:00",
    "end": "2026-09-23T16:30:00+08:00",
    "all_day": False,
    "status": "published",
    "tentative": False,
    "sequence": 0,
    "host": "organisation:beta",
    "co_hosts": [],
    "venue": None,
    "theme": "work_safety",
    "matters": [],
    "units": [
        {"rule": "exchange", "scope": "body:auto", "period": "2026", "cell": "", "ordinal": 2}
    ],
    "explanation": {"date": None, "host": None},
    "attempt": 1,
    "stands_for": None,
    "pinned": False,
    "waived": False,
    "seal_code": "",
    "revision": 1,
    "updated_at": "2026-01-08T16:40:00+08:00",
    "created_at": "2026-01-08T16:40:00+08:00",
    "names": {
        "organisation:beta": {"zh": "样例乙川公司", "en": "Sample Beta"},
        "work_safety": {"zh": "安全生产", "en": "Work safety"},
    },
}


def test_an_event_reads_as_it_is_stored(shared: Api) -> None:
    answer = shared.get(f"/events/{EXCHANGES[1]}")

    assert (answer.status_code, answer.json) == (200, EXCHANGE)
    assert EXCHANGE in shared.items("/events?alliance=auto")


def test_an_event_lists_what_rides_on_it_among_the_promises_that_it_keeps(api: Api) -> None:
    riding = {
        "rule": "guests",
        "scope": "body:auto",
        "period": "2026",
        "cell": "party_building",
        "ordinal": 1,
    }
    with api.store.write() as session:
        events.change(session, EXCHANGES[1], {"also": [{**riding, "kind": "exchange"}]})
    told = api.get(f"/events/{EXCHANGES[1]}").json
    assert told is not None
    own = {"rule": "exchange", "scope": "body:auto", "period": "2026", "cell": "", "ordinal": 2}
    assert told["units"] == [own, riding]
    assert told["names"]["party_building"] == {"zh": "党的建设", "en": "Party building"}


def test_a_cancelled_event_is_not_tentative(api: Api) -> None:
    with api.store.write() as session:
        events.change(session, EXCHANGES[1], {"tentative": True})
    act = Act(EXCHANGES[1], replace(SYSTEM, id="u-secretary"), NOW)

    def told() -> object:
        answer = api.get(f"/events/{EXCHANGES[1]}").json
        assert answer is not None
        return answer["tentative"]

    assert told() is True
    acts.cancel(api.store, act)
    assert told() is False
    acts.restore(api.store, act)
    assert told() is True


def test_an_event_arranged_again_says_what_it_stands_for(api: Api) -> None:
    acts.cancel(api.store, Act(EXCHANGES[1], replace(SYSTEM, id="u-secretary"), NOW))
    with api.store.write() as session:
        found = events.get(session, EXCHANGES[1])
        assert found is not None
        again = replace(found.event, uid="e-again", attempt=2, status=EventStatus.PUBLISHED)
        events.add(session, [again])
    answer = api.get("/events/e-again").json
    assert answer is not None
    assert answer["stands_for"] == {
        "code": "event.stands_for",
        "fields": {"uid": EXCHANGES[1], "day": "2026-09-23"},
        "text": {
            "zh": "原定9月23日的一场已取消，由这一场补上。",
            "en": "The one of 23 September was cancelled; this one takes its place.",
        },
    }


def test_an_event_that_was_moved_says_why(api: Api) -> None:
    act = Act(EXCHANGES[1], replace(SYSTEM, id="u-secretary"), NOW, reason="venue_repair")
    acts.move(api.store, act, world.at((NOW + timedelta(days=40)).date()))
    answer = api.get(f"/events/{EXCHANGES[1]}").json

    assert answer == EXCHANGE | {
        "start": "2026-09-27T14:30:00+08:00",
        "end": "2026-09-27T16:30:00+08:00",
        "sequence": 1,
        "revision": 2,
        "pinned": True,
        "updated_at": "2026-08-18T10:00:00+08:00",
        "explanation": {
            "date": {
                "code": "reason.venue_repair",
                "fields": {},
                "text": {"zh": "会场检修", "en": "Venue under repair"},
            },
            "host": None,
        },
    }


def test_a_held_event_keeps_the_names_of_its_day(api: Api) -> None:
    uid = COUNCILS[2]
    later = NOW + timedelta(days=60)
    acts.hold(api.store, Act(uid, SYSTEM, later))
    acts.rename_venue(api.store, "hall", acts.NewName("新会客厅"), SYSTEM, later)
    answer = api.get(f"/events/{uid}").json

    assert answer is not None
    assert (answer["status"], answer["names"]) == (
        "held",
        {"venue:hall": {"zh": "链上会客厅", "en": "Chain Parlour"}},
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("alliance=steel", [OTHER_COUNCIL, SHARED_DAY]),
        ("start=2026-09-16T16:30:00%2B08:00&end=2026-09-30T00:00:00%2B08:00", [EXCHANGES[1]]),
        ("start=2026-09-16T16:29:00+08:00&end=2026-09-23T14:30:00Z", [COUNCILS[2], EXCHANGES[1]]),
        ("kind=resource_list&kind=alliance_day", [LIST, SHARED_DAY]),
        ("status=held&kind=council", [COUNCILS[0], COUNCILS[1]]),
        ("status=cancelled", []),
        ("status=draft", []),
    ],
)
def test_a_list_holds_what_is_asked_for(shared: Api, query: str, expected: list[str]) -> None:
    assert [each["uid"] for each in shared.items(f"/events?{query}")] == expected


def test_a_public_calendar_opens_nothing_to_a_token_of_another_alliance(shared: Api) -> None:
    steel = shared.with_token("read", alliances=("steel",))

    assert [each["uid"] for each in steel.items("/events")] == [OTHER_COUNCIL, SHARED_DAY]
    assert code(steel.get(f"/events/{COUNCILS[2]}")) == (404, "not_found")


@pytest.mark.parametrize("path", [f"/events/{COUNCILS[2]}", "/events", "/rules/auto/exchange"])
def test_an_unchanged_answer_is_not_sent_again(shared: Api, path: str) -> None:
    first = shared.get(path)
    tag = first.headers["ETag"]
    again = shared.get(path, {"If-None-Match": tag})
    other = shared.get(path, {"If-None-Match": '"another"'})

    assert tag.startswith('"')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert (other.status_code, other.data) == (200, first.data)
    assert shared.get(path, {"If-None-Match": f'W/"x", {tag}'}).status_code == 304
    assert shared.get(path, {"If-None-Match": "*"}).status_code == 304
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Accept-Language"} <= set(first.vary)


def test_the_tag_depends_on_what_is_stored_and_not_on_the_token(api: Api) -> None:
    path = f"/events/{EXCHANGES[1]}"
    before = api.get(path).headers["ETag"]
    same = api.with_token("read", alliances=("auto",)).get(path).headers["ETag"]
    acts.move(api.store, Act(EXCHANGES[1], SYSTEM, NOW), NOW + timedelta(days=40))
    after = api.get(path, {"If-None-Match": before})

    assert same == before
    assert (after.status_code, after.headers["ETag"] == before) == (200, False)


def test_head_answers_like_get_without_a_body(shared: Api) -> None:
    path = f"{PREFIX}/events/{COUNCILS[2]}"
    headers = {"Authorization": f"Bearer {shared.token}"}
    answer = shared.client.head(path, headers=headers)

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"] == shared.client.get(path, headers=headers).headers["ETag"]


def test_turns_tell_the_accounts_and_who_is_next(shared: Api) -> None:
    answer = shared.get("/turns?alliance=auto&year=2026", {"Accept-Language": "en"}).json

    assert answer is not None
    (turn,) = answer["items"]
    assert turn["rule"] == "host_turns"
    assert [
        (each["member"], each["entitled"], each["acted"], each["debt"], each["last"], each["next"])
        for each in turn["members"]
    ] == [
        ("organisation:beta", "1/3", "0", "1/3", None, "2026-09-23"),
        ("organisation:gamma", "1/3", "0", "1/3", None, "2026-11-18"),
        ("organisation:alpha", "1/3", "1", "-2/3", "2026-04-15", None),
    ]
    assert [(each["number"], each["uid"], each["host"]) for each in turn["upcoming"]] == [
        (2, EXCHANGES[1], "organisation:beta"),
        (3, EXCHANGES[2], "organisation:gamma"),
    ]


def test_an_event_that_cannot_be_read_is_a_problem_of_its_own_and_in_no_list(api: Api) -> None:
    with api.store.write() as session:
        values = {"uid": COUNCILS[2]}
        session.execute(text("UPDATE event SET co_hosts = '[5]' WHERE uid = :uid"), values)
    for path in (f"/events/{COUNCILS[2]}", f"/events/{COUNCILS[2]}/register"):
        assert code(api.get(path)) == (503, "event_unreadable")
    listed = {each["uid"] for each in api.items("/events?alliance=auto&limit=500")}
    assert (COUNCILS[1] in listed, COUNCILS[2] in listed) == (True, False)
