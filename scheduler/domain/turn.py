"""The ledger of turns: entries of a rotation rule's pool and the exact debts folded from them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class EntryKind(StrEnum):
    """What a ledger entry records.

    On one day what charges a member that leaves then counts first, next the leaves and the joins,
    and after them the others in this order.
    """

    JOIN = "join"
    EXCUSE = "excuse"
    DEFER = "defer"
    COVER = "cover"
    SWAP = "swap"
    CORRECTION = "correction"
    FORFEIT = "forfeit"
    LEAVE = "leave"
    TURN = "turn"
    CANCELLED = "cancelled"


RELEASES = frozenset({EntryKind.EXCUSE, EntryKind.DEFER, EntryKind.FORFEIT})
"""The kinds that release a member from hosting the turn of one event."""


@dataclass(frozen=True, slots=True)
class TurnEntry:
    """One act of the ledger, by its day: of a turn that is held the turn's, else when it was done.

    - ``turn`` charges entitlement to ``eligible`` (member, weight) pairs and the act to ``host``;
      ``cancelled`` is the same turn again and takes it back whole.
    - ``forfeit`` charges as if ``host`` had held the turn, which is then shared by the others.
    - ``join``: ``host`` begins even; ``leave``: ``host`` ends even. What it still held is split
      equally over ``eligible``.
    - ``correction`` adds ``amount`` to ``host`` and takes it from ``counter``.
    - ``excuse`` (``host`` has no share in the turn of ``uid``), ``defer`` (it has, and catches up
      later), ``cover`` and ``swap`` (``host`` gives the turn to ``counter``) charge nothing: the
      turn does, once it is held.
    """

    kind: EntryKind
    day: date
    eligible: tuple[tuple[str, int], ...] = ()
    host: str | None = None
    uid: str = ""
    amount: Fraction = Fraction(0)
    counter: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What a member was due, what it did, and when it last hosted: a forfeited turn it did not."""

    member: str
    entitled: Fraction = Fraction(0)
    acted: Fraction = Fraction(0)
    last: date | None = None

    @property
    def debt(self) -> Fraction:
        """Give what the member still owes; negative means ahead."""
        return self.entitled - self.acted


def fold(entries: Iterable[TurnEntry]) -> Mapping[str, Account]:
    """Fold entries, in the order of their days, into one account a member; debts sum to zero."""
    accounts: dict[str, Account] = {}
    for entry in _standing(entries):
        _APPLY[entry.kind](accounts, entry)
    return accounts


def steps(
    entries: Iterable[TurnEntry],
) -> Iterator[tuple[TurnEntry, Mapping[str, Account]]]:
    """Go through the entries that stand, each with the accounts just before it."""
    accounts: dict[str, Account] = {}
    for entry in _standing(entries):
        yield entry, dict(accounts)
        _APPLY[entry.kind](accounts, entry)


def held_turns(entries: Iterable[TurnEntry]) -> list[TurnEntry]:
    """List the turns that stand, in the order of their days."""
    return [entry for entry in _standing(entries) if entry.kind is EntryKind.TURN]


def released(entries: Iterable[TurnEntry], uid: str) -> Mapping[str, EntryKind]:
    """Give who was released from hosting the turn of an event, and how.

    Of several releases of one member the kind that comes last in ``EntryKind`` counts.
    """
    found = sorted(
        (_ORDER[entry.kind], entry.host)
        for entry in entries
        if entry.uid == uid and entry.kind in RELEASES and entry.host is not None
    )
    return {member: _KINDS[place] for place, member in found}


def charged(accounts: Mapping[str, Account], entry: TurnEntry) -> Mapping[str, Account]:
    """Give the accounts after one more entry; those given stay as they are.

    What is cancelled is not taken back here: ``fold`` does it, which knows all entries.
    """
    after = dict(accounts)
    _APPLY[entry.kind](after, entry)
    return after


