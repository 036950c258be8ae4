from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, update

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import (
    ForbiddenError,
    NotFoundError,
    StalePlanError,
    UndoRefusedError,
)
from scheduler.rules.plan import ChangeKind
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.plans import planning, undoing
from scheduler.services.plans.planning import Applied
from scheduler.services.plans.undoing import Back, Undone
from scheduler.store import Store, events, ledger
from scheduler.store import planning as stored
from scheduler.store.tables.planning import BlackoutRow, PlanApplyRow, RuleRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    NOW,
    OTHER,
    at,
    filled,
    principal,
)

LATER = NOW + timedelta(hours=1)
_FAR = date(2026, 12, 15)
SIDE = ("status", "start", "end", "host", "venue", "theme", "title", "tentative", "why_date")


def publish(store: Store, *, now: datetime = NOW) -> Applied:
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=now)
    return planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=now)


def calendar(store: Store) -> dict[str, Event]:
    with store.read() as session:
        found = events.stored(session, events.in_alliances([ALLIANCE, OTHER]))
    return {each.event.uid: each.event for each in found}


def visible(found: dict[str, Event]) -> dict[str, tuple[object, ...]]:
    """What readers see: the events that are not cancelled, without their revisions."""
    return {
        uid: tuple(getattr(event, name) for name in SIDE)
        for uid, event in found.items()
        if event.status is not EventStatus.CANCELLED
    }


def changed(url: str) -> tuple[Store, dict[str, Event], Applied]:
    """A published year in which a rule goes, a day is blocked and one exchange more is due."""
    store = filled(url)
    publish(store)
    more = {"kind": "exchange", "per": "year", "min": 4, "gap_days": 21}
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "resource_list"))
        session.execute(update(RuleRow).where(RuleRow.key == "exchange").values(data=more))
        day = date(2026, 12, 9)
        session.add(
            BlackoutRow(resource=f"body:{ALLIANCE}", start=day, end=day + timedelta(days=1))
        )
    before = calendar(store)
    done = publish(store, now=LATER)
    assert (done.added, done.moved >= 1, done.cancelled >= 1) == (1, True, True)
    return store, before, done


def undo(store: Store, done: Applied, *, now: datetime = LATER) -> Undone:
    return undoing.undo(store, done.hash, by=SYSTEM, now=now)


def test_what_was_published_before_stands_again_one_revision_on(database_url: str) -> None:
    store, before, done = changed(database_url)
    between = calendar(store)
    touched = {str(line["uid"]) for line in done.changes}

    back = undo(store, done)

    after = calendar(store)
    assert visible(after) == visible(before)
    assert {uid: event.revision for uid, event in after.items()} == {
        uid: event.revision + (uid in touched) for uid, event in between.items()
    }
    counts = (back.cancelled, back.moved, back.changed, back.firm, back.restored, back.repeated)
    assert counts == (done.added, done.moved, done.changed, done.firm, done.cancelled, False)
    (added,) = set(after) - set(before)
    with store.read() as session:
        rows = {uid: ledger.of_entity(session, "event", uid)[-1] for uid in touched}
        recorded = stored.applied(session, done.hash)
    assert {row.kind for row in rows.values()} == {"cancelled", "moved", "restored"}
    assert all(row.visible and row.detail["reason"]["code"] == "undone" for row in rows.values())
    assert rows[added].detail["status"] == {"from": "published", "to": "cancelled"}
    assert recorded is not None
    assert (recorded.undone_at, recorded.undone_by) == (LATER, "system")


