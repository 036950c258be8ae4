"""What a held event is called, and where it was: on the page, in the API, in every feed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from feeds.formats.icalendar import RENDER_VERSION
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.events.held_names import held_names
from scheduler.services.feeds import calendars, contents, serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.names import Name
from scheduler.store import Store, events
from scheduler.store.tables.roster import OrganisationRow
from tests.clients.parsers import agreed
from tests.support.pages import page as page_of
from tests.support.served import own_token, served
from tests.support.world import (
    BASE_URL,
    EXCHANGES,
    NOW,
    app,
    at,
    client,
    filled,
    principal,
    runtime,
    token,
)

UID = EXCHANGES[1]
HELD = at(date(2026, 9, 24))
LOOKS = [(lang, profile) for lang in ("zh", "en") for profile in ("generic", "outlook")]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the event: its place and its host."""

    place: str
    host: str


IN_CHINESE = Told("链上会客厅", "样例乙川公司")


def hold(store: Store) -> None:
    """Name a place for the event and hold it there."""
    by = principal(store, "secretary")
    acts.change_venue(store, Act(UID, by, NOW), "hall")
    acts.hold(store, Act(UID, by, HELD))


def rename(store: Store) -> None:
    """Rename the place and the host."""
    name = acts.NewName("链上议事厅", "Chain Hall")
    acts.rename_venue(store, "hall", name, principal(store, "secretary"), HELD)
    with store.write() as session:
        beta = update(OrganisationRow).where(OrganisationRow.key == "beta")
        session.execute(beta.values(name="改名后的公司", short_name="改名", name_en="Renamed"))


def block(copy: Copy) -> str:
    """Give the event's own part of a calendar."""
    parts = copy.calendar.octets.decode().split("BEGIN:VEVENT")
    return next(part for part in parts if f"UID:{UID}" in part.replace("\r\n ", ""))


def in_feed(copy: Copy) -> Told:
    """Read the event as its subscribers see it."""
    (found,) = [each for each in agreed(copy.calendar.octets) if each.uid == UID]
    host = re.search(r"(?:主办：|Host: )(.*?)\\n", block(copy).replace("\r\n ", ""))
    assert host is not None
    return Told(found.location, host[1])


def on_page(built: Flask, lang: str) -> Told:
    """Read the event as visitors see it."""
    page: Any = page_of(client(built, "member"), f"/events/{UID}?lang={lang}")
    facts = {fact.term: fact.text for fact in page.facts}
    terms = ("地点", "主办") if lang == "zh" else ("Place", "Host")
    return Told(*(facts[term] for term in terms))


def in_api(built: Flask, lang: str) -> Told:
    """Read the event as other systems see it."""
    bearer = {"Authorization": f"Bearer {token(runtime(built).store, 'read')}"}
    found: Any = built.test_client().get(f"/api/v1/events/{UID}", headers=bearer).json
    names = [found["names"][found[field]] for field in ("venue", "host")]
    return Told(*(name[lang] or name["zh"] for name in names))


def test_page_api_and_feeds_tell_the_names_of_its_day_after_a_rename(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    hold(store)
    rename(store)
    told = {"zh": IN_CHINESE, "en": Told("Chain Parlour", "Sample Beta")}
    address = own_token(store)
    for lang, profile in LOOKS:  # no look was asked for before: nothing is kept of any
        copy = served(store, Ask(address, lang=lang, profile=profile), HELD + timedelta(days=1))
        assert in_feed(copy) == told[lang]
    for lang in ("zh", "en"):
        assert on_page(built, lang) == told[lang]
        assert in_api(built, lang) == told[lang]


def test_what_was_held_with_chinese_names_alone_is_told_in_chinese(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    hold(store)
    with store.write() as session:
        events.change(session, UID, {"host_name_en": "", "venue_name_en": ""})
    rename(store)
    address = own_token(store)
    for lang, profile in LOOKS:
        copy = served(store, Ask(address, lang=lang, profile=profile), HELD + timedelta(days=1))
        assert in_feed(copy) == IN_CHINESE
    for lang in ("zh", "en"):
        assert on_page(built, lang) == IN_CHINESE
        assert in_api(built, lang) == IN_CHINESE


@pytest.mark.parametrize(("lang", "profile"), LOOKS)
def test_a_rename_changes_no_octet_of_a_held_event(
    sqlite_url: str, lang: str, profile: str
) -> None:
    store = filled(sqlite_url)
    hold(store)
    ask = Ask(own_token(store), lang=lang, profile=profile)
    before = served(store, ask, HELD + timedelta(hours=1))
    rename(store)
    after = served(store, ask, HELD + timedelta(hours=2))
    assert (before.calendar.etag == after.calendar.etag, block(before)) == (False, block(after))


def test_blocks_written_anew_in_another_way_move_the_date_and_nothing_of_a_held_event(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(sqlite_url)
    hold(store)
    shelf = Shelf(BASE_URL)
    ask = Ask(own_token(store), lang="en")
    before = served(store, ask, HELD + timedelta(hours=1), shelf)
    serving.flush(store, shelf)
    rename_of_host_alone(store)

    raised = datetime(2026, 10, 1, tzinfo=UTC)
    for module in (calendars, contents):
        monkeypatch.setattr(module, "RENDER_VERSION", RENDER_VERSION + 1)
    monkeypatch.setattr(calendars, "RENDER_SINCE", raised)
    anew = Shelf(BASE_URL)
    after = served(store, ask, raised + timedelta(days=1), anew)

    assert len(anew.waiting.blocks) == 9  # none of those that were kept is used
    assert block(after) == block(before)
    assert (before.last_modified, after.last_modified) == (HELD, raised)
    serving.flush(store, anew)
    again = served(store, ask, raised + timedelta(days=2), Shelf(BASE_URL))
    assert (again.calendar, again.last_modified) == (after.calendar, raised)


def rename_of_host_alone(store: Store) -> None:
    """Rename the host, of which no feed is told."""
    with store.write() as session:
        beta = update(OrganisationRow).where(OrganisationRow.key == "beta")
        session.execute(beta.values(name="改名后的公司", name_en="Renamed"))


def test_an_event_to_come_keeps_no_names(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        found = {each.event.uid: each for each in events.by_uid(session, EXCHANGES)}
    assert held_names(found[UID]) == {}
    hold(store)
    with store.read() as session:
        (held,) = events.by_uid(session, [UID])
    assert held_names(held) == {
        "organisation:beta": Name("样例乙川公司", "样例乙川公司", "Sample Beta"),
        "venue:hall": Name("链上会客厅", "链上会客厅", "Chain Parlour"),
    }
