"""Which role of which body lacks how many holders, and who holds several offices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.domain.errors import RuleError
from scheduler.rules.demands import demands
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import staffing
from scheduler.rules.language.lists import participants
from scheduler.rules.model import Rule

_BODY = "body:"
_ALLIANCE = "alliance"


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role of a body that fewer hold than a rule of ``owner`` asks for.

    ``events`` tells that it asks so many to come to events, and not for offices.
    """

    rule: str
    body: str
    role: str
    wanted: int
    held: int
    owner: str
    name: str
    name_en: str = ""
    events: bool = False

    @property
    def missing(self) -> int:
        """Give how many are still to be named."""
        return self.wanted - self.held


@dataclass(frozen=True, slots=True)
class SharedPerson:
    """Somebody who holds several offices, as (body, role); their meetings may not overlap."""

    person: str
    offices: tuple[tuple[str, str], ...]


def vacancies(source: PlanInput, day: date) -> tuple[Vacancy, ...]:
    """List the offices and the seats at events that lack holders on a day, by body and role.

    The offices are those of staffing rules of the targets ``for: body:alliance`` (the alliance of
    the rule, whatever its kind) or ``for: body:<key>`` of another body while it belongs there.
    """
    return _sorted(each for rule in _staffings(source) for each in _lacking(source, rule, day))


def to_come(source: PlanInput) -> tuple[Vacancy, ...]:
    """List what lacks holders on the first planned day to come, or on that of a later rule."""
    first, found = max(source.today, source.start), list[Vacancy]()
    for rule in _staffings(source):
        day = max(first, rule.promised.since or first)
        if day >= source.end:
            continue
        try:
            found += _lacking(source, rule, day)
        except RuleError:
            continue  # a list is gone: where rules are listed it says so
    return _sorted(found)


def keys_of(lacking: Iterable[Vacancy]) -> frozenset[str]:
    """Give the roles and bodies that vacancies name."""
    found = list(lacking)
    bodies = {f"{_BODY}{each.body}" for each in found}
    return frozenset(bodies | {each.role for each in found})


def shared_people(source: PlanInput, day: date) -> tuple[SharedPerson, ...]:
    """List those who hold more than one office on a day, an office of a target among them."""
    offices: dict[str, set[tuple[str, str]]] = {}
    for body, officers in source.officers.items():
        for officer in officers:
            if officer.tenure.holds(day):
                offices.setdefault(officer.person, set()).add((body, officer.role))
    return tuple(
        SharedPerson(person, tuple(sorted(held)))
        for person, held in sorted(offices.items())
        if len(held) > 1 and any(body in source.targets for body, _ in held)
    )


def _staffings(source: PlanInput) -> Iterator[Rule]:
    return (
        rule for rule in source.rules if rule.type == "staffing" and rule.owner in source.targets
    )


def _sorted(found: Iterable[Vacancy]) -> tuple[Vacancy, ...]:
    """Put vacancies in order; a seat at events that an office lacks already is not told again."""
    listed = sorted(found, key=lambda each: (each.body, each.role, each.rule))
    offices = [each for each in listed if not each.events]
    return tuple(
        each
        for each in listed
        if not each.events or not any(_covers(office, each) for office in offices)
    )


def _covers(office: Vacancy, seat: Vacancy) -> bool:
    return (office.body, office.role) == (seat.body, seat.role) and office.wanted >= seat.wanted


def _lacking(source: PlanInput, rule: Rule, day: date) -> Iterator[Vacancy]:
    if not rule.promised.holds(day):
        return
    stands = rule.on(day)
    spec = staffing.parse(stands)
    for seat in spec.require:
        wanted = staffing.wanted(seat, stands, source, day)
        for body, events, held in _held(source, stands, spec, seat.role, day):
            if held < wanted:
                named = (rule.owner, stands.name, stands.name_en)
                yield Vacancy(rule.key, body, seat.role, wanted, held, *named, events)


def _held(
    source: PlanInput, rule: Rule, spec: staffing.Spec, role: str, day: date
) -> Iterator[tuple[str, bool, int]]:
    """Count who holds a role, in each body that is to have it and for the events that ask for it.

    A member with the role sends somebody to events.
    """
    for body in _bodies(rule, spec):
        spans = source.ties.get((rule.owner, f"{_BODY}{body}"), ())
        if spans and not any(span.holds(day) for span in spans):
            continue  # it has left, or is not there yet: nobody is missing in it
        yield body, False, len(_holders(source, body, role, day))
    events = frozenset(target for target in spec.targets if not target.startswith(_BODY))
    if events:
        found: set[str] = set()
        for alliance in _alliances(source, rule.owner, events):
            found |= _holders(source, alliance, role, day)
            found |= _members(source, alliance, role, day)
        yield rule.owner, True, len(found)


def _alliances(source: PlanInput, owner: str, targets: frozenset[str]) -> frozenset[str]:
    """Give the alliances that take part in these events: each may send its holders."""
    found = {owner}
    for other in source.rules:
        if other.owner == owner:
            kinds = frozenset[str]().union(*(each.kinds for each in demands(other)))
            if targets & {other.key, *kinds}:
                found.update(participants(other, source))
    return frozenset(found)


def _bodies(rule: Rule, spec: staffing.Spec) -> Iterator[str]:
    for target in spec.targets:
        if target.startswith(_BODY):
            body = target.removeprefix(_BODY)
            yield rule.owner if body == _ALLIANCE else body


def _holders(source: PlanInput, body: str, role: str, day: date) -> frozenset[str]:
    return frozenset(
        officer.person
        for officer in source.officers.get(body, ())
        if officer.role == role and officer.tenure.holds(day)
    )


def _members(source: PlanInput, alliance: str, role: str, day: date) -> frozenset[str]:
    return frozenset(
        entry.member
        for entry in source.members.get(alliance, ())
        if entry.role == role and entry.tenure.holds(day)
    )
