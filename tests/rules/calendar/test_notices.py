from collections.abc import Mapping
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import NoticeError
from scheduler.domain.text import say
from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.notices import (
    Notice,
    NoticeDay,
    check_announced,
    parse_notice,
    parse_notice_csv,
)
from scheduler.rules.calendar.workdays import WorkdayYear, shipped_calendar

notices = st.sampled_from([known.notice for known in shipped_calendar().years])
NEW_YEAR = NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦")
DECEMBER = NoticeDay(date(2026, 12, 26), is_workday=True, name="元旦")
LANGS = ("zh", "en")
OFF = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}


def refusal_of(value: object) -> Mapping[str, object]:
    with pytest.raises(NoticeError) as refused:
        parse_notice(value)
    return refused.value.fields


def refusal_of_csv(text: str) -> Mapping[str, object]:
    with pytest.raises(NoticeError) as refused:
        parse_notice_csv(text)
    return refused.value.fields


@given(notices, st.randoms(use_true_random=False))
def test_json_gives_back_the_notice_in_any_order_of_days(notice: Notice, random: Random) -> None:
    days = [
        {"name": entry.name, "date": entry.day.isoformat(), "isOffDay": not entry.is_workday}
        for entry in notice.days
    ]
    random.shuffle(days)

    assert (
        parse_notice({"year": notice.year, "papers": list(notice.papers), "days": days}) == notice
    )


@given(notices, st.permutations(["date", "name", "is_workday"]))
def test_csv_gives_back_the_days_in_any_order_of_columns(
    notice: Notice, columns: list[str]
) -> None:
    lines = [",".join(columns)]
    for entry in notice.days:
        cells = {
            "date": entry.day.isoformat(),
            "name": entry.name,
            "is_workday": str(int(entry.is_workday)),
        }
        lines.append(",".join(cells[column] for column in columns))

    assert parse_notice_csv("\r\n".join(lines)) == Notice(notice.year, notice.days)


def test_csv_of_a_spreadsheet_in_chinese_is_read() -> None:
    text = "\ufeff日期,名称,是否上班\r\n2027-01-01,元旦,否\r\n\r\n2026-12-26,元旦, 是 \r\n,,\r\n"

    assert parse_notice_csv(text) == Notice(2027, (DECEMBER, NEW_YEAR))


def test_columns_pasted_from_a_spreadsheet_are_read() -> None:
    text = "名称\t日期\t是否上班\n元旦\t2027/1/1\t放假\n元旦\t2026年12月26日\t班\n"

    assert parse_notice_csv(text) == Notice(2027, (DECEMBER, NEW_YEAR))


def test_a_value_made_by_hand_is_checked_as_well() -> None:
    with pytest.raises(NoticeError) as refused:
        Notice(2027, (NEW_YEAR, NEW_YEAR))

    assert refused.value.fields == {
        "field": "days[1]",
        "place": {"code": "notice.item", "fields": {"number": 2}},
        "reason": "twice",
        "value": "2027-01-01",
        "year": 2027,
    }


def test_a_refusal_tells_the_line_in_both_languages() -> None:
    word = refusal_of_csv("date,name,is_workday\n2027-01-01,元旦,maybe\n")
    twice = refusal_of_csv("date,name,is_workday\n2027-01-01,元旦,0\n2027-01-01,元旦,0\n")

    assert [say("bad_notice", fields, lang) for fields in (word, twice) for lang in LANGS] == [
        "放假通知的第2行的“是否上班”看不懂（maybe），上班写“是”，放假写“否”。什么都没有导入。",
        (
            "Holiday notice, line 2, is_workday: maybe is not understood; write yes for a day of "
            "work, no for a day off. Nothing was imported."
        ),
        "放假通知的第3行：2027年1月1日前面已经有了，请去掉一行。什么都没有导入。",
        (
            "Holiday notice, line 3: 1 January 2027 is there already; remove one line. "
            "Nothing was imported."
        ),
    ]


def test_a_refusal_of_json_tells_the_entry() -> None:
    fields = refusal_of({"year": 2027, "days": [OFF, {**OFF, "date": "1 January"}]})

    assert say("bad_notice", fields, "zh") == (
        "放假通知的第2条日期的“日期”不是日期（1 January），请写成2027-01-01这样。什么都没有导入。"
    )


def test_a_year_that_is_not_announced_is_a_notice_without_days() -> None:
    assert parse_notice({"$id": "2027.json", "year": 2027, "papers": [], "days": []}) == Notice(
        2027
    )


@pytest.mark.parametrize(
    "paper",
    [
        "http://notice.example",
        "HTTPS://notice.example/1",
        "样例1号",
        "样例：1号",
        "1:2",
    ],
)
def test_a_paper_is_a_number_or_an_address_of_the_web(paper: str) -> None:
    found = parse_notice({"year": 2027, "papers": [f" {paper}"], "days": []})

    assert found.papers == (paper,)


def test_papers_may_be_left_out() -> None:
    assert parse_notice({"year": 2027, "days": [OFF]}) == Notice(2027, (NEW_YEAR,))


