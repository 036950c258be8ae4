"""Rules of a feed that only the whole service can keep, by their numbers."""

from datetime import timedelta
from itertools import product

import pytest
from werkzeug.test import Client

from scheduler.domain.errors import NotFoundError, OutsiderError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.access import Action
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, roster
from scheduler.store.tables.roster import PersonRow
from tests.clients.parsers import agreed
from tests.feed_door.test_door import address, door
from tests.support.rows import people
from tests.support.served import GOLDEN, LATER, changed, own_token, served
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    NOW,
    OTHER,
    ROLES,
    SECRET_KEY,
    calendar,
    filled,
    principal,
)

SCOPES = (
    Scope(ScopeKind.ALLIANCE, (ALLIANCE,)),
    Scope(ScopeKind.ALLIANCE, (OTHER,)),
    Scope(ScopeKind.ALLIANCE, (ALLIANCE, OTHER)),
    Scope(ScopeKind.BRANCH, ("auto-1",)),
    Scope(ScopeKind.PERSON, ("p-1",)),
    Scope(ScopeKind.PERSON, ("p-chief",)),
    Scope(ScopeKind.HOST, ("alpha",)),
    Scope(ScopeKind.HOST, ("gamma",)),
)

ODD = (
    {"Range": "bytes=0-9"},
    {"If-None-Match": 'W/"x", rubbish"'},
    {"If-Modified-Since": "yesterday"},
    {"Accept": "image/png;q=x"},
)


@pytest.mark.parametrize("role", ROLES)
def test_r38_no_feed_shows_what_its_owner_may_not_see(role: str, sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, role)
    with store.read() as session:
        public = {body.key for body in roster.alliances(session) if body.public_calendar}
    may = {
        event.uid
        for event in calendar()
        if public & set(event.alliances) or by.may_in_any(Action.VIEW, event.alliances)
    }
    named = [each.name.encode() for each in people() if isinstance(each, PersonRow)]
    shown = set()
    for scope in SCOPES:
        try:
            made = subscriptions.create(store, Wish(scope, "手机"), by, SECRET_KEY, NOW)
        except (NotFoundError, OutsiderError):
            continue
        octets = served(store, Ask(made.token)).calendar.octets
        shown |= {each.uid for each in agreed(octets) if not each.uid.startswith("empty-notice")}
        assert [name for name in named if name in octets] == []
    assert shown <= may
    assert set(COUNCILS) <= shown or role == "other"


def test_r40_who_guesses_on_and_on_is_told_to_wait_and_no_poll_ever(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    moment = [LATER]
    client = Client(door(store, lambda: moment[0]))
    own = address(store)
    answers = [client.get(f"/feeds/{'a' * 32}.ics") for _ in range(62)]
    assert [each.status_code for each in answers] == [404] * 60 + [429] * 2
    assert (answers[-1].headers["Retry-After"], answers[-1].mimetype) == ("60", "text/plain")
    assert "请过60秒再试" in answers[-1].text
    moment[0] += timedelta(seconds=49.5)
    assert client.get("/feeds/b.ics").headers["Retry-After"] == "11"
    moment[0] -= timedelta(seconds=49.5)
    assert [client.get(own).status_code for _ in range(3)] == [200] * 3
    other = client.get("/feeds/b.ics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    moment[0] += timedelta(minutes=1)
    assert (other.status_code, client.get("/feeds/b.ics").status_code) == (404, 404)


def test_r42_the_third_poll_without_a_change_is_304(database_url: str) -> None:
    store = filled(database_url)
    client, own = Client(door(store)), address(store)
    tag = ""
    found = []
    for _ in range(3):
        reply = client.get(own, headers={"If-None-Match": tag} if tag else {})
        tag = reply.headers["ETag"]
        found.append((reply.status_code, len(reply.data) > 0))
    assert found == [(200, True), (304, False), (304, False)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_r44_both_databases_give_the_octets_that_are_kept(lang: str, database_url: str) -> None:
    store = filled(database_url)
    token = own_token(store)
    changed(store)
    octets = served(store, Ask(token, lang=lang)).calendar.octets
    assert octets == (GOLDEN / f"auto-{lang}.ics").read_bytes()


@pytest.mark.parametrize(
    ("suffix", "headers"),
    list(product((".ics", ".json", ".jcal", ".ifb"), ODD)),
)
def test_r35_odd_headers_get_the_whole_feed(
    suffix: str, headers: dict[str, str], sqlite_url: str
) -> None:
    store = filled(sqlite_url)
    path = address(store).removesuffix(".ics") + suffix
    client = Client(door(store))
    plain, odd = client.get(path), client.get(path, headers=headers)
    assert (odd.status_code, odd.data, odd.headers) == (200, plain.data, plain.headers)
    assert (len(odd.data), odd.headers["Content-Length"]) == (len(plain.data), str(len(plain.data)))


@pytest.mark.parametrize("form", [".ICS", ".ics.ics", ".ics?", "", ".", ".ics;a=b", ".xml"])
def test_r34_an_address_that_is_not_quite_one_is_unknown(form: str, sqlite_url: str) -> None:
    store = filled(sqlite_url)
    own = address(store).removesuffix(".ics")
    reply = Client(door(store)).get(own + form)
    assert reply.status_code == (200 if form == ".ics?" else 404)
    for token in (own[:-1], own + own[-32:], own[:7] + own[7:].upper()):
        assert Client(door(store)).get(f"{token}.ics").status_code == 404


def test_r18_a_change_raises_the_sequence_and_no_poll_does(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    act = Act(COUNCILS[2], principal(store, "secretary"), LATER)

    def number(store: Store) -> int:
        octets = served(store, ask, LATER + timedelta(hours=1)).calendar.octets
        return next(each.sequence for each in agreed(octets) if each.uid == COUNCILS[2])

    before = [number(store), number(store)]
    acts.cancel(store, act)
    cancelled = number(store)
    acts.restore(store, act)
    assert (before, cancelled, number(store)) == ([0, 0], 1, 2)
