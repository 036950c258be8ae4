from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.values import Mark, Op, Presence, Source
from tests.domain.attendance.samples import ROSTER, logs, op, op_id, undo


@given(st.data())
@settings(max_examples=300)
def test_order_and_repetition_of_arrivals_change_nothing(data: st.DataObject) -> None:
    log = data.draw(logs())
    again = data.draw(st.lists(st.sampled_from(log))) if log else []
    arrivals = data.draw(st.permutations([*log, *again]))

    assert project(arrivals, reversed(ROSTER)) == project(log, ROSTER)


@given(logs(), st.sampled_from(["p-1", "p-2"]))
def test_a_lower_class_never_changes_what_a_higher_one_says(log: list[Op], person: str) -> None:
    explicit = [each for each in log if each.source.rank == 2 or each.retracts]
    mark = project(explicit, ROSTER)[person]

    if mark.ops:
        assert project(log, ROSTER)[person] == mark


@given(logs())
def test_an_answer_that_saw_everything_settles_every_mark(log: list[Op]) -> None:
    standing = project(log, ROSTER)["p-1"]
    numbers = tuple(number for number in range(16) if op_id(number) in standing.ops)

    settled = project([*log, op(99, "p-1", Presence.LATE, seen=numbers)], ROSTER)["p-1"]

    if not any(each.op_id == op_id(number) for each in log for number in (99,)):
        assert (settled.presence, settled.conflict) == (Presence.LATE, ())


def test_nothing_said_is_unmarked() -> None:
    assert project([], ROSTER) == {line.person: Mark(line.person) for line in ROSTER}


def test_one_statement_makes_one_mark() -> None:
    mark = project([op(1, value=Presence.SICK_LEAVE)], ROSTER)["p-1"]

    assert mark == Mark("p-1", Presence.SICK_LEAVE, Source.ROLL_CALL, (op_id(1),))


def test_an_explicit_mark_beats_a_scan_and_a_scan_beats_the_bulk() -> None:
    bulk = op(1, value=Presence.PRESENT, source=Source.BULK)
    scan = op(2, value=Presence.ONLINE, source=Source.SELF_SCAN)
    called = op(3, value=Presence.ABSENT)

    assert project([bulk, scan], ROSTER)["p-1"].presence is Presence.ONLINE
    assert project([bulk, scan, called], ROSTER)["p-1"].presence is Presence.ABSENT


def test_a_forged_scan_cannot_hide_the_roll_call() -> None:
    called = op(1, value=Presence.ABSENT)
    forged = op(2, value=Presence.PRESENT, source=Source.SELF_SCAN, seen=(1,))

    assert project([called, forged], ROSTER)["p-1"] == Mark(
        "p-1", Presence.ABSENT, Source.ROLL_CALL, (op_id(1),)
    )


def test_a_forged_scan_is_no_step_from_one_secretary_to_another() -> None:
    called = op(1, value=Presence.ABSENT)
    forged = op(2, source=Source.SELF_SCAN, seen=(1,))
    other = op(3, value=Presence.LATE, actor="u-host", seen=(2,))

    assert project([called, forged, other], ROSTER)["p-1"] == Mark(
        "p-1",
        Presence.UNMARKED,
        None,
        (op_id(1), op_id(3)),
        (Presence.ABSENT, Presence.LATE),
    )


def test_two_who_did_not_see_each_other_conflict_only_over_different_values() -> None:
    first = op(1, value=Presence.PRESENT)
    other = op(2, value=Presence.ABSENT, actor="u-host")
    same = op(3, value=Presence.PRESENT, actor="u-host")

    assert project([first, other], ROSTER)["p-1"] == Mark(
        "p-1",
        Presence.UNMARKED,
        None,
        (op_id(1), op_id(2)),
        (Presence.ABSENT, Presence.PRESENT),
    )
    assert project([first, same], ROSTER)["p-1"] == Mark(
        "p-1", Presence.PRESENT, Source.ROLL_CALL, (op_id(1), op_id(3))
    )


def test_a_conflict_is_resolved_by_one_tap_that_saw_both() -> None:
    log = [op(1), op(2, value=Presence.ABSENT, actor="u-host"), op(3, seen=(1, 2))]

    assert project(log, ROSTER)["p-1"] == Mark(
        "p-1", Presence.PRESENT, Source.ROLL_CALL, (op_id(3),)
    )


def test_an_undone_tap_gives_back_what_it_replaced() -> None:
    log = [op(1), op(2, value=Presence.ABSENT, seen=(1,)), undo(3, 2)]

    assert project(log, ROSTER)["p-1"].presence is Presence.PRESENT


def test_an_undone_step_between_two_taps_leaves_the_last_one_standing() -> None:
    log = [
        op(1),
        op(2, value=Presence.ABSENT, seen=(1,)),
        op(3, value=Presence.LATE, seen=(2,)),
        undo(4, 2),
    ]

    assert project(log, ROSTER)["p-1"].presence is Presence.LATE


def test_one_undo_takes_back_many_marks_but_only_own_ones() -> None:
    log = [op(1, "p-1"), op(2, "p-2"), op(3, "p-3", actor="u-host"), undo(4, 1, 2, 3)]

    marks = project(log, ROSTER)

    assert [marks[person].presence for person in ("p-1", "p-2", "p-3")] == [
        Presence.UNMARKED,
        Presence.UNMARKED,
        Presence.PRESENT,
    ]


def test_a_person_who_is_not_on_the_roster_gets_no_mark() -> None:
    assert "p-stranger" not in project([op(1, "p-stranger")], ROSTER)
