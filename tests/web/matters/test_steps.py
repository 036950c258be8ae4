"""The forms by which a matter goes on, and what refuses a step."""

import pytest

from scheduler.store import matters as queries
from scheduler.web.attendance.parts import MatterPage
from tests.support.consulting import consult
from tests.support.pages import page
from tests.support.world import NOW, app, client
from tests.web.matters.walked import post, row, store_of, walk


def test_a_matter_walks_through_its_forms(sqlite_url: str) -> None:
    built = app(sqlite_url)
    new = {
        "alliance": "auto",
        "raised_by": "organisation:beta",
        "title": "厂区夜班班车绕行",
        "category": "交通",
        "detail": "",
        "major": "0",
    }
    here = "/matters/m-auto-001"

    answers = [
        post(built, "/matters", **new),
        post(built, f"{here}/dispatch", revision="1", department="organisation:bureau", major="1"),
        post(built, f"{here}/accept", revision="2", major="1"),
    ]
    consult(store_of(built), "m-auto-001", NOW)
    answers.append(post(built, f"{here}/resolve", revision="4", method="proxy", note="代办完成"))

    assert answers == [(303, here)] * 4
    with store_of(built).read() as session:
        matter = queries.get(session, "m-auto-001")
        taken = queries.steps(session, ["m-auto-001"])["m-auto-001"]
    assert matter is not None
    assert (matter.state, matter.method, matter.major) == ("resolved", "proxy", True)
    assert [(step.step, step.note) for step in taken] == [
        ("raise", ""),
        ("dispatch", ""),
        ("accept", ""),
        ("consult", ""),
        ("resolve", "代办完成"),
    ]


@pytest.mark.parametrize(
    ("step", "fields", "status"),
    [
        ("dispatch", {"department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "x", "department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "9" * 5000, "department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "7", "department": "organisation:bureau"}, 409),
        ("dispatch", {"revision": "1"}, 422),
        ("dispatch", {"revision": "1", "department": "organisation:nope"}, 422),
        ("dispatch", {"revision": "1", "department": "organisation:bureau", "note": "a\0"}, 422),
        ("accept", {"revision": "1"}, 409),
        ("raise", {"revision": "1"}, 409),
        ("fly", {"revision": "1"}, 422),
        ("resolve", {"revision": "1", "method": "magic"}, 422),
    ],
)
def test_a_refused_step_changes_nothing(
    sqlite_url: str, step: str, fields: dict[str, str], status: int
) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    before = row(built)

    assert post(built, f"/matters/{key}/{step}", **fields) == (status, "")
    assert row(built) == before


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("department", "", "请选择接单部门。"),
        ("note", "字" * 1001, "备注太长：最多1000个字，请缩短。"),
        ("proxy", "一\n二", "代办人里有换行或看不见的控制字符，请删去后再提交。"),
        ("revision", "x", "第几版填得不对，请改后再提交。"),
    ],
)
def test_what_was_typed_for_a_step_stays_with_its_fault(
    sqlite_url: str, field: str, value: str, fault: str
) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    typed = {
        "revision": "1",
        "department": "organisation:bureau",
        "major": "1",
        "note": "已打过电话",
        "proxy": "陈样例",
    } | {field: value}

    shown = page(client(built, "secretary"), f"/matters/{key}/dispatch", **typed)

    assert isinstance(shown, MatterPage)
    dispatch, withdraw = shown.forms
    faults = {each.name: each.fault for each in dispatch.fields if each.fault}
    assert faults == {field if field != "revision" else "department": fault}
    assert {each.name: each.value for each in dispatch.fields} == {
        name: text for name, text in typed.items() if name != "revision"
    }
    assert not withdraw.faulty


def test_a_step_that_somebody_took_before_is_told_above_the_matter(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    browser = client(built, "secretary")
    sent = {"revision": "1", "department": "organisation:bureau"}
    assert browser.post(f"/matters/{key}/dispatch", data=sent).status_code == 303

    shown = page(browser, f"/matters/{key}/dispatch", **sent)

    assert isinstance(shown, MatterPage)
    assert shown.notice is not None
    assert (shown.notice.late, [each.summary for each in shown.forms][:1]) == (True, ["接单"])


def test_only_those_who_handle_matters_take_a_step(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    fields = {"revision": "1", "department": "organisation:bureau"}
    found = {
        role: client(built, role).post(f"/matters/{key}/dispatch", data=fields).status_code
        for role in ("member", "branch", "other", "committee")
    }
    assert found == {"member": 403, "branch": 403, "other": 404, "committee": 303}
