"""Writing rules: tried first, kept whole or not at all, told to everybody they reach."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.domain.errors import (
    DateError,
    ForbiddenError,
    NotFoundError,
    RuleError,
    RuleUsedError,
    StaleVersionError,
)
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule
from scheduler.services import directory, overview
from scheduler.services.access import SYSTEM, Principal
from scheduler.services.plans import planning, rule_preview, undoing
from scheduler.services.reports import quarter as reports
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store, ledger
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, GroupMemberRow
from tests.support.world import ALLIANCE, COUNCILS, NOW, OTHER, filled, principal

FIRST = date(2026, 9, 1)
BODY_NAMES = {
    ALLIANCE: ("汽车链", "Sample Automotive Chain Committee"),
    OTHER: ("钢铁链", ""),
}
SALON = Wish(
    ALLIANCE,
    "monthly_salon",
    "quota",
    "月度沙龙",
    {"kind": "exchange", "per": "month", "min": 1},
    basis="章程第六条",
)


SEATS: dict[str, Any] = {"require": [{"role": "chain_leader", "n": 1}]}


def grid(*words: str) -> dict[str, Any]:
    axes = {"organisation": list(words), "theme": ["safety"]}
    return {"axes": axes, "kind": "exchange", "per": "year", "min": 1}


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return filled(sqlite_url)


def secretary(store: Store) -> Principal:
    return principal(store, "secretary")


def found(store: Store, key: str) -> Rule:
    return keeping.view(store, ALLIANCE, key, by=SYSTEM, now=NOW).rule


def save(store: Store, key: str, revision: int = 1, **data: Any) -> Rule:  # noqa: ANN401 - any JSON value
    wish = wish_of(found(store, key))
    wish = replace(wish, data={**wish.data, **data}, since=None)
    return keeping.change(store, wish, revision, by=secretary(store), now=NOW)


def entries(store: Store, alliance: str = ALLIANCE) -> list[tuple[str, str, Mapping[str, Any]]]:
    with store.read() as session:
        rows = ledger.changes(session, alliance)
        return [(row.kind, row.entity_id, row.detail) for row in rows if row.entity == "rule"]


def seen(store: Store, wish: Wish, year: int | None = None) -> rule_preview.Preview:
    trial = rule_preview.tried(store, wish, by=secretary(store), now=NOW, year=year)
    assert trial.faults == ()
    assert trial.preview is not None
    return trial.preview


def refusal(store: Store, wish: Wish) -> dict[str, object]:
    with pytest.raises(RuleError) as caught:
        keeping.create(store, wish, by=secretary(store), now=NOW)
    return caught.value.fields


def test_a_new_rule_is_kept_and_told(store: Store) -> None:
    made = keeping.create(store, SALON, by=secretary(store), now=NOW)

    assert made == found(store, "monthly_salon")
    assert (made.tenure, made.revision, made.basis) == (Tenure(date(2026, 8, 18)), 1, "章程第六条")
    ((kind, entity, detail),) = entries(store)
    assert (kind, entity) == ("created", f"{ALLIANCE}/monthly_salon")
    assert detail["min"] == {"from": None, "to": 1}
    assert detail["rule_since"] == {"from": None, "to": "2026-08-18"}
    assert detail["name"] == "月度沙龙"


def test_a_rule_of_a_group_is_told_to_each_of_its_alliances(store: Store) -> None:
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    wish = replace(SALON, data={**SALON.data, "scope": {"group": "both"}})
    made = keeping.create(store, wish, by=secretary(store), now=NOW)
    alone = replace(wish_of(made), data=SALON.data)
    keeping.change(store, alone, 1, by=secretary(store), now=NOW)

    assert [kind for kind, _, _ in entries(store, OTHER)] == ["created", "changed"]
    assert entries(store, OTHER) == entries(store)


def test_a_rule_that_made_nothing_yet_is_changed_wholly(store: Store) -> None:
    keeping.create(store, SALON, by=secretary(store), now=NOW)

    made = save(store, "monthly_salon", min=2)

    assert (made.former, made.data["min"], made.revision) == ((), 2, 2)
    assert made.tenure == Tenure(date(2026, 8, 18))
    assert keeping.view(store, ALLIANCE, "monthly_salon", by=SYSTEM, now=NOW).first is None


def test_a_rule_at_work_changes_after_what_is_frozen(store: Store) -> None:
    assert keeping.view(store, ALLIANCE, "exchange", by=SYSTEM, now=NOW).first == FIRST

    made = save(store, "exchange", min=4)

    assert made == found(store, "exchange")
    assert [(each.data["min"], each.tenure) for each in made.versions] == [
        (3, Tenure(None, FIRST)),
        (4, Tenure(FIRST)),
    ]
    ((kind, _, detail),) = entries(store)
    assert (kind, detail["min"]) == ("changed", {"from": 3, "to": 4})
    assert detail["rule_since"] == {"from": None, "to": "2026-09-01"}


def test_a_rule_that_only_limits_changes_after_what_is_frozen_as_well(store: Store) -> None:
    assert keeping.view(store, ALLIANCE, "host_turns", by=SYSTEM, now=NOW).first == FIRST
    made = save(store, "host_turns", cooldown=0)
    assert made.former[0].data["cooldown"] == 1


@pytest.mark.parametrize(
    ("wish", "field", "reason"),
    [
        (replace(SALON, key="Salon"), "key", "malformed"),
        (replace(SALON, key="s" * 61), "key", "malformed"),
        (replace(SALON, key="exchange"), "key", "taken"),
        (replace(SALON, type="lottery"), "type", "choice"),
        (replace(SALON, since=date(2026, 8, 17)), "since", "early"),
        (replace(SALON, since=date(2099, 1, 1)), "since", "year"),
        (replace(SALON, until=date(1999, 1, 1)), "until", "year"),
        (replace(SALON, since=FIRST, until=FIRST), "until", "order"),
        (replace(SALON, data={**SALON.data, "kind": "dance"}), "kind", "unknown_kind"),
        (replace(SALON, data={**SALON.data, "colour": 1}), "colour", "unknown"),
        (replace(SALON, data={**SALON.data, "min": 9, "gap_days": 9}), "gap_days", "no_room"),
        (replace(SALON, data={**SALON.data, "with": "nothing"}), "with", "unknown_rule"),
        (
            replace(SALON, data={**SALON.data, "organiser": "body:nothing"}),
            "organiser",
            "unknown_body",
        ),
        (
            replace(SALON, data={**SALON.data, "scope": {"body": "nothing"}}),
            "scope.body",
            "unknown_body",
        ),
        (
            replace(SALON, data={**SALON.data, "scope": {"body": OTHER}}),
            "scope.body",
            "foreign_body",
        ),
        (
            replace(SALON, data={**SALON.data, "scope": {"body": "county"}}),
            "scope.body",
            "foreign_body",
        ),
        (replace(SALON, type="staffing", data=SEATS | {"for": "body:nope"}), "for", "unknown_body"),
        (replace(SALON, type="staffing", data=SEATS | {"for": "body:"}), "for", "unknown_body"),
        (
            replace(SALON, type="coverage", data=grid("organisation:alpha", "organisation:nope")),
            "axes.organisation",
            "unknown_member",
        ),
        (
            replace(SALON, type="coverage", data=grid("organisation:alpha+zork")),
            "axes.organisation",
            "unknown_member",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field_and_nothing_is_kept(
    store: Store, wish: Wish, field: str, reason: str
) -> None:
    before = directory.rules(store, by=SYSTEM)
    fields = refusal(store, wish)
    assert (fields["field"], fields["reason"]) == (field, reason)
    if reason != "taken":
        told = rule_preview.tried(store, wish, by=secretary(store), now=NOW).faults
        assert (field, reason) in [(each.fields["field"], each.fields["reason"]) for each in told]
    assert directory.rules(store, by=SYSTEM) == before
    assert entries(store) == []


def test_a_key_is_blocked_by_another_alliance_only_where_both_share_events(store: Store) -> None:
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    shared = replace(SALON, data={**SALON.data, "scope": {"group": "both"}})
    theirs = replace(shared, alliance=OTHER, name="两链沙龙")
    for first, second, name, alliance in (
        (theirs, shared, "两链沙龙", OTHER),
        (replace(shared, key="again"), replace(theirs, key="again"), "月度沙龙", ALLIANCE),
    ):
        made = keeping.create(store, first, by=SYSTEM, now=NOW)
        with pytest.raises(RuleError) as caught:
            keeping.create(store, second, by=SYSTEM, now=NOW)
        assert caught.value.fields == {
            "rule": made.key,
            "field": "key",
            "reason": "shared_key",
            "other": made.key,
            "alliance": f"body:{alliance}",
            "names": {made.key: (name, ""), f"body:{alliance}": BODY_NAMES[alliance]},
        }
    alone = keeping.create(store, SALON, by=secretary(store), now=NOW)
    assert alone.scope == f"body:{ALLIANCE}"


def test_a_sound_wish_has_no_fault(store: Store) -> None:
    data = {"organiser": f"body:{ALLIANCE}", "scope": {"body": "auto-1"}}
    wish = replace(SALON, name_en="Salon", data={**SALON.data, **data})
    assert rule_preview.tried(store, wish, by=secretary(store), now=NOW).faults == ()
    assert seen(store, wish).rule.name_en == "Salon"
    assert entries(store) == []


def test_bodies_and_organisations_that_are_there_may_be_named(store: Store) -> None:
    by = secretary(store)
    seats = SEATS | {"for": ["body:alliance", "body:auto-1"]}
    wish = replace(SALON, key="seats", type="staffing", data=seats)
    assert keeping.create(store, wish, by=by, now=NOW).data == seats
    listed = grid("organisation:alpha")
    wish = replace(SALON, key="grid", type="coverage", data=listed)
    assert keeping.create(store, wish, by=by, now=NOW).data == listed


def test_everything_is_told_at_once(store: Store) -> None:
    wish = replace(SALON, since=date(2026, 8, 1), data={**SALON.data, "min": 0})
    told = rule_preview.tried(store, wish, by=secretary(store), now=NOW).faults
    assert [each.fields["field"] for each in told] == ["since", "min"]
    wrong = replace(
        SALON,
        name="",
        name_en="E" * 61,
        since=date(1999, 1, 1),
        until=date(1998, 1, 1),
        data={"kind": "exchange", "per": "fortnight", "min": 0, "colour": 1},
    )
    trial = rule_preview.tried(store, wrong, by=secretary(store), now=NOW)
    assert [each.fields["field"] for each in trial.faults] == [
        "name",
        "name_en",
        "since",
        "until",
        "until",
        "colour",
        "min",
        "per",
    ]
    fixed = replace(wish_of(found(store, "exchange")), type="lottery", name="")
    trial = rule_preview.tried(store, fixed, by=secretary(store), now=NOW)
    assert [(each.fields["field"], each.fields.get("reason")) for each in trial.faults] == [
        ("name", "empty"),
        ("type", "fixed"),
        ("type", "choice"),
    ]


def test_what_was_wrong_before_stops_nobody(store: Store) -> None:
    with store.write() as session:
        session.add(RuleRow(alliance=ALLIANCE, key="old", type="quota", name="旧", data={"x": 1}))
    assert keeping.create(store, SALON, by=secretary(store), now=NOW).revision == 1


def test_a_change_begins_no_earlier_than_it_may(store: Store) -> None:
    keeping.create(store, SALON, by=secretary(store), now=NOW)
    wish = replace(wish_of(found(store, "monthly_salon")), since=date(2026, 8, 1))
    with pytest.raises(RuleError) as caught:
        keeping.change(store, wish, 1, by=secretary(store), now=NOW)
    assert caught.value.fields["reason"] == "early"

    wish = replace(wish_of(found(store, "exchange")), since=date(2026, 8, 31))
    wish = replace(wish, data={**wish.data, "min": 4})
    with pytest.raises(RuleError) as caught:
        keeping.change(store, wish, 1, by=secretary(store), now=NOW)
    assert caught.value.fields["first"] == FIRST


def test_a_rule_that_somebody_else_changed_first_is_not_overwritten(store: Store) -> None:
    save(store, "exchange", min=4)
    with pytest.raises(StaleVersionError) as caught:
        save(store, "exchange", min=5)
    assert caught.value.fields == {"entity": "rule", "key": "exchange", "revision": 2}
    assert found(store, "exchange").data["min"] == 4


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
    assert caught.value.fields == {"rule": "exchange", "name": "链主企业交流对接"}


def published(store: Store, year: int) -> planning.Applied:
    shown = planning.preview(store, (ALLIANCE,), year, by=SYSTEM, now=NOW)
    return planning.apply(store, (ALLIANCE,), year, shown.hash, by=SYSTEM, now=NOW)


def test_a_rule_that_was_published_and_undone_is_withdrawn_before_it_begins(store: Store) -> None:
    by, place, since = secretary(store), (ALLIANCE, "monthly_salon"), date(2027, 1, 1)
    keeping.create(store, replace(SALON, since=since), by=by, now=NOW)
    assert not keeping.view(store, *place, by=by, now=NOW).withdrawable
    undoing.undo(store, published(store, 2027).hash, by=SYSTEM, now=NOW)
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
    assert caught.value.fields == {"rule": "rider", "field": "with", "reason": "unknown_rule"}


@pytest.mark.parametrize(
    ("role", "error"),
    [("member", ForbiddenError), ("branch", ForbiddenError), ("other", NotFoundError)],
)
def test_only_those_who_may_edit_write_rules(
    store: Store, role: str, error: type[Exception]
) -> None:
    by = principal(store, role)
    place = (ALLIANCE, "exchange")
    wish = wish_of(found(store, "exchange"))
    for act in (
        lambda: keeping.create(store, SALON, by=by, now=NOW),
        lambda: rule_preview.tried(store, SALON, by=by, now=NOW),
        lambda: keeping.change(store, wish, 1, by=by, now=NOW),
        lambda: keeping.end(store, place, FIRST, 1, by=by, now=NOW),
        lambda: keeping.delete(store, place, 1, by=by, now=NOW),
    ):
        with pytest.raises(error):
            act()
    if role != "other":
        assert not keeping.view(store, *place, by=by, now=NOW).may_edit


def test_a_preview_shows_the_year_and_keeps_nothing(store: Store) -> None:
    planned = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, planned.hash, by=SYSTEM, now=NOW)
    before = directory.rules(store, by=SYSTEM)

    shown = seen(store, SALON)

    assert (shown.year, [each.start.month for each in shown.placements]) == (
        2026,
        [8, 9, 10, 11, 12],
    )
    added = [each for each in shown.changes if each.kind == "add"]
    assert {each.uid for each in added} == {each.uid for each in shown.placements}
    assert shown.unplaced == ()
    assert directory.rules(store, by=SYSTEM) == before


def test_a_preview_tells_what_finds_no_date(store: Store) -> None:
    window = {"from": "10-01", "until": "10-08"}
    data = {"kind": "exchange", "window": window, "late": "forfeit"}
    wish = Wish(ALLIANCE, "autumn", "anchor", "国庆活动", data)
    shown = seen(store, wish)
    assert (shown.placements, len(shown.unplaced)) == ((), 1)
    assert shown.unplaced[0].causes["day_off"]
    assert seen(store, replace(wish, since=date(2027, 2, 1))).year == 2027
    assert len(seen(store, SALON, 2027).placements) == 12
    with pytest.raises(DateError):
        seen(store, SALON, 2100)


def test_raising_a_quota_adds_one_event_and_moves_none(store: Store) -> None:
    by = secretary(store)
    planned = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, planned.hash, by=SYSTEM, now=NOW)
    wish = wish_of(found(store, "exchange"))
    wish = replace(wish, since=None, data={**wish.data, "min": 4})

    shown = seen(store, wish)
    assert [each.kind for each in shown.changes] == ["add"]
    assert (shown.squeezed, shown.plan.moved) == ((), 0)

    keeping.change(store, wish, 1, by=by, now=NOW)
    after = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)
    assert [each.kind for each in after.changes] == ["add"]
    assert COUNCILS[2] not in {each.uid for each in after.changes}
    planning.apply(store, (ALLIANCE,), 2026, after.hash, by=by, now=NOW)
    assert planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW).empty


def test_what_is_said_of_a_promise_follows_the_version_of_the_day(store: Store) -> None:
    save(store, "exchange", min=4)

    def note(day: date) -> str:
        now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        seen = overview.year_view(store, ALLIANCE, 2026, by=SYSTEM, lang="zh", now=now)
        return seen.notes[ALLIANCE, "exchange"]

    assert (note(date(2026, 8, 31)), note(FIRST)) == ("每年3次", "每年4次")
    quarters = {
        number: reports.quarter(store, ALLIANCE, f"2026-Q{number}", by=SYSTEM, now=NOW).terms[
            "exchange"
        ]
        for number in (2, 3)
    }
    assert quarters == {
        2: ("每年3次", "Each year 3 times"),
        3: ("每年4次", "Each year 4 times"),
    }


def test_a_body_that_is_no_alliance_has_no_rules(store: Store) -> None:
    with store.read() as session:
        assert session.get(BodyRow, "auto-1") is not None
    with pytest.raises(NotFoundError):
        keeping.create(store, replace(SALON, alliance="auto-1"), by=SYSTEM, now=NOW)
