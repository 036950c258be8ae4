"""Whoever no longer belongs to an alliance loses its feed on the next poll."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import delete, update

from scheduler.domain.feed_scope import parse_scope
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store.tables.access import GrantRow
from scheduler.store.tables.roster import AffiliationRow, OfficerRow
from tests.support.world import BASE_URL, NOW, SECRET_KEY, app, client, principal, runtime

FAREWELL = "订阅链接已停用，请重新获取"


def path_of(built: Flask, role: str, scope: str) -> str:
    store = runtime(built).store
    wish = Wish(parse_scope(scope), "手机")
    made = subscriptions.create(store, wish, principal(store, role), SECRET_KEY, NOW)
    return urlsplit(made.url(BASE_URL)).path


def polled(built: Flask, path: str) -> tuple[int, int, bool]:
    """Give the status, how many events there are, and whether the feed says farewell."""
    answer = client(built).get(path, headers={"User-Agent": "Thunderbird/153.0"})
    return answer.status_code, answer.text.count("BEGIN:VEVENT"), FAREWELL in answer.text


def test_a_grant_removed_ends_the_feed_on_its_next_poll(database_url: str) -> None:
    clock: list[datetime] = [NOW]
    built = app(database_url, lambda: clock[0])
    path = path_of(built, "other", "body:steel")
    assert polled(built, path) == (200, 2, False)
    etag = client(built).get(path).headers["ETag"]
    with runtime(built).store.write() as session:
        session.execute(delete(GrantRow).where(GrantRow.user == "u-other"))
    asked = client(built).get(path, headers={"If-None-Match": etag})
    assert (asked.status_code, FAREWELL in asked.text) == (200, True)
    assert polled(built, path) == (200, 1, True)
    clock[0] = NOW + timedelta(days=31)
    assert polled(built, path)[0] == 410


def test_a_tie_that_ends_by_date_ends_the_feed_on_its_next_poll(database_url: str) -> None:
    clock: list[datetime] = [NOW]
    built = app(database_url, lambda: clock[0])
    path = path_of(built, "branch", "person:p-1")
    with runtime(built).store.write() as session:
        leaves = date(2026, 8, 20)
        for table in (AffiliationRow, OfficerRow):
            session.execute(update(table).where(table.person == "p-1").values(until=leaves))
    assert polled(built, path)[2] is False
    clock[0] = datetime.fromisoformat("2026-08-19T23:59:00+08:00")
    assert polled(built, path)[2] is False
    clock[0] = datetime.fromisoformat("2026-08-20T00:00:00+08:00")
    assert polled(built, path) == (200, 1, True)
