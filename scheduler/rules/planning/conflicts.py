"""Events that no plan moves and that can no longer stand: a person decides, from three dates.

Where no other date is free the conflict tells why, and what would free one; where only its place
is in the way, which other places of the alliance are free at its time. An event that others plan
and that cannot stand for somebody's absence is listed too, with the alliance that has to move it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from scheduler.domain.activity import Event, EventStatus, Explanation, UnitKey
from scheduler.rules.explain import days_of, explained
from scheduler.rules.inputs import PlanInput
from scheduler.rules.placing.board import Board, Claim
from scheduler.rules.placing.rivals import Rivals
from scheduler.rules.placing.wanted import Wanted
from scheduler.rules.placing.why import absences, causes, outside, relaxation
from scheduler.rules.plan import Conflict
from scheduler.rules.planning.ground import Ground
from scheduler.rules.planning.published import Published, claim_of, unit_claim
from scheduler.rules.units import DemandUnit, Output

_PROPOSALS = 3
_CAUSES = {"venue": "venue_busy", "alliance": "alliance_busy"}


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a fixed event is judged against; ``booked`` are the bookings that do not move."""

    source: PlanInput
    ground: Ground
    booked: Rivals
    taken: Board


def conflicts_of(
    source: PlanInput,
    published: Published,
    fixed: Iterable[tuple[Event, DemandUnit]],
    known: Mapping[UnitKey, DemandUnit],
    ground: Ground,
    taken: Board,
) -> tuple[Conflict, ...]:
    """List the fixed events to come that cannot stand, and those that nothing asks for any more."""
    booked = Rivals(
        (_claim(event, known), ground.days.index(event.day())) for event in published.bookings
    )
    found = [
        _conflict(event, explained(code, day=event.day().isoformat()))
        for event, code in published.stuck
    ]
    found += _of_others(source, published.bookings, known, ground)
    scene = _Scene(source, ground, booked, taken)
    for event, unit in fixed:
        cause = _cause(event, unit, scene)
        if cause is not None:
            found.append(_decided(event, unit, cause, scene))
    return tuple(sorted(found, key=lambda conflict: conflict.uid))


def _of_others(
    source: PlanInput,
    bookings: Iterable[Event],
    known: Mapping[UnitKey, DemandUnit],
    ground: Ground,
) -> Iterator[Conflict]:
    """Point to the plan of the owner, which alone moves an event that the targets take part in."""
    targets = frozenset(source.targets)
    for event in bookings:
        unit = None if event.unit is None else known.get(event.unit)
        joint = event.owner not in targets and not targets.isdisjoint(event.alliances)
        if unit is not None and joint and event.status is EventStatus.PUBLISHED:
            day = ground.days.index(event.day())
            absent = ground.domain(unit).absent(day) if day > ground.today else None
            if absent is not None:
                told = {"alliance": f"body:{event.owner}", "resource": absent}
                when = days_of(event.day(), unit.span_days)
                cause = explained("others_plan", **when, **told)
                yield _conflict(event, cause)


def _claim(event: Event, known: Mapping[UnitKey, DemandUnit]) -> Claim:
    return claim_of(event, known.get(event.unit) if event.unit is not None else None)


def _conflict(event: Event, cause: Explanation) -> Conflict:
    return Conflict(event.uid, event.owner, event.title, cause, title_en=event.title_en)


def _decided(event: Event, unit: DemandUnit, cause: Explanation, scene: _Scene) -> Conflict:
    """Offer the best other dates, else why there is none, and other places on its own."""
    ground = scene.ground
    home = ground.days.index(event.day())
    item = ground.wanted(unit, unit_claim(unit, event.uid), home, scene.taken)
    best = islice(item.ranked(~(1 << home)), _PROPOSALS)
    proposals = tuple(ground.days.day(day) for day in best)
    found = replace(_conflict(event, cause), venues=_places(event, unit, scene))
    if proposals:
        return replace(found, proposals=proposals)
    boards = (ground.fixed, scene.taken)
    other = _elsewhere(item, home)
    return replace(
        found,
        causes=dict(causes(other, boards)),
        away=absences(other, boards),
        relaxation=relaxation(other, ground.longer(unit), boards, ground.days),
    )


def _elsewhere(item: Wanted, home: int) -> Wanted:
    """Give the unit without the day on which its event lies."""
    keep = ~(1 << home)
    domain = item.domain
    return replace(
        item, domain=replace(domain, window=domain.window & keep, late=domain.late & keep)
    )


def _places(event: Event, unit: DemandUnit, scene: _Scene) -> tuple[str, ...]:
    """List the places of the alliance at which the event could stand as it is, the usual first."""
    if event.venue is None:
        return ()
    used = Counter(
        other.venue
        for other in scene.source.events
        if other.owner == event.owner and other.venue is not None
    )
    ordered = sorted(used, key=lambda key: (-used[key], key))
    free = (key for key in ordered if key != event.venue and _stands(event, unit, key, scene))
    return tuple(islice(free, _PROPOSALS))


def _stands(event: Event, unit: DemandUnit, venue: str, scene: _Scene) -> bool:
    moved, wanted = replace(event, venue=venue), replace(unit, venue=venue)
    day = scene.ground.days.index(event.day())
    shape = claim_of(moved, wanted).shape
    planned = scene.taken.taken(f"venue:{venue}", shape) >> day & 1
    return not planned and _cause(moved, wanted, scene) is None


def _cause(event: Event, unit: DemandUnit, scene: _Scene) -> Explanation | None:
    ground = scene.ground
    day = ground.days.index(event.day())
    if unit.output is Output.DELIVERABLE or day <= ground.today:
        return None
    domain = ground.domain(unit)
    if not (domain.window | domain.late) >> day & 1:
        return outside(unit, event.day())
    checks = {
        "day_off": domain.off,
        "workday": domain.work,
        "guard": domain.guard,
    }
    when = days_of(event.day(), unit.span_days)
    for code, refused in checks.items():
        if refused >> day & 1:
            return explained(code, **when, resource="")
    absent = domain.absent(day)
    if absent is not None:
        return explained("blackout", **when, resource=absent)
    rival = _rival(claim_of(event, unit), day, scene.booked)
    return None if rival is None else explained(rival[0], **when, resource=rival[1])


def _rival(claim: Claim, day: int, booked: Rivals) -> tuple[str, str] | None:
    """Name the cause and the resource of the first clash with another booking, if any."""
    for resource in claim.resources:
        if any(booked.overlapping(claim, day, resource)):
            return _CAUSES.get(resource.partition(":")[0], "person_busy"), resource
    return ("gap", "") if any(booked.near(claim, day)) else None
