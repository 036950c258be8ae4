import pytest

from feeds.lint.moments import is_day, is_duration, is_local, is_time_between, is_utc


@pytest.mark.parametrize(
    ("value", "day", "local", "utc"),
    [
        ("20260312", True, False, False),
        ("20260230", False, False, False),
        ("2026-03-12", False, False, False),
        ("20260312T143000", False, True, False),
        ("20260312T149900", False, False, False),
        ("20260312T063000Z", False, False, True),
        ("20260312T06300Z", False, False, False),
        ("", False, False, False),
    ],
)
def test_only_what_the_calendar_and_the_clock_have_is_a_moment(
    value: str,
    day: bool,  # noqa: FBT001 - what is expected
    local: bool,  # noqa: FBT001 - as above
    utc: bool,  # noqa: FBT001 - as above
) -> None:
    assert (is_day(value), is_local(value), is_utc(value)) == (day, local, utc)


@pytest.mark.parametrize(
    ("value", "length", "between"),
    [
        ("PT1H", True, True),
        ("P1W", True, True),
        ("P1DT2H30M", True, True),
        ("-PT15M", True, False),
        ("PT0S", True, False),
        ("P", False, False),
        ("PT", False, False),
        ("1H", False, False),
        ("soon", False, False),
    ],
)
def test_only_what_lasts_is_a_length(
    value: str,
    length: bool,  # noqa: FBT001 - what is expected
    between: bool,  # noqa: FBT001 - as above
) -> None:
    assert (is_duration(value), is_time_between(value)) == (length, between)
