from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import (
    ChoiceError,
    ForbiddenError,
    NotFoundError,
    RuleError,
    StalePlanError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Membership
from scheduler.presets import load
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.inputs import Blackout
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import Patch
from scheduler.services.access import SYSTEM
from scheduler.services.matters.consultations import consultations
from scheduler.services.plans import planning
from scheduler.services.plans.planning import Applied
from scheduler.store import Session, Store, events, examples, ledger, matters
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.matters import MatterRow
from scheduler.store.tables.planning import BlackoutRow, PlanApplyRow, RuleRow
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    NOW,
    OTHER,
    filled,
    principal,
    store_at,
)

JANUARY = datetime(2026, 1, 1, 1, tzinfo=UTC)
FOOD = "jiyang-food"


def publish(store: Store, *alliances: str, year: int = 2026, now: datetime = NOW) -> Applied:
    shown = planning.preview(store, alliances, year, by=SYSTEM, now=now)
    return planning.apply(store, alliances, year, shown.hash, by=SYSTEM, now=now)


def event_of(store: Store, uid: str) -> Event:
    with store.read() as session:
        found = events.get(session, uid)
    assert found is not None
    return found.event


def all_events(store: Store, alliance: str) -> tuple[Event, ...]:
    with store.read() as session:
        found = events.stored(session, events.in_alliances([alliance]))
    return tuple(each.event for each in found)


def rows_of(store: Store, uid: str) -> list[tuple[str, str, int, bool]]:
    with store.read() as session:
        return [
            (row.alliance, row.kind, row.revision, row.visible)
            for row in ledger.of_entity(session, "event", uid)
        ]


def jiyang(url: str) -> Store:
    store = store_at(url)
    preset = next(each for each in load() if each.key == "jiyang")
    with store.write() as session:
        examples.insert_presets(session, [preset], date(2026, 1, 1))
    return store


def block(store: Store, resource: str, day: date) -> None:
    with store.write() as session:
        session.add(BlackoutRow(resource=resource, start=day, end=day + timedelta(days=1)))


def test_after_apply_a_second_plan_is_empty(database_url: str) -> None:
    store = filled(database_url)

    done = publish(store, ALLIANCE)

    assert (done.added, done.moved, done.changed, done.repeated) == (1, 0, 5, False)
    again = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert again.changes == ()
    assert publish(store, ALLIANCE).changes == ()


def test_the_same_hash_is_published_once(database_url: str) -> None:
    store = filled(database_url)
    by = principal(store, "secretary")
    shown = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)

    first, second = (
        planning.apply(
            store, (ALLIANCE,), 2026, shown.hash, by=by, now=NOW + timedelta(minutes=minutes)
        )
        for minutes in (0, 7)
    )

    assert second == replace(first, repeated=True)
    assert (first.hash, first.alliances, first.at, first.actor) == (
        shown.hash,
        (ALLIANCE,),
        NOW,
        "u-secretary",
    )
    with store.read() as session:
        assert [row.base for row in session.scalars(select(PlanApplyRow))] == [dict(shown.base)]


def test_the_hash_of_another_publication_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    done = publish(store, ALLIANCE)
    reasons = []

    for alliances, year in (((OTHER,), 2026), ((ALLIANCE, OTHER), 2026), ((ALLIANCE,), 2027)):
        with pytest.raises(StalePlanError) as refused:
            planning.apply(store, alliances, year, done.hash, by=SYSTEM, now=NOW)
        reasons.append(refused.value.fields)

    assert reasons == [{"reason": "unseen"}] * 3


def test_a_plan_whose_base_moved_is_refused_and_nothing_is_stored(database_url: str) -> None:
    store = filled(database_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    with store.write() as session:
        ledger.append(session, [ledger.Entry((ALLIANCE,), "rule", "exchange", "put")], "x", NOW)
    before = all_events(store, ALLIANCE)

    with pytest.raises(StalePlanError) as refused:
        planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW, base=shown.base)

    moved = shown.base[ALLIANCE]
    assert refused.value.fields == {
        "alliance": "body:auto",
        "base": moved,
        "now": moved + 1,
        "names": {"body:auto": ("汽车链", "Sample Automotive Chain Committee")},
    }
    assert all_events(store, ALLIANCE) == before


