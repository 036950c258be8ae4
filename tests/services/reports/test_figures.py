from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.totals import totals
from scheduler.domain.attendance.values import (
    Expectation,
    Mark,
    Presence,
    RegisterState,
    RosterLine,
    Source,
)
from scheduler.services.reports.figures import totals_of
from scheduler.store import attendance, tallies
from scheduler.store.attendance import Listed, Register
from tests.support.world import COUNCILS, NOW, filled, store_at, world

COUNCIL = COUNCILS[0]
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([each for each in Expectation if each is not Expectation.NOT_COUNTED]),
        st.booleans(),
        st.sampled_from(list(Presence)),
        st.booleans(),
    ),
    max_size=8,
)


def line(number: int, expectation: Expectation, *, votes: bool) -> RosterLine:
    due = expectation is Expectation.DUE
    return RosterLine(f"x-{number}", expectation, votes and due, f"auto-{number % 3}")


def mark(number: int, presence: Presence, *, contradicted: bool) -> Mark:
    if contradicted:
        both = (Presence.ABSENT, Presence.PRESENT)
        return Mark(f"x-{number}", Presence.UNMARKED, None, ("a", "b"), both)
    ops = () if presence is Presence.UNMARKED else ("a",)
    return Mark(f"x-{number}", presence, Source.ROLL_CALL, ops)


def test_the_database_counts_as_one_would_person_by_person(database_url: str) -> None:
    store = filled(database_url)
    opened = datetime(2026, 3, 11, 6, 30, tzinfo=UTC)

    @given(PEOPLE)
    def check(people: list[tuple[Expectation, bool, Presence, bool]]) -> None:
        lines = [line(n, each[0], votes=each[1]) for n, each in enumerate(people)]
        marks = [mark(n, each[2], contradicted=each[3]) for n, each in enumerate(people)]
        with store.write() as session:
            register = Register(COUNCIL, RegisterState.SEALED, opened)
            attendance.create(session, register, [Listed(each, "样例") for each in lines])
            attendance.write_marks(session, COUNCIL, marks)
            counted = totals_of(tallies.tallies(session, [COUNCIL]))
            branches = tallies.branches(session, [COUNCIL])
            session.rollback()
        expected = totals(lines, {each.person: each for each in marks})
        assert counted == ({COUNCIL: expected} if lines else {})
        came = {
            each.home_branch
            for each, said in zip(lines, marks, strict=True)
            if said.presence
            in {Presence.PRESENT, Presence.ONLINE, Presence.LATE, Presence.LEFT_EARLY}
        }
        assert branches == ({COUNCIL: len(came)} if came else {})

    check()


def test_a_register_that_is_not_confirmed_counts_nowhere(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    with store.write() as session:
        register = Register(COUNCIL, RegisterState.TAKEN, NOW)
        attendance.create(session, register, [Listed(RosterLine("p-1"), "赵样例")])
        assert tallies.tallies(session, [COUNCIL]) == ()
        assert tallies.branches(session, [COUNCIL]) == {}
