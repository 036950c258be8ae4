from dataclasses import replace
from datetime import date

import pytest

from scheduler.rules.judging.standing import Light as State
from scheduler.rules.judging.standing import Mark, Standing
from scheduler.rules.units import DemandUnit, Output
from scheduler.web import lights
from scheduler.web.parts import Cell, Light, LightState, Row
from tests.support.world import unit
from tests.web.preview import preview_app

STANDING = Standing(
    rule="exchange",
    owner="auto",
    name="交流对接",
    name_en="Exchange",
    state=State.SET,
    held=1,
    planned=2,
    due=3,
)
WORDS: dict[State, tuple[LightState, str, str]] = {
    State.LATE: ("late", "误期", "Late"),
    State.TO_ARRANGE: ("todo", "要安排", "To arrange"),
    State.SET: ("set", "已排好", "Scheduled"),
    State.KEPT: ("kept", "已完成", "Kept"),
    State.NA: ("na", "不适用", "n/a"),
}


def _missing(count: int) -> tuple[DemandUnit, ...]:
    return tuple(
        DemandUnit(
            key=unit("exchange", "2026", number),
            owner="auto",
            alliances=("auto",),
            kind="exchange",
            title="交流对接",
            title_en="Exchange",
            start=date(2026, 1, 1),
            end=date(2027, 1, 1),
            grace_end=date(2027, 1, 1),
        )
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize("state", State)
def test_a_light_has_its_figure_and_its_word(state: State) -> None:
    standing = replace(STANDING, state=state)
    with preview_app().test_request_context("/"):
        shown = (lights.light(standing), lights.figure(standing))
    sign, word, _ = WORDS[state]
    figures = ("", "") if state is State.NA else ("1/3 ", "1/3")
    texts = (f"{figures[0]}{word}", figures[1] or word)
    assert [(each.state, each.text) for each in shown if each] == [(sign, text) for text in texts]


@pytest.mark.parametrize("state", State)
def test_lights_are_named_in_english_too(state: State) -> None:
    with preview_app().test_request_context("/?lang=en"):
        assert lights.light_word(state) == WORDS[state][2]


def test_an_alliance_that_promised_nothing_has_no_figure() -> None:
    assert lights.figure(None) is None


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        ([], None),
        ([State.NA], Light("na", "不适用")),
        ([State.KEPT, State.NA, State.SET], Light("set", "已排好")),
        ([State.TO_ARRANGE, State.KEPT, State.TO_ARRANGE], Light("todo", "要安排2项")),
        ([State.TO_ARRANGE, State.LATE, State.TO_ARRANGE], Light("late", "误期1项")),
    ],
)
def test_of_several_promises_the_worst_is_told(states: list[State], worst: Light | None) -> None:
    with preview_app().test_request_context("/"):
        assert lights.worst(replace(STANDING, state=state) for state in states) == worst


@pytest.mark.parametrize(
    ("state", "gaps", "zh", "en"),
    [
        (State.SET, 0, "", ""),
        (State.TO_ARRANGE, 2, "还差2次，截止12月31日", "2 more are due by 31 December"),
        (State.LATE, 3, "误期2次，应于12月31日前", "2 are late, due by 31 December"),
    ],
)
def test_what_is_missing_is_counted_and_what_is_not_late_yet_is_not_called_late(
    state: State, gaps: int, zh: str, en: str
) -> None:
    until = date(2026, 12, 31) if gaps else None
    standing = replace(STANDING, state=state, missing=_missing(gaps), until=until, overdue=2)
    assert (lights.missing(standing, "zh"), lights.missing(standing, "en")) == (zh, en)


def test_what_the_next_year_owes_instead_is_told() -> None:
    standing = replace(STANDING, state=State.LATE, carried=2)
    assert lights.missing(standing, "zh") == "转下期2次"
    assert lights.missing(standing, "en") == "2 carried over"


def test_a_row_holds_a_cell_for_each_mark_of_its_month() -> None:
    marks = (
        Mark(date(2026, 9, 3), "e-1", State.KEPT, "甲川", "Alpha"),
        Mark(date(2026, 9, 9), "e-2", State.SET, "乙川", "Beta"),
        Mark(date(2026, 9, 10), "e-3", State.SET, tentative=True),
        Mark(date(2026, 9, 11), "", State.LATE, "联谊", "Fellowship"),
        Mark(date(2026, 9, 30), "", State.TO_ARRANGE, "党课", "Lecture"),
        Mark(date(2026, 9, 30), "", State.TO_ARRANGE),
    )
    standing = replace(STANDING, cells={9: marks})

    with preview_app().test_request_context("/"):
        chinese = lights.row(standing, "每年3次", "zh")
    with preview_app().test_request_context("/?lang=en"):
        english = lights.row(standing, "Each year 3 times", "en")

    empty: tuple[tuple[Cell, ...], ...] = ((),) * 8
    assert chinese == Row(
        name="交流对接",
        note="每年3次",
        light=Light("set", "1/3 已排好"),
        months=(
            *empty,
            (
                Cell("3", "held", "9月3日 已举行 甲川", "/events/e-1", "甲川"),
                Cell("9", "open", "9月9日 已发布 乙川", "/events/e-2", "乙川"),
                Cell("10", "maybe", "9月10日 暂定", "/events/e-3"),
                Cell("11", "late", "9月11日 误期 联谊", "", "联谊"),
                Cell("党课", "none", "9月30日 未排 党课"),
                Cell("未排", "none", "9月30日 未排"),
            ),
            *empty[:3],
        ),
    )
    assert english.name == "Exchange"
    assert english.months[8][3:] == (
        Cell("11", "late", "11 September Late Fellowship", "", "Fellowship"),
        Cell("Lecture", "none", "30 September Not scheduled Lecture"),
        Cell("Not scheduled", "none", "30 September Not scheduled"),
    )


def test_visits_of_a_month_are_one_cell_and_lead_to_their_list() -> None:
    done = Mark(date(2026, 9, 3), "", State.KEPT, times=12)
    visited = replace(STANDING, cells={9: (done,)}, output=Output.VISIT)
    with preview_app().test_request_context("/"):
        row = lights.row(visited, "每年每家走访1次", "zh")
    assert row.months[8] == (Cell("12次", "held", "9月办12次"),)
    assert row.href == "/quota?alliance=auto&rule=exchange"
