"""Rotations on days: who shares a turn, what the ledger says, and placements waiting for a host."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.turn import Account, fold
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.plan import Placement
from scheduler.rules.turns.walk import Turn
from scheduler.rules.units import DemandUnit


@dataclass(frozen=True, slots=True)
class Draft:
    """A placement on its day with the event as it is published, if it is."""

    placement: Placement
    unit: DemandUnit
    event: Event | None = None

    @property
    def day(self) -> date:
        """Give the local day of the placement."""
        return self.placement.start.astimezone(SHANGHAI).date()


def turn_of(source: PlanInput, rule: Rule, uid: str, day: date, host: str | None = None) -> Turn:
    """Give one turn of a rotation on a day: who shares it and who is away.

    With the host it is settled; ``turns.entry_of`` makes the ledger entry of a held one.
    """
    rule = rule.on(day)
    spec = rotation.parse(rule)
    pool = rotation.members(rule, spec, day, source)
    away = frozenset(
        blackout.resource for blackout in source.blackouts if blackout.start <= day < blackout.end
    )
    if spec.absence is rotation.Absence.EXCUSE:
        return Turn(uid, day, tuple(pair for pair in pool if pair[0] not in away), host=host)
    return Turn(uid, day, pool, away & {member for member, _ in pool}, host)


def ledger(source: PlanInput, rule: Rule, without: Iterable[str] = ()) -> Mapping[str, Account]:
    """Fold the recorded turns of a rotation; those of the events named are left out."""
    left_out = frozenset(without)
    entries = source.turns.get((rule.owner, rule.key), ())
    return fold(entry for entry in entries if not entry.uid or entry.uid not in left_out)


def rotations(source: PlanInput) -> dict[tuple[str, str], Rule]:
    """Give the rotation rules by owner and key."""
    return {(rule.owner, rule.key): rule for rule in source.rules if rule.type == "rotation"}
