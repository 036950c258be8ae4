"""The ledger of one alliance as other systems follow it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scheduler.services.access import Action, Principal, require
from scheduler.store import Store, ledger


@dataclass(frozen=True, slots=True)
class Change:
    """One change as the alliance's ledger holds it."""

    alliance: str
    seq: int
    entity: str
    entity_id: str
    kind: str
    revision: int
    at: datetime
    actor: str
    detail: Mapping[str, Any]


def since(
    store: Store, alliance: str, seq: int, limit: int, *, by: Principal
) -> tuple[Change, ...]:
    """List the alliance's changes after a number, oldest first; nobody writes one in between."""
    require(by, Action.VIEW, (alliance,), entity="alliance", key=alliance)
    with store.read() as session:
        return tuple(
            Change(
                alliance=row.alliance,
                seq=row.seq,
                entity=row.entity,
                entity_id=row.entity_id,
                kind=row.kind,
                revision=row.revision,
                at=row.at,
                actor=row.actor,
                detail=row.detail,
            )
            for row in ledger.changes(session, alliance, since=seq, limit=limit)
        )
