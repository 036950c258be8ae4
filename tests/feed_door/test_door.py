"""The door of feeds as a client sees it over HTTP."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import NotFound
from werkzeug.test import Client, TestResponse

from feeds.lint import lint
from feeds.validators import http_date
from scheduler.domain.errors import NotFoundError
from scheduler.feed_door.door import FeedDoor
from scheduler.feed_door.replies import refusal
from scheduler.services.events import acts
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.services.runtime import Runtime
from scheduler.store import Store
from tests.support.addresses import public_token
from tests.support.damage import overwrite
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    NOW,
    SECRET_KEY,
    at,
    filled,
    principal,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

LATER = NOW + timedelta(hours=1)
YEAR = timedelta(days=365)
NAME = "样例汽车产业链党委"


def behind(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"behind"]


def door(store: Store, clock: Callable[[], datetime] = lambda: LATER) -> FeedDoor:
    runtime = Runtime(store, clock, SECRET_KEY, BASE_URL, Path())
    return FeedDoor(behind, runtime)


def address(store: Store) -> str:
    return f"/feeds/{public_token(store, ALLIANCE, SECRET_KEY, NOW)}.ics"


def get(store: Store, path: str, **headers: str) -> TestResponse:
    return Client(door(store)).get(
        path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def test_no_answer_to_head_has_a_body(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    visitor = Client(door(store))
    for path in (f"/feeds/{'a' * 32}.ics", "/feeds/x", f"{address(store)}?{'a=1&' * 30}"):
        whole, head = visitor.get(path), visitor.head(path)
        assert (head.status_code, head.headers) == (whole.status_code, whole.headers)
        assert (len(whole.data) > 0, head.data) == (True, b"")


def test_a_feed_is_served_whole_with_its_headers(database_url: str) -> None:
    store = filled(database_url)
    reply = get(store, address(store))
    body = reply.get_data()
    assert reply.status == "200 OK"
    assert lint(body) == ()
    assert list(reply.headers) == [
        ("Content-Type", "text/calendar; charset=utf-8"),
        ("Content-Length", str(len(body))),
        (
            "Content-Disposition",
            f"inline; filename=\"calendar.ics\"; filename*=UTF-8''{quote(NAME)}.ics",
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()}"'),
        ("Cache-Control", "private, max-age=300"),
        ("Vary", "Accept, Accept-Encoding, User-Agent"),
        ("Last-Modified", "Tue, 18 Aug 2026 02:00:00 GMT"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Robots-Tag", "noindex"),
    ]


def test_r43_an_unchanged_feed_is_not_sent_again_after_a_restart(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    first = get(store, path)
    again = get(store, path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    dated = get(store, path, If_Modified_Since=first.headers["Last-Modified"])
    assert dated.status_code == 304
    old = get(store, path, If_Modified_Since="Thu, 01 Jan 1970 00:00:00 GMT")
    assert (old.status_code, old.get_data()) == (200, first.get_data())


def test_a_moved_event_changes_the_tag(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    client = Client(door(store))
    first = client.get(path)
    act = acts.Act(COUNCILS[2], principal(store, "secretary"), LATER)
    acts.move(store, act, at(datetime(2026, 9, 9).date()))  # noqa: DTZ001 - a day
    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.headers["ETag"] != first.headers["ETag"]) == (200, True)
    assert "Last-Modified" not in second.headers  # younger than two seconds


def test_head_answers_like_get_without_a_body(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    whole, head = get(store, path), Client(door(store)).head(path)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert list(head.headers) == list(whole.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused(sqlite_url: str, method: str) -> None:
    store = filled(sqlite_url)
    reply = Client(door(store)).open(address(store), method=method)
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("accept", [None, "*/*", "text/html", "rubbish"])
def test_every_accept_header_gets_a_calendar(sqlite_url: str, accept: str | None) -> None:
    store = filled(sqlite_url)
    headers = {} if accept is None else {"Accept": accept}
    reply = Client(door(store)).get(address(store), headers=headers)
    assert (reply.status_code, reply.mimetype) == (200, "text/calendar")


def test_gzip_is_only_for_those_who_ask_and_never_for_outlook(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    plain, zipped = get(store, path), get(store, path, Accept_Encoding="gzip")
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.get_data()) == plain.get_data()
    outlook = get(store, path, Accept_Encoding="gzip", User_Agent="Microsoft Office/16.0")
    assert "Content-Encoding" not in outlook.headers


def test_the_outlook_profile_is_never_compressed_whoever_asks(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    wish = Wish(WHOLE, "Desk", profile="outlook")
    made = subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)
    own, asked = f"/feeds/{made.token}", f"{address(store)}?profile=outlook"
    visitor = Client(door(store))
    for path in (f"{own}.ics", f"{own}.json", asked):
        plain = visitor.get(path)
        packed = visitor.get(path, headers={"Accept-Encoding": "gzip"})
        assert (packed.status_code, packed.headers) == (200, plain.headers)
        assert packed.data == plain.data
        again = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
        for client in (visitor, Client(door(store))):
            same = client.get(path, headers=again)
            assert (same.status_code, same.headers["ETag"]) == (304, plain.headers["ETag"])
    other = visitor.get(f"{own}.ics?profile=apple", headers={"Accept-Encoding": "gzip"})
    assert other.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/",
        "/feeds/unknown.ics",
        f"/feeds/{'a' * 32}.ics",
        f"/feeds/{'a' * 32}.json",
        f"/feeds/{'a' * 32}.ics/",
        f"/feeds/{'a' * 32}.ics%0d%0aX:y",
        "/feeds/%00.ics",
        "/feeds/../../etc/passwd",
    ],
)
def test_r34_an_unknown_address_is_plain_text_and_no_redirect(sqlite_url: str, path: str) -> None:
    reply = get(filled(sqlite_url), path)
    assert (reply.status_code, reply.mimetype, reply.text) == (
        404,
        "text/plain",
        "没有这个订阅地址。请重新获取。\nThere is no such feed address. Please get a new one.\n",
    )


@pytest.mark.parametrize("path", ["/Feeds/{}", "/FEEDS/{}", "/x/feeds/{}", "/feeds//{}"])
def test_r36_an_address_written_wrongly_never_comes_to_a_page(sqlite_url: str, path: str) -> None:
    store = filled(sqlite_url)
    reply = get(store, path.format(address(store).removeprefix("/feeds/")))
    assert (reply.status_code, reply.mimetype) == (404, "text/plain")


def test_a_wish_is_read_in_any_case(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    wanted = get(store, f"{path}?profile=outlook&lang=en")
    assert get(store, f"{path}?profile=OUTLOOK&lang=EN").data == wanted.data


def test_what_says_nothing_of_a_wish_is_no_wish(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    told = get(store, f"{path}?lang=&lang=en&profile=&x=&{'&' * 30}{'x&' * 16}")
    assert (told.status_code, told.data) == (200, get(store, f"{path}?lang=en").data)


def test_a_kind_that_there_is_not_is_refused_and_wipes_nothing_out(database_url: str) -> None:
    store = filled(database_url)
    path = address(store)
    replies = [get(store, f"{path}?kind={kind}") for kind in ("council", "nope", "%00")]
    assert [reply.status_code for reply in replies] == [200, 400, 400]
    assert "nope" in replies[1].text


@pytest.mark.parametrize("suffix", ["ics", "ifb", "json", "jcal"])
@pytest.mark.parametrize(
    ("known", "unknown", "zh", "en"),
    [
        ("place=hall", "place=nope", "地点：没有“nope”这个地点", "Place: there is no place “nope”"),
        (
            "host=beta",
            "host=nope",
            "主办：没有“nope”这个单位",
            "Host: there is no organisation “nope”",
        ),
        (
            "branch=auto-1&branch=auto-2",
            "branch=auto",
            "支部：没有“auto”这个组织",
            "Branch: there is no body “auto”",
        ),
    ],
)
def test_a_filter_narrows_every_format_and_an_unknown_key_is_refused(
    sqlite_url: str, suffix: str, known: str, unknown: str, zh: str, en: str
) -> None:
    store = filled(sqlite_url)
    path = address(store).replace(".ics", f".{suffix}")
    whole, narrowed, odd, refused = (
        get(store, f"{path}?{query}") for query in ("", known, f"{known}&x=1", f"{known}&{unknown}")
    )
    assert (whole.status_code, narrowed.status_code, narrowed.data) == (200, 200, odd.data)
    assert (narrowed.headers["ETag"] == whole.headers["ETag"]) == (narrowed.data == whole.data)
    assert narrowed.data != whole.data
    assert (refused.status_code, refused.text) == (
        400,
        f"{zh}，请核对后再试。\n{en}. Check its key and try again.\n",
    )


def test_a_key_copied_from_the_events_of_the_api_is_the_same_filter(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    for bare, copied in (
        ("place=hall", "place=venue:hall"),
        ("host=beta", "host=organisation%3Abeta"),
        ("branch=auto-1&host=beta", "branch=body:auto-1&host=beta&host=organisation:beta"),
    ):
        replies = [get(store, f"{path}?{query}") for query in (bare, copied)]
        told = [(each.status_code, each.headers["ETag"], each.data) for each in replies]
        assert (told[0][0], told[1]) == (200, told[0])


def test_only_who_was_given_the_events_counts_as_having_fetched_them(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    visitor = door(store)
    whole = get(store, path).headers
    tag = {"If-None-Match": whole["ETag"]}
    counted, old = {}, {"If-None-Match": '"x"'}
    for name, method, url, headers in (
        ("head", "HEAD", path, {}),
        ("head again", "HEAD", path, tag),
        ("and again", "HEAD", path, tag),
        ("busy times", "GET", path.replace(".ics", ".ifb"), {}),
        ("no such kind", "GET", f"{path}?kind=nope", {}),
        ("post", "POST", path, {}),
        ("any tag", "GET", path, {"If-None-Match": "*"}),
        ("any tag again", "GET", path, {"If-None-Match": "*"}),
        ("one tag and any", "GET", path, {"If-None-Match": '"x", *'}),
        ("a later date", "GET", path, {"If-Modified-Since": http_date(LATER)}),
        ("a date to come", "GET", path, {"If-Modified-Since": http_date(LATER + YEAR)}),
        ("its own date", "GET", path, {"If-Modified-Since": whole["Last-Modified"]}),
        ("an old tag", "GET", path, {**old, "If-Modified-Since": http_date(LATER)}),
        ("whole", "GET", path, {}),
        ("unchanged", "GET", path, tag),
        ("unchanged again", "GET", path, tag),
        ("jscalendar", "GET", path.replace(".ics", ".json"), {}),
    ):
        Client(visitor).open(url, method=method, headers=headers)
        counted[name] = visitor.flush()
    assert counted == {
        "head": 0,
        "head again": 0,
        "and again": 0,
        "busy times": 0,
        "no such kind": 0,
        "post": 0,
        "any tag": 0,
        "any tag again": 0,
        "one tag and any": 0,
        "a later date": 0,
        "a date to come": 1,
        "its own date": 1,
        "an old tag": 1,
        "whole": 1,
        "unchanged": 1,
        "unchanged again": 1,
        "jscalendar": 1,
    }


@pytest.mark.parametrize(
    "query", ["lang=fr", "profile=none", "&".join(f"kind={n}" for n in range(30))]
)
def test_a_wrong_wish_is_refused_in_words(sqlite_url: str, query: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    reply = get(store, f"{path}?{query}")
    assert (reply.status_code, reply.mimetype) == (400, "text/plain")
    assert path not in reply.text


@pytest.mark.parametrize(
    ("query", "zh", "en"),
    [
        (
            "profile=outlook&profile=google",
            "日历软件选了2个，最多选1个。请去掉几个。",
            "Calendar program: 2 are given, at most 1 can be. Remove some.",
        ),
        (
            "lang=en&lang=zh&lang=en",
            "语言选了3个，最多选1个。请去掉几个。",
            "Language: 3 are given, at most 1 can be. Remove some.",
        ),
        (
            "&".join(["kind=council", *(f"x{number}" for number in range(20))]),
            "网址里的条件选了21个，最多选20个。请去掉几个。",
            "The conditions in the address: 21 are given, at most 20 can be. Remove some.",
        ),
        ("host=", "请填主办。", "Host is missing. Enter it."),
        ("kind", "请填类型。", "Kind is missing. Enter it."),
        ("place=hall&place=%20", "请填地点。", "Place is missing. Enter it."),
        *(
            (
                f"{name}=%00",
                f"{zh}里有换行或看不见的控制字符，请删去后再提交。",
                f"{en} holds line breaks or invisible control characters. Remove them.",
            )
            for name, zh, en in (
                ("host", "主办", "Host"),
                ("kind", "类型", "Kind"),
                ("lang", "语言", "Language"),
            )
        ),
    ],
)
def test_a_wish_that_is_none_is_refused_in_both_languages(
    sqlite_url: str, query: str, zh: str, en: str
) -> None:
    store = filled(sqlite_url)
    reply = get(store, f"{address(store)}?{query}")
    assert (reply.status_code, reply.text) == (400, f"{zh}\n{en}\n")


def test_r34_a_revoked_address_says_farewell_for_thirty_days(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    wish = Wish(WHOLE, "手机")
    made = subscriptions.create(store, wish, member, SECRET_KEY, NOW)
    path = f"/feeds/{made.token}.ics"
    client = Client(door(store))
    assert client.get(path).get_data().count(b"BEGIN:VEVENT") > 1
    subscriptions.revoke(store, made.subscription.id, member, NOW)
    farewell = client.get(path)
    assert (farewell.status_code, farewell.get_data().count(b"BEGIN:VEVENT")) == (200, 1)
    late = Client(door(store, lambda: NOW + timedelta(days=31))).get(path)
    assert (late.status_code, late.mimetype) == (410, "text/plain")
    assert late.text.startswith("这个订阅地址已停用")


def test_r35_a_lost_database_is_never_an_empty_calendar(sqlite_url: str, tmp_path: Path) -> None:
    store = filled(sqlite_url)
    path = address(store)
    away = Store(create_engine(f"sqlite:///{tmp_path / 'no' / 'such.db'}"))
    reply = get(away, path)
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "60")
    assert reply.text == (
        "现在取不到日历，请过60秒再试。已经取到的活动还在，不受影响。\n"
        "The calendar cannot be fetched right now. Try again in 60 seconds; "
        "what was fetched before stays.\n"
    )
    asked = door(store)
    good = Client(asked).get(path)
    cut_off = door(away)
    cut_off.shelf = asked.shelf
    stale = Client(cut_off).get(path)
    assert (stale.status_code, stale.get_data()) == (200, good.get_data())
    assert stale.headers["Warning"] == '110 - "Response is Stale"'
    unmodified = Client(cut_off).get(path, headers={"If-None-Match": good.headers["ETag"]})
    assert unmodified.status_code == 304


def test_a_fault_of_our_own_is_500_and_logged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    path = address(store)

    def broken() -> datetime:
        raise ZeroDivisionError

    reply = Client(door(store, broken)).get(path)
    assert (reply.status_code, reply.text) == (
        500,
        (
            "日历没有取成，请稍后再试。已经取到的活动还在，不受影响。\n"
            "The calendar could not be fetched. Try again later; what was fetched before stays.\n"
        ),
    )
    assert reply.headers["Retry-After"] == "60"
    assert [record.message for record in caplog.records] == ["feed failed"]
    assert path.split("/")[-1] not in caplog.text


def test_r35_a_calendar_that_cannot_be_made_of_what_is_stored_is_503_and_logged(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    path = address(store)
    with store.write() as session:
        session.execute(text("UPDATE subscription SET alarms = '{x', scope = 'zzz:1'"))
    reply = Client(door(store)).get(path)
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "60")
    assert "The calendar cannot be fetched right now. Try again in 60 seconds;" in reply.text
    assert [record.message for record in caplog.records] == [
        "a feed cannot be made of what is stored"
    ]


def test_r36_the_address_is_gone_from_what_a_server_logs(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    environ: dict[str, object] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address(store),
        "RAW_URI": address(store),
        "QUERY_STRING": "",
    }
    body = b"".join(door(store)(environ, lambda *_: lambda _: None))
    assert body.startswith(b"BEGIN:VCALENDAR")
    assert "feeds/-" in str(environ)
    assert address(store) not in str(environ)


def test_everything_else_goes_on_behind(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert [get(store, path).text for path in ("/", "/feeds", "/events/x")] == ["behind"] * 3


def test_fetches_are_written_when_asked(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    asked = door(store)
    Client(asked).get(address(store))
    assert (asked.flush(), asked.flush()) == (1, 0)


def test_while_the_database_is_away_fetches_wait_to_be_written(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    path = address(store)
    asked = door(store)
    Client(asked).get(path)
    whole = Path(str(store.engine.url.database)).read_bytes()
    overwrite(store, b"no database" * 1000)
    with pytest.raises(OperationalError):
        asked.flush()
    overwrite(store, whole)
    assert asked.flush() == 1


def test_a_refusal_is_plain_text() -> None:
    known = refusal(NotFoundError(entity="subscription", key="—"))
    other = refusal(NotFound())
    assert (known.status_code, known.mimetype) == (404, "text/plain")
    assert (other.status_code, other.get_data()) == (404, b"Not Found\n")
