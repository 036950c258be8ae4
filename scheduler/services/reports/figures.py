"""The figures of many registers, put together from what the database counted."""

from collections import Counter
from collections.abc import Iterable, Mapping

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import LEAVE, PRESENT, Expectation, Presence
from scheduler.store.tallies import Tally

_BESIDE = {
    Expectation.NOT_COUNTED: "not_counted",
    Expectation.OBSERVER: "observers",
    Expectation.GUEST: "guests",
    Expectation.BRANCHLESS_GUEST: "guests",
    Expectation.STAFF: "staff",
}


def totals_of(tallies: Iterable[Tally]) -> Mapping[str, Totals]:
    """Give the totals of each register; they equal those counted person by person."""
    counts: dict[str, Counter[str]] = {}
    for tally in tallies:
        counted = counts.setdefault(tally.uid, Counter())
        for name in _names(tally):
            counted[name] += tally.people
    return {uid: Totals(**counted) for uid, counted in counts.items()}


def _names(tally: Tally) -> Iterable[str]:
    """Name the figures that a person of this sort enters."""
    came = tally.presence in PRESENT
    if tally.conflict:
        yield "conflicts"
    if tally.expectation is not Expectation.DUE:
        if came:
            yield _BESIDE[tally.expectation]
        return
    yield "due"
    yield "present" if came else _absence(tally.presence)
    if tally.voting:
        yield "due_voting"
        if came:
            yield "present_voting"


def _absence(presence: Presence) -> str:
    if presence in LEAVE:
        return "leave"
    return "absent" if presence is Presence.ABSENT else "unmarked"
