"""Sample branches, people, enterprises and officials at a source document's scale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.numerals import numeral
from scheduler.domain.roster import (
    Affiliation,
    AffiliationKind,
    Body,
    BodyKind,
    Membership,
    Officer,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
)
from scheduler.presets.naming import official_name, person_name
from scheduler.presets.values import Roster

JOINT_EVERY = 5
"""Every fifth sample branch is a joint one; it serves three enterprises, the others one."""

PROBATIONARY_EVERY = 15
"""Every fifteenth sample member is on probation."""

BRANCH_SECRETARY = "branch_secretary"


@dataclass(frozen=True, slots=True)
class Block:
    """How many samples of each sort are dealt out over some alliances.

    ``chain_leaders`` is how many chain leaders each alliance shall have, named ones included;
    ``adopted`` people of enterprises without a branch take part in a branch of an alliance.
    """

    alliances: tuple[Body, ...]
    branches: int
    people: int
    enterprises: int
    party_groups: int = 0
    chain_leaders: int = 0
    branch_role: str = "branch"
    adopted: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """A role that one official holds in each alliance, or ``each`` officials of its own."""

    role: str
    alliances: tuple[Body, ...]
    each: int = 1
    shared_by: int = 0


def deal(total: int, parts: int) -> tuple[int, ...]:
    """Split a total into parts that differ by at most one, the larger first."""
    share, rest = divmod(total, parts)
    return tuple(share + (1 if part < rest else 0) for part in range(parts))


def block_roster(block: Block, leaders: Mapping[str, int]) -> Roster:
    """Make the samples of one block; ``leaders`` counts the chain leaders that have names."""
    parts = len(block.alliances)
    branches = deal(block.branches, parts)
    people = deal(block.people, parts)
    enterprises = deal(block.enterprises, parts)
    adopted = deal(block.adopted, parts)
    roster = Roster()
    for index, alliance in enumerate(block.alliances):
        wanted = max(0, block.chain_leaders - leaders.get(alliance.key, 0))
        organisations = _enterprises(alliance, enterprises[index], wanted)
        roster += organisations
        roster += _branches(alliance, branches[index], block, organisations.organisations)
        roster += _people(alliance, branches[index], people[index], block.party_groups)
        roster += _adopted(alliance, branches[index], adopted[index])
    return roster


def seat_roster(seats: Sequence[Seat], home: str, prefix: str) -> Roster:
    """Make the officials of a preset; their home is the body ``home``."""
    people: list[Person] = []
    officers: list[Officer] = []
    for role, seat in enumerate(seats):
        holders = _holders(seat)
        slug = seat.role.replace("_", "-")
        fresh = tuple(
            Person(f"{prefix}-{slug}-{number:02}", *official_name(role, number))
            for number in range(1, max(max(numbers) for numbers in holders.values()) + 1)
        )
        people.extend(fresh)
        officers.extend(
            Officer(fresh[number - 1].id, alliance, seat.role)
            for alliance, numbers in holders.items()
            for number in numbers
        )
    homes = tuple(Affiliation(person.id, home) for person in people)
    return Roster(people=tuple(people), affiliations=homes, officers=tuple(officers))


def listed_roster(ids: Sequence[str], role: int, home: str) -> Roster:
    """Make the people of a sample list, named like holders of the role ``role`` (from 0)."""
    people = tuple(
        Person(key, *official_name(role, number)) for number, key in enumerate(ids, start=1)
    )
    homes = tuple(Affiliation(person.id, home) for person in people)
    return Roster(people=people, affiliations=homes)


def _holders(seat: Seat) -> dict[str, tuple[int, ...]]:
    keys = [alliance.key for alliance in seat.alliances]
    if seat.shared_by:
        count = -(-len(keys) // seat.shared_by)
        return {key: (index % count + 1,) for index, key in enumerate(keys)}
    return {
        key: tuple(range(index * seat.each + 1, (index + 1) * seat.each + 1))
        for index, key in enumerate(keys)
    }


def _enterprises(alliance: Body, count: int, leaders: int) -> Roster:
    organisations = tuple(
        Organisation(
            key=f"{alliance.key}-enterprise-{number:03}",
            name=f"{alliance.short_name}样例企业{number}号",
            kind=OrganisationKind.ENTERPRISE,
            short_name=f"样例企业{number}号",
            name_en=f"Sample Enterprise {number}",
            sector="enterprise",
        )
        for number in range(1, count + 1)
    )
    memberships = tuple(
        Membership(
            f"organisation:{organisation.key}",
            alliance.key,
            "chain_leader" if index < leaders else "member",
        )
        for index, organisation in enumerate(organisations)
    )
    return Roster(organisations=organisations, memberships=memberships)


def _branch_key(alliance: Body, number: int) -> str:
    return f"{alliance.key}-branch-{number:02}"


def _branches(
    alliance: Body, count: int, block: Block, organisations: Sequence[Organisation]
) -> Roster:
    bodies: list[Body] = []
    memberships: list[Membership] = []
    served = iter(organisations)
    for number in range(1, count + 1):
        joint = number % JOINT_EVERY == 0
        branch = _branch(alliance, number, joint=joint)
        bodies.append(branch)
        bodies.extend(_groups(branch, block.party_groups))
        memberships.append(Membership(f"body:{branch.key}", alliance.key, block.branch_role))
        memberships.extend(
            Membership(f"organisation:{organisation.key}", branch.key, "served")
            for _, organisation in zip(range(3 if joint else 1), served, strict=False)
        )
    return Roster(bodies=tuple(bodies), memberships=tuple(memberships))


def _branch(alliance: Body, number: int, *, joint: bool) -> Body:
    short_name = f"样例第{numeral(number)}{'联合' if joint else ''}支部"
    return Body(
        key=_branch_key(alliance, number),
        name=alliance.short_name + short_name,
        kind=BodyKind.JOINT_BRANCH if joint else BodyKind.BRANCH,
        short_name=short_name,
        name_en=f"Sample {'Joint ' if joint else ''}Branch {number}",
        parent=alliance.key,
    )


def _groups(branch: Body, count: int) -> Iterator[Body]:
    for number in range(1, count + 1):
        short_name = f"第{numeral(number)}党小组"
        yield Body(
            key=f"{branch.key}-group-{number}",
            name=branch.name + short_name,
            kind=BodyKind.PARTY_GROUP,
            short_name=short_name,
            name_en=f"Party Group {number}",
            parent=branch.key,
        )


def _people(alliance: Body, branches: int, count: int, groups: int) -> Roster:
    people: list[Person] = []
    affiliations: list[Affiliation] = []
    officers: list[Officer] = []
    for branch, size in enumerate(deal(count, branches)):
        key = _branch_key(alliance, branch + 1)
        for number in range(1, size + 1):
            probation = number % PROBATIONARY_EVERY == 0
            standing = Standing.PROBATIONARY if probation else Standing.MEMBER
            person = Person(f"{key}-p{number:02}", *person_name(branch, number), standing)
            group = f"第{numeral((number - 1) % groups + 1)}党小组" if groups else ""
            people.append(person)
            affiliations.append(Affiliation(person.id, key, group=group))
        officers.append(Officer(f"{key}-p01", key, BRANCH_SECRETARY))
    return Roster(people=tuple(people), affiliations=tuple(affiliations), officers=tuple(officers))


def _adopted(alliance: Body, branches: int, count: int) -> Roster:
    people: list[Person] = []
    affiliations: list[Affiliation] = []
    for number in range(1, count + 1):
        name, spelled = person_name(branches, number)
        person = Person(f"{alliance.key}-adopted-{number:02}", name, spelled)
        people.append(person)
        affiliations.append(
            Affiliation(
                person.id,
                _branch_key(alliance, (number - 1) % branches + 1),
                AffiliationKind.NO_TRANSFER,
                outside_branch="样例外地支部",
            )
        )
    return Roster(people=tuple(people), affiliations=tuple(affiliations))
