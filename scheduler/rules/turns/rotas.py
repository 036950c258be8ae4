"""Rotations on days: who shares a turn, what the ledger says, and placements waiting for a host."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.turn import Account, EntryKind, TurnEntry, fold, held_turns, released
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.plan import Placement
from scheduler.rules.revising import settled
from scheduler.rules.turns.membership import comings_and_goings
from scheduler.rules.turns.walk import Turn, entry_of
from scheduler.rules.units import DemandUnit

_STANDING = (EventStatus.PUBLISHED, EventStatus.HELD)


@dataclass(frozen=True, slots=True)
class Draft:
    """A placement on its day with the event as it is published, if it is, and what rides on it.

    ``stays`` tells that a plan may not move the event.
    """

    placement: Placement
    unit: DemandUnit
    event: Event | None = None
    riders: tuple[DemandUnit, ...] = ()
    stays: bool = False

    @property
    def day(self) -> date:
        """Give the local day of the placement."""
        return self.placement.day


def is_frozen(source: PlanInput, draft: Draft) -> bool:
    """Tell whether an event lies so near that no rule made since it was published reaches it."""
    event = draft.event
    return event is not None and event.day() < settled(source.today, source.freeze_days)


def fills(rule: Rule, spec: rotation.Spec, event: Event) -> bool:
    """Tell whether an event is a turn of the rotation: by its owner, and its kind or its rule."""
    meant = event.kind in spec.targets or (
        event.unit is not None and event.unit.rule in spec.targets
    )
    return event.owner == rule.owner and meant


def turn_of(source: PlanInput, rule: Rule, uid: str, day: date, host: str | None = None) -> Turn:
    """Give one turn of a rotation on a day: who shares it and who cannot host it.

    Who was excused has no share in it, who defers has one; so do those away, as the rule says.
    With the host the turn is settled; ``walk.entry_of`` makes the ledger entry of a held one.
    """
    rule = rule.on(day)
    spec = rotation.parse(rule)
    free = released(source.turns.get((rule.owner, rule.key), ()), uid)
    deferring = frozenset(member for member, kind in free.items() if kind is EntryKind.DEFER)
    waiting, out = deferring, free.keys() - deferring
    away = {
        blackout.resource for blackout in source.blackouts if blackout.start <= day < blackout.end
    }
    if spec.absence is rotation.Absence.EXCUSE:
        out |= away - waiting
    else:
        waiting |= away
    pool = rotation.members(rule, spec, day, source)
    eligible = tuple(pair for pair in pool if pair[0] not in out)
    sharing = {member for member, _ in eligible}
    return Turn(uid, day, eligible, waiting & sharing, host, deferring & sharing)


def takers(source: PlanInput, rule: Rule, uid: str, day: date) -> frozenset[str]:
    """List who may take over a turn on its day: who defers or was let go of it may not."""
    free = released(source.turns.get((rule.owner, rule.key), ()), uid)
    return turn_of(source, rule, uid, day).able - free.keys()


def ledger(source: PlanInput, rule: Rule, without: Iterable[str] = ()) -> Mapping[str, Account]:
    """Fold the ledger of a rotation; the recorded turns of the events named are left out."""
    left_out = frozenset(without)
    return fold(
        entry
        for entry in entries_of(source, rule)
        if entry.kind is not EntryKind.TURN or not entry.uid or entry.uid not in left_out
    )


def entries_of(source: PlanInput, rule: Rule) -> tuple[TurnEntry, ...]:
    """Give the recorded entries of a rotation, and who came or went since."""
    return (*source.turns.get((rule.owner, rule.key), ()), *missing_entries(source, rule))


def beside(source: PlanInput, rule: Rule, planned: Container[str]) -> tuple[TurnEntry, ...]:
    """Give the turns around those of the events named: held, or published for another span."""
    spec = rotation.parse(rule)
    turns = held_turns(source.turns.get((rule.owner, rule.key), ()))
    found = [entry for entry in turns if entry.uid not in planned]
    recorded = {entry.uid for entry in turns}
    for event in source.events:
        filled = event.host if spec.fills is rotation.Fills.HOST else event.theme
        stands = event.status in _STANDING and fills(rule, spec, event)
        if filled and stands and event.uid not in recorded and event.uid not in planned:
            found.append(TurnEntry(EntryKind.TURN, event.day(), (), filled, event.uid))
    return tuple(found)


def missing_entries(source: PlanInput, rule: Rule) -> tuple[TurnEntry, ...]:
    """Give the joins and leaves up to today that are not recorded."""
    recorded = source.turns.get((rule.owner, rule.key), ())
    spans = rotation.parse(rule.on(source.today)).pool.spans(rule, source)
    return comings_and_goings(recorded, spans, source.today)


def leaves_to_come(source: PlanInput, rule: Rule, turns: Iterable[Turn]) -> tuple[TurnEntry, ...]:
    """Give the leaves after today, up to the last of these turns, that the roster foresees."""
    spans = rotation.parse(rule.on(source.today)).pool.spans(rule, source)
    planned = [entry_of(turn, turn.host) for turn in turns]
    last = max((entry.day for entry in planned), default=source.today)
    ends = {tenure.until for _, _, tenure in spans if tenure.until is not None}
    if all(end <= source.today or end > last for end in ends):
        return ()
    made = comings_and_goings([*entries_of(source, rule), *planned], spans, last)
    return tuple(
        entry
        for entry in made
        if entry.kind is EntryKind.LEAVE and entry.day > source.today and entry.day in ends
    )


def named(rule: Rule) -> dict[str, str]:
    """Give the fields of an explanation that name a rotation, in both languages."""
    return {"rule": rule.name, "rule_en": rule.name_en}


def rotations(source: PlanInput) -> dict[tuple[str, str], Rule]:
    """Give the rotation rules by owner and key."""
    return {(rule.owner, rule.key): rule for rule in source.rules if rule.type == "rotation"}
