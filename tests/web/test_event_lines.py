from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import EventStatus
from scheduler.services.events.reading import Stored
from scheduler.services.names import Name
from scheduler.web import event_lines
from scheduler.web.parts import Chip, EventLine
from tests.support.world import at, calendar
from tests.web.preview import preview_app

NAMES = {
    "organisation:alpha": Name("样例甲川公司", "甲川", "Sample Alpha"),
    "venue:hall": Name("链上会客厅", "链上会客厅", "Chain Parlour"),
    "work_safety": Name("安全生产", "安全生产", ""),
}
EVENT = replace(
    calendar()[4],
    uid="e-sample",
    title="链主企业交流对接",
    title_en="Exchange",
    start=at(date(2026, 9, 16)),
    end=at(date(2026, 9, 17)),
    host="organisation:alpha",
    venue="hall",
    theme="work_safety",
    status=EventStatus.PUBLISHED,
)
TODAY = date(2026, 8, 18)


def _stored(**changes: object) -> Stored:
    event = replace(EVENT, **changes)  # type: ignore[arg-type]  # fields of the event
    return Stored(event, 1, "", "", "", "", waived=False, waive_reason="", retired=False)


@contextmanager
def _read_in(lang: str) -> Iterator[None]:
    with preview_app().test_request_context(f"/?lang={lang}"):
        yield


def test_a_line_says_when_where_who_and_what() -> None:
    with _read_in("zh"):
        line = event_lines.line(_stored(), NAMES, TODAY, "zh")
    assert line == EventLine(
        start=at(date(2026, 9, 16)),
        title="链主企业交流对接",
        meta="14:30 · 链上会客厅 · 主办 甲川 · 主题 安全生产",
        href="/events/e-sample",
    )


def test_a_line_in_english_falls_back_to_chinese_names() -> None:
    with _read_in("en"):
        line = event_lines.line(_stored(), NAMES, TODAY, "en")
    assert (line.title, line.meta) == (
        "Exchange",
        "14:30 · Chain Parlour · host Sample Alpha · theme 安全生产",
    )


def test_a_held_event_is_told_under_the_names_of_its_day() -> None:
    held = replace(_stored(), host_name="从前的公司", venue_name="从前的会客厅")
    with _read_in("en"):
        line = event_lines.line(held, NAMES, TODAY, "en")
    assert line.meta == "14:30 · 从前的会客厅 · host 从前的公司 · theme 安全生产"


def test_what_is_not_known_is_left_out() -> None:
    bare = _stored(host=None, venue=None, theme=None, tentative=True, all_day=True, title_en="")
    with _read_in("en"):
        line = event_lines.line(bare, NAMES, date(2026, 9, 16), "en")
    assert line == EventLine(
        start=at(date(2026, 9, 16)),
        title="链主企业交流对接",
        meta="",
        href="/events/e-sample",
        today=True,
        chip=Chip("tentative"),
    )
