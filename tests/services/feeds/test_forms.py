"""The formats of one calendar, chosen by its address or by the type that a client names."""

import json

import pytest

from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS, chosen, formed
from tests.support.served import own_token, served
from tests.support.world import filled

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
        ("ics", "rubbish;;;,,", "ics"),
        ("ics", JCAL, "jcal"),
        ("ics", f"{JCAL.upper()}; q=0.5", "jcal"),
        ("ics", f"{JSCALENDAR};type=group", "json"),
        ("json", "text/calendar", "json"),
        ("jcal", "", "jcal"),
        ("ifb", JCAL, "ifb"),
    ],
)
def test_a_format_is_given_to_who_asks_for_it(suffix: str, accept: str, form: str) -> None:
    assert chosen(suffix, accept) == form


def test_every_format_is_made_once_of_the_same_calendar(sqlite_url: str) -> None:
    copy = served(filled(sqlite_url), Ask(own_token(filled(sqlite_url))))
    made = {suffix: formed(copy, suffix) for suffix in FORMS}
    assert made["ics"] is copy.calendar
    assert [formed(copy, suffix) is made[suffix] for suffix in FORMS] == [True] * 4
    group = json.loads(made["json"].octets)
    assert (group["uid"], len(group["entries"])) == (copy.uid, 9)
    assert len(json.loads(made["jcal"].octets)[2]) == 10
    assert made["ifb"].octets.count(b"BEGIN:VFREEBUSY") == 1
    assert f"UID:{copy.uid}".encode() in made["ifb"].octets
