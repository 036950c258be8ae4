"""What a rule would yield, tried before it is kept."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import DateError
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change
from scheduler.rules.planning.patch import Patch
from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.store import Store
from tests.services.rules.salon import SALON, found, secretary, seen
from tests.support.world import ALLIANCE, COUNCILS, NOW


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


def test_a_preview_tells_which_people_the_rule_lacks(store: Store) -> None:
    data = {"for": "exchange", "require": [{"role": "lead_official", "n": 1000}]}
    wish = Wish(ALLIANCE, "seats", "staffing", "参加人", data)
    lacking = Vacancy("seats", ALLIANCE, "lead_official", 1000, 1, ALLIANCE, "参加人", events=True)
    assert seen(store, wish).vacancies == (lacking,)
    assert seen(store, SALON).vacancies == ()
    office = replace(wish, data=data | {"for": "body:auto-1"})
    assert [(each.body, each.held) for each in seen(store, office).vacancies] == [("auto-1", 0)]


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


def test_a_new_rule_tried_and_supposed_gives_one_list_beside_what_waits(store: Store) -> None:
    by = secretary(store)
    salon = {"kind": "exchange", "per": "month", "min": 2}
    keeping.create(store, Wish(ALLIANCE, "waits", "quota", "读书会", salon), by=by, now=NOW)
    waited = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)
    unplaced = {each.unit for each in waited.unplaced}
    patch = Patch(rules=(Rule(SALON.key, SALON.type, ALLIANCE, SALON.name, data=dict(SALON.data)),))

    shown = seen(store, SALON, 2026)
    supposed = planning.what_if(store, (ALLIANCE,), 2026, patch, by=by, now=NOW)

    assert shown.changes == supposed.changes
    assert shown.unplaced + shown.squeezed == tuple(
        each for each in supposed.unplaced if each.unit not in unplaced
    )
    assert len(shown.foremost) == len({each.uid for each in supposed.changes})
    assert shown.waiting == tuple(
        sorted(
            uid
            for uid in {each.uid for each in waited.changes}
            if of_event(uid, waited.changes) == of_event(uid, shown.changes)
        )
    )
    assert shown.waiting
    assert {each.uid for each in shown.placements}.isdisjoint(shown.waiting)


def of_event(uid: str, changes: tuple[Change, ...]) -> list[tuple[str, object]]:
    """What changes of one event."""
    return [(each.kind, each.after) for each in changes if each.uid == uid]


def test_a_supposed_change_begins_when_a_saved_one_would(store: Store) -> None:
    by = secretary(store)
    kept = found(store, "exchange")
    wish = replace(wish_of(kept), since=None, data={**kept.data, "min": 5})
    patch = Patch(
        rules=(Rule(kept.key, kept.type, ALLIANCE, kept.name, kept.name_en, dict(wish.data)),)
    )

    supposed = planning.what_if(store, (ALLIANCE,), 2026, patch, by=by, now=NOW)

    assert seen(store, wish, 2026).changes == supposed.changes