def _standing(entries: Iterable[TurnEntry]) -> list[TurnEntry]:
    """Put entries in order, without the turns that were cancelled and what cancelled them."""
    ordered = _in_order(list(entries))
    gone = Counter(_turn_of(entry) for entry in ordered if entry.kind is EntryKind.CANCELLED)
    kept = []
    for entry in ordered:
        if entry.kind is EntryKind.TURN and gone[_turn_of(entry)]:
            gone[_turn_of(entry)] -= 1
        elif entry.kind is not EntryKind.CANCELLED:
            kept.append(entry)
    return kept


def _in_order(entries: list[TurnEntry]) -> list[TurnEntry]:
    leaving = _leaving(entries)

    def place(entry: TurnEntry) -> tuple[object, ...]:
        phase = _PHASES.get(entry.kind, len(_PHASES))
        gone = leaving.get(entry.day)
        if gone and entry.kind in _CHARGES and not gone.isdisjoint(_touched(entry)):
            phase = -1
        kind = _ORDER[entry.kind]
        return (entry.day, phase, kind, entry.uid, entry.host or "", entry.eligible)

    return sorted(entries, key=place)


def _leaving(entries: Iterable[TurnEntry]) -> Mapping[date, set[str]]:
    """Give who leaves on each day and does not come back on the same."""
    found: dict[date, set[str]] = {}
    back = {(entry.day, entry.host) for entry in entries if entry.kind is EntryKind.JOIN}
    for entry in entries:
        if entry.kind is EntryKind.LEAVE and entry.host and (entry.day, entry.host) not in back:
            found.setdefault(entry.day, set()).add(entry.host)
    return found


def _touched(entry: TurnEntry) -> Iterator[str | None]:
    yield entry.host
    if entry.kind is EntryKind.CORRECTION:
        yield entry.counter
    for member, _ in entry.eligible:
        yield member


def _turn_of(entry: TurnEntry) -> tuple[object, ...]:
    return (entry.uid, entry.day, entry.host, entry.eligible)


def _account(accounts: dict[str, Account], member: str) -> Account:
    return accounts.get(member, Account(member))


def _entitle(accounts: dict[str, Account], member: str, share: Fraction) -> None:
    old = _account(accounts, member)
    accounts[member] = Account(member, old.entitled + share, old.acted, old.last)


def _act(accounts: dict[str, Account], member: str, day: date | None) -> None:
    old = _account(accounts, member)
    accounts[member] = Account(member, old.entitled, old.acted + 1, day or old.last)


def _turn(accounts: dict[str, Account], entry: TurnEntry) -> None:
    if entry.host is None:
        return
    total = sum(weight for _, weight in entry.eligible)
    if total == 0:
        # Nobody was eligible: the one who hosts is charged and credited alike.
        _entitle(accounts, entry.host, Fraction(1))
    for member, weight in entry.eligible:
        _entitle(accounts, member, Fraction(weight, total))
    _act(accounts, entry.host, None if entry.kind is EntryKind.FORFEIT else entry.day)


def _even(accounts: dict[str, Account], entry: TurnEntry) -> None:
    """Bring the one who comes or goes to zero; the others take over what it held."""
    if entry.host is None:
        return
    others = [member for member, _ in entry.eligible if member != entry.host]
    debt = _account(accounts, entry.host).debt
    if others:
        _entitle(accounts, entry.host, -debt)
    for member in others:
        _entitle(accounts, member, debt / len(others))


def _correction(accounts: dict[str, Account], entry: TurnEntry) -> None:
    if entry.host is None or entry.counter is None:
        return
    _entitle(accounts, entry.host, entry.amount)
    _entitle(accounts, entry.counter, -entry.amount)


def _nothing(accounts: dict[str, Account], entry: TurnEntry) -> None:
    """Leave the accounts: the turn itself is charged once it is held."""


_KINDS = tuple(EntryKind)
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
_CHARGES = frozenset({EntryKind.TURN, EntryKind.FORFEIT, EntryKind.CORRECTION})
_PHASES = {EntryKind.LEAVE: 0, EntryKind.JOIN: 1}
_APPLY = dict.fromkeys(EntryKind, _nothing) | {
    EntryKind.TURN: _turn,
    EntryKind.FORFEIT: _turn,
    EntryKind.JOIN: _even,
    EntryKind.LEAVE: _even,
    EntryKind.CORRECTION: _correction,
}
