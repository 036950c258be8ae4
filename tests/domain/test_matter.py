from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import DateError, MatterStateError
from scheduler.domain.matter import Matter, MatterState, Step, next_state, open_steps
from scheduler.domain.moments import SHANGHAI

RAISED_AT = datetime(2026, 8, 3, 9, 40, tzinfo=SHANGHAI)
MATTER = Matter("m-015", "chain", "双回路供电方案", "energy", "organisation:sensor", RAISED_AT)
STATES = st.sampled_from(MatterState)


@given(STATES, st.booleans(), st.booleans(), st.sampled_from(Step))
def test_a_step_is_open_exactly_when_it_can_be_taken(
    state: MatterState,
    major: bool,  # noqa: FBT001 - drawn by hypothesis
    meeting: bool,  # noqa: FBT001 - drawn by hypothesis
    step: Step,
) -> None:
    matter = replace(MATTER, state=state, major=major)

    if step in open_steps(matter, meeting=meeting):
        assert next_state(matter, step, meeting=meeting) is not state
        return
    with pytest.raises(MatterStateError) as refused:
        next_state(matter, step, meeting=meeting)
    reason = {"reason": "meeting"} if step is Step.CONSULT else {}
    if (state, step) == (MatterState.ACCEPTED, Step.RESOLVE):
        reason = {"reason": "first"}
    fields = {"matter": "m-015", "state": state.value, "step": step.value}
    assert refused.value.fields == fields | reason


def walk(matter: Matter, *steps: Step) -> list[MatterState]:
    states = []
    for step in steps:
        matter = replace(matter, state=next_state(matter, step))
        states.append(matter.state)
    return states


def test_an_ordinary_matter_is_resolved_without_a_consultation() -> None:
    assert walk(MATTER, Step.DISPATCH, Step.ACCEPT, Step.RESOLVE) == [
        MatterState.DISPATCHED,
        MatterState.ACCEPTED,
        MatterState.RESOLVED,
    ]


def test_a_major_matter_is_consulted_before_it_is_resolved() -> None:
    major = replace(MATTER, major=True)

    consulted = replace(major, state=MatterState.CONSULTED)

    assert open_steps(replace(major, state=MatterState.ACCEPTED)) == (Step.WITHDRAW,)
    assert next_state(consulted, Step.RESOLVE) is MatterState.RESOLVED


def test_a_major_matter_of_which_no_meeting_is_promised_is_resolved_without_one() -> None:
    accepted = replace(MATTER, major=True, state=MatterState.ACCEPTED)

    assert open_steps(accepted, meeting=False) == (Step.RESOLVE, Step.WITHDRAW)
    assert next_state(accepted, Step.RESOLVE, meeting=False) is MatterState.RESOLVED


def test_nobody_takes_the_step_of_a_meeting_by_hand() -> None:
    with pytest.raises(MatterStateError) as refusal:
        next_state(replace(MATTER, state=MatterState.ACCEPTED), Step.CONSULT)

    assert refusal.value.fields["reason"] == "meeting"


def test_a_department_can_return_what_was_dispatched_to_it() -> None:
    assert walk(MATTER, Step.DISPATCH, Step.RETURN) == [
        MatterState.DISPATCHED,
        MatterState.RAISED,
    ]


@pytest.mark.parametrize("state", [MatterState.RESOLVED, MatterState.WITHDRAWN])
def test_a_closed_matter_has_no_step_left(state: MatterState) -> None:
    assert open_steps(replace(MATTER, state=state)) == ()


@given(STATES, st.booleans(), st.sampled_from(Step))
def test_what_lies_with_a_department_that_left_goes_to_another_and_keeps_its_state(
    state: MatterState,
    major: bool,  # noqa: FBT001 - drawn by hypothesis
    step: Step,
) -> None:
    matter = replace(MATTER, state=state, major=major, department="organisation:bureau")
    held = {MatterState.DISPATCHED, MatterState.ACCEPTED, MatterState.CONSULTED}
    if state not in held:
        assert (matter.lies_with, open_steps(matter, left=True)) == (None, open_steps(matter))
        return
    kept = tuple(each for each in open_steps(matter) if each is Step.WITHDRAW)
    assert matter.lies_with == "organisation:bureau"
    assert open_steps(matter, left=True) == (Step.DISPATCH, *kept)
    if step is Step.DISPATCH:
        assert next_state(matter, step, left=True) is state
    elif step in kept:
        assert next_state(matter, step, left=True) is MatterState.WITHDRAWN


def test_instants_of_a_matter_are_kept_in_utc() -> None:
    kept = replace(MATTER, accepted_at=RAISED_AT)

    assert (kept.raised_at.tzinfo, kept.accepted_at, kept.resolved_at) == (
        UTC,
        datetime(2026, 8, 3, 1, 40, tzinfo=UTC),
        None,
    )


def test_a_matter_refuses_a_naive_time() -> None:
    with pytest.raises(DateError) as refused:
        replace(MATTER, resolved_at=RAISED_AT.replace(tzinfo=None))

    assert refused.value.fields == {
        "field": "resolved_at",
        "value": "2026-08-03T09:40:00",
        "reason": "naive",
    }


def test_people_call_a_matter_by_its_number() -> None:
    assert replace(MATTER, key="m-sample-chain-047").number == "047"