def test_a_title_that_is_taken_back_is_recorded_in_both_languages(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    publish(store)
    with store.write() as session:
        names = {"name": "新名", "name_en": "New name"}
        session.execute(update(RuleRow).where(RuleRow.key == "exchange").values(**names))
    done = publish(store, now=LATER)
    undo(store, done)
    with store.read() as session:
        rows = [ledger.of_entity(session, "event", str(line["uid"]))[-1] for line in done.changes]
    assert rows
    assert {frozenset(row.detail) for row in rows} == {frozenset({"title", "title_en", "reason"})}


def test_planning_again_gives_the_same_plan_and_brings_the_same_events_back(
    database_url: str,
) -> None:
    store, _, done = changed(database_url)
    wanted = visible(calendar(store))
    undo(store, done)

    again = publish(store, now=LATER + timedelta(hours=1))

    assert again.changes == done.changes
    assert (again.hash != done.hash, again.repeated) == (True, False)
    assert visible(calendar(store)) == wanted
    (added,) = (line["uid"] for line in done.changes if line["kind"] == "add")
    assert calendar(store)[str(added)].attempt == 1
    with store.read() as session:
        kinds = [row.kind for row in ledger.of_entity(session, "event", str(added))]
    assert kinds == ["created", "cancelled", "restored"]


def test_an_undone_plan_is_undone_once_and_never_published_again(sqlite_url: str) -> None:
    store, _, done = changed(sqlite_url)
    undo(store, done)
    after = calendar(store)

    again = undo(store, done, now=LATER + timedelta(days=1))

    assert again == Undone(
        done.hash, (ALLIANCE,), (), LATER, "system", done.at, 2026, repeated=True
    )
    assert undoing.preview(store, done.hash, by=SYSTEM, now=LATER) == again
    with pytest.raises(StalePlanError):
        planning.apply(store, (ALLIANCE,), 2026, done.hash, by=SYSTEM, now=LATER)
    assert calendar(store) == after


def test_what_it_would_do_is_told_and_nothing_is_stored(sqlite_url: str) -> None:
    store, _, done = changed(sqlite_url)
    before = calendar(store)

    told = undoing.preview(store, done.hash, by=SYSTEM, now=LATER)

    assert calendar(store) == before
    assert told == undo(store, done)


@pytest.mark.parametrize(
    ("act", "was", "now", "reason"),
    [
        (lambda act, store: acts.move(store, act, at(_FAR)), {}, NOW, "changed"),
        (lambda act, store: acts.cancel(store, act), {}, NOW, "changed"),
        (lambda *_: None, {}, at(date(2026, 12, 31)), "begun"),
        (lambda *_: None, {"start": NOW.isoformat()}, LATER, "over"),
    ],
)
def test_what_changed_since_refuses_all_of_it(
    sqlite_url: str,
    act: Callable[[Act, Store], object],
    was: dict[str, object],
    now: datetime,
    reason: str,
) -> None:
    store, _, done = changed(sqlite_url)
    _keep(store, done, was)
    act(Act(COUNCILS[3], SYSTEM, LATER), store)
    before = calendar(store)

    with pytest.raises(UndoRefusedError) as refused:
        undo(store, done, now=now)

    assert refused.value.fields == {
        "reason": reason,
        "alliance": "body:auto",
        "uid": COUNCILS[3],
        "names": {COUNCILS[3]: (before[COUNCILS[3]].title, before[COUNCILS[3]].title_en)},
    }
    assert calendar(store) == before


def _keep(store: Store, done: Applied, was: dict[str, object]) -> None:
    """Let the plan have moved the council of December alone, from there."""
    with store.write() as session:
        row = stored.applied(session, done.hash)
        assert row is not None
        lines = [dict(line) for line in row.diff if line["uid"] == COUNCILS[3]]
        lines[0]["was"] |= was
        query = update(PlanApplyRow).where(PlanApplyRow.hash == done.hash)
        session.execute(query.values(diff=lines))


def test_a_held_event_and_a_later_plan_refuse_it(sqlite_url: str) -> None:
    store, _, done = changed(sqlite_url)
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "matter_consultation"))
        session.execute(delete(RuleRow).where(RuleRow.key == "quarterly_council"))
    later = publish(store, now=LATER)
    assert later.cancelled > 0

    with pytest.raises(UndoRefusedError) as refused:
        undo(store, done)
    assert refused.value.fields == {
        "reason": "later",
        "alliance": "body:auto",
        "names": {"body:auto": ("汽车链", "Sample Automotive Chain Committee")},
    }

    uid = str(later.changes[0]["uid"])
    with store.write() as session:
        events.change(session, uid, {"status": "held"})
    with pytest.raises(UndoRefusedError) as refused:
        undo(store, later)
    assert refused.value.fields["reason"] == "held"


def test_a_plan_can_be_taken_back_after_the_later_ones_that_were(sqlite_url: str) -> None:
    store, before, done = changed(sqlite_url)
    between = calendar(store)
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "exchange"))
    fewer = publish(store, now=LATER)
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "quarterly_council"))
    fewest = publish(store, now=LATER)
    mine, its, last = ({line["uid"] for line in each.changes} for each in (done, fewer, fewest))
    assert (mine & its, mine & last) != (set(), set())

    undo(store, fewest)
    undo(store, fewer)
    assert visible(calendar(store)) == visible(between)
    undo(store, done)

    assert visible(calendar(store)) == visible(before)


