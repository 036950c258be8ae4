from datetime import date

from scheduler.rules.inputs import Blackout
from scheduler.store import blackouts
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NamedListRow, OfficerRow, VenueRow
from tests.support.world import ALLIANCE, NOW, OTHER, filled

FIRST, LAST = date(2026, 9, 1), date(2026, 9, 30)


def test_an_absence_is_kept_changed_and_forgotten(database_url: str) -> None:
    store = filled(database_url)
    hall = Blackout("venue:hall", FIRST, LAST, "检修")

    with store.write() as session:
        kept = blackouts.add(session, hall)
        earlier = blackouts.add(session, Blackout("body:auto", date(2026, 8, 1), FIRST))
        blackouts.set_end(session, kept.key, date(2026, 9, 10))
    with store.write() as session:
        assert blackouts.until(session, date(2026, 8, 31)) == (
            earlier,
            blackouts.Kept(kept.key, Blackout("venue:hall", FIRST, date(2026, 9, 10), "检修")),
        )
        blackouts.remove(session, kept.key)
        assert blackouts.get(session, kept.key) is None
        assert blackouts.get(session, earlier.key) == earlier
        assert blackouts.until(session, FIRST) == ()


def test_the_number_of_an_absence_taken_back_is_not_given_again(database_url: str) -> None:
    store = filled(database_url)
    seen = []

    for _ in range(3):
        with store.write() as session:
            kept = blackouts.add(session, Blackout("venue:hall", FIRST, LAST))
            blackouts.remove(session, kept.key)
        seen.append(kept.key)

    assert seen == sorted(set(seen))


def test_an_absence_reaches_the_alliances_that_count_on_it(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.add(VenueRow(key="city", name="城市展厅"))
        session.add(VenueRow(key="listed", name="名单场地"))
        session.add(VenueRow(key="ruled", name="规则场地"))
        session.add(OfficerRow(person="p-3", body="county", role="lead_official"))
        session.add(NamedListRow(alliance=OTHER, name="base", items=["venue:listed", 3]))
        for key, data in (("a", {"hard": {"venue": "ruled"}}), ("b", {"soft": []})):
            session.add(
                RuleRow(alliance=OTHER, position=9, key=key, type="constraint", name="x", data=data)
            )

    with store.read() as session:
        found = blackouts.reached(
            session,
            [
                *("body:auto", "body:auto-1", "body:county", "body:nobody"),
                *("organisation:alpha", "organisation:gamma", "organisation:nobody"),
                *("person:p-1", "person:p-chief", "person:p-3", "person:p-5"),
                *("venue:room", "venue:city", "venue:listed", "venue:ruled", "venue:nowhere"),
                *("theme:work_safety", "nothing"),
            ],
        )

    both = frozenset({ALLIANCE, OTHER})
    assert found == {
        "body:auto": {ALLIANCE},
        "body:auto-1": {ALLIANCE},
        "body:county": frozenset(),
        "body:nobody": frozenset(),
        "organisation:alpha": {ALLIANCE},
        "organisation:gamma": both,
        "organisation:nobody": frozenset(),
        "person:p-1": {ALLIANCE},
        "person:p-chief": both,
        "person:p-3": frozenset(),
        "person:p-5": frozenset(),
        "venue:room": both,  # the neighbour meets there
        "venue:city": frozenset(),
        "venue:listed": {OTHER},
        "venue:ruled": {OTHER},
        "venue:nowhere": frozenset(),
        "theme:work_safety": frozenset(),
        "nothing": frozenset(),
    }


def test_the_events_that_an_absence_touches_are_counted(database_url: str) -> None:
    store = filled(database_url)
    year = (date(2026, 1, 1), date(2027, 1, 1))

    with store.read() as session:
        counts = {
            resource: blackouts.struck(session, Blackout(resource, *year), NOW)
            for resource in (
                "body:auto",
                "body:steel",
                "organisation:beta",
                "venue:hall",
                "person:p-1",
            )
        }
        none = blackouts.struck(session, Blackout("body:auto", year[0], date(2026, 8, 1)), NOW)

    assert none == {}
    assert counts == {
        "body:auto": {ALLIANCE: 6},
        "body:steel": {OTHER: 2},
        "organisation:beta": {ALLIANCE: 1},
        "venue:hall": {ALLIANCE: 2},
        "person:p-1": {},
    }
