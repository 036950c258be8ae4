"""Who is expected at an event: the roster that opening its register freezes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event
from scheduler.domain.attendance.values import Expectation, RosterLine
from scheduler.domain.roster import Officer, Standing
from scheduler.store import Session, belonging, roster
from scheduler.store import audience as queries
from scheduler.store.attendance import Listed

MEMBERS = "members"
"""The audience of everybody at home in the branches; any other one is that of delegates."""

SECRETARY = "branch_secretary"
"""The only officer of a branch who is a delegate."""

_DUE = frozenset({Standing.MEMBER, Standing.PROBATIONARY})


def audience_of(session: Session, event: Event) -> str:
    """Give the audience of an event's kind; an unknown kind is for delegates."""
    kind = roster.kinds(session).get(event.kind)
    return kind.audience if kind else "delegates"


def expected(session: Session, event: Event, audience: str) -> tuple[Listed, ...]:
    """List who is expected on the day of the event.

    ``members`` are the people at home in the branches of the alliances, and of the host;
    delegates are the officers of the alliances and the secretaries of those branches. An
    alliance's events are decided by no single organisation, so nobody has a vote.
    """
    day = event.day()
    branches = branches_of(session, event.alliances, day)
    if event.host:
        branches |= queries.branches_of(session, event.host, day)
    return of_branches(session, Asked(audience, event.alliances, branches), day)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which audience is asked for: that of which alliances, and of which branches."""

    audience: str
    alliances: tuple[str, ...]
    branches: frozenset[str]


def of_branches(session: Session, asked: Asked, day: date) -> tuple[Listed, ...]:
    """List who is expected on a day, where the branches are known already."""
    if asked.audience == MEMBERS:
        return _members(session, asked.branches, day)
    return _delegates(session, asked.alliances, asked.branches, day)


def branches_of(session: Session, alliances: Iterable[str], day: date) -> frozenset[str]:
    """List the branches of these alliances on a day: one that has left is nobody's there."""
    found = belonging.bodies(session, alliances, day)
    return frozenset(body.key for body in found if body.kind in queries.BRANCHES)


def _members(session: Session, branches: Iterable[str], day: date) -> tuple[Listed, ...]:
    found: dict[str, Listed] = {}
    for person, tie in roster.affiliations(session, branches, day):
        if tie.kind.value == "home":
            due = person.standing in _DUE
            line = RosterLine(
                person=person.id,
                expectation=Expectation.DUE if due else Expectation.OBSERVER,
                home_branch=tie.body,
                group=tie.group,
            )
            found[person.id] = Listed(line, person.name, person.pinyin_key)
    return tuple(found.values())


def _delegates(
    session: Session, alliances: Iterable[str], branches: frozenset[str], day: date
) -> tuple[Listed, ...]:
    officers = roster.officers(session, {*alliances, *branches})
    people = {
        officer.person
        for body, rows in officers.items()
        for officer in rows
        if officer.tenure.holds(day) and _is_delegate(officer, body in branches)
    }
    known = roster.people(session, people)
    at_home = queries.homes(session, people, day)
    listed = []
    for person in known.values():
        branch, group = at_home.get(person.id, (None, ""))
        line = RosterLine(person.id, home_branch=branch, group=group)
        listed.append(Listed(line, person.name, person.pinyin_key))
    return tuple(sorted(listed, key=_order))


def _is_delegate(officer: Officer, of_branch: bool) -> bool:  # noqa: FBT001 - one of two tests
    return not of_branch or officer.role == SECRETARY


def _order(each: Listed) -> tuple[str, str, str]:
    return (each.line.home_branch or "", each.pinyin_key, each.line.person)
