"""Kept rules that the checks of today refuse: mended, ended or deleted, and nobody else stopped."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError, RuleError, RuleUsedError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.services.access import SYSTEM
from scheduler.services.plans import aside as plan_aside
from scheduler.services.plans import planning, rule_preview
from scheduler.services.plans import table as plan_table
from scheduler.services.rules import keeping, listing
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from tests.services.rules.salon import SALON, found, secretary
from tests.support.world import ALLIANCE, NOW

COUNCIL = (ALLIANCE, "quarterly_council")
OLD: dict[str, object] = {"kind": "council", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}
NEW = {**OLD, "rrule": "FREQ=MONTHLY;BYMONTHDAY=28"}


def keep(store: Store, key: str, kind: str, data: object, since: date | None = None) -> None:
    """Write over a rule what no check of today would let pass."""
    values = {"type": kind, "data": data, "since": since}
    with store.write() as session:
        session.execute(
            update(RuleRow).where(RuleRow.alliance == ALLIANCE, RuleRow.key == key).values(values)
        )


def wish(store: Store, data: Mapping[str, object]) -> Wish:
    return replace(wish_of(found(store, COUNCIL[1])), data=data)


def test_a_rule_that_cannot_be_read_is_replaced_from_its_own_first_day(store: Store) -> None:
    since = date(2026, 1, 1)
    keep(store, COUNCIL[1], "anchor", OLD, since)
    seen = keeping.view(store, *COUNCIL, by=secretary(store), now=NOW)
    assert (seen.first, seen.deletable, seen.withdrawable) == (None, False, False)

    wanted = replace(wish(store, NEW), since=None)
    made = keeping.change(store, wanted, 1, by=secretary(store), now=NOW)
    assert (made.data, made.tenure, made.former) == (NEW, Tenure(since), ())
    again = replace(wish(store, OLD | {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}), since=None)
    changed = keeping.change(store, again, 2, by=secretary(store), now=NOW)
    assert (changed.tenure.since, len(changed.former)) == (date(2026, 9, 1), 1)


def test_a_rule_that_cannot_be_read_ends_as_any_other(store: Store) -> None:
    keep(store, COUNCIL[1], "anchor", OLD)
    end, by = date(2026, 10, 1), secretary(store)
    with pytest.raises(RuleError, match="early_end"):
        keeping.end(store, COUNCIL, date(2026, 8, 20), 1, by=by, now=NOW)
    with pytest.raises(RuleError, match="short_month"):
        keeping.change(store, replace(wish(store, OLD), name="议事会"), 1, by=by, now=NOW)
    made = keeping.end(store, COUNCIL, end, 1, by=by, now=NOW)
    assert (made.data, made.tenure) == (OLD, Tenure(None, end))
    with pytest.raises(RuleError, match="short_month"):
        keeping.end(store, COUNCIL, date(2026, 11, 1), 2, by=by, now=NOW)


@pytest.mark.parametrize(("kind", "data"), [("anchor", OLD), ("lottery", {}), ("quota", [])])
def test_a_rule_that_cannot_be_read_is_deleted_where_nothing_followed_from_it(
    store: Store, kind: str, data: object
) -> None:
    by = secretary(store)
    keep(store, "matter_consultation", kind, data)
    keep(store, COUNCIL[1], kind, data)
    assert keeping.view(store, ALLIANCE, "matter_consultation", by=by, now=NOW).deletable
    keeping.delete(store, (ALLIANCE, "matter_consultation"), 1, by=by, now=NOW)
    with pytest.raises(NotFoundError):
        found(store, "matter_consultation")
    with pytest.raises(RuleUsedError):
        keeping.delete(store, COUNCIL, 1, by=by, now=NOW)


def test_other_rules_are_made_and_tried_beside_one_that_cannot_be_read(store: Store) -> None:
    keep(store, COUNCIL[1], "anchor", OLD)
    by = secretary(store)
    assert keeping.create(store, SALON, by=by, now=NOW).key == SALON.key
    trial = rule_preview.tried(store, wish_of(found(store, SALON.key)), by=by, now=NOW)
    assert trial.faults == ()
    assert trial.preview is not None
    assert len(trial.preview.placements) == 5


def test_a_plan_goes_on_and_names_what_it_leaves_alone(store: Store) -> None:
    keep(store, COUNCIL[1], "anchor", OLD)
    keep(store, "host_turns", "rotation", {"fills": "host", "for": "exchange", "pool": "@gone"})
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    rules = {each.unit.rule for each in draft.plan.placements}
    assert rules == {"resource_list"}
    assert {each.kind.value for each in draft.plan.changes} == {"add", "rename"}
    stays = "这条规则读不懂：已排的活动原样不动，新的先不排。请改。"
    hanging = "它要靠一条读不懂的规则：已排的活动原样不动，新的先不排。请先改那一条。"
    unlisted = "从谁里轮里的名单不存在，请核对@后面的名称。"
    short = "每逢哪一天：不是每个月都有这一天。请填1至28号；月底填-1。"
    assert [
        (each.rule, each.field, each.reason, each.text["zh"]) for each in plan_aside.found(draft)
    ] == [
        (found(store, "host_turns"), "pool", "unknown_list", f"{unlisted}{stays}"),
        (found(store, COUNCIL[1]), "rrule", "short_month", f"{short}{stays}"),
        (found(store, "exchange"), None, "hanging", hanging),
    ]
    table = plan_table.table(store, draft, "en")
    assert "\n\n日常一季一议\n    " in table
    assert table.count("its events stay as they are") == 3

    assert plan_aside.groundless(draft) == ()
    done = planning.apply(store, (ALLIANCE,), 2026, draft.plan.hash, by=SYSTEM, now=NOW)
    assert len(done.changes) == len(draft.plan.changes)
    after = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    assert after.empty


def test_a_kept_rule_that_rides_on_what_makes_no_meetings_is_planned_and_told(store: Store) -> None:
    visits = {"kind": "exchange", "per": "quarter", "min": 1, "output": "visit"}
    rides = {"kind": "exchange", "per": "quarter", "min": 1, "with": "exchange"}
    keep(store, "exchange", "quota", visits)
    keep(store, COUNCIL[1], "quota", rides)
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)

    (told,) = plan_aside.groundless(draft)

    assert (told.rule.key, told.field, told.reason) == (COUNCIL[1], "with", "no_meetings")
    assert told.text["zh"] == (
        "与哪条规则合办选的规则“链主企业交流对接”没有自己的活动可以同场：它不排会议活动，或者本身就与别的规则"
        "合办。请换一条，或者不填。这条规则照旧排。请改。"
    )
    assert {each.unit.rule for each in draft.plan.placements} >= {COUNCIL[1]}
    (mine,) = listing.listed(store, by=secretary(store), now=NOW, lang="zh", alliance=ALLIANCE)
    (line,) = (each for each in mine.rules if each.rule.key == COUNCIL[1])
    assert f"{line.told.more[-1]}这条规则照旧排。请改。" == told.text["zh"]


def test_a_rule_that_names_what_is_gone_is_planned_and_told(store: Store) -> None:
    keep(store, COUNCIL[1], "quota", {"kind": "gone", "per": "quarter", "min": 1})
    keep(store, "matter_consultation", "anchor", OLD)
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    lacks = {"field": "kind", "reason": "unknown_kind", "words": ("gone",)}
    why = say("rule_fault", {"rule": COUNCIL[1], **lacks}, "zh")

    (told,) = plan_aside.groundless(draft)

    text = f"{why}这条规则照旧排。请改。"
    assert (told.rule.key, told.field, told.reason) == (COUNCIL[1], "kind", "unknown_kind")
    assert told.text["zh"] == text
    assert [each.rule.key for each in plan_aside.found(draft)] == ["matter_consultation"]
    assert {each.unit.rule for each in draft.plan.placements} >= {COUNCIL[1]}
    assert f"\n    {told.text['en']}" in plan_table.table(store, draft, "en")
    (mine,) = listing.listed(store, by=secretary(store), now=NOW, lang="zh", alliance=ALLIANCE)
    (line,) = (each for each in mine.rules if each.rule.key == COUNCIL[1])
    assert line.told.more[-1] == why

    keeping.end(store, COUNCIL, date(2026, 10, 1), 1, by=SYSTEM, now=NOW)
    later = datetime(2026, 10, 1, 9, tzinfo=SHANGHAI)
    draft = planning.draft(store, (ALLIANCE,), 2026, by=SYSTEM, now=later)
    assert plan_aside.groundless(draft) == ()
    over = listing.noted(store, [found(store, COUNCIL[1])], now=later)
    assert over[COUNCIL] == listing.Noted(None)


def test_what_hangs_on_a_rule_that_cannot_be_read_is_told_where_rules_are_listed(
    store: Store,
) -> None:
    rides = replace(SALON, data={**SALON.data, "per": "quarter", "with": COUNCIL[1]})
    keeping.create(store, rides, by=SYSTEM, now=NOW)
    keep(store, COUNCIL[1], "anchor", OLD)
    why = RuleError(rule=SALON.key, field="", reason="hanging")

    kept = found(store, SALON.key)
    noted = listing.noted(store, [kept], now=NOW)[kept.owner, kept.key]
    assert (noted.fault, [each.fields for each in noted.doubts]) == (None, [why.fields])
    (mine,) = listing.listed(store, by=secretary(store), now=NOW, lang="zh", alliance=ALLIANCE)
    (line,) = (each for each in mine.rules if each.rule.key == SALON.key)
    assert line.told.more[-1] == say("rule.hanging", {}, "zh")
    keep(store, COUNCIL[1], "anchor", NEW)
    assert listing.noted(store, [kept], now=NOW)[kept.owner, kept.key] == listing.Noted(None)
