from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.attendance.chain import broken_at
from scheduler.domain.attendance.judging import Answer, Outcome
from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import Presence, RegisterState, Source
from scheduler.domain.errors import (
    CancelledEventError,
    ForbiddenError,
    SealedError,
    TextError,
)
from scheduler.services import attendance as roll
from scheduler.services.attendance import Guest, Statement
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import attendance as stored
from scheduler.store import ledger
from scheduler.store.attendance import Register
from tests.services.attendance.samples import (
    COUNCIL,
    EXCHANGE,
    PRESS,
    applied,
    marks,
    op,
    opened,
    said,
)
from tests.support.queries import statements as sent
from tests.support.world import (
    MET as NOW,
)
from tests.support.world import (
    filled,
    principal,
)


def test_opening_freezes_the_delegates_of_a_council(database_url: str) -> None:
    store = filled(database_url)
    secretary = principal(store, "secretary")
    assert roll.open_register(store, COUNCIL, by=secretary, now=NOW) == Register(
        COUNCIL, RegisterState.OPEN, NOW
    )
    view = roll.register(store, COUNCIL, by=secretary)
    assert [(each.listed.name, each.listed.line.home_branch) for each in view.entries] == [
        ("郑样例", None),
        ("赵样例", "auto-1"),
        ("钱样例", "auto-1"),
        ("李样例", "auto-2"),
    ]
    assert view.totals == Totals(due=4, unmarked=4)
    later = NOW + timedelta(hours=1)
    assert roll.open_register(store, COUNCIL, by=secretary, now=later).opened_at == NOW


def test_a_sealed_register_is_not_opened_again(database_url: str) -> None:
    store = opened(database_url)
    secretary = principal(store, "secretary")
    roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)
    roll.seal(store, COUNCIL, by=secretary, now=NOW)
    before = roll.register(store, COUNCIL, by=secretary)
    with pytest.raises(SealedError) as caught:
        roll.open_register(store, COUNCIL, by=secretary, now=NOW)
    assert caught.value.fields == {"uid": COUNCIL}
    assert roll.register(store, COUNCIL, by=secretary) == before


def test_members_are_everybody_at_home_in_the_branches(sqlite_url: str) -> None:
    store = opened(sqlite_url, EXCHANGE)
    assert list(marks(store, EXCHANGE)) == [f"p-{number}" for number in range(1, 7)]


def test_before_it_opens_the_register_shows_who_would_be_expected(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    view = roll.register(store, COUNCIL, by=principal(store, "secretary"))
    assert (view.state, view.version, view.totals.due) == (RegisterState.PLANNED, 0, 4)


def test_a_cancelled_event_has_no_roll_call(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    secretary = principal(store, "secretary")
    acts.cancel(store, Act(COUNCIL, secretary, NOW))
    with pytest.raises(CancelledEventError):
        roll.open_register(store, COUNCIL, by=secretary, now=NOW)


def test_marks_are_recorded_once_and_chained(database_url: str) -> None:
    store = opened(database_url)
    secretary = principal(store, "secretary")
    batch = [
        said("a", "p-1", Presence.PRESENT),
        said("b", "p-2", Presence.SICK_LEAVE),
        said("c", "p-4", Presence.ABSENT),
    ]
    assert roll.record(store, COUNCIL, batch, by=secretary, now=NOW) == applied("a", "b", "c")
    again = roll.record(store, COUNCIL, batch, by=secretary, now=NOW)
    assert [answer.outcome for answer in again] == [Outcome.DUPLICATE] * 3
    assert marks(store) == {
        "p-chief": Presence.UNMARKED,
        "p-1": Presence.PRESENT,
        "p-2": Presence.SICK_LEAVE,
        "p-4": Presence.ABSENT,
    }
    with store.read() as session:
        register = stored.get(session, COUNCIL)
        links = stored.links(session, COUNCIL)
        kinds = [row.kind for row in ledger.of_entity(session, "register", COUNCIL)]
        visible = [row.visible for row in ledger.of_entity(session, "register", COUNCIL)]
    assert broken_at(links) is None
    assert register == Register(COUNCIL, RegisterState.OPEN, NOW, links[-1].hash, 3, 2)
    assert (kinds, visible) == (["opened", "marked"], [False, False])


def test_a_register_is_taken_when_nobody_is_unmarked_and_open_again_after(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary = principal(store, "secretary")
    roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)
    assert roll.register(store, COUNCIL, by=secretary).state is RegisterState.TAKEN
    roll.undo(store, COUNCIL, PRESS, by=secretary, now=NOW)
    view = roll.register(store, COUNCIL, by=secretary)
    assert (view.state, view.totals) == (RegisterState.OPEN, Totals(due=4, unmarked=4))


def test_all_present_leaves_what_was_said_and_is_done_once(database_url: str) -> None:
    store = opened(database_url)
    secretary = principal(store, "secretary")
    roll.record(store, COUNCIL, [said("a", "p-1", Presence.ABSENT)], by=secretary, now=NOW)
    first = roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)
    assert [answer.outcome for answer in first] == [Outcome.APPLIED] * 3
    assert roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW) == ()
    assert marks(store) == {
        "p-chief": Presence.PRESENT,
        "p-1": Presence.ABSENT,
        "p-2": Presence.PRESENT,
        "p-4": Presence.PRESENT,
    }


