"""Who came into the pool of a rotation and who left it, as entries that its ledger lacks yet.

Memberships are the roster's; the ledger only learns of them. Who joins begins even, who leaves
hands over what it still owed. Until such an entry is recorded it is derived, so that debts do not
depend on when somebody recorded it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry

Span = tuple[str, int, Tenure]
"""A member of the pool, its weight, and when it stands there."""

_DAY = timedelta(days=1)
_CHARGES = frozenset({EntryKind.TURN, EntryKind.FORFEIT, EntryKind.CORRECTION, EntryKind.JOIN})


@dataclass(frozen=True, slots=True)
class _Known:
    """What the ledger knows of a member: when it last was charged, and when it left."""

    charged: date | None = None
    left: date | None = None

    @property
    def inside(self) -> bool:
        """Tell whether the ledger takes it for a member of the pool."""
        return self.charged is not None and (self.left is None or self.left <= self.charged)


def comings_and_goings(
    entries: Sequence[TurnEntry], spans: Sequence[Span], today: date
) -> tuple[TurnEntry, ...]:
    """Give the joins and leaves up to today that the entries lack, by day and member.

    Whoever was in the pool before its first turn never joined. A guest who hosted from outside
    leaves the day after.
    """
    known = _known(entries, today)
    first = min((entry.day for entry in entries if entry.kind is EntryKind.TURN), default=None)
    found = [] if first is None else list(_joins(known, spans, (first, today)))
    found += _leaves(known, spans, today)
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.kind, entry.host or "")))


def has_left(ties: Iterable[Membership], member: str | None, day: date) -> bool:
    """Tell whether somebody was a member and by that day is none any more."""
    own = [each.tenure for each in ties if each.member == member]
    over = any(tenure.is_over(day) for tenure in own)
    return over and not any(tenure.holds(day) for tenure in own)


def _known(entries: Iterable[TurnEntry], today: date) -> Mapping[str, _Known]:
    known: dict[str, _Known] = {}
    for entry in sorted(entries, key=lambda entry: entry.day):
        if entry.day <= today and entry.kind in _CHARGES:
            for member in _touched(entry):
                known[member] = _Known(entry.day)
        elif entry.day <= today and entry.kind is EntryKind.LEAVE and entry.host is not None:
            before = known.get(entry.host, _Known())
            known[entry.host] = _Known(before.charged, entry.day)
    return known


def _touched(entry: TurnEntry) -> set[str]:
    named = {entry.host, entry.counter}
    if entry.kind is not EntryKind.JOIN:
        named.update(member for member, _ in entry.eligible)
    return {member for member in named if member is not None}


def _joins(
    known: Mapping[str, _Known], spans: Sequence[Span], between: tuple[date, date]
) -> Iterable[TurnEntry]:
    first, today = between
    for member, _, tenure in spans:
        late = tenure.since is not None and tenure.since > first
        if late and tenure.holds(today) and not known.get(member, _Known()).inside:
            day = tenure.since or today
            yield TurnEntry(EntryKind.JOIN, day, _others(spans, day, member), member)


def _leaves(known: Mapping[str, _Known], spans: Sequence[Span], today: date) -> Iterable[TurnEntry]:
    present = {member for member, _, tenure in spans if tenure.holds(today)}
    for member, each in known.items():
        if not each.inside or each.charged is None or member in present:
            continue
        ends = [
            tenure.until
            for key, _, tenure in spans
            if key == member and tenure.until is not None and tenure.until <= today
        ]
        day = max(max(ends, default=today), each.charged + _DAY)
        others = _others(spans, day, member)
        if day <= today and others:
            yield TurnEntry(EntryKind.LEAVE, day, others, member)


def _others(spans: Sequence[Span], day: date, member: str) -> tuple[tuple[str, int], ...]:
    return tuple(
        sorted({key: 1 for key, _, tenure in spans if tenure.holds(day) and key != member}.items())
    )
