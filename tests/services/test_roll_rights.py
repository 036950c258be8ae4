import pytest

from scheduler.domain.activity import Event
from scheduler.domain.attendance.values import RosterLine
from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.services.access import SYSTEM, Principal, token_principal
from scheduler.services.roll_rights import Reach, marking, may_mark, may_seal, sealing, seeing
from tests.support.world import ALLIANCE, COUNCILS, OTHER, SHARED_DAY, calendar

COUNCIL, SHARED = (
    next(event for event in calendar() if event.uid == uid) for uid in (COUNCILS[2], SHARED_DAY)
)
EVERYBODY = Reach(everybody=True)


def token(*scopes: str, alliance: str = ALLIANCE) -> Principal:
    return token_principal("t-1", "样例", scopes, (alliance,))


@pytest.mark.parametrize("by", [SYSTEM, token("attendance:mark")])
def test_the_service_and_a_token_of_attendance_reach_everybody(by: Principal) -> None:
    assert (marking(by, COUNCIL), seeing(by, COUNCIL)) == (EVERYBODY, EVERYBODY)


def test_a_token_sees_names_only_with_a_scope_that_shows_them() -> None:
    assert seeing(token("names:export"), COUNCIL) == EVERYBODY
    for scope in ("read", "write"):
        with pytest.raises(ForbiddenError):
            seeing(token(scope), COUNCIL)
        with pytest.raises(ForbiddenError):
            marking(token(scope), COUNCIL)


def test_a_partner_marks_at_a_shared_event_but_its_owner_seals() -> None:
    partner = token("attendance:mark", "attendance:seal", alliance=OTHER)
    assert marking(partner, SHARED) == EVERYBODY
    with pytest.raises(ForbiddenError):
        sealing(partner, SHARED)
    with pytest.raises(NotFoundError):
        sealing(partner, COUNCIL)
    sealing(token("attendance:seal"), SHARED)


@pytest.mark.parametrize("event", [COUNCIL, SHARED])
def test_a_reach_of_branches_leaves_out_who_has_none(event: Event) -> None:
    reach = Reach(everybody=False, branches=frozenset({"auto-1"}))
    lines = [RosterLine("a", home_branch=home) for home in ("auto-1", "auto-2", None)]
    assert [reach.includes(line) for line in lines] == [True, False, False]
    assert marking(SYSTEM, event).includes(lines[2])


def test_what_is_refused_may_not_be_done() -> None:
    partner = token("attendance:mark", "attendance:seal", alliance=OTHER)
    shown = [(may_mark(partner, event), may_seal(partner, event)) for event in (SHARED, COUNCIL)]
    assert shown == [(True, False), (False, False)]
