"""What the pages of matters tell of a department or an enterprise that has left the alliance."""

from datetime import date

from flask import Flask
from sqlalchemy import update

from scheduler.services.roster import members
from scheduler.store import matters as queries
from scheduler.store.tables.roster import MembershipRow
from scheduler.web.attendance.parts import MatterPage
from scheduler.web.members.values import MembersPage
from scheduler.web.parts import Action, Notice, Why
from scheduler.web.plain_pages import FormPage
from tests.support.pages import page
from tests.support.world import ALLIANCE, NOW, app, client, principal
from tests.web.matters.walked import ACCEPT, DISPATCH, post, store_of, walk

LEFT = "“样例科技局”已退出联盟，请改派给别的部门。"


def _leaves(built: Flask, *keys: str) -> None:
    keys = tuple(f"organisation:{key}" for key in keys)
    with store_of(built).write() as session:
        table = update(MembershipRow).where(MembershipRow.member.in_(keys))
        session.execute(table.values(until=NOW.date()))


def test_a_matter_of_a_department_that_left_is_dispatched_to_another(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    key = walk(store, "在办的", DISPATCH, ACCEPT)
    _leaves(built, "bureau")
    browser = client(built, "secretary")

    shown = page(browser, f"/matters/{key}")
    stale = page(browser, f"/matters/{key}/resolve", revision="3", method="direct")
    status = post(built, f"/matters/{key}/dispatch", revision="3", department="organisation:gamma")
    after = page(browser, f"/matters/{key}")

    assert isinstance(shown, MatterPage)
    assert (shown.why[:1], [each.summary for each in shown.forms]) == (
        (Why(LEFT),),
        ["派单", "撤回"],
    )
    assert isinstance(stale, MatterPage)
    refused = "“科技局”已退出联盟，不能再办这一步。请先改派给别的部门。"
    assert stale.notice == Notice(refused, late=True)
    assert status == (303, f"/matters/{key}")
    assert isinstance(after, MatterPage)
    assert (after.why, [each.summary for each in after.forms]) == ((), ["办结", "撤回"])
    assert [each.text for each in after.history] == [
        "点单",
        "派单 → 样例科技局",
        "接单",
        "派单 → 样例丙川公司",
    ]
    with store.read() as session:
        assert [each.revision for each in queries.of_alliances(session, [ALLIANCE])] == [4]


def test_a_form_from_before_a_leave_names_who_left(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    _leaves(built, "alpha", "bureau")
    browser = client(built, "secretary")
    typed = {
        "alliance": "auto",
        "raised_by": "organisation:alpha",
        "title": "班车",
        "category": "班车",
    }

    raising = page(browser, "/matters", **typed)
    sent = {"revision": "1", "department": "organisation:bureau"}
    dispatching = page(browser, f"/matters/{key}/dispatch", **sent)

    assert isinstance(raising, FormPage)
    assert [each.fault for each in raising.form.faulty] == [
        "“甲川”现在不是联盟的成员，不能选作提出的企业。请从名单里另选一家。"
    ]
    assert isinstance(dispatching, MatterPage)
    assert [each.fault for each in dispatching.forms[0].faulty] == [
        "“科技局”现在不是联盟的成员，不能选作接单部门。请从名单里另选一家。"
    ]


def test_the_answer_to_a_leave_leads_to_the_matters_in_hand(sqlite_url: str) -> None:
    built = app(sqlite_url)
    walk(store_of(built), "在办的", DISPATCH)
    by = principal(store_of(built), "secretary")
    day = date(2026, 9, 1)
    members.end(store_of(built), ALLIANCE, "organisation:bureau", day, by=by, now=NOW)

    shown = page(client(built, "secretary"), "/roster?alliance=auto&left=organisation:bureau")

    assert isinstance(shown, MembersPage)
    assert shown.notice == Notice(
        "已记下：“样例科技局”到2026年8月31日为止。",
        "轮值从那天起照新的名单排；已发布的活动没有动。"
        "它手上还有1件没办结的要事，请到“要事”里改派给别的部门。",
        action=Action("/matters?alliance=auto", "要事"),
    )
