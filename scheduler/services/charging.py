"""What the ledgers of turns record: a turn when it is held, and who came or went meanwhile."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.domain.activity import Event
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.turn import EntryKind
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.newcomers import settled_turn
from scheduler.rules.turns.rotas import fills, missing_entries, rotations
from scheduler.rules.turns.walk import entry_of
from scheduler.services.gathering import gather_readable
from scheduler.store import Session, Store, jobs, ledger, roster, turns
from scheduler.store.turns import Charge


def charge(session: Session, event: Event, actor: str, now: datetime) -> int:
    """Write the turn entries of an event that was held, and tell how many.

    A turn belongs to the rotation rules of the event's owner; one already written stays alone.
    """
    source = gather_readable(session, [event.owner], event.day().year, now)
    charges = charges_of(source, event)
    touched = {each.rule for each in charges}
    came = [each for each in pool_changes(source) if each.rule in touched]
    write(session, [*came, *charges], actor, now)
    return len(charges)


def follow(store: Store, now: datetime) -> int:
    """Write who joined and who left the pools up to today, once a day; gives how many entries."""
    with store.write() as session:
        if not jobs.claim(session, "turns", now.astimezone(SHANGHAI).date().isoformat(), now):
            return 0
        keys = [body.key for body in roster.alliances(session)]
        found = (
            pool_changes(gather_readable(session, keys, now.astimezone(SHANGHAI).year, now))
            if keys
            else []
        )
        write(session, found, "system", now)
    return len(found)


def write(session: Session, charges: Sequence[Charge], actor: str, now: datetime) -> None:
    """Write entries and tell the ledgers of changes."""
    turns.add(session, charges, actor, now)
    entries = [
        ledger.Entry(
            (each.alliance,),
            "turn",
            each.entry.uid or each.rule,
            each.rule,
            detail={"host": each.entry.host}
            | ({} if each.entry.kind is EntryKind.TURN else {"entry": each.entry.kind.value}),
        )
        for each in charges
    ]
    ledger.append(session, entries, actor, now)


def charges_of(source: PlanInput, event: Event) -> list[Charge]:
    """Give the turn entries that a held event makes, where they are not written yet."""
    return [
        made
        for _, rule in sorted(rotations(source).items())
        if rule.owner == event.owner
        for made in _charges(source, rule, event)
    ]


def pool_changes(source: PlanInput) -> list[Charge]:
    """Give the joins and leaves that the ledgers of the targets' rotations lack."""
    return [
        Charge(rule.owner, rule.key, entry)
        for _, rule in sorted(rotations(source).items())
        if rule.owner in source.targets
        for entry in missing_entries(source, rule)
    ]


def _charges(source: PlanInput, rule: Rule, event: Event) -> Iterable[Charge]:
    spec = rotation.parse(rule)
    taken = event.host if spec.fills is rotation.Fills.HOST else event.theme
    written = {
        entry.uid
        for entry in source.turns.get((rule.owner, rule.key), ())
        if entry.kind is EntryKind.TURN
    }
    if fills(rule, spec, event) and taken is not None and event.uid not in written:
        turn = settled_turn(source, rule, event, taken)
        yield Charge(rule.owner, rule.key, entry_of(turn, taken))
