"""A salon that an alliance wishes for, and its rules as they are kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.rules.model import Rule
from scheduler.services.access import SYSTEM, Principal
from scheduler.services.plans import rule_preview
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.store import Store, ledger
from tests.support.world import ALLIANCE, NOW, principal

FIRST = date(2026, 9, 1)
SALON = Wish(
    ALLIANCE,
    "monthly_salon",
    "quota",
    "月度沙龙",
    {"kind": "exchange", "per": "month", "min": 1},
    basis="章程第六条",
)


def secretary(store: Store) -> Principal:
    """The secretary of the alliance."""
    return principal(store, "secretary")


def found(store: Store, key: str) -> Rule:
    """A rule as it is kept."""
    return keeping.view(store, ALLIANCE, key, by=SYSTEM, now=NOW).rule


def entries(store: Store, alliance: str = ALLIANCE) -> list[tuple[str, str, Mapping[str, Any]]]:
    """What the ledger tells of rules."""
    with store.read() as session:
        rows = ledger.changes(session, alliance)
        return [(row.kind, row.entity_id, row.detail) for row in rows if row.entity == "rule"]


def seen(store: Store, wish: Wish, year: int | None = None) -> rule_preview.Preview:
    """What a wish would yield."""
    trial = rule_preview.tried(store, wish, by=secretary(store), now=NOW, year=year)
    assert trial.faults == ()
    assert trial.preview is not None
    return trial.preview
