"""The page of an event, its file, and the forms that change it."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from feeds.lint import lint
from scheduler.domain.activity import Event, EventStatus
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store, events
from scheduler.store.tables.events import EventRow
from tests.clients.parsers import agreed
from tests.support.queries import statements
from tests.support.world import (
    COUNCILS,
    EXCHANGES,
    LIST,
    NOW,
    OTHER_COUNCIL,
    SHARED_DAY,
    app,
    at,
    client,
    principal,
    runtime,
)

COUNCIL = COUNCILS[2]


@pytest.fixture
def secretary(sqlite_url: str) -> FlaskClient:
    return client(app(sqlite_url), "secretary")


def store_of(browser: FlaskClient) -> Store:
    return runtime(browser.application).store


def stored(browser: FlaskClient, uid: str) -> Event:
    with store_of(browser).read() as session:
        found = events.get(session, uid)
    assert found is not None
    return found.event


def test_a_stranger_reads_a_public_event_without_names_or_forms(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    by = principal(store, "secretary")
    act = Act(COUNCIL, by, NOW, reason="venue_repair", note="找王样例")
    acts.move(store, act, at(date(2026, 9, 9)))
    page = client(built).get(f"/events/{COUNCIL}")
    assert page.status_code == 200
    for text in (
        "第3季度一季一议",
        "9月9日 周三 14:30–16:30",
        "已改期：9月16日 → 9月9日",
        "会场检修",
    ):
        assert text in page.text
    for text in ("王样例", "secretary", "<details>", "/roll", "个订阅"):
        assert text not in page.text


def test_a_member_reads_who_did_it(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    act = Act(COUNCIL, principal(store, "secretary"), NOW, note="说给成员")
    acts.move(store, act, at(date(2026, 9, 9)))
    page = client(built, "member").get(f"/events/{COUNCIL}").text
    assert "经手：secretary样例" in page
    assert "说给成员" in page
    assert "<details>" not in page


@pytest.mark.parametrize("uid", [OTHER_COUNCIL, "e-none", "e-none.ics", f"{OTHER_COUNCIL}.ics"])
@pytest.mark.parametrize("role", [None, "member"])
def test_a_hidden_event_answers_like_none(sqlite_url: str, uid: str, role: str | None) -> None:
    page = client(app(sqlite_url), role).get(f"/events/{uid}")
    assert page.status_code == 404
    assert "钢铁链" not in page.text


def test_a_page_in_english_falls_back_to_chinese(sqlite_url: str) -> None:
    page = client(app(sqlite_url)).get(f"/events/{EXCHANGES[1]}?lang=en").text
    for text in ("Exchange", "Sample Beta", "Work safety", "Wed 23 September 14:30–16:30"):
        assert text in page


def test_the_page_takes_as_many_queries_for_one_change_as_for_three(
    secretary: FlaskClient,
) -> None:
    store = store_of(secretary)
    path = f"/events/{SHARED_DAY}"
    counts = []
    for day in (20, 21, 22):
        act = Act(SHARED_DAY, principal(store, "secretary"), NOW)
        acts.move(store, act, at(date(2026, 10, day)))
        counts.append(statements(store, lambda: secretary.get(path)))
    assert counts == [counts[0]] * 3


def test_a_move_by_the_page_raises_the_sequence_under_the_same_uid(
    secretary: FlaskClient,
) -> None:
    form = {"day": "2026-09-09", "clock": "09:30", "reason": "venue_repair", "version": "1"}
    answer = secretary.post(f"/events/{COUNCIL}/move", data=form)
    assert (answer.status_code, answer.location) == (303, f"/events/{COUNCIL}")
    event = stored(secretary, COUNCIL)
    assert (event.start, event.end - event.start, event.revision) == (
        datetime(2026, 9, 9, 1, 30, tzinfo=UTC),
        timedelta(hours=2),
        1,
    )
    assert "已改期：9月16日 14:30 → 9月9日 09:30" in secretary.get(f"/events/{COUNCIL}").text


def test_a_whole_day_is_moved_by_its_date_alone(secretary: FlaskClient) -> None:
    assert 'name="clock"' not in secretary.get(f"/events/{LIST}").text
    secretary.post(f"/events/{LIST}/move", data={"day": "2026-09-28", "version": "1"})
    assert stored(secretary, LIST).day() == date(2026, 9, 28)


@pytest.mark.parametrize(
    ("day", "clock", "fault"),
    [
        ("2026-02-30", "14:30", "2026-02-30"),
        ("9月9日", "14:30", "9月9日"),
        ("", "14:30", ""),
        ("2026-09-09", "25:00", "开始的钟点“25:00”看不懂，请按14:30的样子填。"),
        ("2026-09-09", "", ""),
        ("2020-01-01", "14:30", "开始时间（2020年1月1日）已经过去，最早填2026年8月18日。"),
        ("9999-12-31", "23:59", "开始时间（9999年12月31日）太远，最晚填2029年8月20日。"),
        ("2026-09-09\r\nX", "14:30", ""),
    ],
)
def test_a_wrong_date_is_shown_at_its_field_and_nothing_is_stored(
    secretary: FlaskClient, day: str, clock: str, fault: str
) -> None:
    before = stored(secretary, COUNCIL)
    form = {"day": day, "clock": clock, "version": "1"}
    answer = secretary.post(f"/events/{COUNCIL}/move", data=form)
    assert answer.status_code == 422
    assert "还有1处要改" in answer.text
    assert fault in answer.text
    assert stored(secretary, COUNCIL) == before


def faults(page: str) -> list[tuple[str, str]]:
    """List the faults of a page with the fields at which they stand."""
    return re.findall(r'class="fault" id="f\d-([a-z_]+)-e">([^<]*)<', page)


UNSEEN = "{}里有换行或看不见的控制字符，请删去后再提交。"


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [
        (
            "move",
            {"day": "x", "clock": "y"},
            [
                ("day", "日期“x”看不懂，请按2026-09-09的样子填。"),
                ("clock", "开始的钟点“y”看不懂，请按14:30的样子填。"),
            ],
        ),
        (
            "move",
            {"day": "", "clock": ""},
            [("day", "请填日期。"), ("clock", "请填开始的钟点。")],
        ),
        (
            "move",
            {"day": "2020-01-01"},
            [("day", "开始时间（2020年1月1日）已经过去，最早填2026年8月18日。")],
        ),
        ("venue", {"venue": "zz"}, [("venue", "地点“zz”没有登记过，请从名单里选。")]),
        (
            "host",
            {"host": "x" * 5000},
            [("host", f"主办“{'x' * 100}”不在这里的成员之中，请从名单里选。")],
        ),
        ("cancel", {"after": "waive"}, [("cancel_note", "请填理由。")]),
        ("cancel", {"after": "z" * 50}, [("after", f"取消之后怎么办不能是“{'z' * 40}”。")]),
        ("cancel", {"cancel_reason": "x" * 200}, [("cancel_reason", f"理由不能是“{'x' * 100}”。")]),
        (
            "move",
            {"day": "x", "clock": "y", "reason": "z", "note": "a\x01b"},
            [
                ("day", "日期“x”看不懂，请按2026-09-09的样子填。"),
                ("clock", "开始的钟点“y”看不懂，请按14:30的样子填。"),
                ("reason", "理由不能是“z”。"),
                ("note", UNSEEN.format("备注")),
            ],
        ),
        (
            "move",
            {"day": "2020-01-01", "note": "a\x01b"},
            [
                ("day", "开始时间（2020年1月1日）已经过去，最早填2026年8月18日。"),
                ("note", UNSEEN.format("备注")),
            ],
        ),
        (
            "cancel",
            {"after": "z", "cancel_note": "a\x01b"},
            [("after", "取消之后怎么办不能是“z”。"), ("cancel_note", UNSEEN.format("备注"))],
        ),
        (
            "venue-name",
            {"venue_name": "a\x01b", "venue_name_en": "c\x01d"},
            [
                ("venue_name", UNSEEN.format("名称")),
                ("venue_name_en", UNSEEN.format("英文名称")),
            ],
        ),
    ],
)
def test_each_fault_stands_at_its_own_field(
    secretary: FlaskClient, act: str, typed: dict[str, str], told: list[tuple[str, str]]
) -> None:
    form = {"day": "2026-09-09", "clock": "14:30", "version": "1"} | typed
    answer = secretary.post(f"/events/{COUNCIL}/{act}", data=form)
    found = [(name, sentence.partition("可填")[0]) for name, sentence in faults(answer.text)]
    assert (answer.status_code, found) == (422, told)
    assert f"还有{len(told)}处要改" in answer.text


@pytest.mark.parametrize(
    ("act", "field", "told"),
    [
        ("move", "reason", "理由不能是“zzz”。可填：人工调整、会场检修、"),
        ("cancel", "after", "取消之后怎么办不能是“zzz”。可填：重新安排一次、不再补办"),
    ],
)
def test_what_a_field_could_be_is_named_as_the_form_names_it(
    secretary: FlaskClient, act: str, field: str, told: str
) -> None:
    form = {"day": "2026-09-09", "clock": "14:30", "version": "1", "cancel_note": "样例"}
    answer = secretary.post(f"/events/{COUNCIL}/{act}", data=form | {field: "zzz"})
    (found,) = faults(answer.text)
    assert (answer.status_code, found[0], found[1][: len(told)]) == (422, field, told)


@pytest.mark.parametrize(
    "clock", ["9:00", "09:00", " 9:00 ", "\uff19\uff1a\uff10\uff10", "\uff10\uff19:\uff10\uff10"]
)
def test_a_clock_is_read_as_people_type_it(secretary: FlaskClient, clock: str) -> None:
    form = {
        "day": "\uff12\uff10\uff12\uff16-\uff10\uff19-\uff10\uff19",
        "clock": clock,
        "version": "1",
    }
    assert secretary.post(f"/events/{COUNCIL}/move", data=form).status_code == 303
    assert stored(secretary, COUNCIL).start == at(date(2026, 9, 9), time(9))


@pytest.mark.parametrize("clock", ["9", "9:0", "24:00", "009:00", "9:60", "9:00:00"])
def test_what_is_no_clock_is_refused(secretary: FlaskClient, clock: str) -> None:
    form = {"day": "2026-09-09", "clock": clock, "version": "1"}
    answer = secretary.post(f"/events/{COUNCIL}/move", data=form)
    assert (answer.status_code, [name for name, _ in faults(answer.text)]) == (422, ["clock"])


def test_an_event_moved_back_is_told_as_feeds_tell_it(secretary: FlaskClient) -> None:
    for version, day in (("1", "2026-09-09"), ("2", "2026-09-16")):
        form = {"day": day, "clock": "14:30", "version": version}
        assert secretary.post(f"/events/{COUNCIL}/move", data=form).status_code == 303
    page = secretary.get(f"/events/{COUNCIL}").text
    assert (page.count("已改回原定日期：9月9日 → 9月16日"), page.count("已改期：")) == (2, 1)


def test_hosts_and_places_are_chosen_from_those_that_can(secretary: FlaskClient) -> None:
    page = secretary.get(f"/events/{EXCHANGES[1]}").text
    for option in ("organisation:alpha", "organisation:beta", "organisation:gamma", "hall"):
        assert f'<option value="{option}"' in page
    uid = EXCHANGES[1]
    form = {"host": "organisation:gamma", "version": "1"}
    assert secretary.post(f"/events/{uid}/host", data=form).status_code == 303
    form = {"venue": "hall", "version": "2"}
    assert secretary.post(f"/events/{uid}/venue", data=form).status_code == 303
    event = stored(secretary, uid)
    assert (event.host, event.venue, event.revision) == ("organisation:gamma", "hall", 2)
    form = {"host": "organisation:nobody", "version": "3"}
    refused = secretary.post(f"/events/{uid}/host", data=form)
    assert refused.status_code == 422


def test_a_place_is_renamed_where_it_is_shown(secretary: FlaskClient) -> None:
    uid = EXCHANGES[1]
    action = f"/events/{uid}/venue-name"
    assert action not in secretary.get(f"/events/{uid}").text
    assert secretary.post(action, data={"venue_name": "甲", "version": "1"}).status_code == 422
    secretary.post(f"/events/{uid}/venue", data={"venue": "hall", "version": "1"})
    assert f'action="{action}"' in secretary.get(f"/events/{uid}").text
    empty = {"venue_name": " ", "venue_name_en": "x", "version": "2"}
    refused = secretary.post(action, data=empty)
    assert [name for name, _ in faults(refused.text)] == ["venue_name"]
    form = {"venue_name": "3号楼:报告厅", "venue_name_en": "Hall: 3", "version": "2"}
    assert secretary.post(action, data=form).status_code == 303
    page = secretary.get(f"/events/{uid}").text
    assert "地点没变，改了名称：链上会客厅 → 3号楼:报告厅。" in page
    assert secretary.post(action, data=form | {"venue_name": "乙"}).status_code == 409


def test_a_place_where_others_meet_too_is_not_renamed(secretary: FlaskClient) -> None:
    action = f"/events/{COUNCIL}/venue-name"
    # Their alliance has its own council in that room.
    secretary.post(f"/events/{COUNCIL}/venue", data={"venue": "room", "version": "1"})
    assert action not in secretary.get(f"/events/{COUNCIL}").text
    answer = secretary.post(action, data={"venue_name": "甲", "version": "2"})
    assert (answer.status_code, "这个地点也是别的联盟的" in answer.text) == (403, True)
    assert stored(secretary, OTHER_COUNCIL).revision == 0


@pytest.mark.parametrize(
    ("act", "form"),
    [
        ("move", {"day": "2026-09-16", "clock": "14:30", "note": "一"}),
        ("host", {"host": ""}),
        ("venue", {"venue": "hall"}),
        ("venue-name", {"venue_name": "链上会客厅", "venue_name_en": "Chain Parlour"}),
    ],
)
def test_a_form_that_changes_nothing_says_so(
    secretary: FlaskClient, act: str, form: dict[str, str]
) -> None:
    before = stored(secretary, COUNCIL)
    answer = secretary.post(f"/events/{COUNCIL}/{act}", data=form | {"version": "1"})
    assert (answer.status_code, answer.location) == (303, f"/events/{COUNCIL}?done=same")
    assert "没有改动" in secretary.get(answer.location).text
    assert "没有改动" not in secretary.get(f"/events/{COUNCIL}").text
    assert stored(secretary, COUNCIL) == before


def test_a_form_that_changes_something_does_not_say_otherwise(secretary: FlaskClient) -> None:
    changed = {"day": "2026-09-09", "clock": "14:30", "version": "1"}
    answer = secretary.post(f"/events/{COUNCIL}/move", data=changed)
    assert (answer.status_code, answer.location) == (303, f"/events/{COUNCIL}")
    named = {"venue_name": "新厅", "version": "2"}
    answer = secretary.post(f"/events/{COUNCIL}/venue-name", data=named)
    assert (answer.status_code, answer.location) == (303, f"/events/{COUNCIL}")


def test_an_event_is_cancelled_and_restored_by_the_page(secretary: FlaskClient) -> None:
    secretary.post(f"/events/{COUNCIL}/cancel", data={"after": "replan", "version": "1"})
    assert stored(secretary, COUNCIL).status is EventStatus.CANCELLED
    page = secretary.get(f"/events/{COUNCIL}").text
    assert f'action="/events/{COUNCIL}/restore"' in page
    assert f'action="/events/{COUNCIL}/move"' not in page
    secretary.post(f"/events/{COUNCIL}/restore", data={"version": "2"})
    assert stored(secretary, COUNCIL).status is EventStatus.PUBLISHED


def replace_council(browser: FlaskClient, status: EventStatus) -> None:
    """Cancel the council by hand, and let a second attempt of it stand."""
    browser.post(f"/events/{COUNCIL}/cancel", data={"after": "replan", "version": "1"})
    begin = at(date(2026, 9, 22))
    second = replace(
        stored(browser, COUNCIL),
        uid="e-second",
        attempt=2,
        status=status,
        start=begin,
        end=begin + timedelta(hours=2),
    )
    with store_of(browser).write() as session:
        events.add(session, [second])


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (EventStatus.PUBLISHED, "所以这一场不能恢复；要恢复，请先取消那一场。"),
        (EventStatus.DRAFT, "所以这一场不能恢复；要恢复，请先取消那一场。"),
        (EventStatus.HELD, "那一场已经举行，所以这一场不能恢复。"),
    ],
)
def test_what_was_replaced_leads_to_its_replacement_and_is_not_restored(
    secretary: FlaskClient, status: EventStatus, sentence: str
) -> None:
    replace_council(secretary, status)
    page = secretary.get(f"/events/{COUNCIL}").text
    assert f'action="/events/{COUNCIL}/restore"' not in page
    assert f"补上的是2026年9月22日的“第3季度一季一议”。{sentence}" in page
    assert '<a class="btn small" href="/events/e-second">看补上的那一场</a>' in page
    stands_for = "原定9月16日的一场已取消，由这一场补上。"
    assert stands_for in secretary.get("/events/e-second").text
    refused = secretary.post(f"/events/{COUNCIL}/restore", data={"version": "2"})
    assert (refused.status_code, "别人先改了" in refused.text) == (409, False)
    assert "<h1>没有办成：现在的情况不允许</h1>" in refused.text


def test_only_what_readers_may_see_is_told_to_them_of_a_replacement(
    secretary: FlaskClient,
) -> None:
    replace_council(secretary, EventStatus.DRAFT)
    outside = client(secretary.application)
    assert "已由另一场补上" not in outside.get(f"/events/{COUNCIL}").text
    with store_of(secretary).write() as session:
        events.change(session, "e-second", {"status": "published"})
    page = outside.get(f"/events/{COUNCIL}").text
    assert "<p>补上的是2026年9月22日的“第3季度一季一议”。</p>" in page


@pytest.mark.parametrize(
    "form", [{"after": "waive"}, {"after": "none"}, {"cancel_note": "\x01"}, {"cancel_reason": "x"}]
)
def test_a_refused_cancellation_stays_open_with_its_fault(
    secretary: FlaskClient, form: dict[str, str]
) -> None:
    answer = secretary.post(f"/events/{COUNCIL}/cancel", data={"version": "1", **form})
    assert (answer.status_code, answer.text.count("<details open>")) == (422, 1)
    assert stored(secretary, COUNCIL).status is EventStatus.PUBLISHED


def test_a_roll_is_offered_to_whom_the_event_lets_call_it(sqlite_url: str) -> None:
    built = app(sqlite_url)
    hosts = client(built, "host")
    offered = {
        uid: f'href="/events/{uid}/roll"' in hosts.get(f"/events/{uid}").text for uid in EXCHANGES
    }
    answers = {uid: hosts.get(f"/events/{uid}/roll").status_code for uid in EXCHANGES}

    assert offered == {EXCHANGES[0]: True, EXCHANGES[1]: False, EXCHANGES[2]: False}
    assert answers == {EXCHANGES[0]: 200, EXCHANGES[1]: 403, EXCHANGES[2]: 403}


def test_what_has_begun_is_recorded_as_held(sqlite_url: str) -> None:
    later = at(date(2026, 9, 16)) + timedelta(hours=3)
    browser = client(app(sqlite_url, later), "secretary")
    assert f'action="/events/{COUNCIL}/hold"' in browser.get(f"/events/{COUNCIL}").text
    seen = {"version": "1"}
    assert browser.post(f"/events/{COUNCIL}/hold", data=seen).status_code == 303
    assert stored(browser, COUNCIL).status is EventStatus.HELD
    assert browser.post(f"/events/{COUNCIL}/hold", data=seen).status_code == 409
    assert "已举行" in browser.get(f"/events/{COUNCIL}").text


def test_an_old_version_is_a_conflict(secretary: FlaskClient) -> None:
    form = {"day": "2026-09-09", "clock": "14:30", "version": "1"}
    assert secretary.post(f"/events/{COUNCIL}/move", data=form).status_code == 303
    again = form | {"day": "2026-09-10"}
    assert secretary.post(f"/events/{COUNCIL}/move", data=again).status_code == 409
    assert stored(secretary, COUNCIL).day() == date(2026, 9, 9)


ACTS = ["move", "host", "venue", "cancel", "restore", "hold"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "请填版本号。"),
        ("", "请填版本号。"),
        ("x", "版本号填得不对，请改后再提交。"),
        ("²", "版本号填得不对，请改后再提交。"),
        ("9" * 5000, "版本号填得不对，请改后再提交。"),
    ],
)
def test_nothing_changes_without_the_version_that_was_seen(
    secretary: FlaskClient, act: str, version: str | None, sentence: str
) -> None:
    before = stored(secretary, COUNCIL)
    form = {"day": "2026-09-09", "clock": "14:30", "host": "organisation:gamma", "venue": "room"}
    seen = {} if version is None else {"version": version}
    answer = secretary.post(f"/events/{COUNCIL}/{act}", data=form | seen)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert stored(secretary, COUNCIL) == before


@pytest.mark.parametrize(
    ("act", "field"), [("move", "note"), ("cancel", "cancel_note"), ("host", "host_note")]
)
@pytest.mark.parametrize("note", ["a\r\nATTENDEE:x", "a\nb", "a\x01b"])
def test_a_note_of_several_lines_is_refused_and_stays(
    secretary: FlaskClient, act: str, field: str, note: str
) -> None:
    before = stored(secretary, COUNCIL)
    form = {"day": "2026-09-10", "clock": "09:15", "version": "1", field: note}
    answer = secretary.post(f"/events/{COUNCIL}/{act}", data=form)
    assert answer.status_code == 422
    assert "备注里有换行或看不见的控制字符，请删去后再提交。" in answer.text
    assert stored(secretary, COUNCIL) == before
    if act == "move":
        assert all(f'value="{typed}"' in answer.text for typed in ("2026-09-10", "09:15"))


@pytest.mark.parametrize("act", ACTS)
def test_only_editors_change_an_event(sqlite_url: str, act: str) -> None:
    built = app(sqlite_url)
    form = {"day": "2026-09-09", "clock": "14:30"}
    path = f"/events/{COUNCIL}/{act}"
    for role, status in ((None, 303), ("member", 403), ("host", 403), ("other", 403)):
        assert client(built, role).post(path, data=form).status_code == status
    assert client(built, "admin").get(path).status_code == 405


def test_the_file_holds_the_event_alone(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    answer = browser.get(f"/events/{COUNCIL}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [event.uid for event in agreed(answer.data)] == [COUNCIL]
    assert lint(answer.data) == ()
    again = browser.get(f"/events/{COUNCIL}.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = browser.head(f"/events/{COUNCIL}.ics")
    assert (head.status_code, head.headers, head.data) == (200, answer.headers, b"")
    preferred = browser.get(f"/events/{COUNCIL}.ics", headers={"Accept-Language": "en"})
    assert b"Council" in preferred.data
    assert {"Cookie", "Accept-Language"} <= set(preferred.vary)
    assert b"Council" in browser.get(f"/events/{COUNCIL}.ics?lang=en").data


def test_an_event_that_cannot_be_written_gives_no_file(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    with store_of(browser).write() as session:
        session.execute(update(EventRow).where(EventRow.uid == COUNCIL).values(revision=-1))
    answer = browser.get(f"/events/{COUNCIL}.ics")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_the_file_takes_no_form_and_says_so(sqlite_url: str) -> None:
    answer = client(app(sqlite_url, check_forms=True)).post(f"/events/{COUNCIL}.ics")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
