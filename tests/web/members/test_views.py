"""The page of members: who belongs, joining and leaving."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.domain.roster import Affiliation, Membership, Officer, Tenure
from scheduler.store import belonging
from scheduler.store.tables.roster import OrganisationRow
from scheduler.web.members.values import MemberGroup, MemberRow, MembersPage
from scheduler.web.parts import Action, Chip, Link, Notice
from tests.support.pages import page
from tests.support.world import ALLIANCE, OTHER, app, client, runtime

ALPHA, BETA = "organisation:alpha", "organisation:beta"
PAGE = f"/roster?alliance={ALLIANCE}"
JOIN = {
    "alliance": OTHER,
    "member": ALPHA,
    "role": "chain_leader",
    "since": "2026-09-01",
}
LEAVE = {"alliance": ALLIANCE, "member": BETA, "last": "2026-08-31"}
PERSON = {"alliance": ALLIANCE, "person": "home/home/p-3/auto-1", "last": "2026-08-31"}
RIGHTS = "到期后如果在本联盟没有别的组织关系或职务，就看不到联盟的页面，订阅的日历也会停用。"


@pytest.fixture
def built(sqlite_url: str) -> Flask:
    return app(sqlite_url)


def shown(browser: FlaskClient, address: str = PAGE, **fields: str) -> MembersPage:
    found = page(browser, address, **fields)
    assert isinstance(found, MembersPage)
    return found


def kept(built: Flask, alliance: str, member: str) -> list[Membership]:
    with runtime(built).store.read() as session:
        return [each.tie for each in belonging.memberships(session, alliance, member)]


def test_the_page_lists_who_belongs_and_leads_from_the_alliances_page(built: Flask) -> None:
    browser = client(built, "secretary")

    assert PAGE in browser.get(f"/alliances/{ALLIANCE}").text
    found = shown(browser)

    assert (found.lead, found.crumbs) == (
        "现有4个成员。",
        (Link(f"/alliances/{ALLIANCE}", "样例汽车产业链党委"),),
    )
    leaders = tuple(MemberRow(f"样例{name}公司") for name in ("丙川", "乙川", "甲川"))
    assert found.groups == (
        MemberGroup("department（1）", (MemberRow("样例科技局"),)),
        MemberGroup("chain_leader（3）", leaders),
    )
    assert [(each.href, each.main) for each in found.forms] == [
        ("/roster/join", True),
        ("/roster/leave", False),
        ("/roster/person", False),
    ]
    assert [each.value for each in found.forms[0].fields[0].options] == [
        "",
        "body:auto-1",
        "body:auto-2",
    ]
    assert [each.value for each in found.forms[2].fields[0].options[:4]] == [
        "",
        "office/liaison/p-2/auto",
        "office/lead_official/p-chief/auto",
        "home/home/p-1/auto-1",
    ]


def test_a_member_joins_and_the_page_says_so(built: Flask) -> None:
    browser = client(built, "other")

    answers = [browser.post("/roster/join", data=JOIN) for _ in range(2)]

    address = f"/roster?alliance={OTHER}&joined=organisation%3Aalpha"
    assert [(each.status_code, each.headers["Location"]) for each in answers] == [
        (303, address)
    ] * 2
    assert kept(built, OTHER, ALPHA) == [
        Membership(ALPHA, OTHER, "chain_leader", tenure=Tenure(date(2026, 9, 1)))
    ]
    found = shown(browser, address)
    assert found.notice == Notice(
        "已记下：“样例甲川公司”2026年9月1日起是chain_leader。",
        "轮值从那天起照新的名单排；已发布的活动没有动。",
    )
    assert (found.lead, found.groups[0].rows[0]) == (
        "现有1个成员，另有1个已记下哪天加入。",
        MemberRow("样例甲川公司", "2026年9月1日起", Chip("todo", "将加入")),
    )


def test_a_member_leaves_and_what_it_was_to_host_leads_to_the_plan(built: Flask) -> None:
    browser = client(built, "secretary")

    answer = browser.post("/roster/leave", data=LEAVE)

    assert kept(built, ALLIANCE, BETA) == [
        Membership(BETA, ALLIANCE, "chain_leader", tenure=Tenure(None, date(2026, 9, 1)))
    ]
    found = shown(browser, answer.headers["Location"])
    assert found.notice == Notice(
        "已记下：“样例乙川公司”到2026年8月31日为止。",
        "之后已发布的活动还有1场由它主办，请到“计划变更”里看过再改。",
        action=Action(f"/plans?alliance={ALLIANCE}&year=2026", "看计划变更"),
    )
    assert found.groups[1].rows[1] == MemberRow(
        "样例乙川公司", "到2026年8月31日为止", Chip("todo", "将退出")
    )


def test_a_membership_taken_back_is_told_as_one_that_never_was(built: Flask) -> None:
    browser = client(built, "other")
    browser.post("/roster/join", data=JOIN)

    back = LEAVE | {"alliance": OTHER, "member": ALPHA, "last": "2026-08-31"}
    answer = browser.post("/roster/leave", data=back)

    notice = Notice(
        "已记下：“样例甲川公司”没有加入过，原来记的从2026年9月1日起作废。",
        "轮值从那天起照新的名单排；已发布的活动没有动。",
    )
    assert shown(browser, answer.headers["Location"]).notice == notice


def test_who_is_gone_stands_folded_and_may_join_again(built: Flask) -> None:
    browser = client(built, "secretary")
    gone = LEAVE | {"member": "organisation:bureau", "last": "2026-08-10"}

    answer = browser.post("/roster/leave", data=gone)

    found = shown(browser, answer.headers["Location"])
    assert found.notice is not None
    assert found.notice.text == "轮值从那天起照新的名单排；已发布的活动没有动。"
    gone_row = MemberRow("样例科技局", "到2026年8月10日为止")
    assert found.groups[-1] == MemberGroup("以前的（1）", (gone_row,), folded=True)
    assert "organisation:bureau" in [each.value for each in found.forms[0].fields[0].options]


@pytest.mark.parametrize(
    ("person", "last", "title"),
    [
        (
            "home/home/p-3/auto-1",
            "2026-08-31",
            "已记下：孙样例 · 组织关系到2026年8月31日为止。",
        ),
        (
            "office/branch_secretary/p-1/auto-1",
            "2026-08-31",
            "已记下：赵样例 · branch_secretary到2026年8月31日为止。",
        ),
        ("home/home/p-3/auto-1", "2026-08-01", "已记下，已经离开。"),
    ],
)
def test_a_person_leaves(built: Flask, person: str, last: str, title: str) -> None:
    browser = client(built, "secretary")

    answers = [
        browser.post("/roster/person", data=PERSON | {"person": person, "last": last})
        for _ in range(2)
    ]

    assert [each.status_code for each in answers] == [303, 303]
    with runtime(built).store.read() as session:
        who = person.split("/")[2]
        ties: list[Affiliation | Officer] = [
            *(each.tie for each in belonging.affiliations(session, [who])),
            *(each.tie for each in belonging.offices(session, [who])),
        ]
    ended = [tie.tenure.until for tie in ties if tie.tenure.until]
    assert ended == [date.fromisoformat(last) + timedelta(days=1)]
    assert shown(browser, answers[0].headers["Location"]).notice == Notice(title, RIGHTS)


@pytest.mark.parametrize(
    ("act", "changed", "status", "faults"),
    [
        ("join", {"member": "", "since": ""}, 422, ["请填单位。", "请填开始日期。"]),
        ("join", {"since": "soon"}, 422, ["开始日期“soon”看不懂，请按2026-09-09的样子填。"]),
        (
            "join",
            {"since": "1999-12-31"},
            422,
            ["开始日期（1999年12月31日）不行，可填2000年1月1日至2100年12月31日。"],
        ),
        (
            "join",
            {"member": "organisation:gamma"},
            409,
            ["“丙川”那时已经是“钢铁链”的成员，不用再加入。请换一家，或先让它退出。"],
        ),
        ("leave", {"last": ""}, 422, ["请填最后一天。"]),
        (
            "leave",
            {"last": "9999-12-31"},
            422,
            ["最后一天“9999-12-31”超出可用范围，请换一个日期。"],
        ),
        (
            "leave",
            {"last": "2100-12-31"},
            422,
            ["最后一天（2100年12月31日）不行，可填2000年1月1日至2100年12月30日。"],
        ),
        ("person", {"person": "home/home"}, 404, []),
        ("person", {"person": "x"}, 422, ["人员“x”不在这里的成员之中，请从名单里选。"]),
        ("person", {"person": ""}, 422, ["请填人员。"]),
    ],
)
def test_what_was_typed_stays_and_the_fault_stands_at_its_field(
    built: Flask, act: str, changed: dict[str, str], status: int, faults: list[str]
) -> None:
    typed = {"join": JOIN, "leave": LEAVE, "person": PERSON}[act] | changed
    browser = client(built, "admin")

    assert browser.post(f"/roster/{act}", data=typed).status_code == status
    if faults:
        found = shown(browser, f"/roster/{act}", **typed)
        wrong = [form for form in found.forms if form.faulty]
        assert [form.href for form in wrong] == [f"/roster/{act}"]
        assert [each.fault for each in wrong[0].faulty] == faults
        assert {each.name: each.value for each in wrong[0].fields} == {
            name: value for name, value in typed.items() if name != "alliance"
        }


def test_an_end_before_the_beginning_and_a_second_end_are_refused(built: Flask) -> None:
    browser = client(built, "admin")
    browser.post("/roster/join", data=JOIN)
    left = {"alliance": OTHER, "member": ALPHA}

    def told(last: str) -> list[str]:
        found = shown(browser, "/roster/leave", **left, last=last)
        return [field.fault for form in found.forms for field in form.faulty]

    assert told("2026-08-30") == [
        "最后一天（2026年8月30日）早于第一天（2026年9月1日），请改其中一个。"
    ]
    assert browser.post("/roster/leave", data=left | {"last": "2026-09-30"}).status_code == 303
    assert told("2026-10-31") == ["已经记为到2026年9月30日为止，没有再改。要重新开始，请另记一条。"]
    assert browser.post("/roster/leave", data=left | {"last": "2026-08-31"}).status_code == 303
    groups = shown(browser, f"/roster?alliance={OTHER}").groups
    assert [row.name for group in groups for row in group.rows] == ["样例丙川公司"]


def test_members_read_and_only_who_edits_has_forms(built: Flask) -> None:
    reader = client(built, "member")

    found = shown(reader, "/roster")

    assert (len(found.groups), found.forms) == (2, ())
    assert reader.post("/roster/leave", data=LEAVE).status_code == 403
    assert client(built, "other").get(PAGE).status_code == 404
    assert client(built, "admin").get("/roster?alliance=county").status_code == 404


def test_who_sees_several_alliances_chooses_one(built: Flask) -> None:
    found = shown(client(built, "admin"), "/roster")

    assert (found.lead, found.alliances) == (
        "选一个联盟。",
        (Link(PAGE, "样例汽车产业链党委"), Link("/roster?alliance=steel", "样例钢铁产业链党委")),
    )


@pytest.mark.parametrize(
    "query", ["joined=organisation:none", "joined=organisation:alpha", "left=x"]
)
def test_an_address_that_tells_of_nothing_shows_no_notice(built: Flask, query: str) -> None:
    assert shown(client(built, "secretary"), f"{PAGE}&{query}").notice is None


def test_the_page_speaks_english(built: Flask) -> None:
    text = client(built, "secretary").get(f"{PAGE}&lang=en").text

    assert "A member joins" in text
    assert "Sample Alpha" in text


def test_a_long_list_of_one_role_is_folded_and_numbers_are_in_order(built: Flask) -> None:
    with runtime(built).store.write() as session:
        for number in range(1, 14):
            key = f"more-{number}"
            name = f"样例{number}厂"
            session.add(OrganisationRow(key=key, name=name, short_name=name, kind="enterprise"))
            belonging.add(session, Membership(f"organisation:{key}", ALLIANCE))

    found = shown(client(built, "member")).groups[-1]

    assert (found.title, found.folded) == ("成员单位（13）", True)
    assert [row.name for row in found.rows] == [f"样例{number}厂" for number in range(1, 14)]


def test_an_alliance_without_members_says_so(built: Flask) -> None:
    browser = client(built, "other")
    gone = {"alliance": OTHER, "member": "organisation:gamma", "last": "2026-08-17"}
    assert browser.post("/roster/leave", data=gone).status_code == 303

    found = shown(browser, f"/roster?alliance={OTHER}")

    assert (found.lead, [group.folded for group in found.groups]) == ("还没有成员单位。", [True])
    assert [form.href for form in found.forms] == ["/roster/join", "/roster/person"]
