import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.judging import (
    Answer,
    BulkRequest,
    Flag,
    Outcome,
    Rejection,
    bulk_ops,
    judge,
    receive,
)
from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.values import Op, Presence, RegisterState, Source
from scheduler.domain.errors import ChoiceError
from tests.domain.attendance.samples import (
    NOON,
    ROSTER,
    SECRETARY,
    SHEET,
    logs,
    op,
    op_id,
    state,
    undo,
)

REQUEST = BulkRequest(op_id(500), "e-1", SECRETARY, NOON, NOON)


@given(logs())
def test_a_repeated_batch_brings_nothing_new(log: list[Op]) -> None:
    _, once = receive(log, SHEET)
    answers, twice = receive(log, once)

    assert twice == once
    assert not any(answer.kept for answer in answers)


@given(logs(), st.data())
def test_the_marks_do_not_depend_on_the_order_of_arrival(
    log: list[Op], data: st.DataObject
) -> None:
    # Withdrawals of another's marks are left in the log or refused, and have no effect either way.
    _, one = receive(log, SHEET)
    _, other = receive(data.draw(st.permutations(log)), SHEET)

    assert project(one.ops.values(), ROSTER) == project(other.ops.values(), ROSTER)


@given(logs())
def test_a_conflict_is_answered_exactly_when_the_mark_shows_one(log: list[Op]) -> None:
    sheet = SHEET
    for each in log:
        (answer,), sheet = receive([each], sheet)
        shown = project(sheet.ops.values(), ROSTER)
        if answer.kept and each.value is not None:
            assert (answer.outcome is Outcome.CONFLICT) == bool(shown[each.person].conflict)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (RegisterState.PLANNED, Rejection.NOT_OPEN),
        (RegisterState.OPEN, None),
        (RegisterState.TAKEN, None),
        (RegisterState.CONFIRMED, None),
        (RegisterState.SEALED, Rejection.SEALED),
        (RegisterState.CORRECTING, None),
        (RegisterState.ARCHIVED, Rejection.SEALED),
        (RegisterState.CANCELLED, Rejection.NOT_OPEN),
    ],
)
def test_each_state_takes_operations_or_says_why_not(
    wanted: RegisterState, code: Rejection | None
) -> None:
    assert judge(op(1), state(wanted)).code is code


def test_the_answer_to_a_known_operation_is_duplicate_in_every_state() -> None:
    sealed = replace(state(RegisterState.SEALED), ops={op_id(1): op(1)})

    assert judge(op(1), sealed) == Answer(op_id(1), Outcome.DUPLICATE)


def test_an_operation_made_before_the_seal_becomes_a_proposed_correction() -> None:
    sealed = replace(state(RegisterState.SEALED), sealed_at=NOON)
    early = op(1, client_time=NOON - timedelta(minutes=1))
    refused = Answer(op_id(1), Outcome.REJECTED, Rejection.SEALED)

    assert judge(early, sealed) == replace(refused, proposed=True)
    assert judge(op(1), sealed) == refused
    assert judge(op(1, client_time=None), sealed) == refused
    assert judge(early, replace(sealed, sealed_at=None)) == refused


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (replace(op(1), register="e-2"), Rejection.WRONG_REGISTER),
        (op(1, "p-stranger"), Rejection.NOT_ON_ROSTER),
        (op(1, value=Presence.ONLINE), Rejection.ONLINE_NOT_ALLOWED),
    ],
)
def test_an_operation_that_does_not_fit_the_register_is_refused(made: Op, code: Rejection) -> None:
    assert judge(made, SHEET) == Answer(op_id(1), Outcome.REJECTED, code)


def test_online_is_marked_where_the_type_allows_it() -> None:
    answer = judge(op(1, value=Presence.ONLINE), replace(SHEET, online=True))

    assert answer == Answer(op_id(1), Outcome.APPLIED)


def test_a_withdrawal_of_anothers_marks_is_refused_once_that_is_certain() -> None:
    known = replace(SHEET, ops={op_id(1): op(1, actor="u-host")})

    assert judge(undo(2, 1), known) == Answer(op_id(2), Outcome.REJECTED, Rejection.NOT_OWN)
    assert judge(undo(2, 1, 7), known) == Answer(op_id(2), Outcome.APPLIED)
    assert judge(undo(2, 1, actor="u-host"), known) == Answer(op_id(2), Outcome.APPLIED)


@pytest.mark.parametrize(
    ("minutes", "flags"),
    [(-6, (Flag.LATE_UPLOAD,)), (-5, ()), (0, ()), (5, ()), (6, (Flag.CLOCK_SKEW,))],
)
def test_a_strange_clock_is_flagged_and_never_refused(
    minutes: int, flags: tuple[Flag, ...]
) -> None:
    made = op(1, client_time=NOON + timedelta(minutes=minutes))

    assert judge(made, SHEET) == Answer(op_id(1), Outcome.APPLIED, flags=flags)


def test_an_operation_without_a_clock_has_no_flag() -> None:
    assert judge(op(1, client_time=None), SHEET) == Answer(op_id(1), Outcome.APPLIED)


def test_a_batch_is_answered_one_by_one() -> None:
    batch = [op(1), op(1), op(2, value=Presence.ABSENT, actor="u-host"), op(3, "p-stranger")]

    answers, grown = receive(batch, SHEET)

    assert answers == (
        Answer(op_id(1), Outcome.APPLIED),
        Answer(op_id(1), Outcome.DUPLICATE),
        Answer(op_id(2), Outcome.CONFLICT),
        Answer(op_id(3), Outcome.REJECTED, Rejection.NOT_ON_ROSTER),
    )
    assert (sorted(grown.ops), dict(SHEET.ops)) == ([op_id(1), op_id(2)], {})


def test_all_present_marks_every_due_person_without_a_mark() -> None:
    marks = project([op(1, "p-1", Presence.SICK_LEAVE)], ROSTER)

    made = bulk_ops(REQUEST, ROSTER, marks)

    assert [(each.person, each.value, each.source) for each in made] == [
        ("p-2", Presence.PRESENT, Source.BULK),
        ("p-3", Presence.PRESENT, Source.BULK),
    ]
    assert made[0].op_id == str(uuid.uuid5(uuid.UUID(op_id(500)), "p-2"))


def test_all_present_leaves_a_conflict_alone() -> None:
    log = [op(1), op(2, value=Presence.ABSENT, actor="u-host")]

    made = bulk_ops(REQUEST, ROSTER, project(log, ROSTER))

    assert [each.person for each in made] == ["p-2", "p-3"]


def test_a_repeated_request_for_all_present_brings_nothing_new() -> None:
    first = bulk_ops(REQUEST, ROSTER, {})
    _, grown = receive(first, SHEET)
    _, undone = receive(
        [replace(undo(9, 1), retracts=frozenset(each.op_id for each in first))], grown
    )
    marks = project(undone.ops.values(), ROSTER)

    again, _ = receive(bulk_ops(REQUEST, ROSTER, marks), undone)

    assert [answer.outcome for answer in again] == [Outcome.DUPLICATE] * 3


def test_a_request_for_all_present_needs_a_proper_id() -> None:
    with pytest.raises(ChoiceError) as refused:
        bulk_ops(replace(REQUEST, request_id="tap"), ROSTER, {})

    assert refused.value.fields == {"field": "request_id", "value": "tap", "allowed": "UUID"}
