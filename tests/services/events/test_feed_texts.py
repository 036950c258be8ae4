"""What stands in the calendar of an alliance."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from feeds.content import read
from feeds.lint import lint
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds.asking import Ask
from scheduler.store import events as stored_events
from scheduler.store.tables.roster import BodyRow, OrganisationRow, VenueRow
from tests.clients.parsers import agreed
from tests.support.served import GOLDEN, changed, own_token, served
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SHARED_DAY,
    at,
    filled,
    principal,
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_feed_has_the_kept_octets_on_both_databases(database_url: str, lang: str) -> None:
    store = filled(database_url)
    token = own_token(store)
    changed(store)
    octets = served(store, Ask(token, lang=lang)).calendar.octets
    assert octets == (GOLDEN / f"auto-{lang}.ics").read_bytes()
    assert lint(octets) == ()


def test_a_joint_event_stands_in_both_feeds_alike(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    changed(store)
    found = [
        next(
            each
            for each in agreed(served(store, Ask(own_token(store, key))).calendar.octets)
            if each.uid == SHARED_DAY
        )
        for key in (ALLIANCE, OTHER)
    ]
    assert found[0] == found[1]
    assert (found[0].status, found[0].sequence) == ("CANCELLED", 1)


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("zh", ("链上企业议事会", "联盟日程")), ("en", ("Council", "Alliance calendar"))],
)
def test_no_event_and_no_feed_is_lost_for_a_name_that_shows_nothing(
    sqlite_url: str, lang: str, shown: tuple[str, str]
) -> None:
    store = filled(sqlite_url)
    before = served(store, Ask(own_token(store), lang=lang)).calendar.octets
    with store.write() as session:
        session.execute(update(BodyRow).values(name="\u3000", name_en=""))
        stored_events.change(session, COUNCILS[0], {"title": "\u200d", "title_en": "&nbsp;"})
    octets = served(store, Ask(own_token(store), lang=lang)).calendar.octets
    event = next(each for each in agreed(octets) if each.uid == COUNCILS[0])
    assert octets.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT")
    assert lint(octets) == ()
    assert (event.summary, read(octets).text("NAME")) == shown


@pytest.mark.parametrize(
    ("host", "contact"),
    [
        ("organisation:beta", "样例乙川公司"),
        ("body:auto-1", "样例汽车第1党支部"),
        ("person:p-1", ""),
        (None, ""),
    ],
)
def test_the_host_is_the_contact_and_a_person_never(
    sqlite_url: str, host: str | None, contact: str
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        stored_events.change(session, EXCHANGES[1], {"host": host})
    calendar = read(served(store, Ask(own_token(store))).calendar.octets)
    block = next(each for each in calendar.inside if each.text("UID") == EXCHANGES[1])
    assert block.text("CONTACT") == contact


def test_what_stands_in_one_line_has_no_line_ends_at_its_edges(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(update(BodyRow).values(name="样例\u2028", name_en=""))
        session.execute(update(VenueRow).values(name="\u2029<b>&\u2028"))
        session.execute(update(OrganisationRow).values(name="公司\x85", short_name=""))
        change = {"title": "\n联盟日&#8232;", "venue": "hall", "kind": "day\n"}
        stored_events.change(session, EXCHANGES[1], change)
    calendar = read(served(store, Ask(own_token(store))).calendar.octets)
    block = next(each for each in calendar.inside if each.text("UID") == EXCHANGES[1])
    assert calendar.text("NAME") == "样例"
    assert [block.text(name) for name in ("SUMMARY", "LOCATION", "CATEGORIES")] == [
        *("联盟日", "<b>&", "day"),
    ]
    facts = [line for line in block.text("DESCRIPTION").split("\n") if line]
    assert {"主办：公司", "地点：<b>&"} <= set(facts)


def test_a_held_event_keeps_the_names_of_its_day(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    act = Act(EXCHANGES[1], principal(store, "secretary"), at(date(2026, 9, 24)))
    acts.hold(store, act)
    with store.write() as session:
        session.execute(update(OrganisationRow).values(name="改名后的公司"))
        stored_events.change(session, EXCHANGES[1], {"kind": "unknown", "tentative": True})
    octets = served(store, Ask(own_token(store))).calendar.octets.replace(b"\r\n ", b"").decode()
    block = next(part for part in octets.split("BEGIN:VEVENT") if EXCHANGES[1] in part)
    assert "主办：样例乙川公司" in block
    assert "类型：unknown" in block
    assert "日期暂定" not in block  # that day is over
    assert "STATUS:CONFIRMED" in block


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_only_what_is_to_be_held_is_tentative(sqlite_url: str, lang: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        stored_events.change(session, EXCHANGES[1], {"tentative": True})
    act = Act(EXCHANGES[1], principal(store, "secretary"), NOW)
    said = {"zh": "日期暂定，放假安排公布后确定。", "en": "The date is tentative until"}[lang]

    def told() -> tuple[str, bool]:
        found = _block(served(store, Ask(own_token(store), lang=lang)).calendar.octets)
        status = re.search(r"^STATUS:(.*)\r$", found, re.MULTILINE)
        assert status is not None
        return status[1], said in found

    assert told() == ("TENTATIVE", True)
    acts.cancel(store, act)
    assert told() == ("CANCELLED", False)
    acts.restore(store, act)
    assert told() == ("TENTATIVE", True)


def test_r18_changes_within_one_second_rise_in_number_and_in_time(database_url: str) -> None:
    store = filled(database_url)
    act = Act(EXCHANGES[1], principal(store, "secretary"), NOW)
    told = []
    for venue in ("hall", "room", None):
        acts.change_venue(store, act, venue)
        copy = served(store, Ask(own_token(store)))
        found = _block(copy.calendar.octets)
        told.append(re.findall(r"^(SEQUENCE|DTSTAMP|LAST-MODIFIED):(.*)\r$", found, re.MULTILINE))
        assert copy.last_modified == NOW  # the answer's own date never lies ahead
    assert told == [
        [
            ("DTSTAMP", f"20260818T02000{second}Z"),
            ("LAST-MODIFIED", f"20260818T02000{second}Z"),
            ("SEQUENCE", str(second + 1)),
        ]
        for second in range(3)
    ]


def _block(octets: bytes) -> str:
    """Give the part of one event of a feed, unfolded."""
    parts = octets.replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT")
    return next(part for part in parts if f"UID:{EXCHANGES[1]}" in part)
