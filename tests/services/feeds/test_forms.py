"""The formats of one calendar."""

import json
from dataclasses import replace
from datetime import date

import pytest

from feeds.lint import lint
from feeds.profiles import GOOGLE, PROFILES
from scheduler.domain.feed_scope import Choice
from scheduler.services.feeds import asking, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS, formed
from scheduler.services.feeds.wishes import Wish
from tests.support.served import WHOLE, own_token, served
from tests.support.world import NOW, SECRET_KEY, filled, principal


def test_every_format_is_made_once_of_the_same_calendar(sqlite_url: str) -> None:
    copy = served(filled(sqlite_url), Ask(own_token(filled(sqlite_url))))
    made = {suffix: formed(copy, suffix) for suffix in FORMS}
    assert made["ics"] is copy.calendar
    assert [formed(copy, suffix) is made[suffix] for suffix in FORMS] == [True] * 4
    group = json.loads(made["json"].octets)
    assert (group["uid"], len(group["entries"])) == (copy.uid, 9)
    assert len(json.loads(made["jcal"].octets)[2]) == 10
    assert made["ifb"].octets.count(b"BEGIN:VFREEBUSY") == 1
    assert f"UID:{copy.uid}".encode() in made["ifb"].octets


@pytest.mark.parametrize("kinds", [(), ("consultation",)])
def test_busy_times_tell_the_edges_of_their_window(sqlite_url: str, kinds: tuple[str, ...]) -> None:
    store = filled(sqlite_url)
    choice = Choice(kinds=kinds, since=date(2026, 6, 10), until=date(2026, 9, 16))
    wish = Wish(WHOLE, "手机", choice=choice)
    address = subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)
    for ask in (Ask(address.token), Ask(address.token, kinds=("consultation",))):
        busy = formed(served(store, ask), "ifb").octets
        assert lint(busy) == ()
        lines = [line for line in busy.split(b"\r\n") if line.startswith((b"DTSTART", b"DTEND"))]
        assert lines == [b"DTSTART:20260609T160000Z", b"DTEND:20260915T160000Z"]


def test_busy_times_cover_nothing_before_events_that_were_cut_off(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(sqlite_url)
    few = replace(GOOGLE, max_events=1)
    monkeypatch.setattr(asking, "PROFILES", {**PROFILES, "google": few})
    choice = Choice(kinds=("council",), since=date(2026, 1, 1), until=date(2027, 1, 1))
    wish = Wish(WHOLE, "手机", choice=choice)
    address = subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)
    told = []
    for profile in ("google", "generic"):
        busy = formed(served(store, Ask(address.token, profile=profile)), "ifb").octets
        told.append(
            [line for line in busy.split(b"\r\n") if line.startswith((b"DTSTART", b"DTEND"))]
        )
    until = b"DTEND:20261231T160000Z"
    assert told == [[b"DTSTART:20261209T063000Z", until], [b"DTSTART:20251231T160000Z", until]]
