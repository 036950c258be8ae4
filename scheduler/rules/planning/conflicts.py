"""Events that no plan moves and that can no longer stand: a person decides, from three dates."""

from collections.abc import Iterable, Mapping

from scheduler.domain.activity import Event, Explanation, UnitKey
from scheduler.rules.explain import explained
from scheduler.rules.placing.board import Board, Claim
from scheduler.rules.placing.horizon import bits
from scheduler.rules.plan import Conflict
from scheduler.rules.planning.ground import Calls, Ground
from scheduler.rules.planning.published import Published, claim_of, unit_claim
from scheduler.rules.units import DemandUnit, Output

_PROPOSALS = 3


def conflicts_of(
    published: Published,
    fixed: Iterable[tuple[Event, DemandUnit]],
    known: Mapping[UnitKey, DemandUnit],
    ground: Ground,
    taken: Board,
) -> tuple[Conflict, ...]:
    """List the fixed events to come that cannot stand, and those that nothing asks for any more."""
    calls = Calls(
        (_claim(event, known), ground.days.index(event.day())) for event in published.bookings
    )
    found = [
        Conflict(event.uid, event.owner, event.title, explained(code, day=event.day().isoformat()))
        for event, code in published.stuck
    ]
    for event, unit in fixed:
        cause = _cause(event, unit, ground, calls)
        if cause is not None:
            home = ground.days.index(event.day())
            item = ground.wanted(unit, unit_claim(unit, event.uid), home, taken)
            best = sorted(bits(item.free & ~(1 << home)), key=item.cost)[:_PROPOSALS]
            proposals = tuple(ground.days.day(day) for day in best)
            found.append(Conflict(event.uid, event.owner, event.title, cause, proposals))
    return tuple(sorted(found, key=lambda conflict: conflict.uid))


def _claim(event: Event, known: Mapping[UnitKey, DemandUnit]) -> Claim:
    return claim_of(event, known.get(event.unit) if event.unit is not None else None)


def _cause(event: Event, unit: DemandUnit, ground: Ground, calls: Calls) -> Explanation | None:
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
    rival = calls.rival(claim_of(event, unit), day)
    return None if rival is None else explained(rival[0], day=when, resource=rival[1])
