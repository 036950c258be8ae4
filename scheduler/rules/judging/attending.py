"""For which bodies an attendance counts: the home or adopting branch, and the hosting alliances."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from scheduler.domain.activity import Event
from scheduler.domain.roster import Affiliation, AffiliationKind
from scheduler.rules.kinds.credit import Beneficiary

_BRANCHES = (AffiliationKind.HOME, AffiliationKind.NO_TRANSFER)


def branches_on(ties: Iterable[Affiliation], day: date) -> Mapping[str, str]:
    """Give everybody's branch on a day: the home branch, else the one that took the person in."""
    found: dict[str, str] = {}
    known = [tie for tie in ties if tie.tenure.holds(day) and tie.kind in _BRANCHES]
    for tie in sorted(known, key=lambda tie: (_BRANCHES.index(tie.kind), tie.body)):
        found.setdefault(tie.person, tie.body)
    return found


def attendance_credit(
    present: Collection[str],
    ties: Iterable[Affiliation],
    event: Event,
    to: Collection[Beneficiary],
) -> Mapping[str, frozenset[str]]:
    """Give the people whose attendance counts for each body; nobody counts twice for one body."""
    credited: dict[str, set[str]] = {}
    if Beneficiary.HOME_BRANCH in to:
        for person, branch in branches_on(ties, event.day()).items():
            if person in present:
                credited.setdefault(branch, set()).add(person)
    if Beneficiary.HOST_ALLIANCE in to:
        for alliance in {event.owner, *event.alliances}:
            credited.setdefault(alliance, set()).update(present)
    return {body: frozenset(people) for body, people in sorted(credited.items())}
