"""Weekdays are read as people write them; what cannot be read is given back as it was typed."""

import pytest

from scheduler.rules.calendar.recurrence import WEEKDAYS
from scheduler.web.rules.weekdays import read, written


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一", "MO"),
        ("星期一", "MO"),
        ("礼拜一", "MO"),
        ("一", "MO"),
        ("Mon", "MO"),
        ("monday", "MO"),
        ("MO", "MO"),
        ("1", "MO"),
        ("\uff11", "MO"),
        ("7", "SU"),
        ("周日、星期天", "SU"),
        ("周二、周四", "TU,TH"),
        ("每周二和周四", "TU,TH"),
        ("周二 周三，周四", "TU,WE,TH"),
        ("周二三四", "TU,WE,TH"),
        ("135", "MO,WE,FR"),
        ("1,3,5", "MO,WE,FR"),
        ("Tue and Thu", "TU,TH"),
        ("tues & thurs", "TU,TH"),
        ("周一至周五", "MO,TU,WE,TH,FR"),
        ("周一到五", "MO,TU,WE,TH,FR"),
        ("1-3", "MO,TU,WE"),
        ("Tue to Thu", "TU,WE,TH"),
        ("周五—周一", "FR,SA,SU,MO"),
        ("周末", "SA,SU"),
        ("周四、周二、周四", "TH,TU"),
        ("", ""),
    ],
)
def test_weekdays_are_read_as_people_write_them(text: str, days: str) -> None:
    assert read(text) == days


@pytest.mark.parametrize(
    "text",
    ["周八", "8", "0", "明天", "T", "周", "周一、明天", "Mon-", "周一二至五", "一-二-三", "TU,XX"],
)
def test_what_cannot_be_read_stays_as_it_was_typed(text: str) -> None:
    assert read(text) == text
    assert written(text, "zh") == text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_weekdays_come_back_as_they_were_written(lang: str) -> None:
    every = ",".join(WEEKDAYS)
    assert read(written(every, lang)) == every


def test_weekdays_are_written_in_both_languages() -> None:
    assert [written("TU,TH", lang) for lang in ("zh", "en")] == ["周二、周四", "Tue, Thu"]
