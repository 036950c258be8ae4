"""What feeds and readers are told of an event besides its own changes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.text import explain
from scheduler.domain.text.reading import Reading
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.feeds.asking import Ask
from scheduler.store import Store, events
from tests.support.served import LATER, own_token, served
from tests.support.world import COUNCILS, NOW, at, calendar, filled, principal

COUNCIL = COUNCILS[2]
SECOND, THIRD = "e-second", "e-third"
SAID = {
    "zh": "原定9月16日的一场已取消，由这一场补上。",
    "en": "The one of 16 September was cancelled; this one takes its place.",
}


def arranged(store: Store, uid: str, attempt: int, day: date) -> None:
    """Arrange the council once more."""
    first = next(event for event in calendar() if event.uid == COUNCIL)
    start = at(day)
    again = replace(first, uid=uid, attempt=attempt, start=start, end=start + timedelta(hours=2))
    with store.write() as session:
        events.add(session, [again])


def cancel(store: Store, uid: str) -> None:
    acts.cancel(store, Act(uid, principal(store, "secretary"), NOW, reason="venue_busy"))


def told(store: Store, uid: str, lang: str) -> bool:
    octets = served(store, Ask(own_token(store), lang=lang), LATER).calendar.octets
    parts = octets.decode().replace("\r\n ", "").split("BEGIN:VEVENT")
    block = next(part for part in parts if f"UID:{uid}" in part)
    shown = reading.view(store, uid, None).stands_for
    in_feed = SAID[lang].replace(";", "\\;") in block
    assert in_feed == (explain(shown, Reading(lang, 2026)) == SAID[lang])
    return in_feed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_arranged_again_says_which_cancelled_one_it_stands_for(
    database_url: str, lang: str
) -> None:
    store = filled(database_url)
    cancel(store, COUNCIL)
    arranged(store, SECOND, 2, date(2026, 9, 16))
    assert (told(store, COUNCIL, lang), told(store, SECOND, lang)) == (False, True)
    cancel(store, SECOND)
    assert told(store, SECOND, lang) is True


def test_who_stands_for_what_cannot_be_read_says_nothing_of_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    cancel(store, COUNCIL)
    arranged(store, SECOND, 2, date(2026, 9, 16))
    with store.write() as session:
        late = "start = '9999-12-30 00:00:00.000000', \"end\" = '9999-12-31 23:59:59.000000'"
        session.execute(text(f"UPDATE event SET {late} WHERE uid = '{COUNCIL}'"))  # noqa: S608 - constants
    assert reading.view(store, SECOND, None).stands_for == {}


def test_a_third_attempt_stands_for_the_second(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    cancel(store, COUNCIL)
    arranged(store, SECOND, 2, date(2026, 9, 17))
    cancel(store, SECOND)
    arranged(store, THIRD, 3, date(2026, 9, 22))
    assert reading.view(store, THIRD, None).stands_for == {
        "code": "event.stands_for",
        "fields": {"uid": SECOND, "day": "2026-09-17"},
    }
    listed = reading.list_events(store, reading.Wanted(), principal(store, "secretary"), ["auto"])
    assert list(reading.repeated(store, listed)) == [SECOND, THIRD]