def test_an_undo_takes_back_only_its_own_press(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary = principal(store, "secretary")
    roll.record(store, COUNCIL, [said("a", "p-1", Presence.LATE)], by=secretary, now=NOW)
    assert roll.undo(store, COUNCIL, PRESS, by=secretary, now=NOW) == ()
    roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)
    assert len(roll.undo(store, COUNCIL, PRESS, by=secretary, now=NOW)) == 1
    again = roll.undo(store, COUNCIL, PRESS, by=secretary, now=NOW)
    assert [answer.outcome for answer in again] == [Outcome.DUPLICATE]
    assert marks(store) == dict.fromkeys(("p-chief", "p-2", "p-4"), Presence.UNMARKED) | {
        "p-1": Presence.LATE
    }


def test_two_callers_who_disagree_are_both_kept(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary, branch = principal(store, "secretary"), principal(store, "branch")
    roll.record(store, COUNCIL, [said("a", "p-1", Presence.PRESENT)], by=secretary, now=NOW)
    answers = roll.record(store, COUNCIL, [said("b", "p-1", Presence.ABSENT)], by=branch, now=NOW)
    assert answers == (Answer(op("b"), Outcome.CONFLICT),)
    view = roll.register(store, COUNCIL, by=secretary)
    assert (view.totals.conflicts, view.totals.unmarked) == (1, 4)
    with store.read() as session:
        assert stored.marked(session, COUNCIL) == {"p-1": (Presence.UNMARKED, True)}
    settled = said("c", "p-1", Presence.PRESENT, op("a"), op("b"))
    roll.record(store, COUNCIL, [settled], by=secretary, now=NOW)
    assert marks(store)["p-1"] is Presence.PRESENT


def test_a_guest_is_added_once_and_not_counted_as_due(database_url: str) -> None:
    store = opened(database_url)
    secretary = principal(store, "secretary")
    guest = Guest("王来宾", "样例小厂", branchless=True)
    for _ in range(2):
        roll.add_guest(store, COUNCIL, PRESS, guest, by=secretary, now=NOW)
    view = roll.register(store, COUNCIL, by=secretary)
    assert view.totals == Totals(due=4, unmarked=4, guests=1)
    assert [each.listed.organisation for each in view.entries if each.mark.ops] == ["样例小厂"]
    with pytest.raises(TextError):
        roll.add_guest(store, COUNCIL, str(uuid4()), Guest("\x00"), by=secretary, now=NOW)
    with pytest.raises(ForbiddenError):
        roll.add_guest(store, COUNCIL, str(uuid4()), guest, by=principal(store, "branch"), now=NOW)


def test_reasons_stand_in_the_chain_by_their_digest(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary = principal(store, "secretary")
    leave = Statement(
        op("a"), "p-1", Presence.OTHER_LEAVE, Source.LEAVE, device="样例手机", reason="样例事由"
    )
    roll.record(store, COUNCIL, [leave], by=secretary, now=NOW)
    with store.read() as session:
        (link,) = stored.links(session, COUNCIL)
    assert (link.op.reason, link.op.device, len(link.reason)) == ("样例事由", "样例手机", 64)


def test_queries_do_not_grow_with_the_roster(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary = principal(store, "secretary")
    roll.open_register(store, EXCHANGE, by=secretary, now=NOW)
    roll.all_present(store, EXCHANGE, PRESS, by=secretary, now=NOW)
    few = sent(store, lambda: roll.register(store, COUNCIL, by=secretary))
    assert sent(store, lambda: roll.register(store, EXCHANGE, by=secretary)) == few


VALUES = st.sampled_from([Presence.PRESENT, Presence.ABSENT, Presence.SICK_LEAVE])
STEP = st.tuples(
    st.sampled_from(["secretary", "branch"]), st.sampled_from(["p-1", "p-2", "p-4"]), VALUES
)


@given(steps=st.lists(STEP, max_size=6), presses=st.integers(0, 1))
@settings(max_examples=30)  # each on a database of its own
def test_stored_marks_are_always_the_projection_of_the_operations(
    steps: list[tuple[str, str, Presence]],
    presses: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = opened(f"sqlite:///{tmp_path_factory.mktemp('law') / 'law.db'}")
    for number, (role, person, value) in enumerate(steps):
        caller = principal(store, role)
        statement = said(f"step-{number}", person, value)
        roll.record(store, COUNCIL, [statement], by=caller, now=NOW)
    for _ in range(presses):
        roll.all_present(store, COUNCIL, PRESS, by=principal(store, "secretary"), now=NOW)
    with store.read() as session:
        links = stored.links(session, COUNCIL)
        lines = [each.line for each in stored.lines(session, COUNCIL)]
        kept = stored.marked(session, COUNCIL)
    projected = project((link.op for link in links), lines)
    assert broken_at(links) is None
    assert kept == {
        person: (mark.presence, bool(mark.conflict))
        for person, mark in projected.items()
        if mark.ops
    }
    store.engine.dispose()
