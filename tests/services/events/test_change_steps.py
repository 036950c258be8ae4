"""What several changes within a minute come to in a feed."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from scheduler.domain.text.reading import Reading
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act, NewName
from scheduler.services.events.change_notes import dated, told_now
from scheduler.services.feeds.asking import Ask
from scheduler.store import Store
from scheduler.store.feeds import EventChange
from tests.support.served import LATER, own_token, served
from tests.support.world import EXCHANGES, NOW, at, filled, principal

UID = EXCHANGES[1]
SECOND = timedelta(seconds=1)
NAMES = {f"organisation:{key}": (key, key) for key in "xyz"} | {
    f"venue:{key}": (key, key) for key in ("hall", "room", "yard")
}
Detail = Mapping[str, object]


def change(kind: str, after: int, detail: Detail) -> EventChange:
    return EventChange("e-1", 1, kind, 1, NOW + after * SECOND, "u-1", detail, visible=True)


def told(*changes: EventChange) -> list[str]:
    said = [dated(each, Reading("zh", 2026), NAMES) for each in told_now(changes, "zh")]
    return [each.replace("（8月18日发布）", "") for each in said]


def moment(text: str) -> str:
    return f"2026-09-{text}:00+08:00"


def moved(before: str, after: str, *, minutes: int = 0) -> dict[str, object]:
    """Move an event of two hours that gets longer by some minutes, if any."""

    def ends(start: str, more: int) -> str:
        end = datetime.fromisoformat(moment(start)) + timedelta(minutes=120 + more)
        return end.isoformat()

    return {
        "start": {"from": moment(before), "to": moment(after)},
        "end": {"from": ends(before, 0), "to": ends(after, minutes)},
    }


def swapped(field: str, before: str | None, after: str | None) -> dict[str, object]:
    return {field: {"from": before, "to": after}}


def english(before: str, after: str, before_en: str, after_en: str) -> dict[str, object]:
    return {"from": before, "to": after, "from_en": before_en, "to_en": after_en}


A, B, C = "16T14:30", "09T14:30", "10T09:00"
MOVES = [("moved", moved(A, B) | {"reason": "swap"}), ("moved", moved(B, C))]
ENDS_AS_BEFORE = {
    "start": {"from": moment(A), "to": moment(A)},
    "end": {"from": moment("16T17:00"), "to": moment("16T16:30")},
}
ENGLISH_TITLE = {"title_en": {"from": "X", "to": "Y"}}
ROOM = {"venue_name": {"from": "旧厅", "to": "hall"}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (MOVES, ["已改期：9月16日 14:30 → 9月10日 09:00。"]),
        (  # what went and came back was seen by calendars that asked in between
            [("moved", moved(A, B)), ("moved", moved(B, A))],
            ["已改回原定日期：9月9日 → 9月16日。只改了日期。"],
        ),
        (
            [*MOVES, ("moved", moved(C, A))],
            ["已改回原定时间：9月10日 09:00 → 9月16日 14:30。"],
        ),
        (
            [("moved", moved(A, A, minutes=30)), ("moved", ENDS_AS_BEFORE)],
            ["已改回原定结束时间：9月16日 17:00 → 9月16日 16:30。"],
        ),
        (
            [
                ("venue", swapped("venue", None, "hall")),
                ("venue", swapped("venue", "hall", None)),
            ],
            ["地点恢复为未定：hall → 未定。"],
        ),
        (
            [
                ("host", swapped("host", "organisation:x", "organisation:y")),
                ("host", swapped("host", "organisation:y", "organisation:z")),
                ("host", swapped("host", "organisation:z", "organisation:x")),
            ],
            ["换回原主办：z → x。"],
        ),
        (  # a place's name is no part of what moved
            [("moved", moved(A, B)), ("venue", ROOM)],
            ["地点没变，改了名称：旧厅 → hall。", "已改期：9月16日 → 9月9日。只改了日期。"],
        ),
        (  # each language tells of its own name
            [
                ("venue", {"venue_name": english("甲", "乙", "X", "Y")}),
                ("venue", {"venue_name": english("乙", "甲", "Y", "Y")}),
            ],
            ["地点没变，改回了原来的名称：乙 → 甲。"],
        ),
        (
            [
                ("detail", {"title": {"from": "甲", "to": "乙"}}),
                ("detail", {"title": {"from": "乙", "to": "甲"}}),
                ("detail", {"title": {"from": "甲", "to": "甲"}, **ENGLISH_TITLE}),
            ],
            ["改回原来的名称：乙 → 甲。"],
        ),
        (  # the reason is that of the last act of its kind
            [
                ("host", swapped("host", "organisation:x", "organisation:y")),
                *MOVES,
                (
                    "host",
                    swapped("host", "organisation:y", "organisation:z") | {"reason": "swap"},
                ),
            ],
            ["换主办：x → z。两家调换。", "已改期：9月16日 14:30 → 9月10日 09:00。"],
        ),
        (
            [
                ("moved", moved(A, B) | swapped("host", "organisation:x", "organisation:y")),
                ("moved", moved(B, C) | swapped("host", "organisation:y", "organisation:x")),
            ],
            ["已改期：9月16日 14:30 → 9月10日 09:00。换回原主办：y → x。"],
        ),
        (  # not only the date changed in this minute
            [
                ("host", swapped("host", "organisation:x", "organisation:y")),
                ("moved", moved(A, B)),
            ],
            ["已改期：9月16日 14:30 → 9月9日 14:30。", "换主办：x → y。"],
        ),
        (
            [("moved", moved(A, B)), ("venue", swapped("venue", "hall", "yard"))],
            ["换地点：hall → yard。", "已改期：9月16日 14:30 → 9月9日 14:30。"],
        ),
        (  # what only an earlier act did stays its own
            [
                ("moved", moved(A, B) | swapped("host", "organisation:x", None)),
                ("moved", moved(B, A)),
            ],
            ["已改回原定时间：9月9日 14:30 → 9月16日 14:30。", "换主办：x → 未定。"],
        ),
        (
            [("moved", moved(A, B)), ("moved", moved(B, B, minutes=30))],
            ["已改期：9月16日 14:30–16:30 → 9月9日 14:30–17:00。"],
        ),
        (
            [
                ("venue", swapped("venue", None, "hall")),
                ("venue", swapped("venue", "hall", "yard")),
            ],
            ["换地点：未定 → yard。"],
        ),
        (  # a place is renamed before it is left, after it is come to, and while it stays
            [("venue", ROOM), ("venue", swapped("venue", "hall", "yard"))],
            ["换地点：hall → yard。"],
        ),
        ([("venue", swapped("venue", "yard", "hall")), ("venue", ROOM)], ["换地点：yard → hall。"]),
        (
            [
                ("venue", ROOM),
                ("venue", {"venue_name": {"from": "hall", "to": "新厅"}}),
                ("venue", swapped("venue", "hall", "yard")),
                ("venue", swapped("venue", "yard", "hall")),
            ],
            ["换回原地点：yard → hall。"],
        ),
        (
            [
                ("detail", {"title": {"from": "甲", "to": "乙"}}),
                ("detail", {"title": {"from": "乙", "to": "丙"}}),
            ],
            ["改名称：甲 → 丙。"],
        ),
        (
            [
                ("moved", moved(A, B) | {"tentative": {"from": True, "to": False}}),
                ("moved", moved(B, A)),
            ],
            ["已改回原定日期：9月9日 → 9月16日。只改了日期。"],
        ),
        ([("cancelled", {}), ("restored", {})], ["已撤销取消。"]),
        ([("cancelled", {}), ("restored", {}), ("cancelled", {})], ["已取消。"]),
        ([*MOVES, ("cancelled", {})], ["已取消。", "已改期：9月16日 14:30 → 9月10日 09:00。"]),
        (  # it comes back another than it went
            [("cancelled", {}), ("restored", moved(A, B))],
            ["已撤销取消。"],
        ),
        ([("detail", {}), ("detail", {})], ["说明有更新。"]),
        ([*MOVES, ("held", {})], ["已举行。"]),
    ],
)
def test_what_changed_several_times_within_a_minute_is_one_step_of_each_kind(
    changes: list[tuple[str, Detail]], expected: list[str]
) -> None:
    run = [change(kind, place, detail) for place, (kind, detail) in enumerate(changes)]
    assert told(*run) == expected


def test_a_minute_begins_with_the_first_change_after_the_last_one() -> None:
    ways = (A, B, C, "11T09:00", "14T09:00")
    steps = [moved(before, after) for before, after in pairwise(ways)]

    def last(*seconds: int) -> str:
        run = [change("moved", after, step) for after, step in zip(seconds, steps, strict=False)]
        return told(*run)[0]

    first = "原定9月16日 14:30–16:30"
    assert last(0, 59) == "已改期：9月16日 14:30 → 9月10日 09:00。"
    assert last(0, 60) == "已改期：9月9日 14:30 → 9月10日 09:00。"
    assert last(0, 40, 80) == f"已改期：9月10日 09:00–11:00 → 9月11日 09:00–11:00，{first}。"
    assert last(0, 40, 80, 139) == f"已改期：9月10日 09:00–11:00 → 9月14日 09:00–11:00，{first}。"


def test_what_came_before_the_minute_is_told_on_and_known_to_be_brought_back() -> None:
    before = change("moved", -90, moved(A, B))
    there, back = change("moved", 0, moved(B, C)), change("moved", 1, moved(C, B))
    assert told(before, there, back) == ["已改期：9月10日 09:00 → 9月9日 14:30。"]
    assert told(before, there, change("moved", 1, moved(C, A))) == [
        "已改回原定日期：9月9日 → 9月16日。只改了日期。"
    ]


def described(store: Store) -> tuple[str, str]:
    """Give the number and the description of an event in a feed written anew."""
    octets = served(store, Ask(own_token(store)), LATER).calendar.octets
    parts = octets.decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    block = next(part for part in parts if f"UID:{UID}" in part)
    number, said = (re.search(rf"{name}:(.*)\r\n", block) for name in ("SEQUENCE", "DESCRIPTION"))
    assert number is not None
    assert said is not None
    return number[1], said[1]


def act(store: Store, seconds: int) -> Act:
    return Act(UID, principal(store, "secretary"), NOW + seconds * SECOND)


def test_r18_what_was_taken_back_within_a_minute_raises_the_number_and_says_so(
    database_url: str,
) -> None:
    store = filled(database_url)
    start = reading.view(store, UID, principal(store, "secretary")).stored.event.start
    number, said = described(store)
    acts.move(store, act(store, 0), at(date(2026, 9, 22)))
    acts.move(store, act(store, 1), start)
    acts.cancel(store, act(store, 2))
    acts.restore(store, act(store, 3))
    back = (
        "已撤销取消。人工调整。（8月18日发布）\\n"
        "已改回原定日期：9月22日 → 9月23日。人工调整。只改了日期。（8月18日发布）\\n"
    )
    assert described(store) == (str(int(number) + 4), back + said)


def test_a_place_that_was_left_is_told_under_the_name_of_before_the_minute(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    acts.change_venue(store, act(store, 0), "hall")
    admin = principal(store, "admin")
    acts.rename_venue(store, "hall", NewName("新厅"), admin, NOW + 100 * SECOND)
    acts.change_venue(store, act(store, 101), None)
    assert described(store)[1].startswith("地点恢复为未定：链上会客厅 → 未定。")
