"""The ledger of turns: entries of a rotation rule's pool and the exact debts folded from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class EntryKind(StrEnum):
    """What a ledger entry records."""

    TURN = "turn"
    LEAVE = "leave"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class TurnEntry:
    """One act of the ledger, by the day of its turn.

    A ``turn`` charges entitlement to ``eligible`` (member, weight) pairs and the act to ``host``;
    a ``leave`` splits what ``host`` still holds over ``eligible``; a ``correction`` adds
    ``amount`` to ``host`` and takes it from ``counter``.
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
    """What a member was due, what it did, and when it last hosted."""

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
    for entry in sorted(entries, key=lambda item: (item.day, item.kind, item.uid)):
        _APPLY[entry.kind](accounts, entry)
    return accounts


def charged(accounts: Mapping[str, Account], entry: TurnEntry) -> Mapping[str, Account]:
    """Give the accounts after one more entry; those given stay as they are."""
    after = dict(accounts)
    _APPLY[entry.kind](after, entry)
    return after


def _account(accounts: dict[str, Account], member: str) -> Account:
    return accounts.get(member, Account(member))


def _entitle(accounts: dict[str, Account], member: str, share: Fraction) -> None:
    old = _account(accounts, member)
    accounts[member] = Account(member, old.entitled + share, old.acted, old.last)


def _act(accounts: dict[str, Account], member: str, day: date) -> None:
    old = _account(accounts, member)
    accounts[member] = Account(member, old.entitled, old.acted + 1, day)


def _turn(accounts: dict[str, Account], entry: TurnEntry) -> None:
    if entry.host is None:
        return
    total = sum(weight for _, weight in entry.eligible)
    if total == 0:
        # Nobody was eligible: the one who hosts is charged and credited alike.
        _entitle(accounts, entry.host, Fraction(1))
    for member, weight in entry.eligible:
        _entitle(accounts, member, Fraction(weight, total))
    _act(accounts, entry.host, entry.day)


def _leave(accounts: dict[str, Account], entry: TurnEntry) -> None:
    if entry.host is None or not entry.eligible:
        return
    debt = _account(accounts, entry.host).debt
    _entitle(accounts, entry.host, -debt)
    for member, _ in entry.eligible:
        _entitle(accounts, member, debt / len(entry.eligible))


def _correction(accounts: dict[str, Account], entry: TurnEntry) -> None:
    if entry.host is None or entry.counter is None:
        return
    _entitle(accounts, entry.host, entry.amount)
    _entitle(accounts, entry.counter, -entry.amount)


_APPLY = {
    EntryKind.TURN: _turn,
    EntryKind.LEAVE: _leave,
    EntryKind.CORRECTION: _correction,
}
