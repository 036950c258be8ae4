import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from scheduler.services import planning
from scheduler.services.access import SYSTEM
from scheduler.store import Store, ledger
from scheduler.store import planning as applied_plans
from scheduler.store.tables.planning import BlackoutRow, RuleRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, NOW, OTHER, app, client, runtime

YEAR_PAGE = f"/plans?alliance={ALLIANCE}&year=2026"


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return runtime(app(sqlite_url)).store


def open_as(role: str, url: str) -> FlaskClient:
    return client(app(url), role)


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: value for name, value in found if name != "csrf_token"}


def publish(store: Store) -> None:
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)


def test_a_stranger_signs_in_first(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))

    for answer in (browser.get(YEAR_PAGE), browser.post("/plans/apply")):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/signin")


def test_the_list_leads_to_the_years_and_tells_what_was_published(
    sqlite_url: str, store: Store
) -> None:
    publish(store)

    page = open_as("secretary", sqlite_url).get("/plans").text

    assert "汽车链 2026年" in page
    assert f"/plans?alliance={ALLIANCE}&amp;year=2027" in page
    assert "汽车链：新增1，改动5，取消0" in page
    assert OTHER not in page


def test_the_list_of_a_member_is_empty(sqlite_url: str) -> None:
    page = open_as("member", sqlite_url).get("/plans").text

    assert "没有您能改的计划。" in page


def test_a_change_is_shown_with_its_reason_and_published(sqlite_url: str, store: Store) -> None:
    publish(store)
    day = date(2026, 12, 9)
    with store.write() as session:
        session.add(BlackoutRow(resource=f"body:{ALLIANCE}", start=day, end=date(2026, 12, 10)))
    browser = open_as("secretary", sqlite_url)

    page = browser.get(YEAR_PAGE).text
    assert f'<a href="/events/{COUNCILS[3]}">' in page
    assert "<del>12月9日 周三 14:30</del>" in page
    assert "12月9日停用或另有安排。" in page
    fields = hidden(page)
    assert sorted(fields) == ["alliance", "base", "hash", "year"]

    answer = browser.post("/plans/apply", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/plans?alliance={ALLIANCE}&year=2026&done=0%2C1%2C0",
    )
    page = browser.get(answer.headers["Location"]).text
    assert "新增0，改动1，取消0。" in page
    assert "没有要动的。" in page
    assert hidden(page) == {}


def test_a_stale_plan_is_refused_and_the_new_one_shown(sqlite_url: str, store: Store) -> None:
    browser = open_as("secretary", sqlite_url)
    fields = hidden(browser.get(YEAR_PAGE).text)
    with store.write() as session:
        ledger.append(session, [ledger.Entry((ALLIANCE,), "rule", "exchange", "put")], "x", NOW)

    answer = browser.post("/plans/apply", data=fields)

    assert answer.status_code == 409
    before = int(fields["base"].partition(":")[2])
    assert f"当时第{before}号，现在第{before + 1}号" in answer.text
    assert hidden(answer.text)["hash"] != fields["hash"]
    with store.read() as session:
        assert applied_plans.history(session, 1) == ()


def test_who_may_not_publish_sees_no_button_and_is_refused(sqlite_url: str) -> None:
    browser = open_as("branch", sqlite_url)
    page = browser.get(YEAR_PAGE)

    assert (page.status_code, hidden(page.text)) == (200, {})
    fields = {"alliance": ALLIANCE, "year": "2026", "hash": "0" * 64, "base": ""}
    assert browser.post("/plans/apply", data=fields).status_code == 403


@pytest.mark.parametrize("role", ["other", "secretary"])
def test_a_plan_of_others_is_not_found(sqlite_url: str, role: str) -> None:
    key = ALLIANCE if role == "other" else "nobody"
    browser = open_as(role, sqlite_url)

    assert browser.get(f"/plans?alliance={key}&year=2026").status_code == 404
    fields = {"alliance": key, "year": "2026", "hash": "0" * 64}
    assert browser.post("/plans/apply", data=fields).status_code == 404


@pytest.mark.parametrize("year", ["", "26", "20266", "1999", "2100", "20x6", "\uff12026", "-999"])
def test_a_year_that_is_none_is_refused(sqlite_url: str, year: str) -> None:
    answer = open_as("secretary", sqlite_url).get(f"/plans?alliance={ALLIANCE}&year={year}")

    assert answer.status_code == 422


def test_without_a_year_it_is_this_one(sqlite_url: str) -> None:
    page = open_as("secretary", sqlite_url).get(f"/plans?alliance={ALLIANCE}").text

    assert hidden(page)["year"] == "2026"


def test_no_alliance_at_all_cannot_be_published(sqlite_url: str) -> None:
    answer = open_as("secretary", sqlite_url).post("/plans/apply", data={"hash": "x"})

    assert answer.status_code == 422


@pytest.mark.parametrize("done", ["1,2", "a,b,c", "", "1,2,3,4"])
def test_a_made_up_outcome_says_nothing(sqlite_url: str, done: str) -> None:
    page = open_as("secretary", sqlite_url).get(f"{YEAR_PAGE}&done={done}").text

    assert "已发布。" not in page


def test_the_pages_speak_english(sqlite_url: str, store: Store) -> None:
    publish(store)
    browser = open_as("committee", sqlite_url)

    assert "Sample Automotive Chain Committee, 2026" in browser.get("/plans?lang=en").text
    page = browser.get(f"{YEAR_PAGE}&alliance={OTHER}&lang=en").text
    assert "What changes, and why" in page
    assert sorted(hidden(page)) == ["alliance", "base", "hash", "year"]


def test_the_page_costs_the_same_for_few_and_for_many_changes(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "secretary")
    store = runtime(built).store
    few = statements(store, lambda: browser.get(YEAR_PAGE))
    with store.write() as session:
        more = {"kind": "exchange", "per": "year", "min": 6, "gap_days": 7}
        session.execute(update(RuleRow).where(RuleRow.key == "exchange").values(data=more))

    assert statements(store, lambda: browser.get(YEAR_PAGE)) == few
