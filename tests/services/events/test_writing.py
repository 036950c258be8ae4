"""Who may change an event, and what an act may say."""

from datetime import date

import pytest

from scheduler.domain.activity import Event
from scheduler.domain.errors import (
    ChoiceError,
    DomainError,
    ForbiddenError,
    NotFoundError,
    TextError,
)
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store, events
from tests.support.world import (
    COUNCILS,
    NOW,
    OTHER,
    SHARED_DAY,
    at,
    calendar,
    filled,
    principal,
)

COUNCIL = COUNCILS[2]


def act(store: Store, uid: str = COUNCIL, role: str = "secretary", **more: object) -> Act:
    return Act(uid, principal(store, role), NOW, **more)  # type: ignore[arg-type]  # a shorthand


def made(uid: str) -> Event:
    return next(event for event in calendar() if event.uid == uid)


def now_stored(store: Store, uid: str) -> Event:
    with store.read() as session:
        found = events.get(session, uid)
    assert found is not None
    return found.event


def test_only_the_owner_of_a_joint_event_moves_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(ForbiddenError):
        acts.move(store, act(store, SHARED_DAY, "other"), at(date(2026, 10, 20)))
    assert now_stored(store, SHARED_DAY) == made(SHARED_DAY)


@pytest.mark.parametrize(
    ("role", "error"),
    [("member", ForbiddenError), ("host", ForbiddenError), ("committee", ForbiddenError)],
)
def test_others_may_not_change_an_event(
    sqlite_url: str, role: str, error: type[DomainError]
) -> None:
    store = filled(sqlite_url)
    with pytest.raises(error):
        acts.cancel(store, act(store, role=role))


def test_what_may_not_be_seen_does_not_exist(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    hidden = next(event for event in calendar() if event.owner == OTHER).uid
    for uid in (hidden, "e-none"):
        with pytest.raises(NotFoundError) as caught:
            acts.move(store, act(store, uid), at(date(2026, 9, 9)))
        assert caught.value.fields == {"entity": "event", "key": uid}


@pytest.mark.parametrize("bad", ["a\r\nEND:VEVENT", "\x00", "\ud800", "长" * 401])
def test_a_typed_reason_that_cannot_be_shown_is_refused(sqlite_url: str, bad: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(TextError):
        act(store, note=bad)


def test_a_reason_is_one_of_the_known(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(ChoiceError):
        act(store, reason="whim")
