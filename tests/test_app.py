import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from scheduler.app import MAX_BODY, create_app
from scheduler.config import Settings
from scheduler.services import health
from scheduler.services.runtime import START_JOBS
from scheduler.store import schema
from scheduler.web.plain_pages import FormPage
from scheduler.web.policy import public
from tests.support import opened
from tests.support.addresses import public_token
from tests.support.damage import RUBBISH, emptied, in_its_file, overwrite
from tests.support.pages import page
from tests.support.world import ALLIANCE, COUNCILS, NOW, SECRET_KEY, app, client, runtime


def _bare(folder: Path, database_url: str) -> Flask:
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        data_dir=folder / "data",
        base_url="http://calendar.example",
    )
    built = create_app(settings)
    opened.later(runtime(built).store.engine.dispose)
    return built


def test_building_writes_nothing_but_its_folder(tmp_path: Path) -> None:
    built = _bare(tmp_path, f"sqlite:///{tmp_path / 'data' / 'a.db'}")
    assert [path.name for path in tmp_path.rglob("*")] == ["data"]
    assert runtime(built).data_dir == tmp_path / "data"


def _arguments(rule: Rule) -> dict[str, str]:
    """Give a value to each argument; of those listed in the route, the first."""
    listed = re.findall(r"<any\((\w+)[^>]*\):(\w+)>", rule.rule)
    return dict.fromkeys(rule.arguments, "1") | {name: value for value, name in listed}


def test_addresses_are_those_of_plain_routes_once_their_builder_is_needed(sqlite_url: str) -> None:
    routes = app(sqlite_url).url_map
    plain = Map(
        [Rule(rule.rule, endpoint=rule.endpoint) for rule in routes.iter_rules()],
        converters=routes.converters,
    )
    asked = [
        (rule.endpoint, _arguments(rule) | more)
        for rule in routes.iter_rules()
        for more in ({}, {"query": "样 例"})
    ]
    expected = [plain.bind("h").build(*each) for each in asked]
    assert [routes.bind("h").build(*each) for each in asked] == expected
    assert [routes.bind("h").build(*each) for each in asked] == expected


def test_the_process_tells_that_it_lives_and_that_it_can_serve(sqlite_url: str) -> None:
    browser = client(app(sqlite_url))
    answers = [(browser.get(address)) for address in ("/healthz", "/readyz")]
    assert [(each.status_code, each.text, each.mimetype) for each in answers] == [
        (200, "ok\n", "text/plain"),
        (200, "ready\n", "text/plain"),
    ]


