"""Who belongs to an alliance, with all that its page chooses from."""

import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import (
    ALLIANCE_KINDS,
    Affiliation,
    Body,
    BodyKind,
    Membership,
    Officer,
)
from scheduler.services.access import Action, Principal, require
from scheduler.services.names import Name
from scheduler.services.roster.members import PLAIN
from scheduler.store import Session, Store, accounts, belonging, directory, roster

_NUMBER = re.compile(r"\d+")
_ABOVE = ALLIANCE_KINDS | {BodyKind.COMMITTEE}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation or body that may join; ``group`` is its kind."""

    key: str
    group: str
    name: Name


@dataclass(frozen=True, slots=True)
class PersonTie:
    """A tie of a person to a body of the alliance that is not over."""

    tie: Affiliation | Officer
    name: str
    body: Name


@dataclass(frozen=True, slots=True)
class RosterSeen:
    """The members of an alliance: those of today, to come and of former days.

    ``names`` are those of members, also of who never was one, and of roles. Candidates and roles
    are for people who may change something, ties of people for those who may see names as well.
    """

    alliance: Body
    today: date
    present: tuple[Membership, ...]
    coming: tuple[Membership, ...]
    former: tuple[Membership, ...]
    names: Mapping[str, Name]
    candidates: tuple[Candidate, ...] = ()
    roles: tuple[str, ...] = ()
    people: tuple[PersonTie, ...] = ()
    may_edit: bool = False


def view(store: Store, alliance: str, *, by: Principal, now: datetime) -> RosterSeen:
    """Show who belongs to an alliance, to those who belong to it."""
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    today = now.astimezone(SHANGHAI).date()
    may_edit = by.may(Action.EDIT, alliance)
    with store.read() as session:
        bodies = roster.alliances(session, [alliance])
        if not bodies:
            raise NotFoundError(entity="alliance", key=alliance)
        written = roster.memberships(session, [alliance])[alliance]
        entries = [each for each in written if stood(each)]
        present = [each for each in entries if each.tenure.holds(today)]
        coming = [each for each in entries if each.tenure.since and each.tenure.since > today]
        former = [each for each in entries if each.tenure.is_over(today)]
        roles = {each.role for each in entries} | {PLAIN}
        may_name = may_edit and by.may(Action.NAMES, alliance)
        people = _people(session, alliance, today) if may_name else ()
        offices = {each.tie.role for each in people if isinstance(each.tie, Officer)}
        names = roster.names(session, {each.member for each in written} | roles | offices)
        here = {each.member for each in (*present, *coming)}
        return RosterSeen(
            alliance=bodies[0],
            today=today,
            present=_by_name(present, names),
            coming=_by_name(coming, names),
            former=_by_name(former, names),
            names=names,
            candidates=candidates(session, (alliance,), here) if may_edit else (),
            roles=tuple(sorted(roles)) if may_edit else (),
            people=people,
            may_edit=may_edit,
        )


def stood(entry: Membership) -> bool:
    """Tell whether a membership ever held; one that was taken back did not."""
    since, until = entry.tenure.since, entry.tenure.until
    return since is None or since != until


def _by_name(found: Iterable[Membership], names: Mapping[str, Name]) -> tuple[Membership, ...]:
    def order(entry: Membership) -> tuple[str, str, date]:
        name = names.get(entry.member)
        return (in_order(name.zh if name else ""), entry.member, entry.tenure.since or date.min)

    return tuple(sorted(found, key=order))


def in_order(name: str) -> str:
    """Give what a name is sorted by: 2 comes before 10."""
    return _NUMBER.sub(lambda found: found[0].zfill(6), name)


def candidates(
    session: Session, alliances: Collection[str], here: Container[str]
) -> tuple[Candidate, ...]:
    """List what may join: every organisation, and the bodies of the alliances or of none."""
    found = [
        Candidate(
            f"organisation:{each.key}",
            each.kind.value,
            Name(each.name, each.short_name, each.name_en),
        )
        for each in directory.organisations(session)
    ]
    bodies = [each for each in directory.bodies(session) if each.kind not in _ABOVE]
    homes = accounts.alliances_of_bodies(session, [each.key for each in bodies])
    found += [
        Candidate(f"body:{each.key}", "body", Name(each.name, each.short_name, each.name_en))
        for each in bodies
        if each.key not in homes or homes[each.key] in alliances
    ]
    free = (each for each in found if each.key not in here)
    return tuple(sorted(free, key=lambda each: (each.group, in_order(each.name.zh), each.key)))


def _people(session: Session, alliance: str, today: date) -> tuple[PersonTie, ...]:
    bodies = {each.key: each for each in directory.bodies(session)}
    homes = accounts.alliances_of_bodies(session, bodies)
    own = {key for key, home in homes.items() if home == alliance}
    tied = belonging.tied(session, own)
    people = roster.people(session, tied)
    ties: list[Affiliation | Officer] = []
    ties += [each.tie for each in belonging.affiliations(session, tied)]
    ties += [each.tie for each in belonging.offices(session, tied)]
    found = (tie for tie in ties if tie.body in own and not tie.tenure.is_over(today))

    def order(tie: Affiliation | Officer) -> tuple[str, str, str, bool]:
        who = people[tie.person]
        return (bodies[tie.body].name, who.pinyin_key, who.id, isinstance(tie, Officer))

    return tuple(
        PersonTie(tie, people[tie.person].name, _name(bodies[tie.body]))
        for tie in sorted(found, key=order)
    )


def _name(body: Body) -> Name:
    return Name(body.name, body.short_name, body.name_en)
