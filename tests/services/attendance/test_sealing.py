from datetime import timedelta

import pytest

from scheduler.domain.activity import EventStatus
from scheduler.domain.attendance.chain import Sealing, seal_code, seal_digest
from scheduler.domain.attendance.values import Presence, RegisterState
from scheduler.domain.errors import (
    CancelledEventError,
    ForbiddenError,
    RegisterStateError,
    SealedError,
    SealRefusedError,
)
from scheduler.domain.matter import MatterState, Step
from scheduler.services import attendance as roll
from scheduler.services.attendance import Statement
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store, events, ledger
from scheduler.store import matters as matter_rows
from tests.support.world import ALLIANCE, COUNCILS, filled, principal
from tests.support.world import MET as NOW

COUNCIL = COUNCILS[2]
PRESS = "0b9b2f5e-6a39-4c7e-9d8f-2f6f0f0c1a11"
LATER = NOW + timedelta(hours=2)


def called(url: str, uid: str = COUNCIL) -> Store:
    store = filled(url)
    secretary = principal(store, "secretary")
    roll.open_register(store, uid, by=secretary, now=NOW)
    roll.all_present(store, uid, PRESS, by=secretary, now=NOW)
    return store


def test_a_seal_holds_the_event_and_carries_its_code_in_one_revision(database_url: str) -> None:
    store = called(database_url)
    secretary = principal(store, "secretary")
    with store.read() as session:
        before = events.get(session, COUNCIL)
    seal = roll.seal(store, COUNCIL, by=secretary, now=LATER)
    view = roll.register(store, COUNCIL, by=secretary)
    with store.read() as session:
        after = events.get(session, COUNCIL)
        history = ledger.of_entity(session, "event", COUNCIL)
    assert before is not None
    assert after is not None
    assert (after.event.status, after.event.seal_code) == (EventStatus.HELD, seal.code)
    assert after.event.revision == before.event.revision + 1
    assert [(row.kind, row.visible) for row in history] == [("created", True), ("sealed", True)]
    assert (view.state, view.seal) == (RegisterState.SEALED, seal)
    lines = tuple(each.listed.line for each in view.entries)
    marks = {each.mark.person: each.mark for each in view.entries}
    digest = seal_digest(Sealing(COUNCIL, 1, lines, marks, {}, view.head))
    assert (seal.digest, seal.code, seal.at) == (digest, seal_code(digest), LATER)


def test_a_register_with_somebody_unmarked_is_not_sealed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    secretary = principal(store, "secretary")
    roll.open_register(store, COUNCIL, by=secretary, now=NOW)
    with pytest.raises(SealRefusedError) as refusal:
        roll.seal(store, COUNCIL, by=secretary, now=NOW)
    assert refusal.value.fields == {"uid": COUNCIL, "unmarked": 4, "conflicts": 0}
    assert roll.register(store, COUNCIL, by=secretary).seal is None


def test_a_register_is_sealed_once(sqlite_url: str) -> None:
    store = called(sqlite_url)
    secretary = principal(store, "secretary")
    roll.seal(store, COUNCIL, by=secretary, now=LATER)
    for act in (roll.seal, roll.confirm):
        with pytest.raises(SealedError):
            act(store, COUNCIL, by=secretary, now=LATER)


def test_without_a_register_there_is_nothing_to_seal(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(RegisterStateError):
        roll.seal(store, COUNCIL, by=principal(store, "secretary"), now=NOW)


def test_a_cancelled_event_is_not_sealed(sqlite_url: str) -> None:
    store = called(sqlite_url)
    secretary = principal(store, "secretary")
    acts.cancel(store, Act(COUNCIL, secretary, NOW))
    with pytest.raises(CancelledEventError):
        roll.seal(store, COUNCIL, by=secretary, now=NOW)


@pytest.mark.parametrize("role", ["branch", "host", "member", "committee"])
def test_only_people_of_the_owner_seal(role: str, sqlite_url: str) -> None:
    store = called(sqlite_url)
    with pytest.raises(ForbiddenError):
        roll.seal(store, COUNCIL, by=principal(store, role), now=LATER)


def test_a_confirmed_event_is_held_and_its_marks_may_still_be_mended(sqlite_url: str) -> None:
    store = called(sqlite_url)
    secretary = principal(store, "secretary")
    assert roll.confirm(store, COUNCIL, by=secretary, now=LATER).state is RegisterState.CONFIRMED
    with store.read() as session:
        held = events.get(session, COUNCIL)
    assert held is not None
    assert (held.event.status, held.event.seal_code) == (EventStatus.HELD, "")
    mended = Statement("5f1d7a52-30bb-4b7a-9d5f-0d3d6a7f1c22", "p-1", Presence.ABSENT)
    roll.record(store, COUNCIL, [mended], by=secretary, now=LATER)
    with pytest.raises(RegisterStateError):
        roll.confirm(store, COUNCIL, by=secretary, now=LATER)
    roll.seal(store, COUNCIL, by=secretary, now=LATER)
    view = roll.register(store, COUNCIL, by=secretary)
    assert (view.totals.present, view.totals.absent) == (3, 1)


def test_matters_on_the_agenda_count_as_consulted(sqlite_url: str) -> None:
    store = called(sqlite_url)
    secretary = principal(store, "secretary")
    new = NewMatter(ALLIANCE, "用地难", "land", "organisation:alpha", major=True)
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key
    for step in (Step.DISPATCH, Step.ACCEPT):
        department = "organisation:bureau" if step is Step.DISPATCH else ""
        steps.take(store, key, Taking(step, department=department), by=secretary, now=NOW)
    with store.write() as session:
        events.change(session, COUNCIL, {"matters": [key]})
    roll.seal(store, COUNCIL, by=secretary, now=LATER)
    with store.read() as session:
        matter = matter_rows.get(session, key)
    assert matter is not None
    assert matter.state is MatterState.CONSULTED
