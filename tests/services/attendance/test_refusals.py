from datetime import timedelta
from uuid import uuid4

import pytest

from scheduler.domain.attendance.judging import Answer, Outcome, Rejection
from scheduler.domain.attendance.values import Presence
from scheduler.domain.errors import (
    ForbiddenError,
    NotFoundError,
    RegisterStateError,
    SealedError,
)
from scheduler.services import attendance as roll
from scheduler.services.access import Action
from scheduler.services.attendance import Statement
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from tests.services.attendance.samples import (
    COUNCIL,
    EXCHANGE,
    PRESS,
    applied,
    marks,
    op,
    opened,
    refused,
    said,
)
from tests.support.world import (
    MET as NOW,
)
from tests.support.world import (
    OTHER_COUNCIL,
    filled,
    principal,
)


def test_refused_operations_say_why_and_leave_the_marks_alone(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    secretary, branch = principal(store, "secretary"), principal(store, "branch")
    roll.open_register(store, EXCHANGE, by=secretary, now=NOW)
    roll.record(store, EXCHANGE, [said("there", "p-3", Presence.PRESENT)], by=secretary, now=NOW)
    batch = [
        said("nobody", "p-none", Presence.PRESENT),
        said("elsewhere", "p-3", Presence.PRESENT),
        said("there", "p-1", Presence.PRESENT),
        said("fine", "p-1", Presence.ONLINE),
    ]
    assert roll.record(store, COUNCIL, batch, by=secretary, now=NOW) == (
        refused("nobody", Rejection.UNKNOWN_PERSON),
        refused("elsewhere", Rejection.NOT_ON_ROSTER),
        refused("there", Rejection.WRONG_REGISTER),
        *applied("fine"),
    )
    foreign = [said("foreign", "p-4", Presence.PRESENT)]
    assert roll.record(store, COUNCIL, foreign, by=branch, now=NOW) == (
        refused("foreign", Rejection.FORBIDDEN_ORG),
    )
    taken_back = [Statement(op("back"), retracts=frozenset({op("fine")}))]
    assert roll.record(store, COUNCIL, taken_back, by=branch, now=NOW) == (
        refused("back", Rejection.NOT_OWN),
    )
    afar = [said("afar", "p-3", Presence.ONLINE)]
    assert roll.record(store, EXCHANGE, afar, by=secretary, now=NOW) == (
        refused("afar", Rejection.ONLINE_NOT_ALLOWED),
    )
    assert marks(store)["p-1"] is Presence.ONLINE


def test_operations_before_the_opening_are_kept_as_attempts(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    secretary = principal(store, "secretary")
    early = [said("early", "p-1", Presence.PRESENT)]
    for _ in range(2):
        assert roll.record(store, COUNCIL, early, by=secretary, now=NOW) == (
            refused("early", Rejection.NOT_OPEN),
        )
    with pytest.raises(RegisterStateError):
        roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)


def test_operations_after_the_seal_are_refused_and_stored_apart(database_url: str) -> None:
    store = opened(database_url)
    secretary = principal(store, "secretary")
    roll.all_present(store, COUNCIL, PRESS, by=secretary, now=NOW)
    roll.seal(store, COUNCIL, by=secretary, now=NOW + timedelta(hours=1))
    before = roll.register(store, COUNCIL, by=secretary)
    late = Statement(op("late"), "p-1", Presence.ABSENT, client_time=NOW)
    answers = roll.record(store, COUNCIL, [late], by=secretary, now=NOW + timedelta(hours=2))
    assert answers == (Answer(op("late"), Outcome.REJECTED, Rejection.SEALED, proposed=True),)
    with pytest.raises(SealedError):
        roll.all_present(store, COUNCIL, str(uuid4()), by=secretary, now=NOW)
    assert roll.register(store, COUNCIL, by=secretary) == before


def test_a_branch_secretary_sees_and_marks_the_own_branch_alone(sqlite_url: str) -> None:
    store = opened(sqlite_url)
    branch = principal(store, "branch")
    roll.all_present(store, COUNCIL, PRESS, by=branch, now=NOW)
    view = roll.register(store, COUNCIL, by=branch)
    assert {each.listed.line.person: each.mark.presence for each in view.entries} == {
        "p-1": Presence.PRESENT,
        "p-2": Presence.PRESENT,
    }
    assert (view.whole, view.quorum, view.may) == (False, None, frozenset({Action.ROLL}))
    assert marks(store)["p-4"] is Presence.UNMARKED


@pytest.mark.parametrize(
    ("role", "error"),
    [("member", ForbiddenError), ("committee", ForbiddenError), ("other", NotFoundError)],
)
def test_others_neither_see_nor_mark(role: str, error: type[Exception], sqlite_url: str) -> None:
    store = opened(sqlite_url)
    caller = principal(store, role)
    with pytest.raises(error):
        roll.register(store, COUNCIL, by=caller)
    with pytest.raises(error):
        roll.record(store, COUNCIL, [], by=caller, now=NOW)


def test_the_host_calls_the_roll_of_what_it_hosts_alone(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    secretary, host = principal(store, "secretary"), principal(store, "host")
    with pytest.raises(ForbiddenError):
        roll.open_register(store, EXCHANGE, by=host, now=NOW)
    acts.change_host(store, Act(EXCHANGE, secretary, NOW), "organisation:alpha")
    roll.open_register(store, EXCHANGE, by=host, now=NOW)
    assert roll.register(store, EXCHANGE, by=host).whole
    with pytest.raises(ForbiddenError):
        roll.register(store, COUNCIL, by=host)


def test_a_register_of_another_alliance_does_not_exist(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        roll.open_register(store, OTHER_COUNCIL, by=principal(store, "secretary"), now=NOW)
