import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from html.entities import html5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import clean
from scheduler.domain.errors import DateError, TextError
from scheduler.domain.moments import SHANGHAI, aware, line, prose, unescaped

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WIDTHLESS = "\u200b\u2060\ufeff"
CLEAN = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=TURNING + WIDTHLESS
    ),
    min_size=1,
)


@given(st.dates(date(1900, 1, 2), date(2199, 12, 30)), st.times(timezones=OFFSETS))
def test_an_instant_stays_itself_in_utc(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock)

    assert aware(moment, "start") == moment
    assert aware(moment, "start").tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    naive = datetime(2026, 9, 9, 14, 30, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(DateError) as refused:
        aware(naive, "start")

    assert refused.value.fields == {
        "field": "start",
        "value": "2026-09-09T14:30:00",
        "reason": "naive",
    }


def test_the_zone_of_the_rules_is_eight_hours_ahead() -> None:
    assert datetime(2026, 1, 1, tzinfo=SHANGHAI).utcoffset() == timedelta(hours=8)


@given(CLEAN)
def test_an_accepted_text_is_trimmed_and_composed_and_stays_so(text: str) -> None:
    if not text.strip():
        return
    kept = prose(text, "note", limit=len(text) * 4)

    assert kept == unicodedata.normalize("NFC", text).strip()
    assert prose(kept, "note", limit=len(text) * 4) == kept


def test_line_breaks_of_every_system_become_line_feeds() -> None:
    assert prose(" 一\r\n二\r三\n四\t五 ", "note") == "一\n二\n三\n四\t五"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("甲\x00", "control"),
        ("甲\x1b", "control"),
        ("甲\x7f", "control"),
        ("甲\x85", "control"),
        ("甲\u2028乙", "control"),
        *((f"甲{turning}乙", "control") for turning in TURNING),
        ("甲\ud800", "surrogate"),
        ("", "empty"),
        (" \n ", "empty"),
        (WIDTHLESS, "empty"),
        ("\u200d\u00ad", "empty"),
        ("甲乙丙丁", "too_long"),
    ],
)
def test_a_text_that_cannot_be_kept_says_why(text: str, reason: str) -> None:
    with pytest.raises(TextError) as refused:
        prose(text, "note", limit=3)

    assert refused.value.fields == {"field": "note", "reason": reason, "limit": 3}


def test_spaces_without_a_width_are_left_out_and_joined_signs_stay() -> None:
    family = "👩\u200d👧"
    assert line(f"\ufeff样例{WIDTHLESS}手机 {family}\u200b ", "name") == f"样例手机 {family}"


@pytest.mark.parametrize("text", ["甲\n乙", "甲\r乙", "甲\t乙", "甲\n"])
def test_a_line_has_no_breaks(text: str) -> None:
    with pytest.raises(TextError) as refused:
        line(text, "title")

    assert refused.value.fields == {"field": "title", "reason": "control", "limit": 200}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("研发&amp;生产", "研发&生产"),
        ("&amp;amp;lt;&#20849;&#x5EFA;&am\u200bp;", "<共建&"),
        ("&amp\u037e", "&"),
        ("链主&ldquo;企业&rdquo;&AMP;hellip;", "链主“企业”…"),
        ("AT&T; R&D; &notes; &copy", "AT&T; R&D; &notes; &copy"),
    ],
)
def test_an_entity_is_the_sign_that_it_stands_for(text: str, kept: str) -> None:
    assert (line(text, "name"), prose(kept, "name")) == (kept, kept)


@pytest.mark.parametrize("text", ["\u3164", "\u2800 \u200d", "\u115f\u1160", "\uffa0\ufe0f"])
def test_a_text_that_shows_nothing_is_none(text: str) -> None:
    with pytest.raises(TextError) as refused:
        line(text, "title")
    assert refused.value.fields["reason"] == "empty"


def test_ampersands_escaped_time_and_again_are_read_at_once() -> None:
    text = f"甲&{'amp;#38;#x26;' * 100_000}lt;乙"
    assert (line(text, "name"), unescaped(text)) == ("甲<乙", "甲<乙")


def test_entities_within_entities_without_end_are_refused() -> None:
    # 53 is the sign 5: each step reads the innermost one alone.
    text = "&#" * 200 + "5" + "3;" * 200
    with pytest.raises(TextError):
        line(text, "name", limit=10_000)
    assert unescaped(text) == "&#" * 191 + "5" + "3;" * 191


def test_a_number_too_long_for_any_sign_is_a_text_like_any_other() -> None:
    text = f"&#{5_000 * '9'};"
    with pytest.raises(TextError) as refused:
        line(text, "title")
    assert (refused.value.fields["reason"], unescaped(text)) == ("too_long", text)


def test_the_names_of_signs_are_those_that_feeds_read() -> None:
    named = [f"&{name}" for name in html5]
    assert [unescaped(each).replace("\t", " ") for each in named] == [clean(each) for each in named]


@pytest.mark.parametrize("text", ["甲&#10;乙", "甲&#8238;乙", "甲&#x2028;乙", "甲&NewLine;乙"])
def test_an_entity_brings_no_sign_along_that_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        line(text, "name")


def test_a_line_is_trimmed() -> None:
    assert line(" 第三季度一季一议 ", "title") == "第三季度一季一议"
