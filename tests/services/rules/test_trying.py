"""What a rule would yield, tried before it is kept."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import DateError
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
