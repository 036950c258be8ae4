"""Offices: which role of which body lacks how many holders, and who holds several."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import staffing
from scheduler.rules.model import Rule

_BODY = "body:"
_ALLIANCE = "alliance"


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role of a body that fewer hold than a rule asks for."""

    rule: str
    body: str
    role: str
    wanted: int
    held: int

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
    """List the offices that lack holders on a day, by body and role.

    They are those of staffing rules of the targets ``for: body:alliance`` (the alliance of the
    rule, whatever its kind) or ``for: body:<key>`` of another body.
    """
    found = [
        Vacancy(rule.key, body, seat.role, wanted, held)
        for rule, spec in _staffings(source, day)
        for body in _bodies(rule, spec)
        for seat in spec.require
        for wanted in [staffing.wanted(seat, rule, source, day)]
        for held in [len(_holders(source, body, seat.role, day))]
        if held < wanted
    ]
    return tuple(sorted(found, key=lambda each: (each.body, each.role, each.rule)))


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


def _staffings(source: PlanInput, day: date) -> Iterator[tuple[Rule, staffing.Spec]]:
    for rule in source.rules:
        if rule.type == "staffing" and rule.owner in source.targets and rule.promised.holds(day):
            yield rule, staffing.parse(rule.on(day))


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
