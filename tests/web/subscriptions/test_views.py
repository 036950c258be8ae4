"""The pages that bring calendars into the reader's own, and tell who fetched what."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from scheduler.domain.feed_scope import Choice, Scope, ScopeKind
from scheduler.feed_door.door import FeedDoor
from scheduler.services import accounts
from scheduler.services.access import token_principal
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import known, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, fetches
from scheduler.store import accounts as accounts_kept
from scheduler.store import subscriptions as queries
from scheduler.store.fetches import Fetch
from scheduler.store.tables.access import GrantRow, UserRow
from scheduler.store.tables.roster import (
    ActivityKindRow,
    BodyRow,
    MembershipRow,
    OfficerRow,
    OrganisationRow,
)
from scheduler.web.parts import Notice
from scheduler.web.subscriptions.values import SubscribePage
from tests.support import pages
from tests.support.addresses import public_token
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SECRET_KEY,
    SHARED_DAY,
    app,
    at,
    client,
    principal,
    runtime,
)

PATH = f"/alliances/{ALLIANCE}/subscribe"
EVIDENCE = f"/alliances/{ALLIANCE}/subscriptions"
ALL = f"body:{ALLIANCE}"
PHONE: dict[str, object] = {"name": "手机", "scope": ALL}


def own_address(store: Store) -> str:
    token = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    return f"{BASE_URL}/feeds/{token}.ics"


def shown(page: str) -> str:
    found = re.search(r'id="feed"[^>]* value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def store_of(browser: FlaskClient) -> Store:
    return runtime(browser.application).store


def acts_on(page: str, act: str) -> list[str]:
    return re.findall(rf'action="(/subscriptions/[^"]*/{act})"', page)


def versions_on(page: str) -> list[str]:
    return re.findall(r'name="version" value="(\d+)"', page)


def flush(built: Flask) -> None:
    door = built.wsgi_app
    assert isinstance(door, FeedDoor)
    door.flush()


def wishes(store: Store, role: str) -> list[Wish]:
    own = known.own(store, principal(store, role), SECRET_KEY, NOW)
    return [
        Wish(each.scope, each.name, each.lang, each.profile, each.choice)
        for each in (address.subscription for address in own)
    ]


@pytest.mark.parametrize("spoken", ["", "?lang=en"])
def test_r39_every_way_leads_to_the_same_address_in_the_language_of_the_page(
    sqlite_url: str, spoken: str
) -> None:
    browser = client(app(sqlite_url))
    address = own_address(store_of(browser)) + spoken
    page = browser.get(f"{PATH}{spoken}").text
    assert shown(page) == address
    ways = [unescape(href) for href in re.findall(r'href="((?:https?|webcal):[^"]*)"', page)]
    kinds, found = set(), set()
    for way in ways:
        query = parse_qs(urlsplit(way).query)
        target = (query.get("url") or query.get("cid") or [way])[0]
        kinds.add((urlsplit(way).scheme, urlsplit(way).hostname))
        found.add(target.replace("webcal://", "http://", 1))
    assert found == {address}
    assert kinds == {
        ("https", "outlook.office.com"),
        ("https", "calendar.google.com"),
        ("webcal", "calendar.example"),
        ("http", "calendar.example"),
    }


def test_a_stranger_is_led_to_the_sign_in_and_back(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    own_address(store_of(browser))
    page = browser.get(PATH).text
    assert f'href="/signin?next={PATH.replace("/", "%2F")}"' in page
    assert 'name="scope"' not in page


def test_a_private_calendar_is_no_page_for_strangers(sqlite_url: str) -> None:
    built = app(sqlite_url)
    path = f"/alliances/{OTHER}/subscribe"
    assert client(built).get(path).status_code == 404
    assert client(built, "member").get(path).status_code == 404
    own = client(built, "other").get(path)
    assert (own.status_code, shown(own.text), "还没有地址" in own.text) == (200, "", True)
    assert client(built).get("/alliances/nobody/subscribe").status_code == 404


def test_an_outsider_is_shown_the_public_address_and_offered_none_of_their_own(
    sqlite_url: str,
) -> None:
    outsider = client(app(sqlite_url), "other")
    address = own_address(store_of(outsider))
    page = outsider.get(PATH)
    assert (page.status_code, shown(page.text)) == (200, address)
    assert ("这是公开的地址" in page.text, "只给自己用" in page.text) == (True, False)
    assert ("您不在这个联盟里。" in page.text, 'name="scope"' in page.text) == (True, False)
    refused = outsider.post(PATH, data={"name": "办公室电脑", "scope": ALL})
    assert (
        refused.status_code,
        "您不在汽车链里，没有自己的订阅地址可要。" in refused.text,
    ) == (
        403,
        True,
    )


def test_a_reader_makes_an_address_renews_it_and_ends_it(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    public = own_address(store_of(browser))
    assert shown(browser.get(PATH).text) == public
    made = browser.post(PATH, data={"name": "办公室电脑", "scope": ALL})
    assert (made.status_code, made.location.startswith(f"{PATH}?done=made&show=")) == (303, True)
    page = browser.get(made.location).text
    first = shown(page)
    assert first != public
    assert "“办公室电脑”的地址：汽车链全部活动" in page
    (renew,) = acts_on(page, "renew")
    sent = {"back": PATH, "version": versions_on(page)[0]}
    renewed = browser.post(renew, data=sent)
    page = browser.get(renewed.location).text
    second = shown(page)
    counts = [
        browser.get(urlsplit(each).path).data.count(b"BEGIN:VEVENT") for each in (first, second)
    ]
    assert (counts[0], counts[1] > 1, "换好了新地址" in page) == (1, True, True)
    # Sent twice, it is not renewed once more: the reader is shown the address of the first time.
    page = browser.get(browser.post(renew, data=sent).location).text
    assert (shown(page), "已经换过地址，没有再换一次。" in page) == (second, True)
    (end,) = acts_on(page, "end")
    assert browser.post(end, data={"back": PATH}).location == f"{PATH}?done=ended"
    assert browser.get(urlsplit(second).path).data.count(b"BEGIN:VEVENT") == 1
    after = browser.get(f"{PATH}?done=ended").text
    assert (shown(after), "8月18日停用；到9月17日为止日历里留一条提示" in after) == (public, True)


def test_what_was_ended_leaves_the_list_with_its_farewell(sqlite_url: str) -> None:
    clock = [NOW]
    built = app(sqlite_url, lambda: clock[0])
    browser = client(built, "member")
    browser.post(PATH, data=PHONE)
    (end,) = acts_on(browser.get(PATH).text, "end")
    path = urlsplit(shown(browser.get(PATH).text)).path
    # Whoever sends the reader elsewhere afterwards does not succeed.
    assert browser.post(end, data={"back": "//evil.example/"}).location == "/?done=ended"
    clock[0] = NOW + timedelta(days=30)
    assert (browser.get(path).status_code, "已停用" in browser.get(PATH).text) == (200, True)
    clock[0] = NOW + timedelta(days=31)
    assert (browser.get(path).status_code, "已停用" in browser.get(PATH).text) == (410, False)


FORMS: list[tuple[str, dict[str, object], Wish]] = [
    ("member", PHONE, Wish(WHOLE, "手机")),
    (
        "member",
        PHONE | {"kinds": ["exchange", "council"], "alarms": ["60", "15"], "feed_lang": "en"},
        Wish(WHOLE, "手机", "en", choice=Choice(("council", "exchange"), alarms=(15, 60))),
    ),
    (
        "member",
        PHONE | {"window": "year", "profile": "outlook"},
        Wish(
            WHOLE,
            "手机",
            profile="outlook",
            choice=Choice(since=date(2026, 1, 1), until=date(2027, 1, 1)),
        ),
    ),
    (
        "member",
        PHONE | {"window": "quarter"},
        Wish(WHOLE, "手机", choice=Choice(since=date(2026, 7, 1))),
    ),
    (
        "member",
        PHONE | {"scope": "branch:auto-1"},
        Wish(Scope(ScopeKind.BRANCH, ("auto-1",)), "手机"),
    ),
    (
        "branch",
        PHONE | {"scope": "person:p-1"},
        Wish(Scope(ScopeKind.PERSON, ("p-1",)), "手机"),
    ),
    (
        "member",
        PHONE | {"scope": "host", "host": "beta"},
        Wish(Scope(ScopeKind.HOST, ("beta",)), "手机"),
    ),
    (
        "committee",
        PHONE | {"scope": "several", "alliances": [ALLIANCE, OTHER]},
        Wish(Scope(ScopeKind.ALLIANCE, (ALLIANCE, OTHER)), "手机"),
    ),
]


@pytest.mark.parametrize(("role", "typed", "wish"), FORMS)
def test_what_is_chosen_is_what_is_subscribed_to(
    sqlite_url: str, role: str, typed: dict[str, object], wish: Wish
) -> None:
    browser = client(app(sqlite_url), role)
    assert browser.post("/subscriptions", data=typed).status_code == 303
    assert wishes(store_of(browser), role) == [wish]


def test_a_reader_is_offered_what_is_the_readers_own(sqlite_url: str) -> None:
    built = app(sqlite_url)
    offered = {}
    for role in ("branch", "host", "committee"):
        page = pages.page(client(built, role), PATH)
        assert isinstance(page, SubscribePage)
        assert page.form is not None
        options = page.form.scopes.options
        offered[role] = [(each.value, each.text, each.note) for each in options]
    whole = (ALL, "全联盟的活动", "今年9场")
    assert offered == {
        "branch": [
            whole,
            ("branch:auto-1", "只看我支部要参加的", "第1支部，今年9场"),
            ("person:p-1", "只看与我有关的", "今年9场"),
            ("host", "只看一家单位主办的", ""),
        ],
        "host": [
            whole,
            ("organisation:alpha", "只看我单位主办的", "甲川，今年1场"),
            ("host", "只看一家单位主办的", ""),
        ],
        "committee": [
            whole,
            ("host", "只看一家单位主办的", ""),
            ("several", "几个联盟一起看", ""),
        ],
    }


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " "}, "name", "名称还空着，请填写。"),
        ({"name": "a\nb"}, "name", "名称里有换行或看不见的控制字符，请删去后再提交。"),
        ({"name": "长" * 61}, "name", "名称太长：最多60个字，请缩短。"),
        ({"scope": ""}, "scope", "请选择范围。"),
        ({"scope": "ball:x"}, "scope", "范围不能是“ball:x”。可填：全联盟的活动、"),
        ({"scope": f"body:{OTHER}"}, "scope", f"没有找到联盟“{OTHER}”，或者您看不到它。"),
        ({"scope": "branch:nobody"}, "scope", "没有找到组织“nobody”，或者您看不到它。"),
        ({"scope": "person:p-2"}, "scope", "没有找到人员“p-2”，或者您看不到它。"),
        ({"scope": "host"}, "host", "请选择主办。"),
        ({"scope": "host", "host": "nobody"}, "host", "没有找到单位“nobody”，或者您看不到它。"),
        # Several are not offered to this reader: what is wrong with them is told at the top.
        ({"scope": "several"}, "scope", "请选择联盟。"),
        (
            {"scope": "several", "alliances": [ALLIANCE, "nobody"]},
            "scope",
            "没有找到联盟“nobody”，或者您看不到它。",
        ),
        ({"kinds": ["ball"]}, "kinds", "活动类别不能是“ball”。可填："),
        ({"alarms": ["7"]}, "alarms", "提醒不能是“7”。可填：提前15分钟、提前1小时、提前1天"),
        ({"window": "ever"}, "window", "时间不能是“ever”。可填：全部、只看今年、从本季度起"),
        ({"feed_lang": "fr"}, "feed_lang", "语言不能是“fr”。可填：中文、English"),
        ({"profile": "fax"}, "profile", "日历软件不能是“fax”。可填：自动识别、Outlook、"),
    ],
)
def test_a_wrong_wish_is_told_at_its_field_and_stores_nothing(
    sqlite_url: str, typed: dict[str, object], field: str, sentence: str
) -> None:
    browser = client(app(sqlite_url), "member")
    sent = PHONE | {"name": "旧电脑<b>"} | typed
    answer = browser.post(PATH, data=sent)
    assert answer.status_code == 422
    told = re.search(rf'<span class="fault" id="{field}-e">([^<]*)</span>', answer.text)
    assert told is not None
    assert unescape(told[1]).startswith(sentence)
    if sent["name"] == "旧电脑<b>":
        assert 'value="旧电脑&lt;b&gt;"' in answer.text
    assert wishes(store_of(browser), "member") == []


def test_all_faults_are_told_at_once_in_english_too(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    sent = {"name": "", "scope": "", "alarms": "x", "window": "x"}
    page = browser.post(f"{PATH}?lang=en", data=sent).text
    faults = re.findall(r'<span class="fault" id="([^"]*)-e">([^<]*)</span>', page)
    assert dict(faults) == {
        "scope": "Scope is missing. Choose one.",
        "name": "Name is empty. Enter something.",
        "alarms": (
            "Reminders cannot be “x”. Allowed: 15 minutes before, 1 hour before, 1 day before"
        ),
        "window": (
            "Period of time cannot be “x”. Allowed: All, Only this year, From this quarter on"
        ),
    }


def test_what_was_ticked_is_kept_beside_a_fault(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "committee")
    typed = {
        "name": "",
        "scope": "several",
        "alliances": [ALLIANCE, OTHER],
        "kinds": "council",
        "alarms": "60",
        "window": "quarter",
        "profile": "apple",
    }
    page = browser.post("/subscriptions", data=typed).text
    ticked = re.findall(r'name="(\w+)"[^>]* value="([^"]*)" checked', page)
    chosen = re.findall(r'<option value="([^"]*)" selected', page)
    assert ticked == [
        ("scope", "several"),
        ("alliances", ALLIANCE),
        ("alliances", OTHER),
        ("kinds", "council"),
        ("alarms", "60"),
    ]
    assert chosen == ["", "quarter", "zh", "apple"]


def test_a_fetch_is_seen_on_the_page(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    browser.post(PATH, data=PHONE)
    path = urlsplit(shown(browser.get(PATH).text)).path
    browser.get(path, headers={"User-Agent": "Thunderbird/1"})
    flush(built)
    told = "汽车链全部活动。Thunderbird；8月18日 10:00取过，到第12号改动"
    assert f"{told}，已是最新" in browser.get(PATH).text
    store = store_of(browser)
    acts.cancel(store, Act(SHARED_DAY, principal(store, "secretary"), NOW, reason="person_busy"))
    page = browser.get("/subscriptions").text
    assert (told in page, "新改动还没取" in page, "正常" in page) == (True, True, False)


def test_what_a_browser_fetched_is_no_delivery(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    browser.post(PATH, data=PHONE)
    path = urlsplit(shown(browser.get(PATH).text)).path
    store = store_of(browser)
    acts.cancel(store, Act(SHARED_DAY, principal(store, "secretary"), NOW, reason="person_busy"))
    browser.get(path, headers={"User-Agent": "Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0"})
    flush(built)
    plain = re.sub(r"<[^>]*>|\s+", "", browser.get("/subscriptions").text)
    assert "浏览器（Firefox）；8月18日10:00取过；还没有日历程序取过还没取过" in plain
    found = re.sub(r"<[^>]*>|\s+", "", client(built, "secretary").get(EVIDENCE).text)
    assert "1个订阅里1个还没取到8月18日的改动。" in found


def test_an_address_long_not_fetched_is_pointed_out(sqlite_url: str) -> None:
    clock = [NOW]
    built = app(sqlite_url, lambda: clock[0])
    browser = client(built, "member")
    browser.post(PATH, data=PHONE)
    browser.get(urlsplit(shown(browser.get(PATH).text)).path)
    flush(built)
    clock[0] = NOW + timedelta(days=31)
    assert "久未取用" in browser.get(PATH).text


def test_addresses_that_are_called_alike_tell_when_they_were_made(sqlite_url: str) -> None:
    clock = [NOW]
    browser = client(app(sqlite_url, lambda: clock[0]), "member")
    for name in ("手机", "手机", "电脑"):
        browser.post("/subscriptions", data=PHONE | {"name": name})
        clock[0] += timedelta(days=1)
    for lang, names in (
        ("zh", ["电脑", "手机（8月19日 10:00生成）", "手机（8月18日 10:00生成）"]),
        ("en", ["电脑", "手机 (made 19 August 10:00)", "手机 (made 18 August 10:00)"]),
    ):
        page = browser.get(f"/subscriptions?lang={lang}").text
        assert re.findall(r"<strong>([^<]*)</strong></a><span class=.note", page) == names


def test_addresses_of_one_name_made_in_one_minute_tell_the_seconds(sqlite_url: str) -> None:
    clock = [NOW]
    browser = client(app(sqlite_url, lambda: clock[0]), "member")
    for pause in (5, 60, 0):
        browser.post("/subscriptions", data=PHONE | {"name": "手机"})
        clock[0] += timedelta(seconds=pause)
    page = browser.get("/subscriptions").text
    assert re.findall(r"<strong>([^<]*)</strong></a><span class=.note", page) == [
        "手机（8月18日 10:01生成）",
        "手机（8月18日 10:00:05生成）",
        "手机（8月18日 10:00:00生成）",
    ]


def test_another_address_of_the_readers_own_can_be_shown(sqlite_url: str) -> None:
    clock = [NOW]
    browser = client(app(sqlite_url, lambda: clock[0]), "member")
    places = []
    for name in ("一", "二"):
        places.append(browser.post("/subscriptions", data=PHONE | {"name": name}).location)
        clock[0] += timedelta(minutes=1)
    addresses = [shown(browser.get(place).text) for place in places]
    assert len(set(addresses)) == 2
    assert shown(browser.get("/subscriptions").text) == addresses[1]
    assert shown(browser.get("/subscriptions?show=nobody").text) == addresses[1]


def test_the_page_of_an_alliance_shows_an_address_of_all_of_it_first(sqlite_url: str) -> None:
    clock = [NOW]
    browser = client(app(sqlite_url, lambda: clock[0]), "member")
    public = own_address(store_of(browser))
    one_host = PHONE | {"name": "一家", "scope": "host", "host": "beta"}
    made = browser.post(PATH, data=one_host).location
    assert shown(browser.get(PATH).text) == public
    alone = shown(browser.get(made).text)
    assert alone not in {"", public}
    whole = shown(browser.get(browser.post(PATH, data=PHONE).location).text)
    clock[0] += timedelta(minutes=1)
    for more in ({"window": "year"}, {"kinds": "council"}):
        browser.post(PATH, data=PHONE | more)
    assert shown(browser.get(PATH).text) == whole
    (key,) = re.findall("show=(.*)", made)
    assert shown(browser.get(f"{PATH}?show={key}").text) == alone


def test_an_address_of_a_part_is_shown_where_there_is_none_of_the_whole(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "other")
    path = f"/alliances/{OTHER}/subscribe"
    made = browser.post(path, data=PHONE | {"scope": f"body:{OTHER}", "window": "year"}).location
    address = shown(browser.get(made).text)
    assert (shown(browser.get(path).text), address != "") == (address, True)


def test_whoever_sees_no_alliance_has_nothing_to_choose_from(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "other")
    with store_of(browser).write() as session:
        session.execute(delete(GrantRow).where(GrantRow.user == "u-other"))
    page = browser.get("/subscriptions")
    assert (page.status_code, 'name="scope"' in page.text) == (200, False)
    assert "您还不在任何联盟里。" in page.text
    assert browser.post("/subscriptions", data=PHONE).status_code == 403
    with store_of(browser).write() as session:
        session.execute(update(BodyRow).values(public_calendar=False))
    assert "您还不在任何联盟里。" in browser.get("/subscriptions").text
    assert browser.post("/subscriptions", data=PHONE).status_code == 422


def test_who_has_left_is_shown_an_ended_address_that_is_not_renewed(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    key = browser.post(PATH, data=PHONE).location.partition("show=")[2]
    assert acts_on(browser.get("/subscriptions").text, "renew") == [f"/subscriptions/{key}/renew"]
    with store_of(browser).write() as session:
        session.add(MembershipRow(member="body:auto-1", body=ALLIANCE, until=date(2026, 8, 1)))
    page = browser.get("/subscriptions").text
    plain = re.sub(r"<[^>]*>|\s+", "", page)
    assert "它的活动已经看不到了；日历下次来取时只留一条停用提示已停用" in plain
    assert (shown(page), acts_on(page, "renew"), acts_on(page, "end")) == ("", [], [])
    for public in (True, False):
        with store_of(browser).write() as session:
            session.execute(update(BodyRow).values(public_calendar=public))
        answer = browser.post(f"/subscriptions/{key}/renew", data={"version": "1"})
        assert "它的活动您已经看不到了。" in browser.get(answer.location).text
    found = client(browser.application, "secretary").get(EVIDENCE).text
    assert "member样例" not in found


def test_the_page_of_all_asks_for_alliances_first(sqlite_url: str) -> None:
    built = app(sqlite_url)
    first = {}
    for role in ("committee", "member"):
        page = pages.page(client(built, role), "/subscriptions")
        assert isinstance(page, SubscribePage)
        assert page.form is not None
        first[role] = page.form.scopes.options[0].value
    assert first == {"committee": "several", "member": ALL}


def test_the_page_of_all_groups_hosts_by_alliance_or_tells_where_to_choose_one(
    sqlite_url: str,
) -> None:
    built = app(sqlite_url)
    with runtime(built).store.write() as session:
        session.add(MembershipRow(body=OTHER, member="organisation:delta"))
        session.add(OrganisationRow(key="delta", name="样例丁", short_name="丁", kind="enterprise"))
    page = client(built, "committee").get("/subscriptions").text
    groups = re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', page, re.DOTALL)
    assert [(label, re.findall('value="([^"]*)"', options)) for label, options in groups] == [
        ("样例汽车产业链党委", ["alpha", "beta", "bureau", "gamma"]),
        ("样例钢铁产业链党委", ["delta"]),
    ]
    page = client(built, "admin").get("/subscriptions").text
    told = "只看一家单位主办的，请到那个联盟的“订阅”页上选。"
    assert (told in page, 'name="host"' in page, "<optgroup" in page) == (True, False, False)


def test_a_reader_whom_no_event_concerns_is_told_why(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with runtime(built).store.write() as session:
        session.execute(update(ActivityKindRow).values(audience="delegates"))
        session.execute(delete(OfficerRow).where(OfficerRow.person == "p-1"))
    page = client(built, "branch").get(PATH).text
    assert "今年0场：只算要全体党员参加的和您任职要到的" in page
    assert "只算要全体党员参加的" not in client(built, "member").get(PATH).text


def test_who_chooses_this_year_alone_is_told_how_it_ends(sqlite_url: str) -> None:
    page = client(app(sqlite_url), "member").get(PATH).text
    assert "选“只看今年”的地址，明年1月1日起不再有新的活动，到时要另要一个。" in page


def test_who_chooses_a_part_is_told_that_events_may_leave_it(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    told = "活动改到外面就直接从日历里消失，不另说明。"
    assert [told in browser.get(path).text for path in (PATH, "/subscriptions")] == [True, True]


def test_an_empty_page_of_all_asks_for_the_first_address(sqlite_url: str) -> None:
    page = client(app(sqlite_url), "member").get("/subscriptions").text
    assert ("还没有地址" in page, "我已有的订阅" in page, shown(page)) == (True, False, "")


def test_nobody_ends_or_renews_the_address_of_another(sqlite_url: str) -> None:
    built = app(sqlite_url)
    member = client(built, "member")
    member.post(PATH, data=PHONE)
    page = member.get(PATH).text
    (end,), (renew,) = acts_on(page, "end"), acts_on(page, "renew")
    assert client(built, "branch").post(end).status_code == 404
    assert client(built, "secretary").post(renew).status_code == 404
    assert client(built).post(end).location.startswith("/signin")


def test_forms_need_their_token(sqlite_url: str) -> None:
    browser = client(app(sqlite_url, check_forms=True))
    assert browser.post("/subscriptions", data=PHONE).status_code == 400


def followers(store: Store) -> None:
    """Two subscribers, one of whom fetched the cancellation of the shared day."""
    made = [
        subscriptions.create(store, Wish(WHOLE, name), principal(store, role), SECRET_KEY, NOW)
        for name, role in (("手机", "member"), ("办公室电脑", "branch"))
    ]
    public_token(store, ALLIANCE, SECRET_KEY, NOW)
    later = NOW + timedelta(minutes=5)
    acts.cancel(store, Act(SHARED_DAY, principal(store, "secretary"), later, reason="person_busy"))
    with store.write() as session:
        seq = queries.within(session, [ALLIANCE])[0].last.seq
        fetches.note(session, {made[0].subscription.id: Fetch(later, "outlook", seq, 1)})
        fetches.note(session, {made[1].subscription.id: Fetch(NOW, "apple", seq - 1, 1)})


def test_who_edits_sees_who_has_not_fetched_and_no_address(sqlite_url: str) -> None:
    built = app(sqlite_url)
    followers(runtime(built).store)
    page = client(built, "secretary").get(EVIDENCE).text
    plain = re.sub(r"<[^>]*>|\s+", "", page)
    assert "2个订阅里1个还没取到8月18日的改动。" in plain
    assert "branch样例·办公室电脑苹果日历；8月18日10:00取过，到第15号改动" in plain
    assert "8月18日10:05，第16号联盟日" in plain
    assert f'<li><a class="plain" href="/events/{SHARED_DAY}">' in page  # the whole row
    assert "联盟的公开地址" in plain
    assert "/feeds/" not in page
    for role in ("member", "committee"):
        assert client(built, role).get(EVIDENCE).status_code == 403
    assert client(built, "other").get(EVIDENCE).status_code == 404
    assert client(built, "admin").get("/alliances/nobody/subscriptions").status_code == 404


def test_addresses_of_other_systems_are_told_apart_by_their_tokens(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    for name in ("门户样例", "大屏样例"):
        accounts.create_token(store, accounts.NewToken(name, ("write",)), "test", NOW)
    with store.read() as session:
        tokens = [(row.id, row.name) for row in accounts_kept.tokens(session)]
    for key, name in (*tokens, ("gone", "")):
        by = token_principal(key, name, ["write"], ())
        subscriptions.create(store, Wish(WHOLE, "日历"), by, SECRET_KEY, NOW)
    listed = {
        lang: set(
            re.findall(
                r"(?:外部系统|Another system|The system)[^<]*日历",
                client(built, "secretary").get(f"{EVIDENCE}?lang={lang}").text,
            )
        )
        for lang in ("zh", "en")
    }
    assert listed == {
        "zh": {"外部系统“门户样例” · 日历", "外部系统“大屏样例” · 日历"},
        "en": {"The system “门户样例” · 日历", "The system “大屏样例” · 日历"},
    }  # that of a token which is gone has ended


def test_the_page_tells_once_how_far_the_newest_change_has_come(sqlite_url: str) -> None:
    built = app(sqlite_url)
    followers(runtime(built).store)
    page = client(built, "secretary").get(EVIDENCE).text
    assert (page.count("<progress"), page.count("个已取到")) == (0, 0)


def test_in_english_one_subscription_is_no_several(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    secretary, later = principal(store, "secretary"), NOW + timedelta(days=1)
    subscriptions.create(store, Wish(WHOLE, "手机"), secretary, SECRET_KEY, NOW)
    acts.move(store, Act(COUNCILS[2], secretary, later), at(date(2026, 9, 9)))
    browser = client(built, "secretary")
    plain = re.sub("<[^>]+>", "", browser.get(f"{EVIDENCE}?lang=en").text)
    assert "Subscriptions: 1; not yet fetched by 1: the change of 19 August." in plain
    assert "1 subscriptions" not in plain


def test_who_edits_ends_the_address_of_anybody(sqlite_url: str) -> None:
    built = app(sqlite_url)
    followers(runtime(built).store)
    secretary = client(built, "secretary")
    ends = acts_on(secretary.get(EVIDENCE).text, "end")
    assert (len(ends), acts_on(secretary.get(EVIDENCE).text, "renew")) == (3, [])
    for end in ends:
        assert secretary.post(end, data={"back": EVIDENCE}).status_code == 303
    page = secretary.get(f"{EVIDENCE}?done=ended").text
    assert ("还没有人订阅" in page, "已停用。" in page) == (True, True)


def test_reminders_stand_in_the_lists_of_the_owner_and_of_who_edits(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "member")
    browser.post(PATH, data=PHONE | {"alarms": ["60", "1440"]})
    told = "，提醒：提前1小时、提前1天。"
    assert told in browser.get(PATH).text
    assert told in client(built, "secretary").get(EVIDENCE).text


def test_a_new_public_address_is_opened_where_the_last_was_ended(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    public = own_address(store)
    secretary, anybody = client(built, "secretary"), client(built)
    assert f'action="{EVIDENCE}/public"' not in secretary.get(EVIDENCE).text
    (end,) = acts_on(secretary.get(EVIDENCE).text, "end")
    secretary.post(end, data={"back": EVIDENCE})
    assert shown(anybody.get(PATH).text) == ""

    assert f'action="{EVIDENCE}/public"' in secretary.get(EVIDENCE).text
    done = secretary.post(f"{EVIDENCE}/public")
    assert done.location == f"{EVIDENCE}?done=announced"
    page = secretary.get(done.location).text
    assert ("公开地址开好了。" in page, f'action="{EVIDENCE}/public"' in page) == (True, False)
    assert shown(anybody.get(PATH).text) not in {"", public}
    assert client(built, "member").post(f"{EVIDENCE}/public").status_code == 403


def test_the_page_tells_when_all_have_fetched(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    client(built).get(urlsplit(made.url(BASE_URL)).path)
    flush(built)
    page = client(built, "secretary").get(EVIDENCE).text
    assert ("1个订阅都取到了1月8日的改动。" in page, "还没有改动过。" in page) == (True, False)
    assert ("1个都取到了" in page, "已举行。" in page) == (True, True)


def test_what_changed_before_all_addresses_waits_for_none_of_them(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    secretary = principal(store, "secretary")
    acts.cancel(store, Act(SHARED_DAY, secretary, NOW, reason="person_busy"))
    browser = client(built, "secretary")
    page = browser.get(EVIDENCE).text
    told = ("还没有人订阅。" in page, "没有订阅要取" in page, "都取到了" in page)
    assert told == (True, True, False)
    later = NOW + timedelta(days=1)
    subscriptions.create(store, Wish(WHOLE, "手机"), secretary, SECRET_KEY, later)
    page = browser.get(EVIDENCE).text
    plain = re.sub(r"<[^>]*>|\s+", "", page)
    assert "1个订阅里1个还没取过，不知道有没有8月18日的改动。" in plain
    assert ("没有订阅要取" in page, "个还没取到" in page, "1个还没取过" in page) == (
        *(False, False, True),
    )
    wish = Wish(Scope(ScopeKind.EVENT, (COUNCILS[2],)), "平板")
    (phone,) = store_ids(store)
    subscriptions.create(store, wish, secretary, SECRET_KEY, later)
    plain = re.sub(r"<[^>]*>|\s+", "", browser.get(EVIDENCE).text)
    assert (
        "2个订阅里1个还没取过，不知道有没有8月18日的改动。没算在内：不显示这场活动的1个。" in plain
    )
    subscriptions.revoke(store, phone.id, secretary, later)
    page = browser.get(EVIDENCE).text
    assert ("1个订阅；8月18日的改动与它们无关。" in page, "没有订阅要取" in page) == (True, True)
    assert "没算在内" not in page


def store_ids(store: Store) -> tuple[queries.Subscription, ...]:
    with store.read() as session:
        return queries.reaching(session, [ALLIANCE])


def test_the_evidence_tells_apart_who_and_what_is_called_alike(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    with store.write() as session:
        for role in ("branch", "member"):
            session.get_one(UserRow, f"u-{role}").display_name = "样例"
    for _ in range(2):
        accounts.create_token(store, accounts.NewToken("样例", ("write",)), "test", NOW)
    with store.read() as session:
        tokens = sorted(row.id for row in accounts_kept.tokens(session))
    owners = [principal(store, role) for role in ("host", "branch", "branch", "member")]
    systems = [token_principal(key, "样例", ["write"], ()) for key in tokens]
    for minute, by in enumerate([*owners, *systems]):
        made = NOW + timedelta(minutes=minute)
        subscriptions.create(store, Wish(WHOLE, "手机"), by, SECRET_KEY, made)
    expected = {
        "zh": [
            "host样例 · 手机",
            "样例（branch） · 手机（8月18日 10:01生成）",
            "样例（branch） · 手机（8月18日 10:02生成）",
            "样例（member） · 手机",
            *(f"外部系统“样例”（{key}） · 手机" for key in tokens),
        ],
        "en": [
            "host样例 · 手机",
            "样例 (branch) · 手机 (made 18 August 10:01)",
            "样例 (branch) · 手机 (made 18 August 10:02)",
            "样例 (member) · 手机",
            *(f"The system “样例” ({key}) · 手机" for key in tokens),
        ],
    }
    for lang, names in expected.items():
        page = client(built, "secretary").get(f"{EVIDENCE}?lang={lang}").text
        above, below = (
            re.findall(r">([^<>：:]* · 手机[^<>\n]*)<", part) for part in page.split("<h2", 2)[1:]
        )
        assert (above, below) == (names, names[::-1])


def test_a_renewed_address_is_counted_apart_until_it_is_fetched(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    followers(store)
    (key,) = [each.id for each in store_ids(store) if each.name == "办公室电脑"]
    later = NOW + timedelta(days=1)
    subscriptions.renew(store, key, principal(store, "branch"), SECRET_KEY, later)
    page = client(built, "secretary").get(EVIDENCE).text
    plain = re.sub(r"<[^>]*>|\s+", "", page)
    assert "1个订阅都取到了8月18日的改动。没算在内：还没取过的1个。" in plain
    assert "1个都取到了另有1个还没取过：联盟日branch样例·办公室电脑还没取过" in plain


def test_an_alliance_without_a_ledger_has_no_newest_change(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    with store.write() as session:
        session.add(BodyRow(key="new", name="样例新联盟", kind="alliance", short_name="新联盟"))
    admin = principal(store, "admin")
    wish = Wish(Scope(ScopeKind.ALLIANCE, ("new",)), "手机")
    subscriptions.create(store, wish, admin, SECRET_KEY, NOW)
    page = client(built, "admin").get("/alliances/new/subscriptions").text
    assert "1个订阅；还没有发布过活动。" in page


@pytest.mark.parametrize("path", [PATH, "/subscriptions", EVIDENCE])
def test_the_queries_do_not_grow_with_the_addresses(sqlite_url: str, path: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    browser.post(PATH, data=PHONE | {"name": "一"})
    store = store_of(browser)
    one = statements(store, lambda: browser.get(path))
    for name in ("二", "三"):
        browser.post(PATH, data=PHONE | {"name": name})
    assert statements(store, lambda: browser.get(path)) == one


@pytest.mark.parametrize("path", [PATH, "/subscriptions", EVIDENCE])
def test_the_pages_are_written_in_english(sqlite_url: str, path: str) -> None:
    built = app(sqlite_url)
    followers(runtime(built).store)
    page = client(built, "secretary").get(f"{path}?lang=en").text
    main = re.sub(r"<[^>]*>", "", page[page.index("<main") : page.index("</main>")])
    chinese = set(re.findall("[\u4e00-\u9fff]+", main))
    names = {"样例钢铁产业链党委", "样例", "手机", "办公室电脑", "汽车链", "联盟日", "中文"}
    assert not {each for each in chinese if each not in names and "样例" not in each} - {
        "样例丙川公司",
        "要事专题商议",
        "资源共享清单",
    }


def test_one_event_is_offered_alone_from_its_page(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    page = browser.get(f"/events/{SHARED_DAY}").text
    assert f'href="/subscriptions?event={SHARED_DAY}"' in page
    drawn = pages.page(browser, f"/subscriptions?event={SHARED_DAY}")
    assert isinstance(drawn, SubscribePage)
    assert drawn.form is not None
    form = drawn.form
    offered = form.scopes.options[0]
    assert (offered.value, offered.text, offered.note) == (
        f"event:{SHARED_DAY}",
        "只看这一场",
        "联盟日，10月15日",
    )
    assert form.scopes.chosen == {f"event:{SHARED_DAY}"}
    sent: dict[str, object] = {"name": "", "scope": f"event:{SHARED_DAY}"}
    assert "只看这一场" in browser.post("/subscriptions", data=sent).text
    made = browser.post("/subscriptions", data=sent | {"name": "手机"}, follow_redirects=True)
    assert "“手机”的地址：只看“联盟日”这一场" in made.text


@pytest.mark.parametrize(
    ("chosen", "field", "told"),
    [
        ({"kinds": ["exchange"]}, "kinds", "活动类别"),
        ({"window": "year"}, "window", "时间"),
    ],
)
def test_one_event_alone_is_chosen_by_nothing_else(
    sqlite_url: str, chosen: dict[str, object], field: str, told: str
) -> None:
    browser = client(app(sqlite_url), "member")
    sent = PHONE | {"scope": f"event:{SHARED_DAY}"} | chosen
    answer = browser.post("/subscriptions", data=sent)
    sentence = f"{told}：只看一场活动的地址不分类别，也不限日子，请不要选。"
    assert answer.status_code == 422
    assert f'id="{field}-e">{sentence}' in answer.text
    assert wishes(store_of(browser), "member") == []


def test_an_event_out_of_sight_is_not_offered(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "member")
    drawn = pages.page(browser, "/subscriptions?event=e-none")
    assert isinstance(drawn, SubscribePage)
    assert drawn.form is not None
    assert "只看这一场" not in [each.text for each in drawn.form.scopes.options]
    unseen = "没有找到活动“e-none”，或者您看不到它。请核对后再试。"
    assert drawn.notice == Notice(unseen, late=True)
    hidden = pages.page(browser, f"/subscriptions?event={OTHER_COUNCIL}")
    assert isinstance(hidden, SubscribePage)
    assert hidden.form is not None
    assert hidden == replace(
        drawn,
        form=replace(drawn.form, hidden=hidden.form.hidden),
        notice=Notice(unseen.replace("e-none", OTHER_COUNCIL), late=True),
    )
    visitor = client(app(sqlite_url))
    assert "/subscriptions?event=" not in visitor.get(f"/events/{SHARED_DAY}").text
