"""The list of plans: what waits, and whose plans can be asked for."""

import re

from scheduler.store import Store
from scheduler.store.tables.roster import BodyRow, GroupMemberRow
from tests.support.world import ALLIANCE, OTHER
from tests.web.plans.planned import hidden, open_as, publish


def test_the_list_leads_to_the_years_and_tells_what_was_published(
    sqlite_url: str, store: Store
) -> None:
    publish(store)

    page = open_as("secretary", sqlite_url).get("/plans").text

    assert "汽车链 2026年" in page
    assert f"/plans?alliance={ALLIANCE}&amp;year=2027" in page
    assert "汽车链：新增1，移日期0，其他改动5，取消0" in page
    assert OTHER not in page


def test_the_list_says_how_much_waits_and_leads_to_all_of_it(sqlite_url: str, store: Store) -> None:
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    browser = open_as("admin", sqlite_url)

    page = browser.get("/plans").text
    assert "2个联盟有" in page
    assert re.search(r"汽车链 2026年.*?(\d+)场待发布", page, re.DOTALL)
    for year in (2026, 2027):
        for query in ("all=1", "group=both"):
            assert f'href="/plans?{query}&amp;year={year}"' in page
    assert "汽车链、钢铁链 2027年（2个联盟）" in page
    assert 'type="checkbox"' not in page

    for year in (2026, 2027):
        fields = hidden(browser.get(f"/plans?all=1&year={year}").text)
        assert browser.post("/plans/apply", data=fields).status_code == 303
    page = browser.get("/plans").text
    assert ("待发布" in page, "改动先看清楚，再发布。" in page) == (False, True)


def test_of_many_alliances_some_can_be_chosen(sqlite_url: str, store: Store) -> None:
    with store.write() as session:
        session.add(BodyRow(key="food", kind="chain_committee", name="食品链", short_name="食品链"))
    browser = open_as("admin", sqlite_url)

    page = browser.get("/plans").text
    assert page.count('type="checkbox" name="alliance"') == 3
    chosen = browser.get(f"/plans?alliance={ALLIANCE}&alliance={OTHER}&year=2027")
    assert sorted(hidden(chosen.text)) == ["alliance", "base", "hash", "year"]


def test_of_alliances_and_all_only_one_can_be_asked_for(sqlite_url: str) -> None:
    answer = open_as("admin", sqlite_url).get(f"/plans?alliance={ALLIANCE}&all=1")

    assert answer.status_code == 422
    assert "只能选一样" in answer.text


def test_the_list_of_a_member_is_empty(sqlite_url: str) -> None:
    page = open_as("member", sqlite_url).get("/plans").text

    assert "没有您能改的计划。" in page
