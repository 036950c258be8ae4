"""What changes for whom: each change of a plan told to those whom it touches, and to nobody else.

Touched are the host, those of whom the rules require that they come, who raised a matter that is
consulted, who owns the place, the body that a promise is kept for, and each alliance in whose
calendar the event stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.expand import expand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import VISIBLE, applied
from scheduler.rules.units import DemandUnit


class Part(StrEnum):
    """What somebody has to do with an event; of several the first counts."""

    HOST = "host"
    REQUIRED = "required"
    RAISER = "raiser"
    VENUE = "venue"
    SCOPE = "scope"
    CALENDAR = "calendar"


class EffectKind(StrEnum):
    """What becomes of one event for one recipient; of several the first counts."""

    GAINS = "gains"
    LOSES = "loses"
    MOVES = "moves"
    PLACE = "place"
    HOST = "host"
    DETAIL = "detail"
    RENAME = "rename"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Effect:
    """One event that changes for a recipient; ``before`` is its day as published, if it was."""

    kind: EffectKind
    part: Part
    uid: str
    title: str
    title_en: str
    day: date
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody touched by a plan, by an opaque key, with the effects by day and UID."""

    key: str
    effects: tuple[Effect, ...]

    @property
    def part(self) -> Part:
        """Give the nearest part that the recipient has in any of the events."""
        return min((effect.part for effect in self.effects), key=list(Part).index)


_KINDS: tuple[tuple[EffectKind, tuple[str, ...]], ...] = (
    (EffectKind.MOVES, ("start", "end", "all_day")),
    (EffectKind.PLACE, ("venue",)),
    (EffectKind.HOST, ("host",)),
    (EffectKind.DETAIL, VISIBLE),
)
_WANTED: Mapping[EffectKind, frozenset[Part]] = {
    EffectKind.MOVES: frozenset(Part),
    EffectKind.PLACE: frozenset(Part) - {Part.VENUE},
    EffectKind.HOST: frozenset({Part.HOST, Part.SCOPE, Part.CALENDAR}),
    EffectKind.DETAIL: frozenset({Part.HOST, Part.SCOPE, Part.CALENDAR}),
}
"""Whom a change concerns that leaves their part in the event as it is."""


def recipients_of(plan: Plan, source: PlanInput) -> tuple[Recipient, ...]:
    """List who is touched by a plan of this input.

    Those come first to whom an event comes, goes or moves, those last of whom events only become
    firm; then the nearest parts, then by key.
    """
    if not plan.changes:
        return ()
    owners = tuple(sorted({*source.targets, *(event.owner for event in source.events)}))
    units = {unit.key: unit for unit in expand(replace(source, targets=owners))}
    before = {event.uid: event for event in source.events}
    after = {event.uid: event for event in applied(source, plan).events}
    found: dict[str, list[Effect]] = {}
    for uid in sorted({change.uid for change in plan.changes}):
        sides = (_open(before.get(uid)), _open(after.get(uid)))
        for key, effect in _effects(sides, units, source):
            found.setdefault(key, []).append(effect)
    recipients = (
        Recipient(key, tuple(sorted(effects, key=lambda effect: (effect.day, effect.uid))))
        for key, effects in found.items()
    )
    return tuple(sorted(recipients, key=_order))


_FIRST = frozenset({EffectKind.GAINS, EffectKind.LOSES, EffectKind.MOVES})


def _order(each: Recipient) -> tuple[int, int, str]:
    kinds = {effect.kind for effect in each.effects}
    weight = 0 if kinds & _FIRST else 2 if kinds == {EffectKind.FIRM} else 1
    return weight, list(Part).index(each.part), each.key


def parts(event: Event, units: Mapping[UnitKey, DemandUnit], source: PlanInput) -> dict[str, Part]:
    """Tell who has which part in an event."""
    found: dict[str, Part] = {}
    for key, part in _named(event, units, source):
        found.setdefault(key, part)
    return found


def _open(event: Event | None) -> Event | None:
    return event if event is not None and event.status is EventStatus.PUBLISHED else None


def _effects(
    sides: tuple[Event | None, Event | None],
    units: Mapping[UnitKey, DemandUnit],
    source: PlanInput,
) -> Iterator[tuple[str, Effect]]:
    old, new = sides
    told = new or old
    if told is None:
        return
    before, after = ({} if side is None else parts(side, units, source) for side in sides)
    for key in sorted({*before, *after}):
        part = after.get(key) or before[key]
        kind = _kind(key, (before, after), sides)
        if kind is not None:
            was = None if old is None else old.day()
            shown = old if old is not None and kind is EffectKind.LOSES else told
            effect = Effect(kind, part, told.uid, told.title, told.title_en, shown.day(), was)
            yield key, effect


def _kind(
    key: str,
    both: tuple[Mapping[str, Part], Mapping[str, Part]],
    sides: tuple[Event | None, Event | None],
) -> EffectKind | None:
    before, after = both
    old, new = sides
    hosted = (before.get(key) is Part.HOST, after.get(key) is Part.HOST)
    if key not in before or hosted == (False, True):
        return EffectKind.GAINS
    if key not in after or hosted == (True, False):
        return EffectKind.LOSES
    for kind, names in _KINDS:
        differs = any(getattr(old, name) != getattr(new, name) for name in names)
        if differs and after[key] in _WANTED[kind]:
            return _detail(sides) if kind is EffectKind.DETAIL else kind
    return None


def _detail(sides: tuple[Event | None, Event | None]) -> EffectKind:
    """Tell a new name, and that the event is no longer tentative, from other details."""
    old, new = sides
    differing = {name for name in VISIBLE if getattr(old, name) != getattr(new, name)}
    if old is not None and old.tentative:
        if differing == {"tentative"}:
            return EffectKind.FIRM
        differing -= {"tentative"}
    return EffectKind.RENAME if differing <= {"title", "title_en"} else EffectKind.DETAIL


def _named(
    event: Event, units: Mapping[UnitKey, DemandUnit], source: PlanInput
) -> Iterator[tuple[str, Part]]:
    if event.host is not None:
        yield event.host, Part.HOST
    unit = None if event.unit is None else units.get(event.unit)
    for key in () if unit is None else unit.resources:
        yield key, Part.REQUIRED
    for key in _raisers(event, source):
        yield key, Part.RAISER
    venue = source.venues.get(event.venue or "")
    if venue is not None and venue.organisation:
        yield _organisation(venue.organisation), Part.VENUE
    if event.unit is not None and not event.unit.scope.startswith("group:"):
        body = event.unit.scope
        yield body, Part.CALENDAR if body == f"body:{event.owner}" else Part.SCOPE
    for alliance in sorted({event.owner, *event.alliances}):
        yield f"body:{alliance}", Part.CALENDAR


def _raisers(event: Event, source: PlanInput) -> Iterable[str]:
    raised = {matter.key: matter.raised_by for matter in source.matters}
    return [raised[key] for key in event.matters if key in raised]


def _organisation(key: str) -> str:
    return key if key.startswith("organisation:") else f"organisation:{key}"
