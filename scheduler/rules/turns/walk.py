"""Who hosts: one walk over turns in the order of their days, by the ledger of debts.

The entitlement of a turn is shared over those eligible; the one with the largest debt hosts,
unless that would keep the remaining turns from fitting everybody's fair number, rounded down or
up. Exact fractions throughout.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import takewhile
from math import ceil, floor, lcm

from scheduler.domain.turn import Account, EntryKind, TurnEntry, charged
from scheduler.rules.turns.flow import Able, Bounds, Sharing, share_out

_NEVER = date.min


@dataclass(frozen=True, slots=True)
class Turn:
    """One go: who shares its entitlement, who of them is absent, and the host if it is settled.

    ``deferring`` are those of the absent who put this turn off by their own wish.
    """

    uid: str
    day: date
    eligible: tuple[tuple[str, int], ...]
    absent: frozenset[str] = frozenset()
    host: str | None = None
    deferring: frozenset[str] = frozenset()

    @property
    def able(self) -> frozenset[str]:
        """Give those who can host."""
        return frozenset(member for member, _ in self.eligible) - self.absent


@dataclass(frozen=True, slots=True)
class Choice:
    """Who hosts a turn, the ledger rows of those eligible, largest debt first, and who was passed.

    ``rows`` are as they stood with this turn's entitlement and before its act. ``hasty`` says why
    the host should have waited, where nobody else could host.
    """

    uid: str
    host: str | None
    rows: tuple[Account, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
    hasty: str = ""


def assign(
    turns: Iterable[Turn],
    accounts: Mapping[str, Account],
    cooldown: int = 0,
    leaves: Iterable[TurnEntry] = (),
    beside: Iterable[TurnEntry] = (),
) -> tuple[Choice, ...]:
    """Give each turn that is not settled its host, in the order of days.

    Whoever hosts one of the ``cooldown`` turns before, or a settled one as near after, waits as
    long as others can host, even if it then ends beyond its fair number: what it owes is carried
    on. A turn that nobody can host gets None. ``leaves`` are those to come: each is handed over on
    its day, before the turns of that day. ``beside`` are turns outside of the walk that count for
    who waits.
    """
    ordered = sorted(turns, key=_place)
    going = sorted(leaves, key=lambda entry: (entry.day, entry.host or ""))
    around = _Neighbours(ordered, beside, cooldown)
    rested = {turn.uid: around.rested(turn) for turn in ordered if turn.host is None}
    sharing = _sharing(ordered, rested, fair_numbers(ordered, accounts, going))
    choices: list[Choice] = []
    for turn in ordered:
        while going and going[0].day <= turn.day:
            accounts = charged(accounts, going.pop(0))
        host = turn.host
        if host is None and turn.able:
            rows = ranked(turn, accounts)
            waiting, may = around.waiting(turn), around.rested(turn)
            inclined = [row.member for row in rows if row.member in may]
            host = _chosen(inclined, rested[turn.uid], sharing)
            passed = tuple(_passed(turn, rows, waiting, host))
            choices.append(Choice(turn.uid, host, rows, passed, waiting.get(host, "")))
            around.settle(turn, host)
        elif host is None:
            choices.append(Choice(turn.uid, None))
        accounts = charged(accounts, entry_of(turn, host))
    return tuple(choices)


class _Neighbours:
    """Who hosts near a turn: the turns of a walk and those beside it, in the order of days."""

    def __init__(self, turns: Iterable[Turn], beside: Iterable[TurnEntry], reach: int) -> None:
        """Start with the hosts that are settled."""
        known: list[Turn | TurnEntry] = [*turns, *beside]
        known.sort(key=_place)
        self._hosts = [each.host for each in known]
        self._at = {each.uid: at for at, each in enumerate(known)}
        self._reach = reach

    def waiting(self, turn: Turn) -> Mapping[str | None, str]:
        """Give who has to wait at a turn, with the reason."""
        before, after = self._near(turn, self._reach)
        return dict.fromkeys(after, "ahead") | dict.fromkeys(before, "cooldown")

    def rested(self, turn: Turn) -> Able:
        """Give those able to host who have waited long enough; where nobody has, the longest."""
        able = turn.able
        for reach in range(self._reach, 0, -1):
            rested = able.difference(*self._near(turn, reach))
            if rested:
                return rested
        return able

    def settle(self, turn: Turn, host: str) -> None:
        """Know who hosts a turn."""
        self._hosts[self._at[turn.uid]] = host

    def _near(self, turn: Turn, reach: int) -> tuple[Sequence[str | None], Sequence[str | None]]:
        """Give who hosts the turns just before and just after."""
        at = self._at[turn.uid]
        return self._hosts[max(at - reach, 0) : at], self._hosts[at + 1 : at + 1 + reach]


def ranked(turn: Turn, accounts: Mapping[str, Account]) -> tuple[Account, ...]:
    """Order those eligible by debt, this turn's share included; ties by longest idle, then key."""
    rows = []
    for member, share in _shares(turn):
        old = accounts.get(member, Account(member))
        rows.append(Account(member, old.entitled + share, old.acted, old.last))
    debts = {row.member: row.debt for row in rows}
    whole = lcm(*(debt.denominator for debt in debts.values()))  # compares much faster
    order = {
        member: -debt.numerator * (whole // debt.denominator) for member, debt in debts.items()
    }
    rows.sort(key=lambda row: (order[row.member], row.last or _NEVER, row.member))
    return tuple(rows)


def entry_of(turn: Turn, host: str | None) -> TurnEntry:
    """Give the ledger entry of a turn that the host takes."""
    return TurnEntry(EntryKind.TURN, turn.day, turn.eligible, host, turn.uid)


def _place(turn: Turn | TurnEntry) -> tuple[date, str]:
    return (turn.day, turn.uid)


def _shares(turn: Turn) -> Iterator[tuple[str, Fraction]]:
    total = sum(weight for _, weight in turn.eligible)
    shares = {weight: Fraction(weight, total) for weight in {each for _, each in turn.eligible}}
    return ((member, shares[weight]) for member, weight in turn.eligible)


def _sharing(
    turns: Sequence[Turn], rested: Mapping[str, Able], fair: Mapping[str, Fraction]
) -> Sharing:
    """Share the open turns out within bounds, which are widened until that is possible.

    They round each member's fair number down and up, less what is settled.
    """
    settled = Counter(turn.host for turn in turns if turn.host is not None)
    open_turns = [able for able in rested.values() if able]
    widened = 0
    while True:
        bounds = Bounds(
            {key: floor(due) - widened - settled[key] for key, due in fair.items()},
            {key: max(ceil(due), 0) + widened - settled[key] for key, due in fair.items()},
        )
        sharing = share_out(open_turns, bounds)
        if sharing is not None:
            return sharing
        widened += 1


def fair_numbers(
    turns: Sequence[Turn], accounts: Mapping[str, Account], leaves: Sequence[TurnEntry]
) -> dict[str, Fraction]:
    """Give everybody's fair number: what it owes and its shares of these turns.

    Who leaves hands over what it cannot host before.
    """
    fair = {member: account.debt for member, account in accounts.items()}
    ahead = list(leaves)
    for index, turn in enumerate(turns):
        while ahead and ahead[0].day <= turn.day:
            _hand_over(fair, ahead.pop(0), turns[:index])
        if turn.host is not None or turn.able:
            for member, share in _shares(turn):
                fair[member] = fair.get(member, Fraction(0)) + share
    return fair


def _hand_over(fair: dict[str, Fraction], leave: TurnEntry, before: Sequence[Turn]) -> None:
    member = leave.host or ""
    settled = sum(turn.host == member for turn in before)
    most = settled + sum(turn.host is None and member in turn.able for turn in before)
    owed = fair.get(member, Fraction(0))
    fair[member] = min(max(owed, Fraction(settled)), Fraction(most))
    others = [key for key, _ in leave.eligible]
    for key in others:
        fair[key] = fair.get(key, Fraction(0)) + (owed - fair[member]) / len(others)


def _chosen(inclined: Sequence[str], able: Able, sharing: Sharing) -> str:
    """Take the first who keeps the bounds; where nobody does, they are widened."""
    while True:
        for member in inclined:
            if sharing.settle(able, member):
                return member
        sharing.widen()


def _passed(
    turn: Turn, rows: Iterable[Account], waiting: Mapping[str | None, str], host: str
) -> Iterator[tuple[str, str]]:
    """Say of each who owes more than the host why it does not host."""
    known = dict.fromkeys(turn.absent, "absent") | dict.fromkeys(turn.deferring, "deferred")
    for row in takewhile(lambda row: row.member != host, rows):
        yield row.member, known.get(row.member) or waiting.get(row.member, "bounds")
