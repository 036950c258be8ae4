from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import (
    CancelledEventError,
    ChoiceError,
    HeldEventError,
    MemberTwiceError,
    NotFoundError,
    NoticeError,
)
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.planning.patch import UNCHANGED, GivenNotice, Leave, Patch, Pin, patched
from tests.rules.alliance import LEADERS, alliance, rule

JUNE = date(2026, 6, 1)


def published() -> PlanInput:
    """The sample alliance with its year published."""
    source = alliance()
    return applied(source, plan(source))


def council(source: PlanInput) -> Event:
    """The council of the second quarter."""
    return next(
        event
        for event in source.events
        if event.unit is not None and event.unit.period == "2026-Q2" and event.kind == "council"
    )


def test_a_patch_without_anything_changes_nothing() -> None:
    source = published()
    assert patched(source, UNCHANGED) == source


def test_a_rule_is_added_or_takes_the_place_of_the_one_with_its_key() -> None:
    source = alliance()
    more = rule("seminar", "quota", {"kind": "seminar", "per": "year", "min": 1})
    fewer = rule("exchange", "quota", {"kind": "exchange", "per": "year", "min": 2})
    found = patched(source, Patch(rules=(more, fewer))).rules
    assert found == (*(fewer if old.key == "exchange" else old for old in source.rules), more)


def test_a_removed_rule_asks_for_nothing_any_more() -> None:
    source = alliance()
    found = patched(source, Patch(removed=(("food", "exchange"),)))
    assert [each.key for each in found.rules] == [
        each.key for each in source.rules if each.key != "exchange"
    ]
    with pytest.raises(NotFoundError) as refused:
        patched(source, Patch(removed=(("food", "exchange"), ("food", "nothing"))))
    assert refused.value.fields == {
        "entity": "rule",
        "key": "nothing",
        "at": ("patch", "removed", 1),
    }


def test_a_blackout_moves_what_lies_in_it() -> None:
    source = published()
    day = council(source).day()
    away = Blackout("body:food", day, day + timedelta(days=1), "样例")
    found = patched(source, Patch(blackouts=(away,)))
    assert found.blackouts == (*source.blackouts, away)


