"""How subscriptions are spoken of."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.feed_scope import Choice, parse_scope
from scheduler.services.feeds.listing import Listed
from scheduler.services.feeds.tokens import Address
from scheduler.services.names import Name
from scheduler.store.subscriptions import Subscription
from scheduler.web.parts import Light
from scheduler.web.subscriptions import words
from tests.support.world import NOW, app

NAME = Name("样例汽车产业链党委", "汽车链", "Sample Chain")


def listed(scope: str, *names: Name) -> Listed:
    subscription = Subscription(
        id="s",
        token_hash="0" * 64,
        version=1,
        name="手机",
        owner="u-member",
        scope=parse_scope(scope),
        lang="zh",
        profile="generic",
        created_at=NOW,
        updated_at=NOW,
    )
    return Listed(Address(subscription, ""), names, latest=False)


@pytest.mark.parametrize(
    ("each", "zh", "en"),
    [
        (listed("body:auto", NAME), "汽车链全部活动", "All events of Sample Chain"),
        (
            listed("body:auto,steel", NAME, Name("样例钢铁产业链党委", "钢铁链", "")),
            "汽车链、钢铁链全部活动",
            "All events of Sample Chain, 样例钢铁产业链党委",
        ),
        (listed("branch:auto-1", NAME), "汽车链要参加的", "What Sample Chain takes part in"),
        (listed("organisation:alpha", NAME), "汽车链主办的", "Hosted by Sample Chain"),
        (listed("organisation:gone"), "gone主办的", "Hosted by gone"),
        (listed("person:p-1"), "只看与我有关的", "Only what concerns me"),
    ],
)
def test_what_an_address_shows_is_said_in_both_languages(
    sqlite_url: str, each: Listed, zh: str, en: str
) -> None:
    built = app(sqlite_url)
    said = []
    for lang in ("zh", "en"):
        with built.test_request_context(f"/?lang={lang}"):
            said.append(words.scope(each, own=True))
    assert said == [zh, en]


@pytest.mark.parametrize(
    ("choice", "zh", "en"),
    [
        (
            Choice(since=date(2026, 1, 1), until=date(2027, 1, 1)),
            "，从2026年1月1日到2026年12月31日",
            ", from 1 January 2026 to 31 December 2026",
        ),
        (Choice(since=date(2026, 7, 1)), "，从2026年7月1日起", ", from 1 July 2026"),
        (Choice(until=date(2027, 1, 1)), "，只到2026年12月31日", ", until 31 December 2026 only"),
        (
            Choice(since=date(2026, 11, 24), until=date(2026, 11, 25)),
            "，只看2026年11月24日",
            ", on 24 November 2026 only",
        ),
        (Choice(("a",)), "，只要1类", ", one kind of activity only"),
        (Choice(("a", "b")), "，只要2类", ", 2 kinds of activity only"),
    ],
)
def test_an_address_says_of_which_days_and_kinds_it_shows_anything(
    sqlite_url: str, choice: Choice, zh: str, en: str
) -> None:
    each = listed("body:auto", NAME)
    each = replace(each, address=Address(replace(each.address.subscription, choice=choice), ""))
    built = app(sqlite_url)
    said = []
    for lang in ("zh", "en"):
        with built.test_request_context(f"/?lang={lang}"):
            said.append(words.scope(each, own=True))
    assert said == [f"汽车链全部活动{zh}", f"All events of Sample Chain{en}"]


@pytest.mark.parametrize(
    ("alarms", "zh", "en"),
    [
        ((), "", ""),
        ((15,), "，提醒：提前15分钟", ", reminders: 15 minutes before"),
        (
            (0, 1, 90, 60, 1440),
            "，提醒：开始时、提前1分钟、提前1小时、提前90分钟、提前1天",
            (
                ", reminders: at the start, one minute before, one hour before, 90 minutes before, "
                "one day before"
            ),
        ),
        ((120, 2880), "，提醒：提前2小时、提前2天", ", reminders: 2 hours before, 2 days before"),
    ],
)
def test_an_address_says_when_it_reminds(
    sqlite_url: str, alarms: tuple[int, ...], zh: str, en: str
) -> None:
    each = listed("body:auto", NAME)
    choice = Choice(alarms=alarms)
    each = replace(each, address=Address(replace(each.address.subscription, choice=choice), ""))
    built = app(sqlite_url)
    said = []
    for lang in ("zh", "en"):
        with built.test_request_context(f"/?lang={lang}"):
            said.append(words.kept(each, own=True))
            assert words.scope(each, own=True) in {"汽车链全部活动", "All events of Sample Chain"}
    assert said == [f"汽车链全部活动{zh}", f"All events of Sample Chain{en}"]


def test_the_alliances_that_another_follows_are_counted_and_not_named(sqlite_url: str) -> None:
    with app(sqlite_url).test_request_context("/"):
        assert words.scope(listed("body:auto,steel", NAME, NAME), own=False) == "2个联盟"


def test_the_person_of_another_is_not_named(sqlite_url: str) -> None:
    with app(sqlite_url).test_request_context("/"):
        assert words.scope(listed("person:p-1"), own=False) == "只看与本人有关的"


@pytest.mark.parametrize(
    ("client", "said"),
    [
        ("", "日历程序；8月18日 10:00取过，到第12号改动"),
        ("outlook", "Outlook；8月18日 10:00取过，到第12号改动"),
        ("apple", "苹果日历；8月18日 10:00取过，到第12号改动"),
        ("Thunderbird", "Thunderbird；8月18日 10:00取过，到第12号改动"),
        ("Firefox", "浏览器（Firefox）；8月18日 10:00取过，到第12号改动"),
    ],
)
def test_the_last_fetch_names_its_program(sqlite_url: str, client: str, said: str) -> None:
    never = listed("body:auto", NAME)
    told = replace(never.address.subscription, last_fetch_at=NOW, last_client=client, last_seq=12)
    fetched = replace(never, address=Address(told, "", ("auto",)))
    several = replace(never, address=Address(told, "", ("auto", "steel")))
    with app(sqlite_url).test_request_context("/"):
        assert (words.fetch(never), words.fetch(fetched)) == ("还没取过", said)
        assert words.fetch(several) == said.removesuffix("，到第12号改动")


@pytest.mark.parametrize(
    ("latest", "light", "said"),
    [
        (True, Light("set", "正常"), "日历程序；8月18日 10:00取过，到第12号改动，已是最新"),
        (False, Light("todo", "新改动还没取"), "日历程序；8月18日 10:00取过，到第12号改动"),
    ],
)
def test_an_address_is_fine_or_behind_and_never_both(
    sqlite_url: str, *, latest: bool, light: Light, said: str
) -> None:
    each = listed("body:auto", NAME)
    told = replace(each.address.subscription, last_fetch_at=NOW, last_seq=12)
    each = replace(each, address=Address(told, "", ("auto",)), latest=latest)
    with app(sqlite_url).test_request_context("/"):
        assert words.state(each, NOW, own=False) == (light, said)
