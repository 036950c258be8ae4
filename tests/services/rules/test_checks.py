"""What is refused of a rule before it is kept."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.domain.errors import RuleError
from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.services.plans import rule_preview
from scheduler.services.rules import choices, keeping
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow, MembershipRow
from tests.services.rules.salon import FIRST, SALON, entries, found, secretary, seen
from tests.support.world import ALLIANCE, NOW, OTHER

LATER = NOW + timedelta(days=30)

BODY_NAMES = {
    ALLIANCE: ("汽车链", "Sample Automotive Chain Committee"),
    OTHER: ("钢铁链", ""),
}


SEATS: dict[str, Any] = {"require": [{"role": "chain_leader", "n": 1}]}


def grid(*words: str) -> dict[str, Any]:
    axes = {"organisation": list(words), "theme": ["safety"]}
    return {"axes": axes, "kind": "exchange", "per": "year", "min": 1}


def refusal(store: Store, wish: Wish) -> dict[str, object]:
    with pytest.raises(RuleError) as caught:
        keeping.create(store, wish, by=secretary(store), now=NOW)
    return caught.value.fields


@pytest.mark.parametrize(
    ("wish", "field", "reason"),
    [
        (replace(SALON, key="Salon"), "key", "malformed"),
        (replace(SALON, key="s" * 61), "key", "malformed"),
        (replace(SALON, key="exchange"), "key", "taken"),
        (replace(SALON, type="lottery"), "type", "choice"),
        (replace(SALON, since=date(2026, 8, 17)), "since", "early"),
        (replace(SALON, since=date(2100, 1, 1)), "since", "year"),
        (replace(SALON, until=date(2100, 1, 2)), "until", "year"),
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
        *(
            (
                replace(SALON, data={**SALON.data, "organiser": organiser}),
                "organiser",
                "unknown_body",
            )
            for organiser in ("xx", "organisation:alpha", "organisation:nope")
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
        (
            replace(SALON, data={**SALON.data, "scope": {"organisation": "nope"}}),
            "scope.organisation",
            "unknown_member",
        ),
        (
            replace(SALON, data={**SALON.data, "scope": {"person": "p-6"}}),
            "scope.person",
            "unknown_person",
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
        *(
            (
                replace(SALON, type="coverage", data=grid("organisation:alpha") | {"axes": axes}),
                f"axes.{next(iter(axes))}",
                "unknown_member",
            )
            for axes in (
                {"organisation": ["chain_leader"]},
                {"pair": ["organisation:alpha+zork"]},
                {"pair": ["chain_leader+organisation:alpha"]},
                {"organisation+organisation": ["organisation:alpha+zork"]},
                {"theme+organisation": ["safety+zork"]},
                {"theme": ["safety", "organisation:nope"]},
            )
        ),
        *(
            (
                replace(SALON, type="coverage", data=grid("organisation:alpha") | {"axes": axes}),
                f"axes.{next(iter(axes))}",
                reason,
            )
            for axes, reason in (
                ({"organisation+organisation": "@enterprises"}, "no_pair"),
                ({"pair": ["organisation:alpha+organisation:alpha"]}, "no_pair"),
            )
        ),
        *(
            (
                replace(SALON, type="rotation", data={"fills": fills, "for": "council"} | pool),
                "pool",
                "unknown_member",
            )
            for fills, pool in (
                ("host", {"pool": "chain_leader"}),
                ("host", {"pool": ["organisation:alpha", "work_safety"]}),
                ("theme", {"pool": ["work_safety", "organisation:nope"]}),
            )
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


def test_a_rule_may_begin_and_end_on_the_last_day_of_which_days_off_are_known(
    store: Store,
) -> None:
    wish = replace(SALON, since=date(2099, 12, 31), until=date(2100, 1, 1))
    made = keeping.create(store, wish, by=secretary(store), now=NOW)
    found = rule_preview.tried(store, wish_of(made), by=secretary(store), now=NOW).preview
    assert found is not None
    assert [each.start.date() for each in found.placements] == [date(2099, 12, 31)]


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


def test_a_branch_that_left_the_alliance_has_no_rules_of_it(store: Store) -> None:
    by, wish = secretary(store), replace(SALON, data={**SALON.data, "scope": {"body": "auto-2"}})
    kept = keeping.create(store, replace(wish, key="kept"), by=by, now=NOW)
    with store.write() as session:
        row = MembershipRow(body=ALLIANCE, member="body:auto-2", role="member", until=FIRST)
        session.add(row)

    offered = [choices.choices(store, ALLIANCE, by=by, now=day).branches for day in (NOW, LATER)]
    assert [key for key, _ in offered[0]] == ["auto", "county", "auto-1", "auto-2"]
    assert [key for key, _ in offered[1]] == ["auto", "county", "auto-1"]
    with pytest.raises(RuleError) as caught:
        keeping.create(store, replace(wish, since=FIRST), by=by, now=NOW)
    assert caught.value.fields == {
        "rule": wish.key,
        "field": "scope.body",
        "reason": "foreign_body",
    }
    place = (kept.owner, kept.key)
    assert keeping.end(store, place, FIRST, kept.revision, by=by, now=NOW).tenure.until == FIRST


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
