"""Coming events that cannot stand: told to who may decide, planned as seldom as can be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.rules.inputs import Blackout
from scheduler.services import today
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.workdays import blackouts
from scheduler.store import Store
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, filled, principal

BEFORE = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
AWAY = Blackout(f"body:{ALLIANCE}", date(2026, 9, 16), date(2026, 9, 17), "样例")


def waits(store: Store, role: str, now: datetime = BEFORE) -> list[str]:
    seen = today.today_view(store, by=principal(store, role), lang="zh", now=now)
    return [stored.event.uid for stored in seen.undecided]


def close(store: Store) -> None:
    blackouts.add(store, AWAY, by=principal(store, "admin"), now=BEFORE)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("secretary", [COUNCILS[2]]),
        ("admin", [COUNCILS[2]]),
        ("branch", []),
        ("member", []),
        ("other", []),
    ],
)
def test_an_absence_over_a_published_event_waits_for_those_who_may_edit(
    database_url: str, role: str, told: list[str]
) -> None:
    store = filled(database_url)
    assert waits(store, role) == []
    close(store)
    assert waits(store, role) == told


def test_what_the_page_of_today_tells_is_what_the_plan_tells(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    close(store)
    plan = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=BEFORE)
    assert waits(store, "secretary") == [each.uid for each in plan.conflicts]


def test_what_a_plan_still_moves_and_what_is_today_waits_for_nobody(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    close(store)
    for days in (-14, 1):
        assert waits(store, "secretary", BEFORE + timedelta(days=days)) == []


def test_what_was_planned_is_kept(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")

    def look() -> int:
        return statements(store, lambda: today.today_view(store, by=by, lang="zh", now=BEFORE))

    calm = (look(), look())
    close(store)
    assert (look(), look()) == calm
