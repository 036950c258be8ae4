"""Six ways to say whose turn it is, on the same course of members who come, go and are away.

Each policy reads a course and gives the host of every step. The service uses the last one, the
ledger of debts; the others are what it is measured against.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from statistics import mean
from types import MappingProxyType

from scheduler.domain.turn import Account, EntryKind, TurnEntry, charged
from scheduler.rules.turns.walk import Turn, entry_of, ranked

Chance = Callable[[int], int]
"""Gives a whole number from 0 up to the one given, exclusive; that of a seeded generator."""


class Policy(StrEnum):
    """A way to say whose turn it is."""

    INDEX = "index"
    POINTER = "pointer"
    LEAST_RECENT = "least_recent"
    LEAST_BOOKED = "least_booked"
    LOTTERY = "lottery"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Step:
    """One turn: the members in the order in which they came, those of them who are there.

    ``left`` went and ``joined`` came just before it.
    """

    members: tuple[str, ...]
    able: tuple[str, ...]
    left: str | None = None
    joined: str | None = None


Course = tuple[Step, ...]


def hosts(policy: Policy, course: Course, chance: Chance) -> Iterator[str]:
    """Give the host of each step; only the lottery asks chance."""
    return _POLICIES[policy](course, chance)


def by_ledger(course: Course) -> Iterator[tuple[str, Mapping[str, Account]]]:
    """Give the host of each step by the ledger, and the accounts after it."""
    accounts: Mapping[str, Account] = {}
    for number, step in enumerate(course):
        day = _FIRST + timedelta(days=number)
        if step.left is not None:
            others = tuple((member, 1) for member in step.members if member != step.joined)
            accounts = charged(accounts, TurnEntry(EntryKind.LEAVE, day, others, step.left))
        turn = Turn("", day, tuple((member, 1) for member in step.able))
        host = ranked(turn, accounts)[0].member
        accounts = charged(accounts, entry_of(turn, host))
        yield host, accounts


def _index(course: Course, _: Chance) -> Iterator[str]:
    """Count the turns and take that member of the list, or the next one who is there."""
    for number, step in enumerate(course):
        yield _from(step, number)


def _pointer(course: Course, _: Chance) -> Iterator[str]:
    """Go on in the list from whoever hosted last."""
    place = 0
    for step in course:
        host = _from(step, place)
        place = step.members.index(host) + 1
        yield host


def _from(step: Step, place: int) -> str:
    count = len(step.members)
    order = (step.members[(place + ahead) % count] for ahead in range(count))
    return next(member for member in order if member in step.able)


def _least_recent(course: Course, _: Chance) -> Iterator[str]:
    """Take whoever waited longest; who never hosted first."""
    last: dict[str, int] = {}
    for number, step in enumerate(course, start=1):
        host = min(step.able, key=lambda member: (last.get(member, 0), member))
        last[host] = number
        yield host


def _least_booked(course: Course, _: Chance) -> Iterator[str]:
    """Take whoever hosted least often; a newcomer begins with the average of the others."""
    booked: dict[str, Fraction] = {}
    last: dict[str, int] = {}
    for number, step in enumerate(course, start=1):
        if step.joined is not None:
            others = [booked.get(each, Fraction(0)) for each in step.members if each != step.joined]
            booked[step.joined] = mean(others)
        host = min(
            step.able,
            key=lambda member: (booked.get(member, Fraction(0)), last.get(member, 0), member),
        )
        booked[host] = booked.get(host, Fraction(0)) + 1
        last[host] = number
        yield host


def _lottery(course: Course, chance: Chance) -> Iterator[str]:
    for step in course:
        yield step.able[chance(len(step.able))]


def _ledger(course: Course, _: Chance) -> Iterator[str]:
    return (host for host, _ in by_ledger(course))


_FIRST = date(2000, 1, 1)
_POLICIES: Mapping[Policy, Callable[[Course, Chance], Iterator[str]]] = MappingProxyType(
    {
        Policy.INDEX: _index,
        Policy.POINTER: _pointer,
        Policy.LEAST_RECENT: _least_recent,
        Policy.LEAST_BOOKED: _least_booked,
        Policy.LOTTERY: _lottery,
        Policy.LEDGER: _ledger,
    }
)
