"""The formats of one calendar."""

import json

from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS, formed
from tests.support.served import own_token, served
from tests.support.world import filled


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
