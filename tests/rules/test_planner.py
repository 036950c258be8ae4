"""The plan of one alliance's year; the laws of planning are in tests/laws."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

from scheduler.domain.moments import SHANGHAI
from scheduler.rules.plan import ChangeKind, Placement
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from tests.rules.alliance import LEADERS, alliance, matter
from tests.rules.strategies import event_of


def test_a_year_of_one_alliance_keeps_its_promises_and_its_turns() -> None:
    source = alliance()
    made = plan(source)
    days = {
        kind: sorted(_day(placement) for placement in made.placements if placement.kind == kind)
        for kind in ("council", "exchange", "resource_list")
    }
    assert [(day.month + 2) // 3 for day in days["council"]] == [1, 2, 3, 4]
    assert [day for day in days["council"] if not source.calendar.is_workday(day)] == []
    assert [day.isoformat() for day in days["resource_list"]] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    gaps = [(after - before).days for before, after in pairwise(days["exchange"])]
    assert (len(days["exchange"]), min(gaps) >= 21) == (10, True)
    hosts = Counter(placement.host for placement in made.placements if placement.host)
    assert hosts == dict.fromkeys(LEADERS, 2)
    assert (made.unplaced, made.conflicts, made.forced, made.moved) == ((), (), 0, 0)
    assert {change.kind for change in made.changes} == {ChangeKind.ADD}
    assert not made.empty
    assert plan(applied(source, made)).empty


def test_a_major_matter_adds_one_consultation_before_its_deadline() -> None:
    source = alliance()
    source = applied(source, plan(source))
    today = date(2026, 3, 2)
    again = plan(replace(source, today=today, matters=(matter(),)))
    [change] = again.changes
    [added] = [placement for placement in again.placements if placement.matters]
    assert (change.kind, change.uid, change.cause["code"]) == (
        ChangeKind.ADD,
        added.uid,
        "new_unit",
    )
    assert (added.kind, added.matters) == ("consultation", ("matter-1",))
    assert today < _day(added) <= source.calendar.add_workdays(today, 10)
    listed = [
        replace(event, matters=("matter-1",)) if event.day() == date(2026, 3, 13) else event
        for event in source.events
    ]
    council = event_of(None, date(2026, 3, 6), owner="food", kind="council", matters=("matter-1",))
    settled = replace(source, today=today, matters=(matter(),), events=(*listed, council))
    assert plan(settled).empty


def _day(placement: Placement) -> date:
    return placement.start.astimezone(SHANGHAI).date()
