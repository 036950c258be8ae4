"""Polls that repeat are answered after one read at most, as they are when they are new."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import create_engine, event, update
from werkzeug.test import Client, TestResponse

from feeds.validators import Answer
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.polls import Polls
from scheduler.services.feeds.serving import Unchanged
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Store
from scheduler.store.commits import Commits
from scheduler.store.tables.access import SubscriptionRow
from tests.feed_door.test_door import address, door
from tests.support.queries import statements
from tests.support.served import LATER, changed, own_token, served
from tests.support.world import BASE_URL, COUNCILS, NOW, at, filled, principal

SECOND = timedelta(seconds=1)
TAG = {"If-None-Match": "{tag}"}
POLLS = {
    "the tag": TAG,
    "a list of tags": {"If-None-Match": '"x", W/{tag}'},
    "any tag": {"If-None-Match": "*"},
    "another tag": {"If-None-Match": '"x"'},
    "rubbish": {"If-None-Match": "{tag"},
    "compressed": {**TAG, "Accept-Encoding": "gzip"},
    "compressed tag": {"If-None-Match": "{zipped}", "Accept-Encoding": "gzip"},
    "outlook": {**TAG, "User-Agent": "Microsoft Office/16.0"},
    "a date": {"If-Modified-Since": "{date}"},
    "a date and a tag": {**TAG, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    "jcal": {**TAG, "Accept": "application/calendar+json"},
    "nothing": {},
}


def asked(
    visitor: Client, path: str, headers: Mapping[str, str], method: str
) -> tuple[object, ...]:
    reply = visitor.open(path, method=method, headers=dict(headers))
    return (reply.status_code, list(reply.headers), reply.data)


@pytest.mark.parametrize("poll", POLLS)
def test_a_poll_that_repeats_is_answered_as_one_that_is_new(sqlite_url: str, poll: str) -> None:
    store = filled(sqlite_url)
    path, known = address(store), Client(door(store))
    whole = known.get(path).headers
    zipped = f'{whole["ETag"][:-1]}-gz"'
    headers = {
        name: value.format(tag=whole["ETag"], zipped=zipped, date=whole["Last-Modified"])
        if value.endswith("}") or "W/" in value
        else value
        for name, value in POLLS[poll].items()
    }
    for change in (None, changed, revoked):
        if change:
            change(store)
        for method in ("GET", "GET", "HEAD", "GET"):
            fresh = asked(Client(door(store)), path, headers, method)
            assert asked(known, path, headers, method) == fresh


def revoked(store: Store) -> None:
    with store.write() as session:
        session.execute(update(SubscriptionRow).values(revoked_at=NOW))


def test_a_poll_that_repeats_is_answered_after_one_read(database_url: str) -> None:
    store = filled(database_url)
    path, visitor = address(store), Client(door(store))
    tag = {"If-None-Match": visitor.get(path).headers["ETag"]}
    for _ in range(2):
        visitor.get(path, headers=tag)
    replies: list[TestResponse] = []
    asking = partial(visitor.get, path, headers=tag)
    assert statements(store, lambda: replies.append(asking())) == 0
    assert [reply.status_code for reply in replies] == [304]


def test_polls_of_one_moment_read_nothing_and_see_every_commit(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    store.engine.dispose()
    sent: list[str] = []
    event.listen(store.engine, "connect", lambda driver, _: driver.set_trace_callback(sent.append))
    # A moment lasts as long as it has to: on a slow machine none would be over in one poll.
    store.commits = Commits(store.engine, store.peephole, ticks=lambda: 0.0)
    path, visitor = address(store), Client(door(store))
    tag = {"If-None-Match": visitor.get(path).headers["ETag"]}
    for _ in range(3):
        visitor.get(path, headers=tag)
    sent.clear()
    polls = [visitor.get(path, headers=tag).status_code for _ in range(3)]
    read = list(sent)
    revoked(store)
    assert (polls, read) == ([304] * 3, [])
    assert visitor.get(path, headers=tag).status_code == 200


def test_what_another_process_commits_is_seen_at_once(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    store.commits = Commits(store.engine, store.peephole, ticks=lambda: 0.0)
    path, visitor = address(store), Client(door(store))
    tag = {"If-None-Match": visitor.get(path).headers["ETag"]}
    before = [visitor.get(path, headers=tag).status_code for _ in range(3)]
    revoked(Store(create_engine(sqlite_url)))
    assert (before, visitor.get(path, headers=tag).status_code) == ([304] * 3, 200)


def test_an_answer_without_a_date_is_not_kept_for_it_may_have_one_soon(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path, now = address(store), NOW
    times = iter([NOW, NOW, NOW + 3 * SECOND])

    def clock() -> datetime:
        return next(times)

    acts.move(store, Act(COUNCILS[2], principal(store, "secretary"), now), at(date(2026, 9, 9)))
    visitor = Client(door(store, clock))
    tag = {"If-None-Match": visitor.get(path).headers["ETag"]}
    dated = ["Last-Modified" in visitor.get(path, headers=tag).headers for _ in range(2)]
    assert dated == [False, True]


def test_nothing_is_kept_of_an_answer_that_an_address_no_longer_gives(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shelf, ask, polls = Shelf(BASE_URL), Ask(own_token(store)), Polls()
    copy = served(store, ask, shelf=shelf)
    served(store, ask, shelf=shelf)
    told = Answer(304, (), b"")
    older = Unchanged('"older"', copy.last_modified, gzip=True)
    polls.remember(shelf, ("older",), (ask, older), told)
    polls.remember(shelf, ("young",), (ask, replace(older, etag=copy.etag)), told)
    polls.remember(Shelf(BASE_URL), ("elsewhere",), (ask, copy), told)
    given = {
        name: polls.again(store, shelf, (name,), LATER)
        for name in ("older", "young", "elsewhere", "never asked")
    }
    assert given == {"older": None, "young": told, "elsewhere": None, "never asked": None}
