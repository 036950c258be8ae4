"""A publication taken back on its page."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import Store
from scheduler.store import planning as applied_plans
from tests.support.world import COUNCILS, NOW, at
from tests.web.plans.planned import hidden, open_as, publish, starts


def test_what_cannot_be_taken_back_any_more_says_why(sqlite_url: str, store: Store) -> None:
    publish(store)
    browser = open_as("secretary", sqlite_url)
    link = re.search(r'href="(/plans/undo[^"]*)"', browser.get("/plans").text)
    assert link is not None
    fields = hidden(browser.get(link.group(1)).text, "/plans/undo")
    acts.cancel(store, Act(COUNCILS[3], SYSTEM, NOW))

    answer = browser.post("/plans/undo", data=fields)

    assert answer.status_code == 409
    assert "不能撤回：发布之后有人改过“" in answer.text


def test_a_publication_is_taken_back_after_a_look(sqlite_url: str, store: Store) -> None:
    before = starts(store)
    publish(store)
    after = starts(store)
    browser = open_as("secretary", sqlite_url)
    link = re.search(r'href="(/plans/undo[^"]*)"', browser.get("/plans").text)
    assert link is not None

    page = browser.get(link.group(1)).text
    assert "取消1、其他改回5。" in page
    assert starts(store) == after
    answer = browser.post("/plans/undo", data=hidden(page, "/plans/undo"))

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/plans?undone=1%2C0%2C0%2C5%2C0",
    )
    assert starts(store) == before
    page = browser.get(answer.headers["Location"]).text
    assert "取消1、其他改回5。" in page
    assert "（已撤回）" in page
    again = browser.get(link.group(1)).text
    assert ("已撤回" in again, hidden(again, "/plans/undo")) == (True, {})
    assert "这次发布的改动都不再算数。现在要动什么，看计划变更。" in again
    assert ("没有要动的" in again, "不撤回" in again) == (False, False)

    (plan,) = parse_qs(urlsplit(link.group(1)).query)["plan"]
    answer = browser.post("/plans/undo", data={"plan": plan})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/plans?undone=again")
    told = "这次发布之前已经撤回过，这次什么也没有改。"
    assert told in browser.get("/plans?undone=again").text
    assert told not in browser.get("/plans?undone=else").text


def test_what_cannot_be_taken_back_says_why(sqlite_url: str, store: Store) -> None:
    publish(store)
    acts.move(store, Act(COUNCILS[3], SYSTEM, NOW), at(date(2026, 12, 10)))
    with store.read() as session:
        (row,) = applied_plans.history(session, 1)
    browser = open_as("secretary", sqlite_url)

    for answer in (
        browser.get(f"/plans/undo?plan={row.hash}"),
        browser.post("/plans/undo", data={"plan": row.hash}),
    ):
        assert answer.status_code == 409
        assert "发布之后有人改过" in answer.text
    assert browser.get("/plans/undo?plan=nothing").status_code == 404