def test_what_somebody_changed_between_two_plans_refuses_the_first(sqlite_url: str) -> None:
    store, _, done = changed(sqlite_url)
    (added,) = (str(line["uid"]) for line in done.changes if line["kind"] == "add")
    for act in (acts.cancel, acts.restore):
        act(store, Act(added, SYSTEM, LATER))
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key == "exchange"))
    later = publish(store, now=LATER)
    assert added in {line["uid"] for line in later.changes}
    undo(store, later)

    with pytest.raises(UndoRefusedError) as refused:
        undo(store, done)

    assert (refused.value.fields["reason"], refused.value.fields["uid"]) == ("changed", added)


def test_who_may_not_publish_may_not_take_back(sqlite_url: str) -> None:
    store, _, done = changed(sqlite_url)
    for role, error in (("member", ForbiddenError), ("other", NotFoundError)):
        with pytest.raises(error):
            undoing.undo(store, done.hash, by=principal(store, role), now=LATER)
    with pytest.raises(NotFoundError):
        undoing.undo(store, "0" * 64, by=SYSTEM, now=LATER)


def test_the_last_standing_plan_of_an_alliance_is_found(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    none = {
        "reason": "none",
        "alliance": f"body:{ALLIANCE}",
        "names": {f"body:{ALLIANCE}": ("汽车链", "Sample Automotive Chain Committee")},
    }
    with pytest.raises(NotFoundError) as unknown:
        undoing.last(store, "nope", by=SYSTEM)
    assert unknown.value.fields == {"entity": "alliance", "key": "nope"}
    with pytest.raises(UndoRefusedError) as refused:
        undoing.last(store, ALLIANCE, by=SYSTEM)
    assert refused.value.fields == none
    done = publish(store)
    assert undoing.last(store, ALLIANCE, by=SYSTEM) == done.hash
    undo(store, done)
    with pytest.raises(UndoRefusedError) as refused:
        undoing.last(store, ALLIANCE, by=SYSTEM)
    assert refused.value.fields == none


def test_what_was_added_and_restored_by_hand_counts_as_cancelled_by_hand_later(
    sqlite_url: str,
) -> None:
    store, _, done = changed(sqlite_url)
    (added,) = (str(line["uid"]) for line in done.changes if line["kind"] == "add")
    undo(store, done)
    acts.restore(store, Act(added, SYSTEM, LATER))
    acts.cancel(store, Act(added, SYSTEM, LATER))

    again = publish(store, now=LATER)

    (line,) = (line for line in again.changes if line["kind"] == "add")
    assert (line["uid"] != added, calendar(store)[str(line["uid"])].attempt) == (True, 2)


def test_of_two_who_publish_at_once_one_does(database_url: str) -> None:
    store = filled(database_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    barrier = Barrier(2)

    def race(_: int) -> Applied:
        barrier.wait()
        return planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(race, range(2)), key=lambda done: done.repeated)

    assert second == replace(first, repeated=True)
    with store.read() as session:
        assert len(stored.history(session, 9)) == 1
        created = {
            uid: [row.kind for row in ledger.of_entity(session, "event", uid)]
            for uid in (str(line["uid"]) for line in first.changes if line["kind"] == "add")
        }
    assert list(created.values()) == [["created"]]


def test_of_two_who_take_back_at_once_one_does(database_url: str) -> None:
    store, before, done = changed(database_url)
    barrier = Barrier(2)

    def race(_: int) -> Undone:
        barrier.wait()
        return undo(store, done)

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(race, range(2)), key=lambda back: back.repeated)

    assert (first.repeated, second.repeated) == (False, True)
    assert visible(calendar(store)) == visible(before)


@pytest.mark.parametrize(
    ("differing", "kind"),
    [
        ({"status": EventStatus.CANCELLED}, ChangeKind.CANCEL),
        ({"start": NOW, "venue": "x"}, ChangeKind.MOVE),
        ({"venue": "x", "title": "新名"}, ChangeKind.VENUE),
        ({"host": "x", "venue": "x"}, ChangeKind.HOST),
        ({"theme": "x", "title": "新名"}, ChangeKind.DETAIL),
        ({"title": "新名", "tentative": True}, ChangeKind.RENAME),
        ({"title_en": "New"}, ChangeKind.RENAME),
        ({"tentative": True}, ChangeKind.FIRM),
        ({"note": "无人看见"}, ChangeKind.DETAIL),
    ],
)
def test_what_is_taken_back_is_named_by_its_weightiest_change(
    sqlite_url: str, differing: dict[str, object], kind: ChangeKind
) -> None:
    event = calendar(filled(sqlite_url))[COUNCILS[3]]
    other = replace(event, **differing)  # type: ignore[arg-type]  # fields by name
    back = Back(event, other)

    assert back.kind is kind
    restored = ChangeKind.ADD if kind is ChangeKind.CANCEL else kind
    assert Back(other, event).kind is restored
