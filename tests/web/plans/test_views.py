"""The page of a plan: shown, published, refused, and for several alliances together."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.store import Store, events, ledger
from scheduler.store import planning as applied_plans
from scheduler.store.tables.planning import BlackoutRow, RuleRow
from scheduler.store.tables.roster import BodyRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, EXCHANGES, NOW, OTHER, app, client, runtime
from tests.web.plans.planned import YEAR_PAGE, hidden, open_as, publish, starts


def test_a_stranger_signs_in_first(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))

    for answer in (browser.get(YEAR_PAGE), browser.post("/plans/apply")):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/signin")


def test_of_a_choice_of_none_it_is_said_where_the_choice_is_made(
    sqlite_url: str, store: Store
) -> None:
    said = "还没有勾选联盟。请至少勾选一个，再看要改什么。"
    few = open_as("admin", sqlite_url).get("/plans?year=2027")
    assert (few.status_code, few.text.count(said)) == (422, 1)
    with store.write() as session:
        session.add(BodyRow(key="food", kind="chain_committee", name="食品链", short_name="食品链"))

    browser = open_as("admin", sqlite_url)
    for query in ("year=2027", "alliance=&year=2027", "group=&year=2027"):
        answer = browser.get(f"/plans?{query}")
        assert (answer.status_code, answer.text.count(said)) == (422, 1)
        assert f'id="pick-e" role="alert">{said}</span>' in answer.text
        assert "<option selected>2027</option>" in answer.text
        assert answer.text.count('action="/plans#pick"') == answer.text.count('id="pick"') == 1
    page = browser.get("/plans").text
    assert (said in page, "<option selected>" in page) == (False, False)


def test_what_becomes_firm_is_folded_and_counted_apart(sqlite_url: str, store: Store) -> None:
    publish(store)
    uids = [COUNCILS[3], EXCHANGES[2]]
    with store.write() as session:
        for uid in uids:
            events.change(session, uid, {"tentative": True})
    browser = open_as("secretary", sqlite_url)

    page = browser.get(YEAR_PAGE).text
    assert "由暂定转为确定2场（日期、主办、会场都不变）</summary>" in page
    assert "换主办或会场" not in page
    assert "没有要动的。" not in page
    assert re.search(r"<b>0</b><em>=</em><b>0</b>", page)
    answer = browser.post("/plans/apply", data=hidden(page))
    assert "done=0%2C0%2C0%2C2%2C0" in answer.headers["Location"]
    page = browser.get(answer.headers["Location"]).text
    assert "转为确定2。" in page
    listed = browser.get("/plans").text
    assert "：转为确定2" in listed
    link = re.search(r'href="(/plans/undo[^"]*)"', listed)
    assert link is not None
    assert "由确定回到暂定2场（日期、主办、会场都不变）" in browser.get(link.group(1)).text


def test_a_second_publisher_of_a_stale_page_is_shown_the_new_plan(
    sqlite_url: str, store: Store
) -> None:
    one, two = open_as("secretary", sqlite_url), open_as("alliance_admin", sqlite_url)
    first, second = hidden(one.get(YEAR_PAGE).text), hidden(two.get(YEAR_PAGE).text)
    acts.cancel(store, Act(COUNCILS[3], SYSTEM, NOW))
    newer = hidden(two.get(YEAR_PAGE).text)
    assert two.post("/plans/apply", data=newer).status_code == 303

    answer = one.post("/plans/apply", data=first)
    assert (answer.status_code, second == first) == (409, True)
    assert "汽车链的数据又变了" in answer.text
    assert hidden(answer.text) == {}
    assert two.post("/plans/apply", data=newer).headers["Location"].endswith(newer["hash"])


def test_the_summary_on_the_top_leads_to_publishing_and_to_the_months(
    sqlite_url: str, store: Store
) -> None:
    browser = open_as("secretary", sqlite_url)
    page = browser.get(YEAR_PAGE).text
    top, _, below = page.partition('<div class="cols')

    assert re.findall(r"<li><b>(\d+)</b>([^<]*)</li>", top) == [
        ("5", "改名"),
        ("1", "新增"),
        ("2", "期间已过"),
    ]
    assert re.findall(r'<a class="btn small" href="#(\w+)">([^<]*)</a>', top) == [
        ("publish", "跳到“发布这些改动”"),
        ("months", "逐月对照"),
    ]
    assert (below.count('id="publish"'), below.count('id="months"')) == (1, 1)
    assert page.count('class="btn main') == 1
    publish(store)
    assert '<a class="btn small" href="#' not in browser.get(YEAR_PAGE).text


def test_a_change_is_shown_with_its_reason_and_published(sqlite_url: str, store: Store) -> None:
    publish(store)
    day = date(2026, 12, 9)
    with store.write() as session:
        session.add(BlackoutRow(resource=f"body:{ALLIANCE}", start=day, end=date(2026, 12, 10)))
    browser = open_as("secretary", sqlite_url)

    page = browser.get(YEAR_PAGE).text
    assert f'<a href="/events/{COUNCILS[3]}">' in page
    assert "<del>12月9日 周三 14:30</del>" in page
    assert "12月9日汽车链有事。" in page
    fields = hidden(page)
    assert sorted(fields) == ["alliance", "base", "hash", "year"]
    assert (
        '<td class="full days"><span class="label">现在</span>2场 · <del>9日</del>、31日</td>'
        in page
    )

    answer = browser.post("/plans/apply", data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/plans?alliance={ALLIANCE}&year=2026&done=0%2C1%2C0%2C0%2C0&plan={fields['hash']}",
    )
    page = browser.get(answer.headers["Location"]).text
    assert f'href="/plans/undo?plan={fields["hash"]}">撤回这次发布</a>' in page
    assert "移日期1。" in page
    assert "没有要动的。" in page
    assert "期间已过、没有办的2项</summary>" in page
    assert "hash" not in hidden(page)
    for told in ("/", f"/events/{COUNCILS[3]}"):
        assert "12月9日样例汽车产业链党委有事。" in browser.get(told).text

    again = browser.post("/plans/apply", data=fields)
    assert (again.status_code, again.headers["Location"]) == (
        303,
        f"/plans?alliance={ALLIANCE}&year=2026&again={fields['hash']}",
    )
    page = browser.get(again.headers["Location"]).text
    assert "这份计划之前已经发布过，这次什么也没有改。" in page
    assert re.search(r"8月18日 10:00由[^。<]+发布。", page)
    assert re.search(r"移日期1（[^）]+发布）", browser.get("/plans").text)
    made_up = f"{YEAR_PAGE}&again={'0' * 64}"
    assert "之前已经发布过" not in browser.get(made_up).text


def test_a_stale_plan_is_refused_and_the_new_one_shown(sqlite_url: str, store: Store) -> None:
    browser = open_as("secretary", sqlite_url)
    fields = hidden(browser.get(YEAR_PAGE).text)
    with store.write() as session:
        ledger.append(session, [ledger.Entry((ALLIANCE,), "rule", "exchange", "put")], "x", NOW)

    answer = browser.post("/plans/apply", data=fields)

    assert answer.status_code == 409
    before = int(fields["base"].partition(":")[2])
    assert f"汽车链的数据又变了（当时第{before}号，现在第{before + 1}号）" in answer.text
    assert hidden(answer.text)["hash"] != fields["hash"]
    with store.read() as session:
        assert applied_plans.history(session, 1) == ()


def test_who_may_not_publish_sees_no_button_and_is_refused(sqlite_url: str) -> None:
    browser = open_as("branch", sqlite_url)
    page = browser.get(YEAR_PAGE)

    assert (page.status_code, "hash" in hidden(page.text)) == (200, False)
    assert "您可以看，不能发布" in page.text
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
    if year == "2100":
        assert "排不了：节假日只推算得出2000年至2099年的" in answer.text


def test_without_a_year_it_is_this_one(sqlite_url: str) -> None:
    page = open_as("secretary", sqlite_url).get(f"/plans?alliance={ALLIANCE}").text

    assert hidden(page)["year"] == "2026"


def test_no_alliance_at_all_cannot_be_published(sqlite_url: str) -> None:
    answer = open_as("secretary", sqlite_url).post("/plans/apply", data={"hash": "x"})

    assert answer.status_code == 422


@pytest.mark.parametrize("done", ["1,2,3", "a,b,c,d,e", "", "1,2,3,4,5,6"])
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


def test_an_absence_is_tried_out_and_nothing_is_saved(sqlite_url: str, store: Store) -> None:
    publish(store)
    before = starts(store)
    with store.read() as session:
        heads = ledger.heads(session, (ALLIANCE, OTHER))
    browser = open_as("secretary", sqlite_url)
    fields = hidden(browser.get(YEAR_PAGE).text, "/plans/what-if")
    typed = {"resource": "venue:hall", "first": "2026-12-09", "last": ""}

    answer = browser.post("/plans/what-if", data=fields | typed)
    page = browser.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert "假设链上会客厅12月9日不行，会动这些：" in page.text
    assert "<del>12月9日 周三 14:30</del>" in page.text
    assert hidden(page.text) == {}
    with store.read() as session:
        assert ledger.heads(session, (ALLIANCE, OTHER)) == heads
        assert len(applied_plans.history(session, 9)) == 1
    assert starts(store) == before


def test_who_joins_and_who_leaves_is_tried_out_and_nothing_is_saved(
    sqlite_url: str, store: Store
) -> None:
    publish(store)
    with store.read() as session:
        heads = ledger.heads(session, (ALLIANCE, OTHER))
    browser = open_as("secretary", sqlite_url)
    fields = hidden(browser.get(YEAR_PAGE).text, "/plans/what-if")
    typed = {"leave": "organisation:gamma", "role": "member", "since": "2026-10-01"}

    answer = browser.post("/plans/what-if", data=fields | typed)
    page = browser.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert "假设样例丙川公司10月1日起退出汽车链，会动这些：" in page.text
    assert "<del>主办丙川</del>" in page.text
    assert hidden(page.text) == {}
    assert '<option value="organisation:gamma" selected>样例丙川公司</option>' in page.text
    with store.read() as session:
        assert ledger.heads(session, (ALLIANCE, OTHER)) == heads


def test_who_cannot_join_or_leave_is_told_beside_the_field(sqlite_url: str, store: Store) -> None:
    del store
    browser = open_as("secretary", sqlite_url)
    asked = {"alliance": ALLIANCE, "year": "2026", "since": "2026-10-01"}
    twice = "“甲川”那时已经是“汽车链”的成员，不用再加入。请换一家，或先让它退出。"
    gone = "没有找到成员关系“bureau”，或者您看不到它。请核对后再试。"
    past = "开始日期（2026年8月17日）已经过去，最早填2026年8月18日。"
    for typed, status, fault in (
        ({"join": "organisation:alpha"}, 409, ("join", twice)),
        ({"join": "organisation:nope"}, 422, ("join", "所选的已经不在了，请另选一个。")),
        ({"leave": "organisation:nosuch"}, 422, ("leave", gone.replace("bureau", "nosuch"))),
        ({"leave": "organisation:alpha", "since": "2026-08-17"}, 422, ("since", past)),
        ({}, 422, ("join", "请选择加入或退出的单位。")),
    ):
        fields = {f"if_{name}": value for name, value in (asked | typed).items()}
        query = "&".join(f"{name}={value}" for name, value in fields.items())
        for answer in (
            browser.post("/plans/what-if", data=asked | typed),
            browser.get(f"{YEAR_PAGE}&{query}"),
        ):
            found = re.findall(r'<span class="fault" id="if-(\w+)-e">([^<]*)</span>', answer.text)
            assert (answer.status_code, found) == (status, [fault])


def test_nobody_tries_out_what_they_may_not_see(sqlite_url: str) -> None:
    fields = {"alliance": OTHER, "year": "2026", "since": "2026-10-01"}
    for member in ("organisation:alpha", "organisation:gamma"):
        answer = open_as("secretary", sqlite_url).post(
            "/plans/what-if", data=fields | {"join": member}
        )
        assert answer.status_code == 404


def test_what_waits_without_a_supposition_is_told_apart(sqlite_url: str) -> None:
    browser = open_as("secretary", sqlite_url)
    plain = browser.get(YEAR_PAGE).text
    away = f"{YEAR_PAGE}&if_resource=venue:hall&if_first=2026-12-25&if_last=2026-12-25"
    supposed = browser.get(away).text

    assert "原已待发布" not in plain
    assert "场原已待发布，与这个假设无关" in supposed
    assert "不行：没有要动的。" in supposed


def test_the_other_year_in_which_something_waits_is_told(sqlite_url: str, store: Store) -> None:
    browser = open_as("secretary", sqlite_url)
    link = re.compile(r'<a href="([^"]*)">(2027|2026)年还有(\d+)场待发布</a>')

    this = link.findall(browser.get(f"{YEAR_PAGE}&saved=1").text)
    publish(store)
    following = browser.get(f"/plans?alliance={ALLIANCE}&year=2027&saved=1").text
    later = browser.get(f"/plans?alliance={ALLIANCE}&year=2028&saved=1").text
    whole = link.findall(open_as("admin", sqlite_url).get("/plans?all=1&year=2026").text)

    assert this == [(f"/plans?alliance={ALLIANCE}&amp;year=2027", "2027", "11")]
    assert [pair[:2] for pair in whole] == [("/plans?all=1&amp;year=2027", "2027")]
    for page in (following, browser.get(YEAR_PAGE).text, later):
        assert link.findall(page) == []


def test_the_marks_are_explained_only_where_something_has_to_move(
    sqlite_url: str, store: Store
) -> None:
    browser = open_as("secretary", sqlite_url)
    tried = f"/plans?alliance={ALLIANCE}&year=2026"
    day = max(starts(store)[uid] for uid in COUNCILS)
    away = f"{tried}&if_resource=body:{ALLIANCE}&if_first={day}&if_last={day}"

    assert ["实心是非动不可" in browser.get(each).text for each in (tried, away)] == [False, True]


def test_a_turn_that_nobody_can_take_is_told_with_its_cause(sqlite_url: str, store: Store) -> None:
    with store.write() as session:
        session.execute(
            update(RuleRow)
            .where(RuleRow.key == "host_turns")
            .values(data={"fills": "host", "for": "exchange", "pool": {"role": "nosuch"}})
        )
    page = open_as("secretary", sqlite_url).get(f"/plans?alliance={ALLIANCE}&year=2027").text
    assert "<li><b>3</b>没人主办</li>" in page
    assert page.count("没有承办：“链主企业轮流举办”里那天一个成员也没有。") == 3


def test_an_absence_typed_wrong_is_told_beside_its_field(sqlite_url: str) -> None:
    browser = open_as("secretary", sqlite_url)
    fields = {"alliance": ALLIANCE, "year": "2026", "resource": "venue:hall", "first": "明天"}

    answer = browser.post("/plans/what-if", data=fields)

    assert answer.status_code == 422
    assert 'value="明天"' in answer.text
    assert "看不懂，请按2026-09-09" in answer.text
    empty = browser.post("/plans/what-if", data=fields | {"first": " "})
    assert (empty.status_code, "请填第一天。" in empty.text) == (422, True)
    assert browser.get(f"{YEAR_PAGE}&if_resource=venue:hall").status_code == 422


def test_what_is_not_there_any_more_is_told_beside_its_field(sqlite_url: str) -> None:
    browser = open_as("secretary", sqlite_url)
    typed = {"resource": "venue:gone", "first": "2026-12-09", "last": "2026-12-10"}
    address = "&".join(f"if_{name}={value}" for name, value in typed.items())

    posted = browser.post("/plans/what-if", data={"alliance": ALLIANCE, "year": "2026"} | typed)
    for answer in (posted, browser.get(f"{YEAR_PAGE}&{address}")):
        form = answer.text.partition('action="/plans/what-if"')[2].partition("</form>")[0]
        assert answer.status_code == 422
        fault = re.findall(r'<span class="fault" id="if-(\w+)-e">([^<]*)</span>', form)
        assert fault == [("resource", "所选的已经不在了，请另选一个。")]
        assert '<option value="venue:gone" selected>gone</option>' in form
        assert re.findall(r'name="(first|last)" type="text" value="([^"]*)"', form) == [
            ("first", "2026-12-09"),
            ("last", "2026-12-10"),
        ]


def test_what_is_supposed_of_another_year_leads_to_that_year(sqlite_url: str) -> None:
    browser = open_as("secretary", sqlite_url)
    address = "if_resource=venue%3Ahall&if_first=2027-03-09&if_last=2027-03-10"
    page = browser.get(f"{YEAR_PAGE}&{address}").text
    assert (
        "假设链上会客厅2027年3月9日至2027年3月10日不行：这不在2026年里，2026年没有要动的。" in page
    )
    there = f"{YEAR_PAGE}&{address}".replace("2026", "2027").replace("&", "&amp;")
    assert f'<a href="{there}">看2027年会动哪些</a>' in page
    page = browser.get(there.replace("&amp;", "&")).text
    assert ("假设链上会客厅" in page, "会动哪些</a>" in page) == (True, False)
    page = browser.get(f"{YEAR_PAGE}&{address.replace('2027-03-09', '2026-12-30')}").text
    assert ("这不在2026年里" in page, "看2027年会动哪些</a>" in page) == (False, True)


def test_an_absence_that_is_over_is_told_beside_its_field(sqlite_url: str) -> None:
    fields = {"alliance": ALLIANCE, "year": "2026", "resource": "venue:hall", "first": "2026-08-17"}
    answer = open_as("secretary", sqlite_url).post("/plans/what-if", data=fields)

    assert answer.status_code == 422
    assert 'id="if-first-e">第一天（2026年8月17日）已经过去，最早填2026年8月18日。' in answer.text


@pytest.mark.parametrize("query", ["group=both", "all=1"])
def test_several_alliances_are_planned_and_published_together(
    sqlite_url: str, both: Store, query: str
) -> None:
    browser = open_as("committee", sqlite_url)
    assert f"/plans?{query}&amp;year=2026" in browser.get("/plans").text

    fields = hidden(browser.get(f"/plans?{query}&year=2026").text)
    assert fields["base"].count(":") == 2
    answer = browser.post("/plans/apply", data=fields)

    assert answer.headers["Location"].startswith(f"/plans?{query}&year=2026&done=")
    page = browser.get(f"/plans?{query}&year=2026").text
    assert "没有要动的。" in page
    assert "期间已过、没有办的4项</summary>" in page
    with both.read() as session:
        (row,) = applied_plans.history(session, 1)
    assert row.alliances == (ALLIANCE, OTHER)


def test_a_group_is_for_those_who_see_all_of_it(sqlite_url: str, both: Store) -> None:
    assert both is not None
    browser = open_as("secretary", sqlite_url)
    assert browser.get("/plans?group=both").status_code == 404
    assert hidden(browser.get("/plans?all=1").text)["base"].startswith("auto:")


def test_the_page_costs_the_same_for_one_and_for_several_alliances(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    with store.write() as session:
        more = {"key": "copper", "name": "样例铜链", "short_name": "铜链"}
        session.add(BodyRow(kind="chain_committee", parent="county", **more))
        session.flush()
        quota = {"kind": "council", "per": "quarter", "min": 1}
        session.add(RuleRow(alliance="copper", key="q", type="quota", name="议", data=quota))
    browser = client(built, "admin")
    one = statements(store, lambda: browser.get(YEAR_PAGE))

    many = f"{YEAR_PAGE}&alliance={OTHER}&alliance=copper"
    assert statements(store, lambda: browser.get(many)) == one
