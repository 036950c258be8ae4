from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.states import advance, check_correction, check_seal, following
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import RegisterState
from scheduler.domain.errors import (
    DomainError,
    ForbiddenError,
    MissingFieldError,
    RegisterStateError,
    SealedError,
    SealRefusedError,
)

STATES = st.sampled_from(RegisterState)


@given(STATES, STATES)
def test_a_register_goes_only_where_its_state_leads(
    state: RegisterState, wanted: RegisterState
) -> None:
    if wanted in following(state):
        assert advance("e-1", state, wanted) is wanted
        return
    with pytest.raises(DomainError) as refused:
        advance("e-1", state, wanted)
    if state in {RegisterState.SEALED, RegisterState.ARCHIVED}:
        assert isinstance(refused.value, SealedError)
        assert refused.value.fields == {"uid": "e-1"}
    else:
        assert isinstance(refused.value, RegisterStateError)
        assert refused.value.fields == {
            "uid": "e-1",
            "state": state.value,
            "wanted": wanted.value,
        }


def test_the_usual_life_of_a_register_runs_from_planned_to_archived() -> None:
    life = [
        RegisterState.PLANNED,
        RegisterState.OPEN,
        RegisterState.TAKEN,
        RegisterState.CONFIRMED,
        RegisterState.SEALED,
        RegisterState.CORRECTING,
        RegisterState.SEALED,
        RegisterState.ARCHIVED,
    ]

    assert [advance("e-1", one, other) for one, other in pairwise(life)] == life[1:]


def test_only_before_the_roll_is_taken_can_a_register_be_cancelled() -> None:
    assert [state for state in RegisterState if RegisterState.CANCELLED in following(state)] == [
        RegisterState.PLANNED,
        RegisterState.OPEN,
    ]


@pytest.mark.parametrize(
    "counted", [Totals(due=3, present=2, unmarked=1), Totals(due=3, present=3, conflicts=1)]
)
def test_a_seal_waits_for_open_marks_and_contradictions(counted: Totals) -> None:
    with pytest.raises(SealRefusedError) as refused:
        check_seal("e-1", counted)

    assert refused.value.fields == {
        "uid": "e-1",
        "unmarked": counted.unmarked,
        "conflicts": counted.conflicts,
    }


def test_a_complete_register_can_be_sealed() -> None:
    check_seal("e-1", Totals(due=3, present=1, leave=1, absent=1))


def test_a_correction_needs_a_reason() -> None:
    with pytest.raises(MissingFieldError) as refused:
        check_correction("u-1", "u-2", " ")

    assert refused.value.fields == {"field": "reason"}


@pytest.mark.parametrize("second", ["", "u-1"])
def test_nobody_corrects_a_seal_alone(second: str) -> None:
    with pytest.raises(ForbiddenError) as refused:
        check_correction("u-1", second, "两人记反")

    assert refused.value.fields == {"action": "correct_alone"}


def test_two_people_with_a_reason_can_correct_a_seal() -> None:
    check_correction("u-1", "u-2", "两人记反")
