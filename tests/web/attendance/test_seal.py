import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.services import attendance
from tests.support.world import COUNCILS, MET, app, client, principal, runtime

COUNCIL = COUNCILS[2]
SEAL = f"/events/{COUNCIL}/seal"
ROLL = f"/events/{COUNCIL}/roll"


def called(url: str) -> tuple[Flask, FlaskClient]:
    built = app(url, MET)
    browser = client(built, "secretary")
    browser.post(ROLL, data={"request": str(uuid4()), "all": "yes"})
    return built, browser


def facts(html: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", html))


def test_before_the_roll_call_the_page_leads_there(sqlite_url: str) -> None:
    browser = client(app(sqlite_url, MET), "secretary")
    html = browser.get(SEAL).text
    assert "封存前还差" in html
    assert f'href="{ROLL}"' in html
    assert f'action="{SEAL}"' not in html
    assert browser.post(SEAL).status_code == 409


def test_unmarked_people_and_contradictions_stand_in_the_way(sqlite_url: str) -> None:
    built = app(sqlite_url, MET)
    secretary, branch = client(built, "secretary"), client(built, "branch")
    for browser, mark in ((secretary, "yes"), (branch, "absent")):
        browser.post(ROLL, data={"request": str(uuid4()), "p-p-1": mark})
    html = secretary.get(SEAL).text
    assert "还有4人没有记。" in html
    assert "有1人两处记得不一样。" in html
    assert secretary.post(SEAL).status_code == 409


def test_one_press_seals_and_shows_the_code(sqlite_url: str) -> None:
    built, browser = called(sqlite_url)
    html = browser.get(SEAL).text
    assert facts(html) == {
        "应到": "4",
        "实到": "4",
        "请假": "0",
        "缺席": "0",
        "未记": "0",
        "列席来宾": "0",
    }
    html = browser.post(SEAL, follow_redirects=True).text
    code = re.search(r'<p class="when">([0-9A-Z]{4}-[0-9A-Z]{4})</p>', html)
    assert code is not None
    assert f"已封存 {code[1]}" in html
    assert browser.post(SEAL).status_code == 409
    assert code[1] in client(built, "branch").get(SEAL).text


def test_what_has_not_begun_cannot_be_sealed(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    browser.post(ROLL, data={"request": str(uuid4()), "all": "yes"})
    html = browser.get(SEAL).text
    assert "活动还没有开始" in html
    assert f'action="{SEAL}"' not in html
    assert browser.post(SEAL).status_code == 422


@pytest.mark.parametrize(("role", "status"), [("branch", 403), ("member", 403), ("other", 404)])
def test_only_people_of_the_owner_seal(role: str, status: int, sqlite_url: str) -> None:
    built, _ = called(sqlite_url)
    assert client(built, role).post(SEAL).status_code == status


def test_who_may_not_seal_sees_the_figures_without_the_button(sqlite_url: str) -> None:
    built, _ = called(sqlite_url)
    html = client(built, "branch").get(SEAL).text
    assert facts(html)["应到"] == "2"
    assert f'action="{SEAL}"' not in html


def test_a_confirmed_event_waits_for_its_seal(sqlite_url: str) -> None:
    built, browser = called(sqlite_url)
    assert "待封存" in browser.get(SEAL).text
    store = runtime(built).store
    attendance.confirm(store, COUNCIL, by=principal(store, "secretary"), now=MET)
    html = browser.get(SEAL).text
    assert "已举行</span>" in html
    assert f'action="{SEAL}"' in html
