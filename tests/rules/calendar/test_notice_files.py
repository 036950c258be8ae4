import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import NoticeError
from scheduler.domain.text import say
from scheduler.rules.calendar.notice_files import LARGEST, NoticeFile, read_notice
from scheduler.rules.calendar.notices import Notice, NoticeDay

NEW_YEAR = NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦")
PAPER = "国办发明电样例1号"
GIVEN = date(2026, 11, 5)
CSV = "日期,名称,是否上班\r\n2027-01-01,元旦,否\r\n"
JSON = {"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("suffix", ["", ".csv", ".CSV", ".txt"])
def test_csv_is_read_in_the_characters_of_spreadsheets(encoding: str, suffix: str) -> None:
    file = NoticeFile(CSV.encode(encoding), suffix)

    assert read_notice(file) == (Notice(2027, (NEW_YEAR,)), None)


@pytest.mark.parametrize("suffix", ["", ".json", ".txt"])
def test_json_is_told_by_its_first_character(suffix: str) -> None:
    content = b" " + json.dumps(JSON | {"noticeDate": "2026-11-05"}).encode()

    assert read_notice(NoticeFile(content, suffix)) == (Notice(2027, (NEW_YEAR,)), GIVEN)


def test_what_is_told_besides_completes_the_file_and_its_date_goes_before() -> None:
    content = json.dumps(JSON | {"noticeDate": "2026-11-01"}).encode()
    known = json.dumps(JSON | {"papers": ["https://notice.example"]}).encode()

    assert read_notice(NoticeFile(content, given=GIVEN, paper=f" {PAPER}")) == (
        Notice(2027, (NEW_YEAR,), (PAPER,)),
        GIVEN,
    )
    assert read_notice(NoticeFile(known, paper=PAPER)) == (
        Notice(2027, (NEW_YEAR,), ("https://notice.example",)),
        None,
    )


@pytest.mark.parametrize(
    ("content", "suffix", "field", "reason"),
    [
        (b"", "", "notice", "empty"),
        (b"{", ".json", "line 1", "json"),
        (b"hello", ".json", "line 1", "json"),
        (b"{\n\n]", "", "line 3", "json"),
        (b"[" * 100_000, "", "notice", "json"),
        (b'{"year": ' + b"9" * 5_000 + b"}", "", "notice", "json"),
        (b"[]", ".json", "notice", "malformed"),
        (json.dumps(JSON | {"noticeDate": "5 November"}).encode(), "", "notice_date", "date"),
        (b"PK\x03\x04rest", ".csv", "notice", "workbook"),
        (b"", ".xlsx", "notice", "workbook"),
        (b"", ".pdf", "notice", "file_type"),
        (b"\xff\xfe" + CSV.encode("utf-16-le"), ".csv", "notice", "encoding"),
        (b"\xff\xff\xff", ".csv", "notice", "encoding"),
        (b"a\0b", ".csv", "notice", "encoding"),
        (b"x" * (LARGEST + 1), "", "notice", "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    content: bytes, suffix: str, field: str, reason: str
) -> None:
    with pytest.raises(NoticeError) as refused:
        read_notice(NoticeFile(content, suffix))

    assert (refused.value.fields["field"], refused.value.fields["reason"]) == (field, reason)
    for lang in ("zh", "en"):
        sentence = say(refused.value.code, refused.value.fields, lang)
        assert "{" not in sentence
        assert reason not in sentence or lang == "en"


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(NoticeError):
        assert isinstance(read_notice(NoticeFile(content))[0], Notice)


def test_a_reference_that_is_no_line_is_refused() -> None:
    with pytest.raises(NoticeError) as refused:
        read_notice(NoticeFile(CSV.encode(), paper="a\nb"))

    assert refused.value.fields["field"] == "papers"