def test_a_plan_is_published_only_on_the_base_that_is_given_with_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    present, reasons = shown.base[ALLIANCE], []

    for base in ({ALLIANCE: present - 1}, {}, {**shown.base, OTHER: 1}):
        with pytest.raises(StalePlanError) as refused:
            planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW, base=base)
        fields = refused.value.fields
        reasons.append((fields.get("reason"), fields.get("base"), fields.get("now")))
    again = [
        planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW, base=shown.base)
        for _ in range(2)
    ]

    assert reasons == [(None, present - 1, present), ("unseen", None, None), ("unseen", None, None)]
    assert [each.repeated for each in again] == [False, True]


def test_of_several_alliances_the_one_that_moved_is_named(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    both = (ALLIANCE, OTHER)
    shown = planning.preview(store, both, 2026, by=SYSTEM, now=NOW)
    with store.write() as session:
        ledger.append(session, [ledger.Entry((OTHER,), "rule", "council", "put")], "x", NOW)

    with pytest.raises(StalePlanError) as refused:
        planning.apply(store, both, 2026, shown.hash, by=SYSTEM, now=NOW, base=shown.base)

    moved = shown.base[OTHER]
    assert refused.value.fields == {
        "alliance": "body:steel",
        "base": moved,
        "now": moved + 1,
        "names": {"body:steel": ("钢铁链", "")},
    }


def test_a_plan_that_only_the_day_has_changed_says_so(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    with pytest.raises(StalePlanError) as refused:
        planning.apply(
            store,
            (ALLIANCE,),
            2026,
            shown.hash,
            by=SYSTEM,
            now=NOW + timedelta(days=60),
            base=shown.base,
        )

    assert refused.value.fields == {"reason": "around", "year": 2026}


class Overtaken(Store):
    """A store in which somebody else writes just before each transaction."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        with super().write() as session:
            ledger.append(session, [ledger.Entry((ALLIANCE,), "rule", "exchange", "put")], "x", NOW)
        with super().write() as session:
            yield session


def test_who_is_overtaken_while_planning_is_refused(database_url: str) -> None:
    store = Overtaken(filled(database_url).engine)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    with pytest.raises(StalePlanError):
        planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)


def test_an_unknown_hash_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    for base in (None, {OTHER: 1}):
        with pytest.raises(StalePlanError) as refused:
            planning.apply(store, (ALLIANCE,), 2026, "0" * 64, by=SYSTEM, now=NOW, base=base)
        assert refused.value.fields == {"reason": "unseen"}


@pytest.mark.parametrize("role", ["branch", "host", "member"])
def test_members_see_a_plan_and_do_not_publish_it(sqlite_url: str, role: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, role)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)

    with pytest.raises(ForbiddenError):
        planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=by, now=NOW)


def test_a_plan_of_others_is_not_found(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "other")

    for alliances in ((ALLIANCE,), (OTHER, ALLIANCE), ("nobody",)):
        with pytest.raises(NotFoundError):
            planning.preview(store, alliances, 2026, by=by, now=NOW)
        with pytest.raises(NotFoundError):
            planning.apply(store, alliances, 2026, "0" * 64, by=by, now=NOW)


def test_a_forced_event_keeps_its_uid_and_rises_by_one_revision(database_url: str) -> None:
    store = filled(database_url)
    publish(store, ALLIANCE)
    old = event_of(store, COUNCILS[3])
    block(store, f"body:{ALLIANCE}", date(2026, 12, 9))
    later = NOW + timedelta(hours=1)

    done = publish(store, ALLIANCE, now=later)

    new = event_of(store, COUNCILS[3])
    assert (done.added, done.moved, done.cancelled) == (0, 1, 0)
    assert [(line["uid"], line["kind"], line["forced"]) for line in done.changes] == [
        (COUNCILS[3], "move", True)
    ]
    assert (new.revision, new.updated_at, new.created_at) == (
        old.revision + 1,
        later,
        old.created_at,
    )
    assert new.day() != old.day()
    assert new.why_date["code"] == "date_chosen"
    assert rows_of(store, COUNCILS[3])[-1] == (ALLIANCE, "moved", new.revision, True)
    with store.read() as session:
        detail = ledger.of_entity(session, "event", COUNCILS[3])[-1].detail
    assert detail["start"] == {"from": old.start.isoformat(), "to": new.start.isoformat()}
    assert detail["reason"]["code"] == "blackout"


def test_an_event_that_stays_on_its_day_tells_the_day_that_its_rule_names_now(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    anchor = {"kind": "council", "date": "11-14", "tolerance_days": 5, "if_off": "previous"}
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.alliance == ALLIANCE))
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=0, key="review", type="anchor", name="年终", data=anchor
            )
        )
    [uid] = (line["uid"] for line in publish(store, ALLIANCE).changes if line["kind"] == "add")
    before = event_of(store, str(uid))
    with store.write() as session:
        session.execute(
            update(RuleRow).where(RuleRow.key == "review").values(data={**anchor, "date": "11-15"})
        )

    assert publish(store, ALLIANCE).changes == ()

    after = event_of(store, str(uid))
    assert after == replace(before, why_date=after.why_date)
    told = [
        (fields["nominal"], fields["offset"])
        for fields in (before.why_date["fields"], after.why_date["fields"])
        if isinstance(fields, dict)
    ]
    assert told == [("2026-11-14", -1), ("2026-11-15", -2)]


def test_events_of_a_rule_that_is_gone_are_cancelled_but_held_ones_stay(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "quarterly_council"))
    before = [event_of(store, uid) for uid in COUNCILS]

    done = publish(store, ALLIANCE)

    after = [event_of(store, uid) for uid in COUNCILS]
    assert done.cancelled == 2
    assert after[:2] == before[:2]
    assert after[2:] == [
        replace(old, status=EventStatus.CANCELLED, revision=1, updated_at=NOW) for old in before[2:]
    ]
    assert rows_of(store, COUNCILS[2])[-1] == (ALLIANCE, "cancelled", 1, True)


def test_a_joint_event_stands_in_the_ledger_of_every_alliance(database_url: str) -> None:
    store = filled(database_url)
    data = {"kind": "council", "per": "year", "min": 1, "scope": {"group": "both"}}
    with store.write() as session:
        session.add(RuleRow(alliance=ALLIANCE, key="joint", type="quota", name="联席", data=data))
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))

    publish(store, ALLIANCE)

    joint = next(
        event
        for event in all_events(store, OTHER)
        if event.unit is not None and event.unit.rule == "joint"
    )
    assert (joint.owner, joint.alliances) == (ALLIANCE, (ALLIANCE, OTHER))
    assert rows_of(store, joint.uid) == [
        (ALLIANCE, "created", 0, True),
        (OTHER, "created", 0, True),
    ]
    assert planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW).changes == ()


def test_what_a_neighbour_booked_is_left_free(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    publish(store, OTHER)
    booked = event_of(store, COUNCILS[3])
    with store.write() as session:
        base = {"for": "council", "hard": {"venue": "hall"}}
        session.add(RuleRow(alliance=OTHER, key="place", type="constraint", name="地点", data=base))
        session.execute(
            update(EventRow)
            .where(EventRow.owner == OTHER, EventRow.period == "2026-Q4")
            .values(start=booked.start, end=booked.end)
        )

    publish(store, OTHER)

    moved = next(
        event
        for event in all_events(store, OTHER)
        if event.unit is not None and event.unit.period == "2026-Q4"
    )
    assert (moved.venue, moved.day() != booked.day()) == ("hall", True)


def test_composed_in_a_transaction_it_is_rolled_back_with_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    before = all_events(store, ALLIANCE)

    with pytest.raises(RuntimeError), store.write() as session:  # noqa: PT012 - both are the case
        assert planning.apply_now(session, (ALLIANCE,), 2026, by=SYSTEM, now=NOW).added == 1
        raise RuntimeError

    assert all_events(store, ALLIANCE) == before


def planned_of(found: Iterable[Event], rule: str) -> list[Event]:
    return [event for event in found if event.unit is not None and event.unit.rule == rule]


def test_the_food_chain_gets_a_council_a_quarter_on_workdays_and_fair_hosts(
    database_url: str,
) -> None:
    store = jiyang(database_url)

    publish(store, FOOD, now=JANUARY)

    found = all_events(store, FOOD)
    councils, exchanges = planned_of(found, "quarterly_council"), planned_of(found, "exchange")
    calendar = shipped_calendar()
    assert [(event.day().month - 1) // 3 for event in councils] == [0, 1, 2, 3]
    assert all(calendar.is_workday(event.day()) for event in found if not event.all_day)
    hosts = Counter(event.host for event in exchanges)
    assert len(exchanges) == 10
    assert max(hosts.values()) - min(hosts.values()) <= 1
    assert all(event.why_date for event in found)
    assert all(event.why_host for event in exchanges)
    assert planning.preview(store, (FOOD,), 2026, by=SYSTEM, now=JANUARY).changes == ()


def accepted(store: Store, number: int, at: datetime) -> None:
    """Record a major matter of the food chain as accepted."""
    with store.write() as session:
        session.add(
            MatterRow(
                key=f"m-{number}",
                alliance=FOOD,
                number=number,
                title="冷链用电样例",
                category="energy",
                raised_by="organisation:jiyang-jinye",
                raised_at=at,
                state="accepted",
                major=True,
                accepted_at=at,
            )
        )


def test_a_major_matter_adds_one_consultation_before_its_deadline(sqlite_url: str) -> None:
    store = jiyang(sqlite_url)
    publish(store, FOOD, now=JANUARY)
    at = datetime(2026, 3, 3, 2, tzinfo=UTC)
    accepted(store, 1, at)

    done = publish(store, FOOD, now=at)

    (line,) = done.changes
    consultation = event_of(store, str(line["uid"]))
    deadline = shipped_calendar().add_workdays(at.astimezone(SHANGHAI).date(), 10)
    assert (line["kind"], consultation.kind, consultation.matters) == (
        "add",
        "consultation",
        ("m-1",),
    )
    assert date(2026, 3, 3) < consultation.day() <= deadline


def test_a_major_matter_that_comes_after_its_batch_is_consulted_by_the_day_it_is_told(
    sqlite_url: str,
) -> None:
    store = jiyang(sqlite_url)
    publish(store, FOOD, now=JANUARY)
    at = datetime(2026, 3, 3, 2, tzinfo=UTC)
    for number in (1, 2, 3):
        accepted(store, number, at)
    (batch,) = publish(store, FOOD, now=at).changes
    later = at + timedelta(days=1)
    for number in (4, 5):
        accepted(store, number, later)

    added = publish(store, FOOD, now=later).changes

    known = [event_of(store, str(line["uid"])) for line in (batch, *added)]
    assert sorted((each.matters, each.kind) for each in known) == [
        (("m-1", "m-2", "m-3"), "collective_handling"),
        (("m-4",), "consultation"),
        (("m-5",), "consultation"),
    ]
    with store.read() as session:
        last = consultations(session, matters.of_alliances(session, [FOOD]), later)
    assert [date(2026, 3, 4) < each.day() <= last[each.matters[0]] for each in known[1:]] == [
        True,
        True,
    ]
    assert planning.preview(store, (FOOD,), 2026, by=SYSTEM, now=later).changes == ()


def test_the_year_after_is_planned_on_what_this_year_promises(sqlite_url: str) -> None:
    store = jiyang(sqlite_url)
    publish(store, FOOD, now=JANUARY)
    publish(store, FOOD, year=2027, now=JANUARY)

    exchanges = planned_of(all_events(store, FOOD), "exchange")
    hosts = Counter(event.host for event in exchanges)
    assert len(exchanges) == 20
    assert max(hosts.values()) - min(hosts.values()) <= 1


def test_what_if_plans_under_a_patch_and_writes_nothing(database_url: str) -> None:
    store = filled(database_url)
    publish(store, ALLIANCE)
    before = _kept(store)
    day = event_of(store, COUNCILS[3]).day()
    away = Blackout(f"body:{ALLIANCE}", day, day + timedelta(days=1))

    plan = planning.what_if(store, (ALLIANCE,), 2026, Patch(blackouts=(away,)), by=SYSTEM, now=NOW)

    assert [(change.kind, change.uid) for change in plan.changes] == [("move", COUNCILS[3])]
    assert _kept(store) == before


def _kept(store: Store) -> tuple[object, ...]:
    with store.read() as session:
        return (
            ledger.heads(session, (ALLIANCE, OTHER)),
            len(session.scalars(select(PlanApplyRow)).all()),
            all_events(store, ALLIANCE),
        )


def test_what_if_names_a_member_who_would_join_and_asks_only_its_alliances(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    data = {"kind": "exchange", "per": "quarter", "min": 2}
    rule = Rule("seminar", "quota", OTHER, "研讨", data=data)
    joined = Membership("organisation:alpha", OTHER, "chain_leader")

    plan = planning.what_if(
        store, (OTHER,), 2026, Patch(rules=(rule,), joins=(joined,)), by=SYSTEM, now=NOW
    )

    assert sum(placement.unit.rule == "seminar" for placement in plan.placements) > 0
    with pytest.raises(ChoiceError):
        planning.what_if(store, (ALLIANCE,), 2026, Patch(rules=(rule,)), by=SYSTEM, now=NOW)
    by = principal(store, "other")
    with pytest.raises(NotFoundError):
        planning.what_if(store, (ALLIANCE,), 2026, Patch(), by=by, now=NOW)
    wrong = replace(rule, data={"kind": "council", "per": "quarter", "min": 1, "with": "nothing"})
    with pytest.raises(RuleError):
        planning.what_if(store, (OTHER,), 2026, Patch(rules=(wrong,)), by=SYSTEM, now=NOW)
