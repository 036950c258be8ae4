"""Events that no plan moves and that can no longer stand: a person decides, from three dates."""

from collections.abc import Iterable, Mapping
from itertools import islice

from scheduler.domain.activity import Event, Explanation, UnitKey
from scheduler.rules.explain import explained
from scheduler.rules.placing.board import Board, Claim
from scheduler.rules.placing.rivals import Rivals
from scheduler.rules.plan import Conflict
from scheduler.rules.planning.ground import Ground
from scheduler.rules.planning.published import Published, claim_of, unit_claim
from scheduler.rules.units import DemandUnit, Output

_PROPOSALS = 3
_CAUSES = {"venue": "venue_busy", "alliance": "alliance_busy"}


def conflicts_of(
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
        Conflict(event.uid, event.owner, event.title, explained(code, day=event.day().isoformat()))
        for event, code in published.stuck
    ]
    for event, unit in fixed:
        cause = _cause(event, unit, ground, booked)
        if cause is not None:
            home = ground.days.index(event.day())
            item = ground.wanted(unit, unit_claim(unit, event.uid), home, taken)
            best = islice(item.ranked(~(1 << home)), _PROPOSALS)
            proposals = tuple(ground.days.day(day) for day in best)
            found.append(Conflict(event.uid, event.owner, event.title, cause, proposals))
    return tuple(sorted(found, key=lambda conflict: conflict.uid))


def _claim(event: Event, known: Mapping[UnitKey, DemandUnit]) -> Claim:
    return claim_of(event, known.get(event.unit) if event.unit is not None else None)


def _cause(event: Event, unit: DemandUnit, ground: Ground, booked: Rivals) -> Explanation | None:
    day = ground.days.index(event.day())
    if unit.output is Output.DELIVERABLE or day <= ground.today:
        return None
    domain = ground.domain(unit)
    checks = {
        "window": ~(domain.window | domain.late),
        "day_off": domain.off,
        "guard": domain.guard,
        "blackout": domain.away,
    }
    when = event.day().isoformat()
    for code, refused in checks.items():
        if refused >> day & 1:
            return explained(code, day=when, resource="")
    rival = _rival(claim_of(event, unit), day, booked)
    return None if rival is None else explained(rival[0], day=when, resource=rival[1])


def _rival(claim: Claim, day: int, booked: Rivals) -> tuple[str, str] | None:
    """Name the cause and the resource of the first clash with another booking, if any."""
    for resource in claim.resources:
        if any(booked.overlapping(claim, day, resource)):
            return _CAUSES.get(resource.partition(":")[0], "person_busy"), resource
    return ("gap", "") if any(booked.near(claim, day)) else None
