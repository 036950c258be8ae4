"""The list of plans: what waits, and whose plans can be asked for."""

import re
from dataclasses import replace

from scheduler.domain.roster import Body, BodyKind
from scheduler.services.plans.listing import PlanList, PlanYear
from scheduler.store import Store
from scheduler.store.tables.roster import BodyRow, GroupMemberRow
from scheduler.web.parts import Light
from scheduler.web.plans.lists import list_page
from tests.support.world import ALLIANCE, OTHER
from tests.web.plans.planned import hidden, open_as, publish


def test_the_list_leads_to_the_years_and_tells_what_was_published(
    sqlite_url: str, store: Store
) -> None:
    publish(store)

    page = open_as("secretary", sqlite_url).get("/plans").text

    assert "汽车链 2026年" in page
    assert f"/plans?alliance={ALLIANCE}&amp;year=2027" in page
    assert "汽车链：新增1、其他改动5" in page
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


FOOD = Body("food", "食品链产业联盟", BodyKind.CHAIN_COMMITTEE, "食品链")
STEEL = replace(FOOD, key="steel", name="钢铁链产业联盟", short_name="钢铁链")


def lights(*years: PlanYear, lang: str = "zh") -> tuple[str, list[Light], list[Light]]:
    """What the list says first, and of all together and of each year."""
    shown = list_page(PlanList(2026, whole=True, years=years, groups=(), published=()), lang)
    return (
        shown.lead.plain,
        [each.light for each in shown.together.rows if each.light],
        [each.light for each in shown.plans.rows if each.light],
    )


def test_many_plans_without_changes_are_folded_behind_those_that_wait() -> None:
    quiet = PlanYear(FOOD, 2026, 9)
    waiting, empty = replace(quiet, changes=2), replace(quiet, events=0)
    still = [PlanYear(STEEL, year, 9) for year in range(2020, 2025)]

    def rows(*years: PlanYear) -> tuple[list[str], list[str], str]:
        shown = list_page(PlanList(2026, whole=True, years=years, groups=(), published=()), "zh")
        first, second = (
            [each.name for each in part] for part in (shown.plans.rows, shown.plans.quiet)
        )
        return (first, second, shown.plans.summary)

    folded = [f"钢铁链 {year}年" for year in range(2020, 2025)]
    assert rows(*still, waiting, empty) == (["食品链 2026年"] * 2, folded, "没有改动的5份计划")
    assert rows(*still[:4], waiting) == (["食品链 2026年", *folded[:4]], [], "")
    assert rows(*still) == ([], folded, "没有改动的5份计划")


def test_held_events_are_told_beside_those_that_the_plan_holds() -> None:
    years = (PlanYear(FOOD, 2026, 40, held=35, changes=1),)
    listed = PlanList(2026, whole=True, years=years, groups=(), published=())

    assert [
        [each.note for each in list_page(listed, lang).plans.rows] for lang in ("zh", "en")
    ] == [["已办35场，未办5场"], ["35 held, 5 to come"]]


def test_what_waits_is_told_whole_of_each_year_and_of_all_together() -> None:
    quiet = PlanYear(FOOD, 2026, 9)
    short = replace(quiet, unplaced=1)
    stuck = replace(quiet, changes=5, decisions=1, vacant=2, seats=3, uneven=1)
    other = PlanYear(STEEL, 2026, 9)
    all_of_it = Light(
        "todo", "5场待发布，1场要人定，1场排不下，2场没人主办，3处缺员，1项轮值对不上账"
    )

    assert lights(quiet) == ("改动先看清楚，再发布。", [], [Light("set")])
    assert lights(short)[2] == [Light("todo", "1场排不下")]
    assert lights(replace(quiet, missed=2))[2] == [Light("set")]
    assert lights(stuck, replace(other, unplaced=1))[:2] == (
        "1个联盟有5场改动待发布、1场要人定。先看清楚，再发布；可以一起发布。",
        [all_of_it, Light("set")],
    )
    assert lights(replace(quiet, decisions=1))[0] == ("1个联盟有1场要人定。点开看有哪些日子可选。")
    assert lights(stuck, lang="en") == (
        (
            "5 changes in 1 alliance wait to be published, 1 to be decided. "
            "Look first; they can be published together."
        ),
        [],
        [
            Light(
                "todo",
                "5 to be published, 1 to be decided, 2 without a host, "
                "3 roles short of people, 1 rotation uneven",
            )
        ],
    )
    assert lights(replace(quiet, seats=1), lang="en")[2] == [
        Light("todo", "1 role short of people")
    ]
