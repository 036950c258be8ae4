from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change, ChangeKind, Plan
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.diff import Totals, applied, totals
from scheduler.rules.units import uid_of
from tests.rules.strategies import CALENDARS, event_of, source_of, unit_of

FAR = date(2026, 6, 3)
UNIT = unit_of()


def test_each_class_of_difference_has_its_own_line() -> None:
    event = event_of(UNIT, FAR, title="旧名", venue="old", tentative=True)
    unit = replace(UNIT, venue="hall", title="新名")
    plan = plan_units(source_of((unit,), events=(event,)), (unit,))
    assert plan.changes == (
        Change(
            ChangeKind.RENAME,
            "e-x",
            "a",
            "新名",
            FAR,
            before={"title": "旧名"},
            after={"title": "新名"},
            cause={"code": "rule_changed", "fields": {}},
            title_en="Council",
        ),
        Change(
            ChangeKind.VENUE,
            "e-x",
            "a",
            "新名",
            FAR,
            before={"venue": "old", "tentative": True},
            after={"venue": "hall", "tentative": False},
            cause={"code": "rule_changed", "fields": {}},
            title_en="Council",
        ),
    )


def test_an_announced_year_makes_its_events_firm_and_neither_forces_nor_moves_them() -> None:
    guarded = {"code": "date_chosen", "fields": {"removed": {"guard": 54}}}
    event = event_of(UNIT, FAR, tentative=True, why_date=guarded)
    plan = plan_units(source_of((UNIT,), events=(event,)), (UNIT,))
    [change] = plan.changes
    assert (change.kind, change.before, change.after, change.cause["code"], change.forced) == (
        ChangeKind.FIRM,
        {"tentative": True},
        {"tentative": False},
        "calendar",
        False,
    )
    assert (plan.forced, plan.moved) == (0, 0)
    [placement] = plan.placements
    assert placement.why_date["code"] == "date_chosen"
    assert "guard" not in str(placement.why_date["fields"])
    provisional = source_of((UNIT,), events=(event,), calendar=CALENDARS[1])
    kept = plan_units(provisional, (UNIT,))
    assert (kept.empty, kept.placements[0].why_date) == (True, guarded)


def test_each_event_of_a_difference_counts_once() -> None:
    lines = (
        ("e-1", "add"),
        ("e-2", "move"),
        ("e-2", "host"),
        ("e-3", "host"),
        ("e-3", "venue"),
        ("e-4", "firm"),
        ("e-5", "cancel"),
        ("e-6", "detail"),
        ("e-7", "move"),
        ("e-7", "firm"),
    )
    assert totals(lines) == Totals(added=1, moved=2, changed=2, firm=1, cancelled=1)


def test_what_moves_and_becomes_firm_is_listed_once() -> None:
    event = event_of(UNIT, date(2026, 6, 6), tentative=True)
    [change] = plan_units(source_of((UNIT,), events=(event,)), (UNIT,)).changes
    assert (change.kind, change.before["tentative"], change.after["tentative"]) == (
        ChangeKind.MOVE,
        True,
        False,
    )


def test_matters_added_by_hand_stay_with_the_event() -> None:
    unit = replace(UNIT, matters=("m-2",))
    event = event_of(unit, FAR, matters=("m-1", "m-2"))
    plan = plan_units(source_of((unit,), events=(event,)), (unit,))
    assert (plan.changes, plan.placements[0].matters) == ((), ("m-1", "m-2"))
    fewer = event_of(unit, FAR, matters=())
    [change] = plan_units(source_of((unit,), events=(fewer,)), (unit,)).changes
    assert (change.after, change.cause["code"]) == ({"matters": ["m-2"]}, "matters_changed")


def test_an_added_event_tells_where_and_when() -> None:
    unit = replace(UNIT, start=FAR, end=date(2026, 6, 4), grace_end=date(2026, 6, 4), venue="hall")
    plan = plan_units(source_of((unit,)), (unit,))
    assert [(change.day, change.before, change.after, change.cause) for change in plan.changes] == [
        (
            FAR,
            {},
            {
                "start": "2026-06-03T06:30:00+00:00",
                "end": "2026-06-03T08:30:00+00:00",
                "host": None,
                "venue": "hall",
            },
            {"code": "new_unit", "fields": {"period": "2026-Q2"}},
        )
    ]


def test_the_hash_follows_what_is_seen_and_the_base() -> None:
    source = source_of((UNIT,))
    plan = plan_units(source, (UNIT,))
    assert plan.hash == plan_units(source, (UNIT,)).hash
    assert plan.hash != plan_units(replace(source, base={"a": 2}), (UNIT,)).hash
    assert plan.hash != plan_units(source, (replace(UNIT, title="别名"),)).hash
    gone = source_of((UNIT,), events=(event_of(unit_of("gone"), FAR, uid="e-gone"),))
    assert plan.hash != plan_units(gone, (UNIT,)).hash


