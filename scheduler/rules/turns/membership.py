"""Who came into the pool of a rotation and who left it, as entries that its ledger lacks yet.

Memberships are the roster's; the ledger only learns of them. Who joins begins even, who leaves
hands over what it still owed. Until such an entry is recorded it is derived, so that debts do not
depend on when somebody recorded it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.turns.stays import Span, Stays, gaps, stays_of

_CHARGES = frozenset({EntryKind.TURN, EntryKind.FORFEIT, EntryKind.CORRECTION})


@dataclass(slots=True)
class _Record:
    """The days on which a member was charged, came and left.

    ``shared`` are those on which it was charged because it stood in the pool, ``beside`` those on
    which it hosted as a guest, or a turn of another day was forfeited.
    """

    shared: list[date] = field(default_factory=list)
    beside: list[date] = field(default_factory=list)
    came: list[date] = field(default_factory=list)
    left: list[date] = field(default_factory=list)


def comings_and_goings(
    entries: Sequence[TurnEntry], spans: Sequence[Span], today: date
) -> tuple[TurnEntry, ...]:
    """Give the joins and leaves up to today that the entries lack, by day, leaves first.

    Whoever was in the pool before its first turn never joined. Who is charged from outside, such as
    a guest who hosts, leaves on the same day. Who shared a turn although its time was over leaves
    then, for nobody knew of it before; whom the rule dropped leaves today.
    """
    first = min((entry.day for entry in entries if entry.kind is EntryKind.TURN), default=None)
    charged = (entry.day for entry in entries if entry.kind in _CHARGES)
    opened = min((day for day in charged if day <= today), default=None)
    records, stays = _records(entries, today), stays_of(spans)
    begun = _begun(spans, today)
    found: list[TurnEntry] = []
    for member in records.keys() | stays.keys():
        record, own = records.get(member, _Record()), stays.get(member, ())
        came = _joins(record, own, begun.get(member, ()), first)
        found += _entries(EntryKind.JOIN, member, came, stays)
        left = _leaves(record, own, (opened or today, today))
        if not own and record.shared:
            left = {max(day, _dropped(spans, member, today)) for day in left}
        found += _entries(EntryKind.LEAVE, member, left, stays)
    joining = EntryKind.JOIN
    return tuple(sorted(found, key=lambda each: (each.day, each.kind is joining, each.host or "")))


def has_left(ties: Iterable[Membership], member: str | None, day: date) -> bool:
    """Tell whether somebody was a member and by that day is none any more."""
    own = [each.tenure for each in ties if each.member == member]
    over = any(tenure.is_over(day) for tenure in own)
    return over and not any(tenure.holds(day) for tenure in own)


def _begun(spans: Iterable[Span], today: date) -> Mapping[str, Sequence[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for member, _, tenure in spans:
        if tenure.since is not None and tenure.since <= today:
            found[member].append(tenure.since)
    return found


def _records(entries: Iterable[TurnEntry], today: date) -> Mapping[str, _Record]:
    found: dict[str, _Record] = defaultdict(_Record)
    for entry in entries:
        if entry.day > today:
            continue
        shared, beside = _charged(entry)
        for member in shared:
            found[member].shared.append(entry.day)
        for member in beside:
            found[member].beside.append(entry.day)
        if entry.kind is EntryKind.JOIN and entry.host is not None:
            found[entry.host].came.append(entry.day)
        elif entry.kind is EntryKind.LEAVE and entry.host is not None:
            found[entry.host].left.append(entry.day)
    return found


def _charged(entry: TurnEntry) -> tuple[set[str], set[str]]:
    """Give whom an entry charges as members of that day, and whom whatever they are."""
    pool = {member for member, _ in entry.eligible}
    named = {member for member in (entry.host, entry.counter) if member is not None}
    if entry.kind is EntryKind.TURN:
        return pool, named - pool
    if entry.kind is EntryKind.CORRECTION:
        return named, set()
    return set(), pool | named if entry.kind is EntryKind.FORFEIT else set()


def _joins(
    record: _Record, own: Sequence[Tenure], begun: Iterable[date], first: date | None
) -> Iterator[date]:
    """Give when stays began after the first turn, or went on after a leave was recorded."""
    for stay in own:
        starts = [
            day
            for day in begun
            if stay.holds(day)
            and (day in record.left or (day == stay.since and first is not None and first < day))
        ]
        if starts and not any(stay.holds(day) and day >= max(starts) for day in record.came):
            yield max(starts)


def _leaves(record: _Record, own: Sequence[Tenure], between: tuple[date, date]) -> set[date]:
    """Give when its stays ended, or what it was charged outside of them is to be handed over.

    Whoever stood in the pool once the ledger was open may hold something: it takes over from those
    who leave, even without a turn.
    """
    opened, today = between
    found: set[date] = set()
    for gap in gaps(own):
        shared = [day for day in record.shared if gap.holds(day)]
        days = {*shared, *filter(gap.holds, record.beside)}
        if gap.since is not None and opened < gap.since <= today:
            days.add(gap.since)
        last = max(shared, default=date.min)
        done = max(filter(gap.holds, record.left), default=date.min)
        found |= {day for day in days if day >= last and day > done}
    return found


def _dropped(spans: Iterable[Span], member: str, today: date) -> date:
    """Give when a member that no longer stands in the pool at all was taken out of it."""
    ends = [tenure.until for key, _, tenure in spans if key == member]
    return max((end for end in ends if end is not None and end <= today), default=today)


def _entries(
    kind: EntryKind, member: str, days: Iterable[date], stays: Stays
) -> Iterator[TurnEntry]:
    for day in days:
        others = _others(stays, day, member)
        if others or kind is EntryKind.JOIN:
            yield TurnEntry(kind, day, others, member)


def _others(stays: Stays, day: date, member: str) -> tuple[tuple[str, int], ...]:
    """Give who takes over what a member held: those who came that day only if nobody else can."""
    there = {key: stay.since for key, own in stays.items() for stay in own if stay.holds(day)}
    there.pop(member, None)
    old = [key for key, since in there.items() if since is None or since < day]
    return tuple((key, 1) for key in sorted(old or there))
