import re
from datetime import date

import pytest
from flask import Flask

from scheduler.domain.attendance.values import Presence
from scheduler.domain.moments import SHANGHAI
from scheduler.services import attendance
from scheduler.services.attendance import Statement
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter
from scheduler.services.visits import recording
from scheduler.services.visits.recording import NewVisit
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.web.reports.pages import ReportPage
from tests.support.pages import page
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, COUNCILS, MET, app, client, principal, runtime, token

REPORT = f"/alliances/{ALLIANCE}/report"
PRESS = "0b9b2f5e-6a39-4c7e-9d8f-2f6f0f0c1a11"


def rows(html: str) -> list[list[str]]:
    """Give the cells of every row of the two tables."""
    return [
        [re.sub(r'<span class="label">[^<]*</span>|<[^>]+>', "", cell) for cell in cells]
        for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
        if (cells := re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row))
    ]


def recorded(url: str) -> Flask:
    built = app(url, MET)
    store = runtime(built).store
    secretary = principal(store, "secretary")
    attendance.open_register(store, COUNCILS[2], by=secretary, now=MET)
    gone = Statement("5f1d7a52-30bb-4b7a-9d5f-0d3d6a7f1c22", "p-4", Presence.SICK_LEAVE)
    attendance.record(store, COUNCILS[2], [gone], by=secretary, now=MET)
    attendance.all_present(store, COUNCILS[2], PRESS, by=secretary, now=MET)
    attendance.seal(store, COUNCILS[2], by=secretary, now=MET)
    new = NewMatter(ALLIANCE, "招工难", "labour", "organisation:beta")
    steps.raise_matter(store, new, by=secretary, now=MET)
    return built


def test_the_report_of_this_quarter_is_one_sheet(sqlite_url: str) -> None:
    built = recorded(sqlite_url)
    html = client(built, "secretary").get(REPORT).text
    assert rows(html) == [
        ["事项", "约定", "应办", "已办", "日期", "结果"],
        ["日常一季一议", "每季1次", "1", "1", "9月16日", "已完成"],
        ["资源共享清单", "每季发布1份", "1", "0", "—", "还差1次"],
        ["日期", "活动", "主办", "应到", "实到", "请假", "缺席", "到会率", "支部", "单位"],
        ["9月16日", "第3季度一季一议", "—", "4", "3", "1", "0", "75.0%", "1", "0"],
        ["合计（人次）", "4", "3", "1", "0", "75.0%", "—", "—"],
    ]
    assert "<span>数据截止：2026年9月16日 17:00，本期还没有结束</span>" in html
    assert "目前在办1件：招工难。" in html
    assert "赵样例" not in html


def test_every_figure_of_the_sheet_is_that_of_the_api(sqlite_url: str) -> None:
    built = recorded(sqlite_url)
    bearer = {"Authorization": f"Bearer {token(runtime(built).store, 'read')}"}
    address = f"/api/v1/reports?alliance={ALLIANCE}&period=2026-Q3"
    answer = built.test_client().get(address, headers=bearer).json
    shown = page(client(built, "secretary"), REPORT)
    assert isinstance(shown, ReportPage)
    assert answer is not None
    assert shown.sentences == tuple(answer["sentences"]["zh"])
    assert [(row.due, row.done, row.result) for row in shown.promises] == [
        (
            str(each["due"]),
            str(each["held"]),
            f"还差{each['missing']}次" if each["missing"] else "已完成",
        )
        for each in answer["promises"]
    ]
    names = ("due", "present", "leave", "absent")
    sums = [str(answer["attendance"][name]) for name in names]
    rate = f"{answer['turnout']['part'] / answer['turnout']['whole']:.1%}"
    assert shown.sums == (*sums, rate, "—", "—")
    (meeting,) = answer["meetings"]
    (row,) = shown.events
    reached = [str(meeting[name]) for name in ("branches", "organisations")]
    assert row.figures == (
        *(str(meeting["attendance"][name]) for name in names),
        rate,
        *reached,
    )
    assert shown.matters == ("受理要事0件，办结0件。", "目前在办1件：招工难。")
    assert answer["matters"] == {
        "raised": 1,
        "accepted": 0,
        "withdrawn": 0,
        "resolved": 0,
        "methods": {},
        "open": 1,
        "proxied": None,
    }
    assert (answer["as_of"], answer["hosts"]) == (MET.astimezone(SHANGHAI).isoformat(), [])


def test_the_report_tells_visits_made_up_days_and_branches(sqlite_url: str) -> None:
    built = recorded(sqlite_url)
    store = with_lists(runtime(built).store)
    data = {"share": [["exchange", "quarterly_council"]], "to": ["home_branch"]}
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="credits", type="credit", name="计入", data=data
            )
        )
        rule = session.get_one(RuleRow, (ALLIANCE, "quarterly_council"))
        rule.data = {**rule.data, "late": "makeup", "grace_days": 80}
        late = session.get_one(EventRow, COUNCILS[2])
        late.period = "2026-Q2"
        session.get_one(EventRow, COUNCILS[1]).status = "cancelled"
    new = NewVisit(PRESS, "enterprise_visit", "organisation:alpha", date(2026, 9, 2))
    recording.record(store, ALLIANCE, [new], by=principal(store, "secretary"), now=MET)
    browser = client(built, "secretary")
    html = browser.get(REPORT).text
    shown = {row[0]: row[1:] for row in rows(html)}
    assert shown["一企一策走访"] == ["每半年每家走访1次", "—", "1", "1家、1家次", "—"]
    assert shown["日常一季一议"] == [
        "每季1次",
        "1",
        "0",
        "9月16日（实际），计入第二季度",
        "还差1次",
    ]
    assert "第1支部2人次（2人）" in html
    shown = {row[0]: row[1:] for row in rows(browser.get(f"{REPORT}?period=2026-Q2").text)}
    assert shown["日常一季一议"] == ["每季1次", "1", "1", "9月16日（实际）", "已完成"]


def test_a_report_without_records_says_so(sqlite_url: str) -> None:
    html = client(app(sqlite_url), "secretary").get(f"{REPORT}?period=2026-07").text
    assert rows(html) == []
    assert "数据截止" not in html
    for sentence in ("本期没有到期的承诺。", "本期没有举行活动。", "本期没有轮值主办的活动。"):
        assert sentence in html


def test_one_turns_to_the_periods_beside_it_but_not_to_the_future(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    turns = re.compile(r'report\?period=([0-9Q-]+)"')
    assert turns.findall(browser.get(REPORT).text) == ["2026-Q2"]
    assert turns.findall(browser.get(f"{REPORT}?period=2026-Q2").text) == ["2026-Q1", "2026-Q3"]
    html = browser.get(f"{REPORT}?period=2026").text
    assert turns.findall(html) == ["2025"]
    assert "工作报告" in html


def test_the_hosts_of_the_period_are_named(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    html = browser.get(f"{REPORT}?period=2026-Q2&lang=en").text
    assert "Hosted: Sample Alpha 1." in html
    assert "Sample Automotive Chain Committee" in html


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("other", REPORT, 404),
        ("secretary", "/alliances/none/report", 404),
        ("secretary", f"{REPORT}?period=2026-Q9", 422),
        ("secretary", f"{REPORT}?period=2026-W09", 422),
        ("member", REPORT, 200),
        (None, REPORT, 303),
    ],
)
def test_a_report_is_for_who_sees_the_alliance(
    role: str | None, address: str, status: int, sqlite_url: str
) -> None:
    assert client(app(sqlite_url), role).get(address).status_code == status
