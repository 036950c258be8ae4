"""Registers to play with: a small roster and operations on it."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, product

from hypothesis import strategies as st

from scheduler.domain.attendance.values import (
    Expectation,
    Op,
    Presence,
    RegisterState,
    RosterLine,
    Sheet,
    Source,
)

NOON = datetime(2026, 8, 20, 6, 0, tzinfo=UTC)
SECRETARY = "u-secretary"
ROSTER = (
    RosterLine("p-1", voting=True),
    RosterLine("p-2", voting=True),
    RosterLine("p-3"),
    RosterLine("p-4", Expectation.OBSERVER),
)
SHEET = Sheet("e-1", RegisterState.OPEN, {line.person: line for line in ROSTER})


def op_id(number: int) -> str:
    return str(uuid.UUID(int=number))


def op(  # noqa: PLR0913 - a sample operation names what matters to its test
    number: int,
    person: str = "p-1",
    value: Presence | None = Presence.PRESENT,
    source: Source = Source.ROLL_CALL,
    *,
    actor: str = SECRETARY,
    seen: tuple[int, ...] = (),
    retracts: tuple[int, ...] = (),
    client_time: datetime | None = NOON,
) -> Op:
    return Op(
        op_id=op_id(number),
        register="e-1",
        source=source,
        actor=actor,
        server_time=NOON,
        client_time=client_time,
        person="" if retracts else person,
        value=None if retracts else value,
        seen=frozenset(map(op_id, seen)),
        retracts=frozenset(map(op_id, retracts)),
    )


def undo(number: int, *retracts: int, actor: str = SECRETARY) -> Op:
    return op(number, retracts=retracts, actor=actor)


VALUES = st.sampled_from([each for each in Presence if each is not Presence.UNMARKED])
ACTORS = st.sampled_from([SECRETARY, "u-host", "u-member"])
NUMBERS = st.one_of(
    [st.sampled_from(list(map(frozenset, combinations(range(16), n)))) for n in range(5)]
)
WHAT = st.sampled_from([*product(("p-1", "p-2", "p-3", "p-4", "p-stranger"), Source)])
COUNTS = st.integers(0, 12)
FIFTHS = st.integers(0, 4)


@st.composite
def logs(draw: st.DrawFn) -> list[Op]:
    """Any operations at all, also withdrawals and names of operations that never come."""
    made = []
    for number in range(draw(COUNTS)):
        actor = draw(ACTORS)
        names = draw(NUMBERS)
        if names and draw(FIFTHS) == 0:
            made.append(undo(number, *names, actor=actor))
            continue
        person, source = draw(WHAT)
        made.append(
            op(number, person, draw(VALUES), source, actor=actor, seen=tuple(sorted(names)))
        )
    return made


def state(wanted: RegisterState) -> Sheet:
    return replace(SHEET, state=wanted)
