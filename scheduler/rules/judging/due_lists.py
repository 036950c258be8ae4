"""Visits and items: what is due from or to one member, and who goes when visitors take turns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.activity import UnitKey
from scheduler.domain.visit import Visit, values_of
from scheduler.rules.inputs import PlanInput
from scheduler.rules.turns.rotas import leaves_to_come, ledger, rotations, turn_of
from scheduler.rules.turns.walk import assign
from scheduler.rules.units import LISTED, DemandUnit, uid_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueCell:
    """One cell of a rule on a day: what its open periods owe, and what was done in them.

    ``until`` is the last day of the earliest open piece, None once all is done; it is ``late``
    when that day is past and only grace is left. ``times`` counts all visits since the open
    periods began, ``last`` is the day of the latest.
    """

    cell: str
    owed: int
    done: int
    until: date | None
    late: bool
    mandatory: bool
    times: int = 0
    last: date | None = None
    visitor: str | None = None


def checklist(
    units: Iterable[DemandUnit],
    credited: Collection[UnitKey],
    visits: Iterable[Visit],
    day: date,
) -> tuple[DueCell, ...]:
    """List the cells of one rule whose periods are open on a day; what is late goes first.

    ``visits`` are those of the rule.
    """
    owed: dict[str, list[DemandUnit]] = {}
    for unit in units:
        if unit.output in LISTED and unit.start <= day < unit.grace_end:
            owed.setdefault(unit.key.cell, []).append(unit)
    days: dict[str, list[date]] = {}
    for visit in visits:
        days.setdefault(visit.cell, []).append(visit.day)
    cells = [_cell(mine, credited, days.get(cell, []), day) for cell, mine in owed.items()]
    return tuple(sorted(cells, key=lambda each: (not each.late, each.until is None, each.cell)))


def _cell(
    units: list[DemandUnit], credited: Collection[UnitKey], days: list[date], day: date
) -> DueCell:
    missing = [unit.end for unit in units if unit.key not in credited]
    made = [each for each in days if min(unit.start for unit in units) <= each <= day]
    until = min(missing) - _DAY if missing else None
    return DueCell(
        cell=units[0].key.cell,
        owed=len(units),
        done=len(units) - len(missing),
        until=until,
        late=until is not None and until < day,
        mandatory=any(unit.mandatory for unit in units),
        times=len(made),
        last=max(made, default=None),
    )


def concerns(cell: DueCell, member: str) -> bool:
    """Tell whether a cell is that of a member: it names the organisation or the team.

    A person is concerned by what it is the turn of.
    """
    return member == cell.visitor or member in values_of(cell.cell)


def visitors(source: PlanInput, units: Iterable[DemandUnit]) -> Mapping[UnitKey, str | None]:
    """Share out visits whose rule has a rotation, by its ledger; None where nobody can go."""
    rules = rotations(source)
    groups: dict[tuple[str, str], dict[str, DemandUnit]] = {}
    for unit in units:
        place = (unit.owner, unit.host_rule or "")
        if unit.output in LISTED and place in rules:
            groups.setdefault(place, {})[uid_of(unit.key)] = unit
    found: dict[UnitKey, str | None] = {}
    for place, by_uid in sorted(groups.items()):
        rule = rules[place]
        turns = [turn_of(source, rule, uid, unit.end - _DAY) for uid, unit in by_uid.items()]
        leaves = leaves_to_come(source, rule, turns)
        for choice in assign(turns, ledger(source, rule), leaves=leaves):
            found[by_uid[choice.uid].key] = choice.host
    return dict(sorted(found.items()))
