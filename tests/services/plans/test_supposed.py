"""What is supposed has to be possible: what a patch names is there, and its rules are sound."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.errors import DomainError
from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.text import say
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.inputs import Blackout
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import GivenNotice, Leave, Patch, Pin
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning, supposed
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.store import Store
from scheduler.store import rules as stored
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import ALLIANCE, NOW, OTHER, filled

_DAYS = (date(2026, 9, 1), date(2026, 10, 1))
_JUNE, _TODAY = date(2026, 6, 1), date(2026, 8, 18)
_SALON = {"kind": "exchange", "per": "year", "min": 1}
_TURNS = {"fills": "host", "for": "council", "pool": {"role": "nosuch"}}


def _notice(*days: date) -> GivenNotice:
    """Make a notice of 2027 that decides these days."""
    entries = tuple(NoticeDay(day, is_workday=False, name="元旦") for day in days)
    return GivenNotice(Notice(2027, entries, ("样例1号",)), _TODAY)


_SEATS = {"for": "council", "require": [{"role": "nosuch", "n": 1000}]}


@pytest.mark.parametrize(
    ("patch", "others"),
    [
        (Patch(), ()),
        (Patch(blackouts=(Blackout("venue:hall", date(2026, 12, 30), date(2027, 1, 1)),)), ()),
        (
            Patch(blackouts=(Blackout("venue:hall", date(2025, 12, 30), date(2027, 1, 2)),)),
            (2025, 2027),
        ),
        (Patch(leaves=(Leave("organisation:alpha", ALLIANCE, date(2027, 3, 1)),)), (2027,)),
        (Patch(leaves=(Leave("organisation:alpha", ALLIANCE, date(2025, 3, 1)),)), ()),
        (Patch(joins=(Membership("organisation:x", ALLIANCE),)), ()),
        (
            Patch(joins=(Membership("organisation:x", ALLIANCE, tenure=Tenure(date(2028, 1, 1))),)),
            (2028,),
        ),
        (Patch(pins=(Pin("e-1", date(2025, 3, 1)), Pin("e-2", _JUNE))), (2025,)),
        (Patch(notices=(_notice(date(2026, 12, 31), date(2027, 1, 1)),)), ()),
        (Patch(notices=(_notice(date(2027, 1, 1)),)), (2027,)),
    ],
)
def test_a_supposition_of_other_years_than_the_planned_one_names_them(
    patch: Patch, others: tuple[int, ...]
) -> None:
    assert supposed.other_years(patch, 2026) == others


@pytest.mark.parametrize(
    ("patch", "code", "fields"),
    [
        (
            Patch(blackouts=(Blackout("venue:nosuch", *_DAYS),)),
            "not_found",
            {
                "entity": "resource",
                "key": "venue:nosuch",
                "at": ("patch", "blackouts", 0, "resource"),
            },
        ),
        (
            Patch(blackouts=(Blackout("chain_leader", *_DAYS),)),
            "not_found",
            {
                "entity": "resource",
                "key": "chain_leader",
                "at": ("patch", "blackouts", 0, "resource"),
            },
        ),
        (
            Patch(joins=(Membership("organisation:new", "nosuch"),)),
            "not_found",
            {"entity": "body", "key": "nosuch", "at": ("patch", "joins", 0, "body")},
        ),
        *(
            (
                Patch(joins=(Membership(member, ALLIANCE),)),
                "not_found",
                {"entity": "member", "key": member, "at": ("patch", "joins", 0, "member")},
            )
            for member in ("organisation:nope", "person:p-1", "zork", "body:nope")
        ),
        (
            Patch(joins=(Membership("organisation:alpha", OTHER, "zzz"),)),
            "bad_choice",
            {
                "field": "role",
                "value": "zzz",
                "allowed": (
                    "branch_secretary, chain_leader, department, lead_official, liaison, member"
                ),
                "at": ("patch", "joins", 0),
            },
        ),
        (
            Patch(joins=(Membership(f"body:{ALLIANCE}", ALLIANCE),)),
            "bad_choice",
            {
                "field": "member",
                "value": f"body:{ALLIANCE}",
                "reason": "itself",
                "at": ("patch", "joins", 0),
            },
        ),
        (
            Patch(joins=(Membership("organisation:alpha", ALLIANCE),)),
            "member_twice",
            {
                "member": "organisation:alpha",
                "body": f"body:{ALLIANCE}",
                "at": ("patch", "joins", 0, "member"),
                "names": {
                    "organisation:alpha": ("甲川", "Sample Alpha"),
                    f"body:{ALLIANCE}": ("汽车链", "Sample Automotive Chain Committee"),
                },
            },
        ),
        *(
            (
                patch,
                "bad_date",
                {"field": field, "value": day, "first": first, "reason": "past"} | {"at": at},
            )
            for patch, field, day, first, at in (
                (
                    Patch(blackouts=(Blackout("venue:hall", _JUNE, _TODAY),)),
                    *("end", _TODAY, _TODAY + timedelta(1), ("patch", "blackouts", 0)),
                ),
                (
                    Patch(joins=(Membership("organisation:alpha", OTHER, tenure=Tenure(_JUNE)),)),
                    *("since", _JUNE, _TODAY, ("patch", "joins", 0)),
                ),
                (
                    Patch(leaves=(Leave("organisation:alpha", ALLIANCE, _JUNE),)),
                    *("day", _JUNE, _TODAY, ("patch", "leaves", 0)),
                ),
                (
                    Patch(pins=(Pin("e-1", _TODAY), Pin("e-2", _JUNE))),
                    *("day", _JUNE, _TODAY, ("patch", "pins", 1)),
                ),
            )
        ),
        (
            Patch(rules=(Rule("salon", "quota", ALLIANCE, "沙龙", "", _SALON, Tenure(_JUNE)),)),
            "bad_rule",
            {
                "rule": "salon",
                "field": "since",
                "reason": "early",
                "first": _TODAY,
                "at": ("patch", "rules", 0),
            },
        ),
        (
            Patch(rules=(Rule("turns", "rotation", ALLIANCE, "轮", data=_TURNS),)),
            "bad_rule",
            {
                "rule": "turns",
                "field": "pool",
                "reason": "nobody",
                "at": ("patch", "rules", 0),
            },
        ),
        (
            Patch(rules=(Rule("seats", "staffing", ALLIANCE, "到会", data=_SEATS),)),
            "bad_rule",
            {
                "rule": "seats",
                "field": "require.role",
                "reason": "unknown_role",
                "at": ("patch", "rules", 0),
            },
        ),
    ],
)
def test_what_cannot_be_is_not_supposed(
    sqlite_url: str, patch: Patch, code: str, fields: dict[str, object]
) -> None:
    store = filled(sqlite_url)
    with pytest.raises(DomainError) as refused:
        planning.what_if(store, (ALLIANCE,), 2026, patch, by=SYSTEM, now=NOW)
    assert (refused.value.code, refused.value.fields) == (code, fields)
    assert {say(code, fields, lang) for lang in ("zh", "en")} & {code} == set()


@pytest.mark.parametrize("other", [OTHER, "nosuch"])
def test_rules_of_an_alliance_that_is_not_planned_are_not_supposed(
    sqlite_url: str, other: str
) -> None:
    own = Rule("salon", "quota", ALLIANCE, "沙龙", "", _SALON)
    fields = {"field": "alliance", "value": other, "reason": "not_planned"}
    store = filled(sqlite_url)

    ruled = told(store, Patch(rules=(own, replace(own, owner=other))))
    removed = told(store, Patch(removed=((other, "exchange"),)))

    assert ruled == fields | {"at": ("patch", "rules", 1)}
    assert removed == fields | {"at": ("patch", "removed", 0)}
    assert say("bad_choice", ruled, "zh") == (
        f"联盟“{other}”不在这次排的联盟里。请去掉这一条，或把它一起排。"
    )
    assert say("bad_choice", ruled, "en") == (
        f"Alliance “{other}” is not part of the plan. Leave this out, or plan it too."
    )


def test_nobody_is_supposed_to_join_or_leave_an_alliance_that_is_not_planned(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    fields = {"field": "body", "value": OTHER, "reason": "not_planned"}
    joined = Membership("organisation:alpha", OTHER)
    leaves = tuple(Leave("organisation:alpha", key, _DAYS[0]) for key in (ALLIANCE, OTHER))

    assert told(store, Patch(joins=(joined,))) == fields | {"at": ("patch", "joins", 0)}
    assert told(store, Patch(leaves=leaves)) == fields | {"at": ("patch", "leaves", 1)}


def told(store: Store, patch: Patch) -> dict[str, object]:
    with pytest.raises(DomainError) as refused:
        planning.what_if(store, (ALLIANCE,), 2026, patch, by=SYSTEM, now=NOW)
    return refused.value.fields


def test_rides_are_not_supposed_without_events_to_ride_on(sqlite_url: str) -> None:
    rides = {"kind": "exchange", "per": "year", "min": 4, "with": "exchange"}
    rider = Rule("rider", "quota", ALLIANCE, "同行", data=rides)
    assert told(filled(sqlite_url), Patch(rules=(rider,))) == {
        "rule": "rider",
        "field": "with",
        "reason": "too_few",
        "other": "exchange",
        "asked": 4,
        "most": 3,
        "per": "year",
        "names": {"exchange": ("链主企业交流对接", "")},
        "at": ("patch", "rules", 0),
    }


def test_a_meeting_past_midnight_by_the_times_of_its_kind_is_not_supposed(sqlite_url: str) -> None:
    late = {"kind": "exchange", "per": "year", "min": 1, "start": "23:00"}
    assert told(
        filled(sqlite_url), Patch(rules=(Rule("late", "quota", ALLIANCE, "夜谈", data=late),))
    ) == {
        "rule": "late",
        "field": "start",
        "reason": "past_midnight",
        "at": ("patch", "rules", 0),
    }


def test_a_key_that_another_alliance_has_is_told_with_its_name(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    data = {"kind": "exchange", "per": "year", "min": 1, "scope": {"group": "both"}}
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    keeping.create(store, Wish(OTHER, "salon", "quota", "两链沙龙", data), by=SYSTEM, now=NOW)
    found = told(store, Patch(rules=(Rule("salon", "quota", ALLIANCE, "沙龙", data=data),)))
    assert (found["reason"], found["alliance"], found["at"]) == (
        "shared_key",
        f"body:{OTHER}",
        ("patch", "rules", 0),
    )
    assert say("bad_rule", found, "zh") == (
        "规则“salon”：编号与钢铁链的规则“两链沙龙”相同，两条又合在一处排活动，请换一个。"
    )


def test_what_spoke_against_the_rules_before_keeps_nobody_from_supposing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        for key, data in (
            ("credits", {"share": [["x", "y"]]}),
            ("more", {"share": [["exchange", "y"]]}),
        ):
            stored.add(session, Rule(key, "credit", ALLIANCE, "同计", data=data))
        salon = {"kind": "exchange", "per": "year", "min": 1}
        rides = {**salon, "with": "exchange"}
        stored.add(session, Rule("rider", "quota", ALLIANCE, "同行", data=rides))
    patch = Patch(rules=(Rule("salon", "quota", ALLIANCE, "沙龙", data=salon),))
    assert planning.what_if(store, (ALLIANCE,), 2026, patch, by=SYSTEM, now=NOW).placements


def test_a_rule_that_others_name_cannot_be_supposed_away(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    salon = {"kind": "exchange", "per": "year", "min": 1}
    hours = {"for": "salon", "hard": {"time": "08:00-20:00"}}
    with store.write() as session:
        for key, kind, data in (
            ("rider", "quota", {**salon, "with": "exchange"}),
            ("salon", "quota", salon),
            ("spare", "quota", salon),
            ("hours", "constraint", hours),
        ):
            stored.add(session, Rule(key, kind, ALLIANCE, f"{key}名", data=data))
    needed = {"reason": "needed", "at": ("patch", "removed", 1), "apart": True}
    for gone, rule, field, name in (
        ("exchange", "rider", "with", "链主企业交流对接"),
        ("salon", "hours", "for", "salon名"),
    ):
        names = {"other": gone, "names": {gone: (name, "")}}
        patch = Patch(removed=((ALLIANCE, "spare"), (ALLIANCE, gone)))
        assert told(store, patch) == {"rule": rule, "field": field, **names, **needed}
    both = Patch(removed=((ALLIANCE, "salon"), (ALLIANCE, "hours")))
    assert planning.what_if(store, (ALLIANCE,), 2026, both, by=SYSTEM, now=NOW).placements
    rides = Rule("rider", "quota", ALLIANCE, "同行", data={**salon, "with": "salon"})
    found = told(store, Patch(rules=(rides,), removed=((ALLIANCE, "salon"),)))
    assert (found["reason"], found["words"], found["at"]) == (
        "unknown_rule",
        ("salon",),
        ("patch", "rules", 0),
    )
