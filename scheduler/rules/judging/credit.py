"""Which event fulfils which unit: computed, never stored, and free of the order of entry."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.visit import Visit
from scheduler.rules.fitting import concerns, is_alike
from scheduler.rules.kinds import credit as sharing
from scheduler.rules.model import Rule
from scheduler.rules.units import LISTED, DemandUnit

Shares = Mapping[str, tuple[frozenset[str], ...]]
"""The lists of rules that one event may serve together, by alliance."""


class CreditState(StrEnum):
    """Whether the event took place or still stands in the calendar."""

    HELD = "held"
    PLANNED = "planned"


_STATES = {
    EventStatus.HELD: CreditState.HELD,
    EventStatus.PUBLISHED: CreditState.PLANNED,
}


@dataclass(frozen=True, slots=True)
class Credit:
    """The event that fulfils a unit, on its local day; of a visit or an item ``uid`` is its id."""

    uid: str
    day: date
    state: CreditState


def shares_of(rules: Iterable[Rule]) -> Shares:
    """Gather the share lists of all credit rules by alliance."""
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for rule in rules:
        if rule.type == "credit":
            found[rule.owner] = (*found.get(rule.owner, ()), *sharing.parse(rule).share)
    return found


def credit(
    units: Iterable[DemandUnit],
    events: Iterable[Event],
    shares: Shares,
    visits: Iterable[Visit] = (),
) -> Mapping[UnitKey, Credit]:
    """Match events to units, rule by rule in key order, each event at most once in a rule.

    An event keeps its own unit while it lies in [start, grace_end), else it counts in its rule
    where it was held, and then those that ride on it (``also``). It enters a further rule only if
    a share list holds both, the unit rides on that rule (``with_rule``), both alliances promise the
    same rule, or the unit is a matter's and accepts its kind. An event made by hand serves the
    first rule that it fits. Among units the earliest deadline goes first. Drafts and cancelled
    events count nowhere. A recorded visit or item fulfils one unit of its own rule and cell, before
    any event does.
    """
    counted = sorted(
        (event for event in events if event.status in _STATES),
        key=lambda event: (event.start, event.uid),
    )
    matching = _Matching(shares, {event.uid: event.day() for event in counted})
    groups: dict[tuple[str, str], list[DemandUnit]] = {}
    for unit in sorted(units, key=lambda unit: (unit.grace_end, unit.key)):
        groups.setdefault((unit.key.rule, unit.key.scope), []).append(unit)
    matching.found |= _visited(groups, visits)
    for group in groups.values():
        matching.keep_own(group, counted)
    for name in sorted(groups):
        matching.keep_rides(groups[name], counted)
    for name in sorted(groups):
        matching.enter(groups[name], counted)
    return dict(sorted(matching.found.items()))


def still_owed(
    units: Iterable[DemandUnit], kept: Collection[UnitKey], day: date
) -> tuple[DemandUnit, ...]:
    """Leave out what was not done at a member that has left by a day, before the time was over.

    What was done there before counts, as done and as owed.
    """
    return tuple(unit for unit in units if unit.key in kept or not has_lapsed(unit, day))


def has_lapsed(unit: DemandUnit, day: date) -> bool:
    """Tell whether whom a unit concerns has left by a day, before the time was over."""
    return unit.lapses and unit.leaves is not None and unit.leaves <= day


def _visited(
    groups: Mapping[tuple[str, str], list[DemandUnit]], visits: Iterable[Visit]
) -> dict[UnitKey, Credit]:
    """Credit each visit, the earliest first, to the first open unit of its cell."""
    owed: dict[tuple[str, str, str], list[DemandUnit]] = {}
    for group in groups.values():
        for unit in group:
            if unit.output in LISTED:
                owed.setdefault((unit.owner, unit.key.rule, unit.key.cell), []).append(unit)
    found: dict[UnitKey, Credit] = {}
    for visit in sorted(visits, key=lambda each: (each.day, each.id)):
        for unit in owed.get((visit.alliance, visit.rule, visit.cell), ()):
            if unit.key not in found and unit.start <= visit.day < unit.grace_end:
                found[unit.key] = Credit(visit.id, visit.day, CreditState.HELD)
                break
    return found


@dataclass(slots=True)
class _Matching:
    """The state of one computation: what is credited, and the rule that each event serves first."""

    shares: Shares
    days: Mapping[str, date]
    found: dict[UnitKey, Credit] = field(default_factory=dict)
    first_rule: dict[tuple[str, str], str] = field(default_factory=dict)
    ridden: set[tuple[str, str, str]] = field(default_factory=set)

    def keep_own(self, group: list[DemandUnit], events: list[Event]) -> None:
        """Credit the events of a rule: to their own units, else where they were held."""
        name = group[0].key
        by_key = {unit.key: unit for unit in group}
        own = [
            (event, event.unit)
            for event in events
            if event.unit and (event.unit.rule, event.unit.scope) == (name.rule, name.scope)
        ]
        strays = []
        for event, key in own:
            unit = by_key.get(key)
            if unit is not None and self._open(unit, event):
                self._give(unit, event)
            else:
                strays.append((event, key.cell))
        for event, cell in strays:
            self._give_first([unit for unit in group if unit.key.cell == cell], event)

    def keep_rides(self, group: list[DemandUnit], events: list[Event]) -> None:
        """Credit to a rule's open units the events on which they ride."""
        by_key = {unit.key: unit for unit in group if unit.with_rule}
        for event in events if by_key else ():
            for also in event.also:
                unit = by_key.get(also.unit)
                if unit is not None and self._open(unit, event) and self._fits(unit, event):
                    self._give(unit, event)
                    self.ridden.add((event.uid, *unit.chain))

    def enter(self, group: list[DemandUnit], events: list[Event]) -> None:
        """Credit events of other rules, and those made by hand, to a rule's open units."""
        for event in _relevant(group, events):
            if (event.uid, *group[0].chain) in self.ridden:
                continue
            fitting = [
                unit for unit in group if self._open(unit, event) and self._fits(unit, event)
            ]
            for unit in fitting:
                if event.kind in unit.accepts:
                    self._give(unit, event, claims=False)
            fitting.sort(key=lambda unit: unit.kind not in {event.kind, event.theme})
            self._give_first(fitting, event)

    def _open(self, unit: DemandUnit, event: Event) -> bool:
        return unit.key not in self.found and (unit.start <= self.days[event.uid] < unit.grace_end)

    def _give_first(self, group: list[DemandUnit], event: Event) -> None:
        unit = next((unit for unit in group if self._open(unit, event)), None)
        if unit is not None:
            self._give(unit, event)

    def _give(self, unit: DemandUnit, event: Event, *, claims: bool = True) -> None:
        """Credit an event; it claims the rule as its first unless the unit only accepts it."""
        self.found[unit.key] = Credit(event.uid, self.days[event.uid], _STATES[event.status])
        if claims:
            self.first_rule.setdefault((event.uid, unit.key.scope), unit.key.rule)

    def _fits(self, unit: DemandUnit, event: Event) -> bool:
        if not concerns(unit, event):
            return False
        if unit.matters:
            return set(unit.matters) <= set(event.matters) and (
                event.kind in unit.accepts
                or (event.kind == unit.kind and self._may_enter(unit, event))
            )
        return is_alike(unit, event) and self._may_enter(unit, event)

    def _may_enter(self, unit: DemandUnit, event: Event) -> bool:
        if event.unit is None:
            first = self.first_rule.get((event.uid, unit.key.scope))
        elif (event.unit.rule, event.unit.scope) == (unit.key.rule, unit.key.scope):
            return False
        else:
            first = event.unit.rule
        together = {first, unit.key.rule}
        return first in {None, unit.key.rule, unit.with_rule} or any(
            together <= listed for listed in self.shares.get(unit.owner, ())
        )


def _relevant(group: list[DemandUnit], events: list[Event]) -> Iterable[Event]:
    """Leave out the events that no unit of the group could take, which are most of them."""
    kinds = {kind for unit in group for kind in (unit.kind, *unit.accepts)}
    carriers = {unit.with_rule for unit in group if unit.with_rule}
    return (
        event
        for event in events
        if event.kind in kinds
        or event.theme in kinds
        or (event.unit is not None and event.unit.rule in carriers)
    )