def test_a_notice_decides_its_year_in_the_calendar() -> None:
    source = alliance()
    notice = Notice(2027, (NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦"),))
    found = patched(source, Patch(notices=(GivenNotice(notice, date(2026, 11, 5)),)))
    after = source.calendar.with_notice(notice, date(2026, 11, 5))
    assert found.calendar == replace(after, earlier=((source.today, source.calendar),))
    again = patched(found, Patch(notices=(GivenNotice(notice, date(2026, 11, 6)),)))
    assert again.calendar == found.calendar


def test_a_supposed_notice_from_before_the_one_in_force_is_refused_as_supposed() -> None:
    notice = Notice(2026, (NoticeDay(date(2026, 5, 1), is_workday=False, name="劳动节"),))
    given = GivenNotice(notice, date(2020, 1, 1))
    with pytest.raises(NoticeError) as refused:
        patched(alliance(), Patch(notices=(given,)))
    assert refused.value.fields == {
        "field": "notice_date",
        "place": {"code": "notice.field", "fields": {"field": "notice_date"}},
        "reason": "outdated",
        "value": "2020-01-01",
        "known": "2025-11-04",
        "at": ("patch", "notices", 0),
        "supposed": True,
    }


def test_a_member_joins_and_another_leaves() -> None:
    source = alliance()
    joined = Membership("organisation:new", "food", "chain_leader", tenure=Tenure(JUNE))
    abroad = replace(joined, body="branch")
    patch = Patch(joins=(joined, abroad), leaves=(Leave(LEADERS[1], "food", JUNE),))
    found = patched(source, patch).members
    here = source.members["food"]
    left = replace(here[1], tenure=Tenure(None, JUNE))
    assert found == {"food": (here[0], left, *here[2:], joined), "branch": (abroad,)}


def test_who_belongs_to_a_body_cannot_join_it_and_may_come_back() -> None:
    source = alliance()
    again = Membership(LEADERS[1], "food", "chain_leader", tenure=Tenure(JUNE))
    with pytest.raises(MemberTwiceError) as refused:
        patched(source, Patch(joins=(again,)))
    assert refused.value.fields == {
        "member": LEADERS[1],
        "body": "body:food",
        "at": ("patch", "joins", 0, "member"),
    }
    leave = Leave(LEADERS[1], "food", JUNE)
    assert patched(source, Patch(joins=(again,), leaves=(leave,))).members["food"][-1] == again


def test_who_joins_may_leave_again_in_the_same_patch() -> None:
    source, autumn, winter = alliance(), date(2026, 9, 1), date(2026, 12, 1)
    new = Membership("organisation:new", "food", tenure=Tenure(JUNE))
    patch = Patch(joins=(new,), leaves=(Leave(new.member, "food", autumn),))
    left = replace(new, tenure=Tenure(JUNE, autumn))
    assert patched(source, patch).members["food"][-1] == left

    again = Membership(LEADERS[1], "food", "chain_leader", tenure=Tenure(autumn))
    days = (winter, JUNE)
    patch = Patch(joins=(again,), leaves=tuple(Leave(LEADERS[1], "food", day) for day in days))
    found = [each.tenure for each in patched(source, patch).members["food"]]
    assert (found[1], found[-1]) == (Tenure(None, JUNE), Tenure(autumn, winter))


def test_who_would_join_after_the_leave_never_begins_and_who_is_gone_cannot_leave() -> None:
    later = Membership(LEADERS[0], "food", tenure=Tenure(date(2026, 8, 1)))
    source = replace(alliance(), members={"food": (later,)})
    leave = Leave(LEADERS[0], "food", JUNE)
    found = patched(source, Patch(leaves=(leave,))).members["food"]
    assert found == (replace(later, tenure=Tenure(date(2026, 8, 1), date(2026, 8, 1))),)
    gone = replace(source, members={"food": (replace(later, tenure=Tenure(None, JUNE)),)})
    with pytest.raises(NotFoundError) as refused:
        patched(gone, Patch(leaves=(leave,)))
    told = {"entity": "membership", "key": LEADERS[0], "at": ("patch", "leaves", 0)}
    assert refused.value.fields == told
    with pytest.raises(NotFoundError) as unknown:
        patched(gone, Patch(leaves=(replace(leave, body="steel"),)))
    assert unknown.value.fields == told


def test_a_pinned_event_lies_on_its_day_at_its_time() -> None:
    source = published()
    old = council(source)
    found = council(patched(source, Patch(pins=(Pin(old.uid, JUNE),))))
    start = datetime(2026, 6, 1, 6, 30, tzinfo=UTC)
    assert found == replace(old, start=start, end=start + timedelta(hours=2), pinned=True)


def test_only_an_open_event_of_a_target_can_be_pinned() -> None:
    source = published()
    old = council(source)
    patch = Patch(pins=(Pin(old.uid, JUNE),))
    elsewhere = replace(source, events=(replace(old, owner="other", alliances=("other",)),))
    with pytest.raises(NotFoundError) as missing:
        patched(elsewhere, patch)
    assert missing.value.fields == {
        "entity": "event",
        "key": old.uid,
        "at": ("patch", "pins", 0, "uid"),
    }
    joint = replace(source, events=(replace(old, owner="other", alliances=("food", "other")),))
    with pytest.raises(ChoiceError) as others:
        patched(joint, patch)
    assert others.value.fields == {
        "field": "uid",
        "value": old.uid,
        "reason": "others_event",
        "alliance": "body:other",
        "at": ("patch", "pins", 0),
    }
    for status, error in (
        (EventStatus.HELD, HeldEventError),
        (EventStatus.CANCELLED, CancelledEventError),
    ):
        with pytest.raises(error):
            patched(replace(source, events=(replace(old, status=status),)), patch)