def test_applying_adds_changes_and_cancels_and_touches_nothing_else() -> None:
    moved = event_of(UNIT, date(2026, 6, 6), uid="e-moved", revision=3)
    gone = event_of(unit_of("gone"), FAR, uid="e-gone", revision=1)
    other = event_of(None, FAR, uid="e-hand")
    second = unit_of("exchange", owner="b")
    source = source_of((UNIT, second), events=(moved, gone, other))
    plan = plan_units(source, (UNIT, second))
    after = {event.uid: event for event in applied(source, plan).events}
    now = datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert after["e-hand"] == other
    assert after["e-gone"] == replace(
        gone, status=EventStatus.CANCELLED, revision=2, updated_at=now
    )
    assert (after["e-moved"].revision, after["e-moved"].updated_at) == (4, now)
    [added] = [event for event in after.values() if event.owner == "b"]
    assert (added.status, added.revision, added.created_at) == (EventStatus.PUBLISHED, 0, now)


def test_a_hash_is_that_of_canonical_json() -> None:
    gone = event_of(unit_of("gone"), FAR, uid="e-gone")
    plan = plan_units(source_of((UNIT,), events=(gone,)), (UNIT,))
    text = (
        '{"base":{"a":1},"cancelled":["e-gone"],"placements":[["%s",'
        '"2026-05-11T06:30:00+00:00","2026-05-11T08:30:00+00:00",false,null,null,'
        '"议事会","Council","council",["a"],null,[],[],false]]}'
    )
    [placement] = plan.placements
    assert plan.hash == sha256((text % placement.uid).encode()).hexdigest()


def test_an_event_takes_over_everything_seen_and_its_reasons() -> None:
    event = event_of(UNIT, FAR, revision=1, note="样例", co_hosts=("organisation:y",))
    why_date = {"code": "date_kept", "fields": {"day": "2026-06-03"}}
    why_host = {"code": "host_only", "fields": {"host": "organisation:x"}}
    source = source_of((UNIT,), events=(event,))
    [kept] = plan_units(source, (UNIT,)).placements
    placement = replace(kept, host="organisation:x", why_date=why_date, why_host=why_host)
    found = applied(source, Plan("", {}, (placement,), ())).events
    now = datetime(2026, 3, 31, 16, tzinfo=UTC)
    assert found == (
        replace(
            event,
            host="organisation:x",
            why_date=why_date,
            why_host=why_host,
            revision=2,
            updated_at=now,
        ),
    )


def test_a_new_event_is_told_and_published_whole() -> None:
    unit = replace(UNIT, start=FAR, end=date(2026, 6, 4), grace_end=date(2026, 6, 4))
    cancelled = event_of(unit, FAR, status=EventStatus.CANCELLED)
    source = source_of((unit,), events=(cancelled,))
    plan = plan_units(source, (unit,))
    start, end = (datetime(2026, 6, 3, hour, 30, tzinfo=UTC) for hour in (6, 8))
    uid = uid_of(unit.key, 2)
    assert plan.changes == (
        Change(
            ChangeKind.ADD,
            uid,
            "a",
            "议事会",
            FAR,
            after={
                "start": start.isoformat(),
                "end": end.isoformat(),
                "host": None,
                "venue": None,
            },
            cause={"code": "reopened", "fields": {"attempt": 2}},
            title_en="Council",
        ),
    )
    now = datetime(2026, 3, 31, 16, tzinfo=UTC)
    [_, made] = applied(source, plan).events
    assert made == Event(
        uid,
        "a",
        "council",
        "议事会",
        start,
        end,
        now,
        now,
        title_en="Council",
        alliances=("a",),
        unit=unit.key,
        attempt=2,
        why_date=plan.placements[0].why_date,
    )


def test_a_unit_that_its_rule_no_longer_asks_for_is_told_from_an_ended_rule() -> None:
    event = event_of(unit_of("gone"), FAR, uid="e-gone")
    rule = Rule("gone", "meeting", "a", "会", "", {})
    found = []
    for rules in ((), (rule,), (replace(rule, tenure=Tenure(until=FAR)),)):
        source = replace(source_of((UNIT,), events=(event,)), rules=rules)
        [change] = [each for each in plan_units(source, (UNIT,)).changes if each.uid == "e-gone"]
        found.append((change.cause["code"], change.forced))
    assert found == [("rule_ended", False), ("unit_gone", False), ("rule_ended", False)]
