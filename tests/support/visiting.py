"""Lists of visits and items that the small alliance keeps, beside its promises of events."""

from collections.abc import Mapping

from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import MembershipRow, NamedListRow
from tests.support.world import ALLIANCE

VISITS: Mapping[str, object] = {
    "kind": "enterprise_visit",
    "axes": {"organisation": "@leaders"},
    "per": "half_year",
    "min": 1,
    "output": "visit",
    "late": "makeup",
    "grace_days": 20,
}
ITEMS: Mapping[str, object] = {
    "kind": "item",
    "axes": {"item": ["one", "two"], "organisation": "@leaders"},
    "per": "year",
    "min": 1,
    "output": "item",
    "status": "optional",
    "late": "forfeit",
}
BUILDINGS: Mapping[str, object] = {
    "kind": "building_visit",
    "axes": {"building": "@buildings"},
    "per": "quarter",
    "min": 1,
    "output": "visit",
    "late": "forfeit",
}
VISITORS: Mapping[str, object] = {
    "fills": "host",
    "for": "building_visit",
    "pool": ["person:p-1", "person:p-2", "person:p-3"],
}


def with_lists(store: Store) -> Store:
    """Let the alliance promise visits to its leaders, items and buildings, and give it back."""
    stated = (
        ("enterprise_visit", "coverage", "一企一策走访", VISITS),
        ("own_items", "coverage", "自选动作", ITEMS),
        ("building_visit", "coverage", "走访楼宇", BUILDINGS),
        ("visitor_turns", "rotation", "轮流走访", VISITORS),
    )
    with store.write() as session:
        session.add_all(
            RuleRow(
                alliance=ALLIANCE,
                position=10 + place,
                key=key,
                type=kind,
                name=name,
                data=dict(data),
            )
            for place, (key, kind, name, data) in enumerate(stated)
        )
        session.add(
            NamedListRow(
                alliance=ALLIANCE, name="buildings", items=[f"building:{n}" for n in range(1, 7)]
            )
        )
        session.add(MembershipRow(body="auto-1", member="organisation:alpha", role="served"))
    return store
