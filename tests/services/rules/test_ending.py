"""Rules that end, are withdrawn before they begin, or are deleted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import NotFoundError, RuleError, RuleUsedError, StaleVersionError
from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning, undoing
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.store import Store
from scheduler.store.tables.attendance import RegisterRow
from scheduler.store.tables.events import EventRow
from tests.services.rules.salon import FIRST, SALON, entries, found, secretary
from tests.support.world import ALLIANCE, NOW, filled

TODAY = NOW.date()


def test_a_rule_ends_on_a_day(store: Store) -> None:
    place = (ALLIANCE, "quarterly_council")
    by = secretary(store)
    made = keeping.end(store, place, date(2026, 10, 1), 1, by=by, now=NOW)
    assert (made.tenure, made.former) == (Tenure(None, date(2026, 10, 1)), ())

    with pytest.raises(RuleError, match="early"):
        keeping.end(store, place, date(2026, 8, 20), 2, by=by, now=NOW)
    keeping.create(store, SALON, by=by, now=NOW)
    with pytest.raises(RuleError, match="order"):
        keeping.end(store, (ALLIANCE, "monthly_salon"), date(2026, 8, 18), 1, by=by, now=NOW)


def test_only_what_made_nothing_is_deleted(store: Store) -> None:
    by = secretary(store)
    keeping.create(store, SALON, by=by, now=NOW)
    with pytest.raises(StaleVersionError):
        keeping.delete(store, (ALLIANCE, "monthly_salon"), 2, by=by, now=NOW)
    keeping.delete(store, (ALLIANCE, "monthly_salon"), 1, by=by, now=NOW)
    assert [kind for kind, _, _ in entries(store)] == ["created", "deleted"]
    with pytest.raises(NotFoundError):
        found(store, "monthly_salon")

    with pytest.raises(RuleUsedError) as caught:
        keeping.delete(store, (ALLIANCE, "exchange"), 1, by=by, now=NOW)
    assert caught.value.fields == {"rule": "exchange", "name": "链主企业交流对接", "name_en": ""}


def test_a_rule_that_a_constraint_is_for_is_neither_deleted_nor_cut_short(store: Store) -> None:
    by = secretary(store)
    keeping.create(store, replace(SALON, data={**SALON.data, "minutes": 60}), by=by, now=NOW)
    data = {"for": "monthly_salon", "hard": {"time": "19:00-20:00"}}
    limit = Wish(ALLIANCE, "evening", "constraint", "晚上", data)
    keeping.create(store, limit, by=by, now=NOW)

    with pytest.raises(RuleError) as kept:
        keeping.delete(store, (ALLIANCE, "monthly_salon"), 1, by=by, now=NOW)
    with pytest.raises(RuleError) as longer:
        keeping.change(store, SALON, 1, by=by, now=NOW)

    assert kept.value.fields == {
        "rule": "evening",
        "field": "for",
        "reason": "needed",
        "other": "monthly_salon",
        "names": {"monthly_salon": (SALON.name, SALON.name_en)},
        "apart": True,
    }
    assert longer.value.fields == {
        "rule": "monthly_salon",
        "field": "minutes",
        "reason": "narrowed",
        "other": "evening",
        "minutes": 60,
        "low": 120,
        "names": {"evening": ("晚上", "")},
    }


def published(store: Store, year: int) -> planning.Applied:
    shown = planning.preview(store, (ALLIANCE,), year, by=SYSTEM, now=NOW)
    return planning.apply(store, (ALLIANCE,), year, shown.hash, by=SYSTEM, now=NOW)


def test_a_rule_that_was_published_is_withdrawn_before_it_begins(store: Store) -> None:
    by, place, since = secretary(store), (ALLIANCE, "monthly_salon"), date(2027, 1, 1)
    keeping.create(store, replace(SALON, since=since), by=by, now=NOW)
    assert not keeping.view(store, *place, by=by, now=NOW).withdrawable
    published(store, 2027)
    assert keeping.view(store, *place, by=by, now=NOW).withdrawable

    left = keeping.delete(store, place, 1, by=by, now=NOW)
    assert left == found(store, "monthly_salon")
    assert (left.tenure, left.revision, left.withdrawn) == (Tenure(since, since), 2, True)
    assert [kind for kind, _, _ in entries(store)] == ["created", "withdrawn"]
    assert not keeping.view(store, *place, by=by, now=NOW).withdrawable
    with pytest.raises(RuleUsedError):
        keeping.delete(store, place, 2, by=by, now=NOW)

    later = keeping.change(store, replace(SALON, since=None), 2, by=by, now=NOW)
    assert (later.tenure, later.former) == (Tenure(FIRST), ())


RIDER = replace(SALON, key="rider", name="同场党课", data={**SALON.data, "with": SALON.key})


def test_a_rule_that_rides_is_withdrawn_where_it_was_published(store: Store) -> None:
    by, place, since = secretary(store), (ALLIANCE, RIDER.key), date(2027, 1, 1)
    keeping.create(store, replace(SALON, since=since), by=by, now=NOW)
    published(store, 2027)
    keeping.create(store, replace(RIDER, since=since), by=by, now=NOW)
    made = published(store, 2027)
    assert (made.added, made.changed) == (0, 12)
    seen = keeping.view(store, *place, by=by, now=NOW)
    assert (seen.deletable, seen.withdrawable, seen.first) == (False, True, FIRST)

    left = keeping.delete(store, place, 1, by=by, now=NOW)
    assert left is not None
    assert left.withdrawn
    assert published(store, 2027).changed == 12
    seen = keeping.view(store, *place, by=by, now=NOW)
    assert (seen.deletable, seen.first) == (True, None)


def test_a_rule_that_rides_changes_no_sooner_than_others_while_its_plan_stands(
    store: Store,
) -> None:
    by, place = secretary(store), (ALLIANCE, RIDER.key)
    keeping.create(store, SALON, by=by, now=NOW)
    keeping.create(store, RIDER, by=by, now=NOW)
    made = published(store, 2026)
    other = replace(RIDER, data={**RIDER.data, "late": "forfeit"}, since=TODAY)
    with pytest.raises(RuleError, match="early"):
        keeping.change(store, other, 1, by=by, now=NOW)
    with pytest.raises(RuleUsedError):
        keeping.delete(store, place, 1, by=by, now=NOW)

    undoing.undo(store, made.hash, by=SYSTEM, now=NOW)
    assert keeping.view(store, *place, by=by, now=NOW).deletable
    assert keeping.change(store, other, 1, by=by, now=NOW).former == ()
    assert keeping.delete(store, place, 2, by=by, now=NOW) is None


def made_and_undone(store: Store) -> Sequence[str]:
    """Publish the salon and take that back; give its events."""
    keeping.create(store, SALON, by=secretary(store), now=NOW)
    undoing.undo(store, published(store, 2026).hash, by=SYSTEM, now=NOW)
    with store.read() as session:
        return session.scalars(select(EventRow.uid).where(EventRow.rule == SALON.key)).all()


def test_a_rule_whose_only_plan_was_undone_is_deleted(database_url: str) -> None:
    store = filled(database_url)
    by, place = secretary(store), (ALLIANCE, SALON.key)
    uids = made_and_undone(store)
    seen = keeping.view(store, *place, by=by, now=NOW)
    assert (seen.deletable, seen.withdrawable, seen.first) == (True, False, None)

    assert keeping.delete(store, place, 1, by=by, now=NOW) is None
    with store.read() as session:
        kept = session.execute(select(EventRow.status).where(EventRow.uid.in_(uids)).distinct())
        assert kept.scalars().all() == [EventStatus.CANCELLED]
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert {change.uid for change in shown.changes}.isdisjoint(uids)

    again = replace(SALON, name="又一个沙龙")
    keeping.create(store, again, by=by, now=NOW)
    assert {change["uid"] for change in published(store, 2026).changes} >= {*uids}


def test_a_rule_whose_only_plan_was_undone_ends_at_once(store: Store) -> None:
    uids = made_and_undone(store)
    ended = keeping.end(
        store, (ALLIANCE, SALON.key), TODAY + timedelta(days=1), 1, by=secretary(store), now=NOW
    )
    assert ended.tenure == Tenure(TODAY, TODAY + timedelta(days=1))
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert {change.uid for change in shown.changes}.isdisjoint(uids)


@pytest.mark.parametrize(
    "left",
    [
        {"why_date": {}},
        {"status": "published"},
        {"status": "held"},
    ],
)
def test_what_was_undone_and_then_came_back_keeps_its_rule(
    store: Store, left: dict[str, object]
) -> None:
    first = made_and_undone(store)[0]
    with store.write() as session:
        session.execute(update(EventRow).where(EventRow.uid == first).values(**left))
    with pytest.raises(RuleUsedError):
        keeping.delete(store, (ALLIANCE, SALON.key), 1, by=secretary(store), now=NOW)


def test_an_opened_sheet_of_an_undone_event_keeps_its_rule(store: Store) -> None:
    first = made_and_undone(store)[0]
    with store.write() as session:
        session.add(RegisterRow(uid=first, state="open", opened_at=NOW))
    with pytest.raises(RuleUsedError):
        keeping.delete(store, (ALLIANCE, SALON.key), 1, by=secretary(store), now=NOW)


def test_a_plan_cancels_the_events_of_a_withdrawn_rule(store: Store) -> None:
    by, place = secretary(store), (ALLIANCE, "monthly_salon")
    keeping.create(store, replace(SALON, since=date(2027, 1, 1)), by=by, now=NOW)
    published(store, 2027)
    keeping.delete(store, place, 1, by=by, now=NOW)
    done = published(store, 2027)
    assert (done.added, done.moved, done.cancelled) == (0, 0, 12)


def test_a_rule_of_which_an_event_is_frozen_ends_and_is_not_withdrawn(store: Store) -> None:
    by, place = secretary(store), (ALLIANCE, "monthly_salon")
    keeping.create(store, replace(SALON, since=date(2026, 8, 19)), by=by, now=NOW)
    published(store, 2026)
    with store.write() as session:
        own = select(EventRow).where(EventRow.rule == "monthly_salon").order_by(EventRow.start)
        early = session.scalars(own).first()
        assert early is not None
        early.start = datetime(2026, 8, 20, 6, tzinfo=UTC)
        early.end = early.start + timedelta(hours=2)
    with pytest.raises(RuleUsedError) as caught:
        keeping.delete(store, place, 1, by=by, now=NOW)
    assert caught.value.fields == {
        "rule": "monthly_salon",
        "name": "月度沙龙",
        "name_en": "",
        "reason": "frozen",
        "first": FIRST,
    }
    ended = keeping.end(store, place, FIRST, 1, by=by, now=NOW)
    assert ended.tenure == Tenure(date(2026, 8, 19), FIRST)


def test_a_rule_that_others_name_is_not_deleted(store: Store) -> None:
    by = secretary(store)
    keeping.create(store, SALON, by=by, now=NOW)
    rider = replace(SALON, key="rider", data={**SALON.data, "with": "monthly_salon"})
    keeping.create(store, rider, by=by, now=NOW)
    with pytest.raises(RuleError) as caught:
        keeping.delete(store, (ALLIANCE, "monthly_salon"), 1, by=by, now=NOW)
    assert caught.value.fields == {
        "rule": "rider",
        "field": "with",
        "reason": "needed",
        "other": "monthly_salon",
        "names": {"monthly_salon": (SALON.name, SALON.name_en)},
        "apart": True,
    }
    assert say("bad_rule", caught.value.fields, "zh") == (
        "规则“rider”：与哪条规则合办里有规则“月度沙龙”，所以不能去掉那一条。"
        "请先改这一条，或者两条都去掉。"
    )
