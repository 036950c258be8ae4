"""Events that cannot stand, decided on the pages."""

import re
from datetime import date, timedelta

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import Store
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import BlackoutRow
from tests.support.world import ALLIANCE, COUNCILS, EXCHANGES, NOW, app, at, client
from tests.web.plans.planned import YEAR_PAGE, hidden, open_as, publish, starts


def block(store: Store, day: date, resource: str = f"body:{ALLIANCE}") -> None:
    with store.write() as session:
        session.add(BlackoutRow(resource=resource, start=day, end=day + timedelta(days=1)))


FROZEN = date(2026, 8, 25)


def frozen(store: Store) -> None:
    """The council of the third quarter is a week ahead, and that day is blocked."""
    publish(store)
    acts.move(store, Act(COUNCILS[2], SYSTEM, NOW), at(FROZEN))
    block(store, FROZEN)


def test_a_frozen_event_that_cannot_stand_is_decided_on_the_page(
    sqlite_url: str, store: Store
) -> None:
    frozen(store)
    browser = open_as("secretary", sqlite_url)

    page = browser.get(YEAR_PAGE).text
    days = re.findall(r"改到(\d+)月(\d+)日 周.</button>", page)
    fields = hidden(page, "/plans/move")

    assert "它不能照旧举行：8月25日汽车链有事。请人来定。" in page
    assert len(days) == 3
    assert "hash" not in hidden(page)
    assert starts(store)[COUNCILS[2]] == FROZEN
    chosen = date.fromisoformat(fields["day"])
    assert (chosen.month, chosen.day) == tuple(map(int, days[0]))

    answer = browser.post("/plans/move", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"{YEAR_PAGE}&decided={chosen.isoformat()}",
    )
    assert starts(store)[COUNCILS[2]] == chosen
    page = browser.get(answer.headers["Location"]).text
    assert "它从此固定" in page
    assert "它不能照旧举行" not in page


def test_an_event_that_cannot_stand_says_so_on_its_own_page(sqlite_url: str, store: Store) -> None:
    address = f"/events/{COUNCILS[2]}"
    secretary = open_as("secretary", sqlite_url)
    assert "它不能照旧举行" not in secretary.get(address).text
    frozen(store)

    page = secretary.get(address).text
    assert "它不能照旧举行：8月25日汽车链有事。请人来定。" in page
    assert "可改在" in page
    assert f'href="{YEAR_PAGE}">到计划里决定</a>'.replace("&", "&amp;") in page
    assert (
        "It cannot stand: 25 August: Sample Automotive Chain Committee is engaged."
        in secretary.get(f"{address}?lang=en").text
    )
    for reader in (open_as("member", sqlite_url), client(app(sqlite_url))):
        assert "它不能照旧举行" not in reader.get(address).text


def test_a_place_that_is_taken_is_exchanged_on_the_page(sqlite_url: str, store: Store) -> None:
    publish(store)
    acts.move(store, Act(COUNCILS[2], SYSTEM, NOW), at(FROZEN))
    acts.change_venue(store, Act(COUNCILS[2], SYSTEM, NOW), "hall")
    acts.change_venue(store, Act(EXCHANGES[2], SYSTEM, NOW), "room")
    block(store, FROZEN, "venue:hall")
    browser = open_as("secretary", sqlite_url)

    page = browser.get(YEAR_PAGE).text
    assert "日子不动，可换到" in page
    answer = browser.post("/plans/venue", data=hidden(page, "/plans/venue"))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{YEAR_PAGE}&placed=1")
    page = browser.get(answer.headers["Location"]).text
    assert "地点已换。" in page
    assert "它不能照旧举行" not in page
    assert starts(store)[COUNCILS[2]] == FROZEN


def test_a_decision_on_an_event_that_changed_meanwhile_is_refused(
    sqlite_url: str, store: Store
) -> None:
    frozen(store)
    browser = open_as("secretary", sqlite_url)
    fields = hidden(browser.get(YEAR_PAGE).text, "/plans/move")
    acts.change_venue(store, Act(COUNCILS[2], SYSTEM, NOW), None)

    answer = browser.post("/plans/move", data=fields)

    assert answer.status_code == 409
    assert "别人先改了" in answer.text
    assert starts(store)[COUNCILS[2]] == FROZEN
    assert browser.post("/plans/move", data=fields | {"version": "x"}).status_code == 422


def test_who_may_not_edit_decides_nothing(sqlite_url: str, store: Store) -> None:
    frozen(store)
    fields = hidden(open_as("secretary", sqlite_url).get(YEAR_PAGE).text, "/plans/move")
    committee = open_as("committee", sqlite_url)

    page = committee.get(YEAR_PAGE).text
    assert "它不能照旧举行" in page
    assert hidden(page, "/plans/move") == {}
    assert committee.post("/plans/move", data=fields).status_code == 403


def test_a_frozen_event_that_no_rotation_fills_waits_for_a_host_by_hand(
    sqlite_url: str, store: Store
) -> None:
    publish(store)
    with store.write() as session:
        row = session.get_one(EventRow, EXCHANGES[2])
        row.host, row.why_host, row.start = None, {}, at(FROZEN)
        row.end = row.start + timedelta(hours=2)
    browser = open_as("secretary", sqlite_url)

    assert "1场活动要您定" in browser.get("/").text
    page = browser.get(YEAR_PAGE).text
    assert "没有承办：“链主企业轮流举办”定下时这场已经临近，不再派。" in page
    assert f'<a href="/events/{EXCHANGES[2]}">' in page
    acts.change_host(store, Act(EXCHANGES[2], SYSTEM, NOW), "organisation:beta")
    assert "1场活动要您定" not in browser.get("/").text
