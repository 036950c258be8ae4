from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.totals import (
    COUNCIL,
    ELECTION,
    Basis,
    Heads,
    Motion,
    Quorum,
    QuorumRule,
    Totals,
    heads,
    quorum,
    totals,
)
from scheduler.domain.attendance.values import (
    LEAVE,
    PRESENT,
    Expectation,
    Mark,
    Op,
    Presence,
    RosterLine,
)
from scheduler.domain.errors import ChoiceError
from tests.domain.attendance.samples import ROSTER, logs


def register(*said: tuple[Presence, int]) -> tuple[list[RosterLine], dict[str, Mark]]:
    """A roster of voters with so many marks of each kind."""
    values = [value for value, count in said for _ in range(count)]
    people = {f"p-{number}": value for number, value in enumerate(values)}
    roster = [RosterLine(person, voting=True) for person in people]
    return roster, {person: Mark(person, value) for person, value in people.items()}


@given(logs(), st.frozensets(st.sampled_from([line.person for line in ROSTER])))
def test_everybody_due_is_counted_once(log: list[Op], made_up: frozenset[str]) -> None:
    counted = totals(ROSTER, project(log, ROSTER), made_up)

    assert counted.due == counted.present + counted.leave + counted.absent + counted.unmarked
    assert counted.present_voting <= min(counted.due_voting, counted.present)
    assert counted.made_up <= counted.due - counted.present


@given(logs())
def test_the_figures_equal_a_recount_by_hand(log: list[Op]) -> None:
    marks = project(log, ROSTER)
    said = {person: marks[person].presence for person in ("p-1", "p-2", "p-3", "p-4")}
    due = [said["p-1"], said["p-2"], said["p-3"]]

    assert totals(ROSTER, marks) == Totals(
        due=3,
        due_voting=2,
        present=sum(value in PRESENT for value in due),
        present_voting=sum(said[person] in PRESENT for person in ("p-1", "p-2")),
        leave=sum(value in LEAVE for value in due),
        absent=due.count(Presence.ABSENT),
        unmarked=due.count(Presence.UNMARKED),
        observers=int(said["p-4"] in PRESENT),
        conflicts=sum(bool(mark.conflict) for mark in marks.values()),
    )


def test_who_is_not_due_is_counted_beside() -> None:
    roster = [
        RosterLine("a", Expectation.NOT_COUNTED, reason="abroad"),
        RosterLine("b", Expectation.OBSERVER),
        RosterLine("c", Expectation.GUEST),
        RosterLine("d", Expectation.BRANCHLESS_GUEST),
        RosterLine("e", Expectation.STAFF),
        RosterLine("f", Expectation.GUEST),
    ]
    marks = {person: Mark(person, Presence.PRESENT) for person in "abcde"}

    counted = totals(roster, marks)

    assert counted == Totals(not_counted=1, observers=1, guests=2, staff=1)
    assert counted.heads == 5


def test_making_up_never_turns_into_presence() -> None:
    roster, marks = register((Presence.PRESENT, 1), (Presence.SICK_LEAVE, 1), (Presence.ABSENT, 1))

    assert heads(roster, marks, ["p-0", "p-1", "p-stranger"]) == Heads(
        due=frozenset({"p-0", "p-1", "p-2"}),
        present=frozenset({"p-0"}),
        leave=frozenset({"p-1"}),
        absent=frozenset({"p-2"}),
        unmarked=frozenset(),
        made_up=frozenset({"p-1"}),
    )
    assert totals(roster, marks, ["p-0", "p-1"]).made_up == 1


@given(
    st.integers(0, 9),
    st.integers(1, 9),
    st.booleans(),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_the_needed_number_is_where_the_share_begins(
    numerator: int,
    denominator: int,
    strict: bool,  # noqa: FBT001 - drawn by hypothesis
    base: int,
    present: int,
) -> None:
    rule = QuorumRule(numerator, denominator, strict)
    share = Fraction(numerator, denominator) * base

    enough = present > share if strict else present >= share

    assert (present >= rule.needed(base)) == enough


@pytest.mark.parametrize(
    ("rule", "came", "expected"),
    [
        (QuorumRule(), 5, Quorum(5, 10, 5)),
        (QuorumRule(strict=True), 5, Quorum(5, 10, 6)),
        (ELECTION, 7, Quorum(7, 10, 8)),
    ],
)
def test_a_quorum_counts_the_half_itself_unless_it_is_strict(
    rule: QuorumRule, came: int, expected: Quorum
) -> None:
    roster, marks = register((Presence.PRESENT, came), (Presence.UNMARKED, 10 - came))

    assert quorum(roster, marks, rule) == expected
    assert expected.met == (came >= expected.needed)


def test_who_is_online_counts_for_a_quorum_only_where_the_rule_says_so() -> None:
    roster, marks = register((Presence.ONLINE, 3), (Presence.LATE, 1))

    assert quorum(roster, marks) == Quorum(1, 4, 2)
    assert quorum(roster, marks, QuorumRule(online=True)) == Quorum(4, 4, 2)


def test_a_council_without_votes_counts_who_is_due() -> None:
    roster = [RosterLine("a"), RosterLine("b"), RosterLine("c", Expectation.OBSERVER)]
    marks = {person: Mark(person, Presence.PRESENT) for person in "ac"}

    assert COUNCIL.basis is Basis.DUE
    assert quorum(roster, marks, COUNCIL) == Quorum(1, 2, 1)


def test_without_anybody_to_count_there_is_no_quorum() -> None:
    assert not quorum([RosterLine("a")], {"a": Mark("a", Presence.PRESENT)}).met


@pytest.mark.parametrize(("yes", "passes"), [(6, True), (5, False), (0, False)])
def test_a_motion_needs_more_than_half_of_all_votes_present_or_not(
    yes: int,
    passes: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert Motion(yes, 1, 1).passes(voting=10, present=8) is passes


def test_more_votes_than_voters_are_refused() -> None:
    with pytest.raises(ChoiceError) as refused:
        Motion(5, 2, 2).passes(voting=10, present=8)

    assert refused.value.fields == {"field": "votes", "value": 9, "allowed": "≤ 8"}


@pytest.mark.parametrize("votes", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_votes_are_never_negative(votes: tuple[int, int, int]) -> None:
    with pytest.raises(ChoiceError):
        Motion(*votes)
