"""The whole story on the example alliances: rules, plan, calendar, changes, refusals."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from feeds.lint import lint
from scheduler.app import create_app
from scheduler.config import Settings
from scheduler.domain.activity import Event
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.services.access import SYSTEM
from scheduler.services.events import reading
from scheduler.services.events.reading import Wanted
from scheduler.services.examples import loading
from scheduler.services.feeds import announced
from scheduler.services.runtime import EXTENSION, Runtime
from tests.clients.parsers import agreed
from tests.clients.seen import ParsedEvent
from tests.support import opened
from tests.support.world import SECRET_KEY, prepare

LOADED = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)
FOOD = "jiyang-food"
YEAR = (datetime(2026, 1, 1, tzinfo=SHANGHAI), datetime(2027, 1, 1, tzinfo=SHANGHAI))


@dataclass(slots=True)
class Clock:
    """A clock that a test sets."""

    now: datetime = LOADED

    def __call__(self) -> datetime:
        return self.now


def _app(path: Path, clock: Clock) -> Flask:
    settings = Settings(
        database_url=f"sqlite:///{path}",
        secret_key=SECRET_KEY,
        data_dir=path.parent,
        base_url="http://calendar.example",
        fast_hashing=True,
    )
    app = create_app(settings, clock=clock)
    app.config["WTF_CSRF_METHODS"] = frozenset()
    opened.later(_runtime(app).store.engine.dispose)
    return app


def _runtime(app: Flask) -> Runtime:
    found = app.extensions[EXTENSION]
    assert isinstance(found, Runtime)
    return found


@pytest.fixture(scope="module")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples as of the first working Monday of the year: nothing is past yet."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    prepare(f"sqlite:///{path}")
    loading.load(_runtime(_app(path, Clock())), LOADED)
    opened.close_all()
    return path


@pytest.fixture
def path(loaded_file: Path, tmp_path: Path) -> Path:
    """A copy of the loaded database for one test."""
    copy = tmp_path / "story.db"
    copy.write_bytes(loaded_file.read_bytes())
    return copy


def _events(app: Flask, kind: str = "") -> list[Event]:
    wanted = Wanted(*YEAR, kinds=(kind,) if kind else (), statuses=("published",))
    found = reading.list_events(_runtime(app).store, wanted, SYSTEM, [FOOD])
    return [each.event for each in found]


def _signed_in(app: Flask, role: str = "alliance_secretary") -> FlaskClient:
    account = next(each for each in loading.sign_ins(_runtime(app)) if each.role == role)
    client = app.test_client()
    answer = client.post("/signin", data={"name": account.name, "password": account.password})
    assert answer.status_code == 303
    return client


def _feed(app: Flask, alliance: str = FOOD) -> str:
    runtime = _runtime(app)
    listed = announced.addresses(runtime.store, runtime.secret_key, runtime.clock())
    return next(each.path for each in listed if each.alliance == alliance)


def _field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None, name
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def test_jiyang_has_one_council_a_quarter_none_on_a_day_off(path: Path) -> None:
    councils = _events(_app(path, Clock()), "council")
    workdays = shipped_calendar()

    assert [event.unit.period for event in councils if event.unit] == [
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
        "2026-Q4",
    ]
    assert [(event.day().month - 1) // 3 for event in councils] == [0, 1, 2, 3]
    assert [workdays.is_workday(event.day()) for event in councils] == [True] * 4
    assert all(after.day() - before.day() >= timedelta(30) for before, after in pairwise(councils))


def test_hosts_of_the_exchanges_differ_by_at_most_one(path: Path) -> None:
    hosts = Counter(event.host for event in _events(_app(path, Clock()), "exchange"))

    assert sum(hosts.values()) == 10
    assert None not in hosts
    assert max(hosts.values()) - min(hosts.values()) <= 1


def test_a_major_matter_adds_one_consultation_before_its_deadline(path: Path) -> None:
    clock = Clock(datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI))
    app = _app(path, clock)
    client = _signed_in(app)
    new = client.get(f"/matters/new?alliance={FOOD}")
    member = re.search(r'<option value="(organisation:[^"]+)"', new.text)
    assert member is not None
    raised = client.post(
        "/matters",
        data={
            "alliance": FOOD,
            "title": "夜班班车绕行",
            "category": "交通",
            "raised_by": member[1],
            "detail": "",
            "major": "1",
        },
    )
    matter = raised.location
    page = client.get(matter).text
    department = re.search(r'<option value="(organisation:[^"]+)"', page)
    assert department is not None
    for step, extra in (("dispatch", {"department": department[1]}), ("accept", {})):
        seen = {"revision": _field(client.get(matter).text, "revision"), "major": "1"}
        answer = client.post(f"{matter}/{step}", data=seen | extra)
        assert answer.status_code == 303, answer.text
    before = {event.uid for event in _events(app)}

    plan = client.get(f"/plans?alliance={FOOD}&year=2026").text
    form = {"alliance": FOOD, "year": "2026", "hash": _field(plan, "hash")}
    form["base"] = _field(plan, "base")
    assert client.post("/plans/apply", data=form).status_code == 303

    added = [event for event in _events(app) if event.uid not in before]
    deadline = shipped_calendar().add_workdays(date(2026, 3, 2), 10)
    assert [event.kind for event in added] == ["consultation"]
    assert date(2026, 3, 2) < added[0].day() <= deadline
    again = client.get(f"/plans?alliance={FOOD}&year=2026").text
    assert 'name="hash"' not in again
    # The same plan once more is the same publication, another one is stale.
    assert client.post("/plans/apply", data=form).status_code == 303
    assert client.post("/plans/apply", data=form | {"hash": "0" * 64}).status_code == 409
    assert len(_events(app)) == len(before) + 1


def test_a_move_in_the_page_changes_the_feed_once_and_nothing_else_does(path: Path) -> None:
    clock = Clock(datetime(2026, 2, 2, 10, 0, tzinfo=SHANGHAI))
    app = _app(path, clock)
    client, address = _signed_in(app), _feed(app)
    council = _events(app, "council")[2]
    first = client.get(address)
    page = client.get(f"/events/{council.uid}").text
    wanted = shipped_calendar().add_workdays(council.day(), 1)

    unchanged = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    moved = client.post(
        f"/events/{council.uid}/move",
        data={
            "day": wanted.isoformat(),
            "clock": "10:00",
            "reason": "venue_repair",
            "version": _field(page, "version"),
        },
    )
    second = client.get(address)
    restarted = _app(path, clock).test_client().get(address)

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert moved.status_code == 303, moved.text
    before, after = (_of(answer.data, council.uid) for answer in (first, second))
    assert after.sequence == before.sequence + 1
    assert after.start == datetime.combine(wanted, time(10), SHANGHAI)
    assert second.headers["ETag"] != first.headers["ETag"]
    assert (restarted.data, restarted.headers["ETag"]) == (second.data, second.headers["ETag"])
    others = {event.uid for event in agreed(first.data)} - {council.uid}
    assert {each for each in agreed(first.data) if each.uid in others} == {
        each for each in agreed(second.data) if each.uid in others
    }


def _of(octets: bytes, uid: str) -> ParsedEvent:
    found = [each for each in agreed(octets) if each.uid == uid]
    assert len(found) == 1
    return found[0]


def test_every_feed_passes_the_linter_and_all_parsers_read_the_same(path: Path) -> None:
    app = _app(path, Clock())
    runtime = _runtime(app)
    client = app.test_client()
    listed = announced.addresses(runtime.store, runtime.secret_key, LOADED)

    counts = {}
    for feed in listed:
        octets = client.get(feed.path).data
        assert lint(octets) == (), feed.name
        counts[feed.alliance] = len(agreed(octets))

    stored = {
        feed.alliance: len(
            reading.list_events(
                runtime.store,
                Wanted(statuses=("published", "held", "cancelled")),
                SYSTEM,
                [feed.alliance],
            )
        )
        for feed in listed
    }
    assert counts == stored
    assert len(counts) == 26


@pytest.mark.parametrize(
    ("method", "address", "form", "status"),
    [
        ("GET", "/alliances/nowhere", {}, 404),
        ("GET", "/feeds/" + "a" * 32 + ".ics", {}, 404),
        ("GET", "/feeds/../secret-key.ics", {}, 404),
        ("GET", f"/alliances/{FOOD}?year=20x6", {}, 422),
        ("GET", f"/plans?alliance={FOOD}&year=1999", {}, 422),
        ("POST", "/matters", {"alliance": FOOD, "title": "两\r\n行", "raised_by": "x"}, 422),
        ("POST", "/matters", {"alliance": FOOD, "title": "\x00", "raised_by": "x"}, 422),
        ("POST", "/plans/apply", {"alliance": FOOD, "year": "2026", "hash": "?"}, 409),
        ("POST", "/events/nothing/move", {"day": "2026-02-30"}, 404),
    ],
)
def test_bad_input_is_refused_in_words_and_stores_nothing(
    path: Path, method: str, address: str, form: dict[str, str], status: int
) -> None:
    app = _app(path, Clock())
    client = _signed_in(app)
    before = client.get(_feed(app)).data

    answer = client.open(address, method=method, data=form or None)

    assert (answer.status_code, "Traceback" in answer.text) == (status, False)
    assert answer.text.strip()
    assert client.get(_feed(app)).data == before
