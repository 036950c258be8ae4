"""Pages of lists."""

from datetime import timedelta
from functools import partial
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.services.access import SYSTEM
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter
from scheduler.store.tables.planning import PlanApplyRow
from tests.api.calls import PREFIX, Api, code
from tests.support.queries import statements
from tests.support.world import NOW

LISTS = (
    "/alliances",
    "/bodies",
    "/organisations",
    "/memberships",
    "/people",
    "/venues",
    "/activity-kinds",
    "/rules",
    "/workdays",
    "/events",
)


def walk(api: Api, path: str) -> list[object]:
    """Read a list page by page."""
    found: list[object] = []
    following: str | None = path
    while following:
        answer = api.get(following)
        assert answer.json is not None
        assert answer.json["items"] or not found
        found += answer.json["items"]
        following = answer.json["next"]
        link = answer.headers.get("Link")
        assert link == (f'<{following}>; rel="next"' if following else None)
        following = following and following.removeprefix(PREFIX)
    return found


@pytest.mark.parametrize("path", LISTS)
@given(limit=st.integers(1, 4))
def test_the_pages_of_a_list_are_the_list(shared: Api, path: str, limit: int) -> None:
    assert walk(shared, f"{path}?limit={limit}") == shared.items(f"{path}?limit=500")


def test_filters_stay_on_the_following_pages(shared: Api) -> None:
    query = "alliance=auto&status=published&status=held&kind=council"

    assert walk(shared, f"/events?{query}&limit=1") == shared.items(f"/events?{query}")


def raise_one(api: Api, alliance: str) -> None:
    new = NewMatter(alliance, "事", "transport", "organisation:gamma")
    steps.raise_matter(api.store, new, by=SYSTEM, now=NOW)


def test_what_is_inserted_before_the_page_shifts_nothing(api: Api) -> None:
    for alliance in ("auto", "steel", "steel"):
        raise_one(api, alliance)
    first = api.get("/matters?limit=2").json
    assert first is not None
    raise_one(api, "auto")
    second = api.get(first["next"].removeprefix(PREFIX)).json
    assert second is not None

    assert [each["key"] for each in first["items"]] == ["m-auto-001", "m-steel-001"]
    assert [each["key"] for each in second["items"]] == ["m-steel-002"]


def publish(api: Api, day: int) -> None:
    done = {"alliances": ["auto"], "base": {}, "diff": [], "actor": SYSTEM.id}
    with api.store.write() as session:
        session.add(PlanApplyRow(hash=f"{day:064}", at=NOW + timedelta(days=day), **done))


def test_plans_are_listed_from_the_newest_on_page_by_page(api: Api) -> None:
    for day in (1, 3, 2):
        publish(api, day)
    first = api.get("/plans?limit=1").json
    assert first is not None
    publish(api, 4)

    listed = [*first["items"], *walk(api, first["next"].removeprefix(PREFIX))]
    assert [each["hash"] for each in listed] == [f"{day:064}" for day in (3, 2, 1)]
    assert api.items("/plans")[1:] == listed


def test_a_cursor_serves_its_own_list_and_filters_only(shared: Api) -> None:
    answer = shared.get("/events?limit=1&alliance=auto").json
    assert answer is not None
    cursor = answer["next"].rpartition("cursor=")[2]
    tampered = quote(("A" if cursor[0] != "A" else "B") + cursor[1:])

    assert shared.get(f"/events?alliance=auto&cursor={cursor}").status_code == 200
    assert shared.get(f"/events?alliance=auto&limit=3&cursor={cursor}").status_code == 200
    assert [
        code(shared.get(path))
        for path in (
            f"/events?cursor={cursor}",
            f"/events?alliance=steel&cursor={cursor}",
            f"/rules?alliance=auto&cursor={cursor}",
            f"/events?alliance=auto&cursor={tampered}",
            "/events?cursor=",
        )
    ] == [(422, "invalid")] * 5


@pytest.mark.parametrize("path", [*LISTS, "/plans", "/matters", "/subscriptions", "/tokens"])
def test_a_longer_list_asks_the_database_no_more(shared: Api, path: str) -> None:
    counts = {
        statements(shared.store, partial(shared.get, f"{path}?limit={limit}"))
        for limit in (1, 3, 500)
    }

    assert len(counts) == 1


def test_matters_are_listed_with_as_many_queries_for_three_as_for_one(api: Api) -> None:
    raise_one(api, "auto")
    one = statements(api.store, lambda: api.get("/matters"))
    raise_one(api, "steel")
    raise_one(api, "auto")

    assert statements(api.store, lambda: api.get("/matters")) == one
