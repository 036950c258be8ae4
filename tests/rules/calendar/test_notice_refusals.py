"""What a refused notice is told: the place for programs and for people, and what stood there."""

import json
from collections.abc import Mapping
from datetime import date

import pytest

from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.festivals import FIRST_YEAR, LAST_YEAR
from scheduler.rules.calendar.notice_files import LARGEST, NoticeFile, read_notice
from scheduler.rules.calendar.notices import Notice, NoticeDay, parse_notice, parse_notice_csv

OFF = {"name": "元旦", "date": "2027-01-01", "isOffDay": True}
NEW_YEAR = NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦")
HEADER = "date,name,is_workday\n"
JSON = {"year": 2027, "days": [OFF]}


def told(field: str, place: Mapping[str, object], reason: str, value: str) -> dict[str, object]:
    return {"field": field, "place": place, "reason": reason, "value": value}


def at_field(name: str, reason: str, value: str) -> dict[str, object]:
    return told(name, {"code": "notice.field", "fields": {"field": name}}, reason, value)


def at_line(number: int, reason: str, value: str) -> dict[str, object]:
    place = {"code": "notice.line", "fields": {"line": number}}
    return told(f"line {number}", place, reason, value)


def at_item(number: int, reason: str, value: str) -> dict[str, object]:
    place = {"code": "notice.item", "fields": {"number": number}}
    return told(f"days[{number - 1}]", place, reason, value)


def in_column(where: dict[str, object], column: str, joint: str) -> dict[str, object]:
    fields = {"place": where["place"], "column": column}
    place = {"code": "notice.column", "fields": fields}
    return {**where, "field": f"{where['field']}{joint}{column}", "place": place}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], at_field("notice", "malformed", "list")),
        ({"year": "2027"}, at_field("year", "malformed", "2027")),
        ({"year": 1999, "days": []}, at_field("year", "range", "1999")),
        ({"year": 2027, "days": {}}, at_field("days", "malformed", "dict")),
        ({"year": 2027, "papers": [1], "days": []}, at_field("papers", "malformed", "1")),
        ({"year": 2027, "papers": [], "days": [OFF]}, at_field("papers", "empty", "2027")),
        *(
            (
                {"year": 2027, "papers": ["样例1号", paper], "days": []},
                at_field("papers", "address", told),
            )
            for paper, told in (
                ("javascript:alert(1)", "javascript:alert(1)"),
                (" Data:text/html,x", "Data:text/html,x"),
                ("ftp://notice.example", "ftp://notice.example"),
            )
        ),
        ({"year": 2027, "days": ["x"]}, at_item(1, "malformed", "str")),
        (
            {"year": 2027, "days": [{**OFF, "date": "2028-01-01"}]},
            {**at_item(1, "outside_year", "2028-01-01"), "year": 2027},
        ),
        (
            {"year": 2027, "days": [OFF, {**OFF, "isOffDay": 1}]},
            in_column(at_item(2, "flag", "1"), "isOffDay", "."),
        ),
        (
            {"year": 2027, "days": [{**OFF, "date": "20270101"}]},
            in_column(at_item(1, "date", "20270101"), "date", "."),
        ),
        (
            {"year": 2027, "days": [{**OFF, "date": "x" * 50}]},
            in_column(at_item(1, "date", "x" * 40), "date", "."),
        ),
        (
            {"year": 2027, "days": [{**OFF, "name": "元" * 41}]},
            in_column(at_item(1, "too_long", "元" * 40), "name", "."),
        ),
        (
            {"year": 2027, "days": [{**OFF, "name": 3}]},
            in_column(at_item(1, "malformed", "3"), "name", "."),
        ),
    ],
)
def test_json_is_refused_with_what_stood_there(value: object, expected: dict[str, object]) -> None:
    with pytest.raises(NoticeError) as refused:
        parse_notice(value)
    assert refused.value.fields == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", at_field("notice", "empty", "")),
        (HEADER, at_field("days", "empty", "")),
        ("date,name\n", at_line(1, "header", "date, name")),
        (f"{'x' * 50}\n", at_line(1, "header", "x" * 40)),
        (f"{HEADER}2027-01-01,元旦\n", at_line(2, "columns", "2")),
        (f'{HEADER}2027-01-01,"元"旦,0\n', at_line(2, "quote", "")),
        (
            f"{HEADER}2027-01-01,=A1,0\n",
            in_column(at_line(2, "formula", "=A1"), "name", ": "),
        ),
        (
            f"{HEADER}2027-01-01,元旦,{'x' * 50}\n",
            in_column(at_line(2, "word", "x" * 40), "is_workday", ": "),
        ),
        (
            f"{HEADER}1 January,元旦,0\n",
            in_column(at_line(2, "date", "1 January"), "date", ": "),
        ),
    ],
)
def test_csv_is_refused_with_what_stood_there(text: str, expected: dict[str, object]) -> None:
    with pytest.raises(NoticeError) as refused:
        parse_notice_csv(text)
    assert refused.value.fields == expected


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        (b"{\n\n]", "", at_line(3, "json", "")),
        (b"[" * 100_000, "", at_field("notice", "json", "")),
        (b"PK\x03\x04rest", ".csv", at_field("notice", "workbook", "")),
        (b"", ".xlsx", at_field("notice", "workbook", ".xlsx")),
        (b"", ".XLS", at_field("notice", "workbook", ".XLS")),
        (b"", ".et", at_field("notice", "workbook", ".et")),
        (b"", ".pdf", at_field("notice", "file_type", ".pdf")),
        (b"\xff\xff\xff", ".csv", at_field("notice", "encoding", "")),
        (b"a\0b", ".csv", at_field("notice", "encoding", "")),
        (b"x" * (LARGEST + 1), "", at_field("notice", "too_large", "200")),
        (
            json.dumps(JSON | {"noticeDate": "x" * 50}).encode(),
            "",
            at_field("notice_date", "date", "x" * 40),
        ),
    ],
)
def test_a_file_is_refused_with_what_stood_there(
    content: bytes, suffix: str, expected: dict[str, object]
) -> None:
    with pytest.raises(NoticeError) as refused:
        read_notice(NoticeFile(content, suffix))
    assert refused.value.fields == expected


def test_a_file_of_the_greatest_size_is_read() -> None:
    content = json.dumps(JSON).encode()
    assert read_notice(NoticeFile(content.ljust(LARGEST)))[0] == Notice(2027, (NEW_YEAR,))


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_the_last_year_have_notices(year: int) -> None:
    day = {"name": "元旦", "date": f"{year}-01-01", "isOffDay": True}
    with pytest.raises(NoticeError, match="twice"):
        parse_notice({"year": year, "days": [day, day]})
    assert Notice(year).year == year


def test_words_and_quoted_lines_of_csv_are_read() -> None:
    text = 'date,name,is_workday\n2027-1-1,"元\n旦",NO\n'
    with pytest.raises(NoticeError, match="malformed"):
        parse_notice_csv(text)
    assert parse_notice_csv(text.replace("\n旦", "旦")) == Notice(2027, (NEW_YEAR,))
    tabbed = "date\tname\tis_workday\n2027-01-01\t元旦\tNo"
    assert parse_notice_csv(tabbed) == Notice(2027, (NEW_YEAR,))
    commas = 'date,name,is_workday\n2027-01-01,"元\t旦",no\n'
    with pytest.raises(NoticeError, match="malformed"):
        parse_notice_csv(commas)
