"""Independent parsers read the same events, and those that were written."""

from dataclasses import replace
from datetime import date

import pytest
import recurring_ical_events
from hypothesis import given
from icalendar import Calendar

from feeds.formats.icalendar import join, render_block
from feeds.profiles import APPLE, GENERIC, GOOGLE, OUTLOOK, Profile
from feeds.values import FeedEvent
from tests.clients.missing import MissingError, give_up
from tests.clients.parsers import PARSERS, agreed, expected, missing, parsed_by_all
from tests.feeds.samples import ALLIANCE_DAY, CANCELLED, COUNCIL, EVENTS, FEED, texts
from tests.golden.cases import cases


def as_feed(*events: FeedEvent, profile: Profile = GENERIC) -> bytes:
    return join(FEED, [render_block(event, profile) for event in events], profile)


def test_every_parser_is_there() -> None:
    for gone in missing().values():
        give_up(gone)


def test_all_parsers_read_what_was_written() -> None:
    assert agreed(as_feed(*EVENTS)) == {
        expected(COUNCIL),
        expected(ALLIANCE_DAY),
        expected(CANCELLED, "【取消】主题沙龙"),
    }
    assert set(parsed_by_all(as_feed())) == set(PARSERS) - set(missing())


@pytest.mark.parametrize("profile", [OUTLOOK, APPLE, GOOGLE, GENERIC], ids=lambda one: one.name)
def test_parsers_agree_in_every_profile(profile: Profile) -> None:
    mark = "【取消】" if profile.marks_cancelled else ""
    assert agreed(as_feed(*EVENTS, profile=profile)) == {
        expected(COUNCIL),
        expected(ALLIANCE_DAY),
        expected(CANCELLED, f"{mark}主题沙龙"),
    }


@pytest.mark.parametrize("name", cases())
def test_parsers_agree_on_every_kept_feed(name: str) -> None:
    assert len(agreed(cases()[name])) == (
        1 if name.startswith(("empty", "farewell", "placed")) else 3
    )


@given(texts, texts)
def test_parsers_read_any_text_alike(summary: str, location: str) -> None:
    event = replace(COUNCIL, summary=f"x{summary}x", location=f"x{location}x")
    assert agreed(as_feed(event)) == {expected(event)}


def test_occurrences_are_found_on_their_days() -> None:
    calendar = Calendar.from_ical(as_feed(*EVENTS))
    days = (date(2026, 3, 12), date(2026, 5, 8), date(2026, 7, 1), date(2026, 7, 2))
    found = [
        [str(one["UID"]) for one in recurring_ical_events.of(calendar).at(day)] for day in days
    ]
    assert found == [[COUNCIL.uid], [CANCELLED.uid], [ALLIANCE_DAY.uid], []]


def test_disagreement_is_seen() -> None:
    doubled = as_feed(COUNCIL, COUNCIL)
    with pytest.raises(AssertionError, match="read an event twice"):
        parsed_by_all(doubled)


def test_what_is_missing_is_named_and_fails_where_ci_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install libical3"):
        give_up(MissingError("apt-get install libical3"))
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install libical3"):
        give_up(MissingError("apt-get install libical3"))
