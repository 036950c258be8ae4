"""What a request for a feed asks for."""

import pytest

from scheduler.feed_door.questions import suffix_of

JCAL = "application/calendar+json"
JSCALENDAR = "application/jscalendar+json"


@pytest.mark.parametrize(
    ("suffix", "accept", "form"),
    [
        ("ics", "", "ics"),
        ("ics", "*/*", "ics"),
        ("ics", "text/html, */*;q=0.1", "ics"),
        ("ics", "text/calendar", "ics"),
        ("ics", f"text/calendar, {JCAL}", "ics"),
        ("ics", f"{JCAL}, */*", "ics"),
        ("ics", f"{JCAL};q=0.5, text/*;q=0.9", "ics"),
        ("ics", f"{JCAL};q=0", "ics"),
        ("ics", f"{JCAL};q=rubbish", "ics"),
        ("ics", "application/*", "ics"),
        ("ics", "application/json", "ics"),
        ("ics", "rubbish;;;,,json", "ics"),
        ("ics", JCAL, "jcal"),
        ("ics", f"{JCAL.upper()}; q=0.5", "jcal"),
        ("ics", f"{JCAL}, text/calendar;q=0.5", "jcal"),
        ("ics", f"{JCAL};q=0.2, {JSCALENDAR};q=0.3", "json"),
        ("ics", f"{JSCALENDAR};type=group", "json"),
        ("ics", f'{JSCALENDAR};Type="GROUP";charset=UTF-8;q=0.4', "json"),
        ("ics", f"{JSCALENDAR};type=event", "ics"),
        ("ics", f"{JSCALENDAR};type=event, {JCAL};q=0.1", "jcal"),
        ("ics", f"{JCAL};component=vevent", "ics"),
        ("ics", f"{JCAL};q=0.5, text/calendar;charset=utf-8", "ics"),
        ("json", "text/calendar", "json"),
        ("jcal", "", "jcal"),
        ("ifb", JCAL, "ifb"),
    ],
)
def test_a_format_is_given_to_who_likes_it_best(suffix: str, accept: str, form: str) -> None:
    assert suffix_of(suffix, accept) == form
