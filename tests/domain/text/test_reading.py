from datetime import UTC, date, datetime

import pytest

from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading, beside, names_year, side, within
from scheduler.domain.text.render import Renderer, Sentence

THIS = date(2026, 12, 30)
NEXT = date(2027, 1, 4)
CATALOGUE = {
    "days": Sentence("{days:each weekday}", "{days:each weekday}"),
    "odd": Sentence("{a:day}、{b:day}", "{a:day}, {b:day}"),
}


@pytest.mark.parametrize(
    ("lang", "day", "told"),
    [
        ("zh", NEXT, False),
        (Reading("zh", 2026), THIS, False),
        (Reading("zh", 2026), NEXT, True),
        (Reading("en", 2027), THIS, True),
    ],
)
def test_a_day_names_its_year_where_it_is_not_the_readers(
    lang: str, day: date, *, told: bool
) -> None:
    assert names_year(day, lang) is told


def test_a_reading_is_its_language_and_keeps_its_year_when_it_is_sorted_out() -> None:
    read = side(Reading("en-GB", 2026))
    assert (read, side("fr")) == ("en", "zh")
    assert isinstance(read, Reading)
    assert read.year == 2026


def test_days_of_one_year_leave_the_language_as_it_is() -> None:
    assert not isinstance(beside("zh", (THIS, THIS)), Reading)


@pytest.mark.parametrize(
    ("lang", "sides", "written"),
    [
        ("zh", (THIS, date(2026, 12, 31)), "已改期：12月30日 → 12月31日。只改了日期。"),
        ("zh", (THIS, NEXT), "已改期：2026年12月30日 → 2027年1月4日。只改了日期。"),
        (
            Reading("zh", 2026),
            (NEXT, date(2027, 1, 5)),
            "已改期：2027年1月4日 → 2027年1月5日。只改了日期。",
        ),
        (
            Reading("en", 2026),
            (NEXT, THIS),
            "Moved: 4 January 2027 → 30 December 2026. Only the date changed.",
        ),
    ],
)
def test_days_of_one_sentence_all_name_their_year_or_none(
    lang: str, sides: tuple[date, date], written: str
) -> None:
    fields = {"from": sides[0], "to": sides[1].isoformat()}
    assert say("change.move_day", fields, lang) == written


def test_a_moment_of_another_year_names_it() -> None:
    moment = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)
    assert say("change.add", {"to": moment}, Reading("zh", 2026)) == "新增：2027年1月4日 14:30。"
    assert say("change.add", {"to": moment}, Reading("en", 2026)) == (
        "Added: 4 January 2027 14:30."
    )


def test_the_days_of_a_list_name_their_year_where_it_changes() -> None:
    days = {"days": [THIS, date(2026, 12, 31), NEXT]}
    assert Renderer(CATALOGUE, "en").say("days", days) == (
        "Wed 30 December 2026, Thu 31 December, Mon 4 January 2027"
    )
    later = {"days": [NEXT, "soon", NEXT, NEXT]}
    assert Renderer(CATALOGUE, Reading("zh", 2026)).say("days", later) == (
        "2027年1月4日 周一、soon、2027年1月4日 周一、1月4日 周一"
    )


def test_what_is_no_day_says_nothing_about_years() -> None:
    told = Renderer(CATALOGUE, Reading("zh", 2026)).say("odd", {"a": "soon", "b": NEXT})
    assert told == "soon、2027年1月4日"


def test_what_is_told_of_one_year_names_only_others_unless_the_reader_is_known() -> None:
    assert [names_year(day, within("zh", 2027)) for day in (THIS, NEXT)] == [True, False]
    known = within(Reading("en", 2026), 2027)
    assert [names_year(day, known) for day in (THIS, NEXT)] == [False, True]
