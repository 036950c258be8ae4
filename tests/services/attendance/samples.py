"""What callers of a roll say in tests."""

from uuid import NAMESPACE_URL, uuid5

from scheduler.domain.attendance.judging import Answer, Outcome, Rejection
from scheduler.domain.attendance.values import Presence
from scheduler.services import attendance as roll
from scheduler.services.attendance import Statement
from scheduler.store import Store
from tests.support.world import (
    COUNCILS,
    EXCHANGES,
    filled,
    principal,
)
from tests.support.world import (
    MET as NOW,
)

COUNCIL = COUNCILS[2]
EXCHANGE = EXCHANGES[1]
PRESS = "0b9b2f5e-6a39-4c7e-9d8f-2f6f0f0c1a11"


def said(name: str, person: str, value: Presence, *seen: str) -> Statement:
    return Statement(op(name), person, value, seen=frozenset(seen))


def op(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def opened(url: str, uid: str = COUNCIL) -> Store:
    store = filled(url)
    roll.open_register(store, uid, by=principal(store, "secretary"), now=NOW)
    return store


def marks(store: Store, uid: str = COUNCIL) -> dict[str, Presence]:
    view = roll.register(store, uid, by=principal(store, "secretary"))
    return {each.listed.line.person: each.mark.presence for each in view.entries}


def applied(*names: str) -> tuple[Answer, ...]:
    return tuple(Answer(op(name), Outcome.APPLIED) for name in names)


def refused(name: str, code: Rejection) -> Answer:
    return Answer(op(name), Outcome.REJECTED, code)
