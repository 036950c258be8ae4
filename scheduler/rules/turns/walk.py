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
from math import ceil, floor, lcm

from scheduler.domain.turn import Account, EntryKind, TurnEntry, charged
from scheduler.rules.turns.flow import Bounds, Sharing, share_out

_NEVER = date.min


@dataclass(frozen=True, slots=True)
class Turn:
    """One go: who shares its entitlement, who of them is absent, and the host if it is settled."""

    uid: str
    day: date
    eligible: tuple[tuple[str, int], ...]
    absent: frozenset[str] = frozenset()
    host: str | None = None

    @property
    def able(self) -> frozenset[str]:
        """Give those who can host."""
        return frozenset(member for member, _ in self.eligible) - self.absent


@dataclass(frozen=True, slots=True)
class Choice:
    """Who hosts a turn, the ledger rows of those eligible, largest debt first, and who was passed.

    ``rows`` are as they stood with this turn's entitlement and before its act.
    """

    uid: str
    host: str | None
    rows: tuple[Account, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()


def assign(
    turns: Iterable[Turn],
    accounts: Mapping[str, Account],
    cooldown: int = 0,
    leaves: Iterable[TurnEntry] = (),
) -> tuple[Choice, ...]:
    """Give each turn that is not settled its host, in the order of days.

    Whoever hosted one of the ``cooldown`` turns before or hosts a settled one as near after waits,
    as long as others can host. A turn that nobody can host gets None. ``leaves`` are those to come:
    each is handed over on its day, before the turns of that day.
    """
    ordered = sorted(turns, key=lambda turn: (turn.day, turn.uid))
    going = sorted(leaves, key=lambda entry: (entry.day, entry.host or ""))
    sharing = _sharing(ordered, accounts, going)
    choices: list[Choice] = []
    hosts = [*_recent(accounts, cooldown), *(turn.host for turn in ordered)]
    for index, turn in enumerate(ordered, start=len(hosts) - len(ordered)):
        while going and going[0].day <= turn.day:
            accounts = charged(accounts, going.pop(0))
        host = turn.host
        if host is None and turn.able:
            rows = ranked(turn, accounts)
            before = hosts[max(index - cooldown, 0) : index]
            after = hosts[index + 1 : index + cooldown + 1]
            cooling = dict.fromkeys(after, "ahead") | dict.fromkeys(before, "cooldown")
            host, passed = _choose(turn, rows, cooling, sharing)
            choices.append(Choice(turn.uid, host, rows, passed))
        elif host is None:
            choices.append(Choice(turn.uid, None))
        hosts[index] = host
        accounts = charged(accounts, entry_of(turn, host))
    return tuple(choices)


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


def _recent(accounts: Mapping[str, Account], count: int) -> list[str | None]:
    """List who hosted last before the walk, the latest at the end."""
    known = [(account.last, account.member) for account in accounts.values() if account.last]
    return [member for _, member in sorted(known)[max(len(known) - count, 0) :]]


def _shares(turn: Turn) -> Iterator[tuple[str, Fraction]]:
    total = sum(weight for _, weight in turn.eligible)
    shares = {weight: Fraction(weight, total) for weight in {each for _, each in turn.eligible}}
    return ((member, shares[weight]) for member, weight in turn.eligible)


def _sharing(
    turns: Sequence[Turn], accounts: Mapping[str, Account], leaves: Sequence[TurnEntry]
) -> Sharing:
    """Share the open turns out within bounds, which are widened until that is possible.

    They round each member's fair number down and up, less what is settled.
    """
    fair = _fair(turns, accounts, leaves)
    settled = Counter(turn.host for turn in turns if turn.host is not None)
    open_turns = [turn.able for turn in turns if turn.host is None and turn.able]
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


def _fair(
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


def _choose(
    turn: Turn, rows: Sequence[Account], cooling: Mapping[str | None, str], sharing: Sharing
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Take the first in the order of debts who may; those cooling down only if nobody else may."""
    reasons: dict[str, str] = {}
    waiting: list[str] = []
    able = turn.able
    for row in rows:
        member = row.member
        if member in turn.absent:
            reasons[member] = "absent"
        elif member in cooling and sharing.could(able, member):
            reasons[member] = cooling[member]
            waiting.append(member)
        elif member not in cooling and sharing.settle(able, member):
            return member, tuple(reasons.items())
        else:
            reasons[member] = "bounds"
    host = waiting[0]
    sharing.settle(able, host)
    before = list(reasons.items())[: list(reasons).index(host)]
    return host, tuple(before)
