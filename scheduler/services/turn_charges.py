"""Charge a turn to the ledgers of the rotations that filled an event, when it is held."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.domain.activity import Event
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import rotations, turn_of
from scheduler.rules.turns.walk import entry_of
from scheduler.services.gathering import gather
from scheduler.store import Session, ledger, turns
from scheduler.store.turns import Charge


def charge(session: Session, event: Event, actor: str, now: datetime) -> int:
    """Write the turn entries of an event that was held, and tell how many.

    A turn belongs to the rotation rules of the event's owner; one already written stays alone.
    """
    charges = charges_of(gather(session, [event.owner], event.day().year, now), event)
    write(session, event.uid, charges, actor, now)
    return len(charges)


def write(session: Session, uid: str, charges: Sequence[Charge], actor: str, now: datetime) -> None:
    """Write the turn entries of a held event and tell the ledgers."""
    turns.add(session, charges, actor, now)
    entries = [
        ledger.Entry((each.alliance,), "turn", uid, each.rule, detail={"host": each.entry.host})
        for each in charges
    ]
    ledger.append(session, entries, actor, now)


def charges_of(source: PlanInput, event: Event) -> list[Charge]:
    """Give the turn entries that a held event makes, where they are not written yet."""
    return [
        made
        for (owner, _), rule in sorted(rotations(source).items())
        if owner == event.owner
        for made in _charges(source, rule, event)
    ]


def _charges(source: PlanInput, rule: Rule, event: Event) -> list[Charge]:
    spec = rotation.parse(rule)
    taken = event.host if spec.fills is rotation.Fills.HOST else event.theme
    meant = event.kind in spec.targets or (
        event.unit is not None and event.unit.rule in spec.targets
    )
    written = source.turns.get((rule.owner, rule.key), ())
    if not meant or taken is None or any(entry.uid == event.uid for entry in written):
        return []
    turn = turn_of(source, rule, event.uid, event.day(), taken)
    return [Charge(rule.owner, rule.key, entry_of(turn, taken))]
