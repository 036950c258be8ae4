"""The turn of one event: which rotation fills it, who could take it, and who speaks for whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.domain.activity import Event
from scheduler.domain.turn_errors import NotATurnError
from scheduler.rules.expand import expand_rule
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.hosting import place_of
from scheduler.rules.turns.membership import has_left
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import fills, rotations, takers
from scheduler.rules.units import DemandUnit
from scheduler.services import access
from scheduler.services.access import Action, Principal, Role
from scheduler.services.events.reading import find
from scheduler.services.gathering import gather_readable
from scheduler.store import Session
from scheduler.store.events import Stored


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """The turn of an event in the rotation that fills its host; ``at_host``: it meets there."""

    stored: Stored
    source: PlanInput
    rule: Rule
    at_host: bool

    @property
    def event(self) -> Event:
        """Give the event."""
        return self.stored.event

    @property
    def takers(self) -> frozenset[str]:
        """List who may take over the turn."""
        return takers(self.source, self.rule, self.event.uid, self.event.day())

    @property
    def eligible(self) -> tuple[tuple[str, int], ...]:
        """List who shares the turn, with weights."""
        return settled_turn(self.source, self.rule, self.event, self.event.host).eligible

    @property
    def left(self) -> bool:
        """Tell whether its host is no member of the alliance any more on the day of the turn."""
        event = self.event
        return has_left(self.source.members.get(event.owner, ()), event.host, event.day())

    def hosted_by(self, host: str | None) -> dict[str, Any]:
        """Give the fields of the event that change with its host."""
        place = {"venue": place_of(self.source, host)} if self.at_host else {}
        return {"host": host, **place}


def find_turn(
    session: Session, uid: str, by: Principal, now: datetime, beside: FoundTurn | None = None
) -> FoundTurn:
    """Find the turn of an event, for members of its owner; ``beside`` lends what was gathered.

    Raises ``NotATurnError`` where no rotation fills the host.
    """
    stored = find(session, uid, by)
    event = stored.event
    access.require(by, Action.VIEW, (event.owner,), entity="event", key=uid)
    year = event.day().year
    if beside is not None and (beside.event.owner, beside.source.start.year) == (event.owner, year):
        source = beside.source
    else:
        source = gather_readable(session, [event.owner], year, now)
    unit = _unit(source, event)
    rule = _rotation(source, event, unit)
    if rule is None:
        raise NotATurnError(field="turn", uid=uid)
    return FoundTurn(stored, source, rule, unit is not None and unit.venue == "@host")


def speaks(by: Principal, member: str) -> bool:
    """Tell whether somebody is of a member's own people and speaks for it."""
    kind, _, key = member.partition(":")
    if kind == "person":
        return by.person == key
    secretaries = by.scopes_of(Role.BRANCH_SECRETARY) if kind == "body" else frozenset()
    return member in by.scopes_of(Role.HOST_DUTY) | secretaries


def manages(by: Principal, alliance: str) -> bool:
    """Tell whether somebody speaks for the alliance, and so for every member of it."""
    return by.may(Action.EDIT, alliance)


def _unit(source: PlanInput, event: Event) -> DemandUnit | None:
    if event.unit is None:
        return None
    rules = [
        rule for rule in source.rules if rule.owner == event.owner and rule.key == event.unit.rule
    ]
    units = (unit for rule in rules for unit in expand_rule(rule, source))
    return next((unit for unit in units if unit.key == event.unit), None)


def _rotation(source: PlanInput, event: Event, unit: DemandUnit | None) -> Rule | None:
    """Name the rotation that the unit names; an event without a unit is filled by its kind."""
    known = rotations(source)
    if unit is not None:
        return known.get((event.owner, unit.host_rule or ""))
    found = [
        rule
        for _, rule in sorted(known.items())
        for spec in (rotation.parse(rule),)
        if spec.fills is rotation.Fills.HOST and fills(rule, spec, event)
    ]
    return found[-1] if found else None
