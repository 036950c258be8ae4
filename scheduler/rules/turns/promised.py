"""Turns that were promised before the planned span and are not held yet, as if they were held."""

from collections.abc import Iterable
from dataclasses import replace

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import fills, rotations
from scheduler.rules.turns.walk import entry_of
from scheduler.rules.views import Views


def with_promised(source: PlanInput) -> PlanInput:
    """Charge each published turn that lies before the span to the ledger of its rotation.

    A year is thereby planned on what the year before still promises; the record itself does not
    change.
    """
    turns = dict(source.turns)
    targets, views = frozenset(source.targets), Views(source)
    for key, rule in sorted(rotations(source).items()):
        if rule.owner in targets:
            own = views.owned(rule.owner)
            turns[key] = (*turns.get(key, ()), *_promised(own, rule, turns.get(key, ())))
    return replace(source, turns=turns)


def _promised(source: PlanInput, rule: Rule, recorded: Iterable[TurnEntry]) -> list[TurnEntry]:
    spec = rotation.parse(rule)
    done = {entry.uid for entry in recorded if entry.kind is EntryKind.TURN}
    hosting = spec.fills is rotation.Fills.HOST
    return [
        entry_of(settled_turn(source, rule, event, filled), filled)
        for event in sorted(source.events, key=lambda event: (event.start, event.uid))
        for filled in (event.host if hosting else event.theme,)
        if filled is not None and event.uid not in done and _is_promised(event, rule, spec, source)
    ]


def _is_promised(event: Event, rule: Rule, spec: rotation.Spec, source: PlanInput) -> bool:
    open_before = event.status is EventStatus.PUBLISHED and event.day() < source.start
    return open_before and fills(rule, spec, event)