def test_what_feeds_left_out_is_told_beside_that_the_process_can_serve(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser, store = client(built), runtime(built).store
    with store.write() as session:
        session.execute(text(f"UPDATE event SET status = 'zzz' WHERE uid = '{COUNCILS[1]}'"))  # noqa: S608 - a constant
    feed = f"/feeds/{public_token(store, ALLIANCE, SECRET_KEY, NOW)}.ics"
    answers = [browser.get("/readyz"), browser.get(feed), browser.get("/readyz")]
    assert [each.status_code for each in answers] == [200] * 3
    assert [each.text for each in answers[::2]] == [
        "ready\n",
        "ready\nevents left out of feeds: 1\n",
    ]


def test_a_database_without_tables_cannot_serve(tmp_path: Path) -> None:
    built = _bare(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")
    answers = [built.test_client().get(address) for address in ("/healthz", "/readyz")]
    assert [(each.status_code, each.text) for each in answers] == [
        (200, "ok\n"),
        (503, f"schema: none, wanted {schema.HEAD}\n"),
    ]
    assert health.faults(runtime(built).store) != ()


@pytest.mark.parametrize(
    ("address", "mimetype"),
    [
        ("/nowhere", "text/html"),
        ("/api/v1/nowhere", "application/problem+json"),
        ("/feeds/nowhere", "text/plain"),
        ("/feeds/" + "a" * 32 + ".ics", "text/plain"),
        ("/apiary", "text/html"),
    ],
)
def test_each_edge_answers_what_is_not_there_in_its_own_form(
    sqlite_url: str, address: str, mimetype: str
) -> None:
    answer = client(app(sqlite_url)).get(address)
    assert (answer.status_code, answer.mimetype) == (404, mimetype)


def test_behind_the_door_a_feed_is_still_answered_as_text(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with built.test_request_context("/feeds/nowhere"):
        answer = built.make_response(built.handle_user_exception(NotFound()))
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_a_fault_of_ours_is_logged_and_never_shown(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    built = app(sqlite_url)

    @public
    def view() -> str:
        raise RuntimeError("secret detail")

    built.add_url_rule("/planted", view_func=view, endpoint="planted")
    answer = client(built).get("/planted")

    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def _without_tables(url: str) -> Flask:
    built = app(url)
    with runtime(built).store.write() as session:
        session.execute(text("ALTER TABLE body RENAME TO elsewhere"))
    return built


def test_while_the_database_is_away_every_edge_says_when_to_come_back(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client(_without_tables(sqlite_url)).get(f"/alliances/{ALLIANCE}")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "503 · unavailable" in answer.text
    assert "database away" in caplog.text


@pytest.mark.parametrize("octets", RUBBISH)
def test_a_database_whose_file_holds_rubbish_is_away(sqlite_url: str, octets: bytes) -> None:
    built = app(sqlite_url)
    browser, reader, store = client(built), client(built, "member"), runtime(built).store
    feed = f"/feeds/{public_token(store, ALLIANCE, SECRET_KEY, NOW)}.ics"
    good = browser.get(feed)
    tag = {"If-None-Match": good.headers["ETag"]}
    assert (good.status_code, browser.get(feed, headers=tag).status_code) == (200, 304)
    assert browser.get(f"/alliances/{ALLIANCE}").status_code == 200
    overwrite(store, octets)
    answers = [
        browser.get(f"/alliances/{ALLIANCE}"),
        reader.get("/"),
        browser.get("/api/v1/events", headers={"Authorization": "Bearer x"}),
    ]
    waits = [(each.status_code, each.headers.get("Retry-After")) for each in answers]
    assert waits == [(503, "5")] * len(answers)
    stale = [browser.get(feed), browser.get(feed, headers=tag)]
    assert [(each.status_code, each.headers["Warning"], each.data) for each in stale] == [
        (200, '110 - "Response is Stale"', good.data),
        (304, '110 - "Response is Stale"', b""),
    ]
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.text) == (
        503,
        "database: its file holds no database any more\n",
    )


def test_a_damaged_file_is_told_at_once_and_read_again_once_it_is_whole(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser, store = client(built), runtime(built).store
    feed = f"/feeds/{public_token(store, ALLIANCE, SECRET_KEY, NOW)}.ics"
    good = in_its_file(store)
    overwrite(store, emptied(good))
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "database: database disk image is malformed\n")
    addresses = (f"/alliances/{ALLIANCE}", feed)
    away = [browser.get(each) for each in addresses]
    assert [(each.status_code, "Retry-After" in each.headers) for each in away] == [(503, True)] * 2
    overwrite(store, good)
    back = [browser.get(each) for each in addresses]
    assert [(each.status_code, "Warning" in each.headers) for each in back] == [(200, False)] * 2


def test_a_log_line_of_the_database_holds_no_value(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    client(_without_tables(sqlite_url)).get("/alliances/a-private-word")
    assert "parameters hidden" in caplog.text
    assert "a-private-word" not in caplog.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/alliances/a%00b", 404),
        ("/alliances/auto?year=20%0026", 422),
        ("/alliances/auto?y%00=2026", 422),
        ("/matters?alliance=%00", 422),
    ],
)
def test_what_one_database_cannot_hold_is_refused_on_both(
    database_url: str, address: str, status: int
) -> None:
    browser = client(app(database_url), "admin")
    assert browser.get(address).status_code == status


def test_a_nul_in_a_form_is_told_beside_its_field_with_what_was_typed(database_url: str) -> None:
    browser = client(app(database_url), "secretary")
    typed = {"title": "缺\0人", "raised_by": "organisation:alpha", "category": "用工"}
    shown = page(browser, "/matters", alliance=ALLIANCE, request="1", **typed)
    assert isinstance(shown, FormPage)
    assert [(each.name, each.value) for each in shown.form.fields if each.name in typed] == [
        ("raised_by", "organisation:alpha"),
        ("title", "缺\x1a人"),
        ("category", "用工"),
    ]
    assert [(each.name, each.fault) for each in shown.form.faulty] == [
        ("title", "标题里有换行或看不见的控制字符，请删去后再提交。")
    ]


@pytest.mark.parametrize(
    ("address", "field"),
    [("/plans/undo", "plan"), ("/plans/undo", "pl\0an"), ("/api/v1/events", "title")],
)
def test_a_nul_that_no_field_of_a_page_shows_is_refused_by_itself(
    sqlite_url: str, address: str, field: str
) -> None:
    answer = client(app(sqlite_url), "secretary").post(address, data={field: "a\0b"})
    assert (answer.status_code, "bad_text" in answer.text) == (422, True)


def test_a_body_that_is_too_large_is_refused(sqlite_url: str) -> None:
    answer = client(app(sqlite_url)).post("/signin", data={"name": "a" * (MAX_BODY + 1)})
    assert (answer.status_code, "413 · " in answer.text) == (413, True)


def test_the_jobs_of_a_serving_process_end_with_it(sqlite_url: str) -> None:
    built = app(sqlite_url)
    stop = built.extensions[START_JOBS]()
    stop()
    with runtime(built).store.read() as session:
        slots = session.execute(text("SELECT job, slot FROM job_run")).all()
    assert sorted(map(tuple, slots)) == [("retire", "2026-08-18"), ("turns", "2026-08-18")]
