"""What others changed of a rule since it was opened, as the ledger tells it."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import ForbiddenError
from scheduler.services.access import SYSTEM
from scheduler.services.rules import keeping, overtaken
from scheduler.services.rules.wishes import Wish
from scheduler.store import Store
from tests.support.world import ALLIANCE, NOW, filled, principal

PLACE = (ALLIANCE, "salon")
SALON = Wish(ALLIANCE, "salon", "quota", "沙龙", {"kind": "exchange", "per": "month", "min": 1})
TO_COME = replace(SALON, since=date(2027, 1, 1))


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return filled(sqlite_url)


def keep(store: Store, *wishes: Wish) -> None:
    keeping.create(store, wishes[0], by=SYSTEM, now=NOW)
    for revision, wish in enumerate(wishes[1:], start=1):
        keeping.change(store, wish, revision, by=SYSTEM, now=NOW)


def test_several_changes_are_told_as_one_and_what_came_back_is_none(store: Store) -> None:
    often = {**SALON.data, "min": 2, "gap_days": 3}
    keep(
        store,
        TO_COME,
        replace(TO_COME, name="雅集", name_en="Salon", basis="章程"),
        replace(TO_COME, name="雅集", data=often),
        replace(TO_COME, name="雅集", data={**often, "min": 3}, until=date(2028, 1, 1)),
    )
    assert overtaken.since(store, PLACE, 1, by=SYSTEM) == {
        "gap_days": (None, 3),
        "min": (1, 3),
        "rule_name": ("沙龙", "雅集"),
        "rule_until": (None, "2028-01-01"),
    }
    assert overtaken.since(store, PLACE, 3, by=SYSTEM) == {
        "min": (2, 3),
        "rule_until": (None, "2028-01-01"),
    }
    assert overtaken.since(store, PLACE, 4, by=SYSTEM) == {}


def test_another_rule_that_had_the_key_before_counts_for_nothing(store: Store) -> None:
    keep(store, TO_COME, replace(TO_COME, name="旧"), replace(TO_COME, name="更旧"))
    keeping.delete(store, PLACE, 3, by=SYSTEM, now=NOW)
    keep(store, TO_COME, replace(TO_COME, name="新"))
    assert overtaken.since(store, PLACE, 1, by=SYSTEM) == {"rule_name": ("沙龙", "新")}


def test_only_who_may_change_the_rule_asks(store: Store) -> None:
    with pytest.raises(ForbiddenError):
        overtaken.since(store, PLACE, 1, by=principal(store, "member"))