def test_a_partial_notice_names_the_days_it_does_not_mention() -> None:
    notice = Notice(2027, (NEW_YEAR,))

    assert notice.missing == tuple(statutory_days(2027))[1:]
    assert notice.overruled == ()


def test_an_inverted_notice_names_the_days_off_by_law_that_it_makes_workdays() -> None:
    law = tuple(statutory_days(2027))
    weekend = NoticeDay(date(2027, 1, 3), is_workday=True, name="元旦")
    days = (*(NoticeDay(day, is_workday=True, name="样例节") for day in law[1:]), NEW_YEAR, weekend)

    assert Notice(2027, days).overruled == law[1:]


@pytest.mark.parametrize("known", shipped_calendar().years, ids=lambda known: known.notice.year)
def test_official_notices_give_every_day_off_by_law(known: WorkdayYear) -> None:
    assert (known.notice.missing, known.notice.overruled) == ((), ())


@pytest.mark.parametrize(
    ("value", "field", "reason"),
    [
        ([], "notice", "malformed"),
        ({}, "year", "empty"),
        ({"year": "2027", "days": []}, "year", "malformed"),
        ({"year": True, "days": []}, "year", "malformed"),
        ({"year": 1999, "days": []}, "year", "range"),
        ({"year": 2100, "days": []}, "year", "range"),
        ({"year": 2027}, "days", "malformed"),
        ({"year": 2027, "days": {}}, "days", "malformed"),
        ({"year": 2027, "days": ["2027-01-01"]}, "days[0]", "malformed"),
        ({"year": 2027, "papers": "x", "days": []}, "papers", "malformed"),
        ({"year": 2027, "papers": [1], "days": []}, "papers", "malformed"),
        ({"year": 2027, "papers": [], "days": [OFF]}, "papers", "empty"),
        ({"year": 2027, "days": [OFF, {**OFF, "isOffDay": 1}]}, "days[1].isOffDay", "flag"),
        ({"year": 2027, "days": [{**OFF, "date": None}]}, "days[0].date", "date"),
        ({"year": 2027, "days": [{**OFF, "date": "2027-02-29"}]}, "days[0].date", "date"),
        ({"year": 2027, "days": [{**OFF, "date": "20270101"}]}, "days[0].date", "date"),
        ({"year": 2027, "days": [{**OFF, "name": None}]}, "days[0].name", "malformed"),
        ({"year": 2027, "days": [{**OFF, "name": " "}]}, "days[0].name", "malformed"),
        ({"year": 2027, "days": [{**OFF, "name": "元\r旦"}]}, "days[0].name", "malformed"),
        ({"year": 2027, "days": [{**OFF, "name": "元" * 41}]}, "days[0].name", "too_long"),
        ({"year": 2027, "days": [OFF, OFF]}, "days[1]", "twice"),
        ({"year": 2027, "days": [{**OFF, "date": "2026-11-30"}]}, "days[0]", "outside_year"),
        ({"year": 2027, "days": [{**OFF, "date": "2028-01-01"}]}, "days[0]", "outside_year"),
    ],
)
def test_unreadable_json_names_the_field_and_the_reason(
    value: object, field: str, reason: str
) -> None:
    fields = refusal_of(value)

    assert (fields["field"], fields["reason"]) == (field, reason)


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        ("", "notice", "empty"),
        ("date,name,is_workday\n", "days", "empty"),
        ("date,name\n2027-01-01,元旦\n", "line 1", "header"),
        ("date,name,is_workday\n2027-01-01,元旦\n", "line 2", "columns"),
        ("date,name,is_workday\n2027-01-01,元旦,maybe\n", "line 2: is_workday", "word"),
        ("date,name,is_workday\n\n1 January,元旦,0\n", "line 3: date", "date"),
        ("date,name,is_workday\n2027-01-01,,0\n", "line 2: name", "malformed"),
        ('date,name,is_workday\n2027-01-01,"元"旦,0\n', "line 2", "quote"),
        ("date,name,is_workday\n2027-01-01,元旦,0\n2025-12-31,元旦,0\n", "line 3", "outside_year"),
        # Of two years with as many dates the later one is meant, else that of most dates.
        (
            "date,name,is_workday\n2072-01-01,元旦,0\n2027-01-02,元旦,0\n2027-01-03,元旦,0\n",
            "line 2",
            "outside_year",
        ),
        ("date,name,is_workday\n2027-01-01,元旦,0\n\n2027-01-01,元旦,1\n", "line 4", "twice"),
        ("date,name,is_workday\n2027-01-01,=A1,0\n", "line 2: name", "formula"),
        ("date,name,is_workday\n2027-13-01,元旦,0\n", "line 2: date", "date"),
    ],
)
def test_unreadable_csv_names_the_line_and_the_reason(text: str, field: str, reason: str) -> None:
    fields = refusal_of_csv(text)

    assert (fields["field"], fields["reason"]) == (field, reason)


def test_a_notice_without_days_announces_nothing() -> None:
    check_announced(Notice(2027, (NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦"),)))

    with pytest.raises(NoticeError) as refused:
        check_announced(Notice(2027))

    assert refused.value.fields == {
        "field": "days",
        "place": {"code": "notice.field", "fields": {"field": "days"}},
        "reason": "open",
        "value": "2027",
    }
