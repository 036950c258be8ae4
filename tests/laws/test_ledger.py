"""Law 19: what the ledger of turns says of a day, whenever it is read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry, fold
from scheduler.rules.turns.membership import comings_and_goings
from scheduler.rules.turns.stays import Span
from tests.laws.registry import AS_DRAWN, on_each_type

_FIRST = date(2026, 4, 1)
_DAYS = 12
_BREAKS = st.lists(st.integers(0, _DAYS), max_size=4, unique=True).map(sorted)
_KINDS = (EntryKind.TURN, EntryKind.FORFEIT, EntryKind.CORRECTION)
_CHARGES = st.tuples(
    st.integers(0, _DAYS), st.sampled_from(_KINDS), st.sampled_from("abcde"), st.integers(0, 5)
)


def _day(number: int) -> date:
    return _FIRST + timedelta(days=number)


def _spans(breaks: Mapping[str, Sequence[int]]) -> list[Span]:
    """Let each member come and go on these days in turn; ``a`` is always there."""
    found = [("a", 1, ALWAYS)]
    for member, days in breaks.items():
        for at in range(0, len(days), 2):
            until = _day(days[at + 1]) if at + 1 < len(days) else None
            found.append((member, 1, Tenure(_day(days[at]), until)))
    return found


def _pool(spans: Sequence[Span], day: date) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((member, 1) for member, _, tenure in spans if tenure.holds(day)))


def _entry(
    spans: Sequence[Span], number: int, charge: tuple[int, EntryKind, str, int]
) -> TurnEntry:
    """Charge a turn to the pool of its day; what is forfeited lies some days ahead."""
    ahead, kind, host, more = charge
    day = _day(ahead)
    if kind is EntryKind.CORRECTION:
        here = [member for member, _ in _pool(spans, day)]
        host = host if host in here else "a"
        return TurnEntry(kind, day, (), host, "", Fraction(more), here[more % len(here)])
    meant = _day(ahead + more) if kind is EntryKind.FORFEIT else day
    return TurnEntry(kind, day, _pool(spans, meant), host, f"e-{number}")


def _debts(entries: Sequence[TurnEntry]) -> dict[str, Fraction]:
    return {key: each.debt for key, each in fold(entries).items() if each.debt}


@on_each_type(19)
@AS_DRAWN
@given(
    breaks=st.fixed_dictionaries(dict.fromkeys("bcd", _BREAKS)),
    charges=st.lists(_CHARGES, max_size=8),
    read=st.integers(0, _DAYS),
    recorded=st.sampled_from((False, True)),
    came=st.integers(0, _DAYS),
)
def test_law_19_what_is_said_of_a_day_is_the_same_whenever_it_is_read(
    kind: str,
    breaks: dict[str, list[int]],
    charges: list[tuple[int, EntryKind, str, int]],
    read: int,
    came: int,
    *,
    recorded: bool,
) -> None:
    assert kind == "rotation"
    spans, today, last = _spans(breaks), _day(read), _day(_DAYS)
    entries = [_entry(spans, number, each) for number, each in enumerate(charges)]
    known = [entry for entry in entries if entry.day <= today]
    known += comings_and_goings(known, spans, today)
    kept = known if recorded else [entry for entry in entries if entry.day <= today]
    later = [*kept, *(entry for entry in entries if entry.day > today)]
    joined = [*spans, ("n", 1, Tenure(_day(max(came, read))))]
    for pool in (spans, joined):
        whole = [*later, *comings_and_goings(later, pool, last)]
        assert comings_and_goings(whole, pool, last) == ()
        assert _debts([entry for entry in whole if entry.day <= today]) == _debts(known)
        debts = _debts(whole)
        assert sum(debts.values()) == 0
        assert debts.keys() <= {member for member, _ in _pool(pool, last)}
