"""vdirsyncer and khal: one fetches a feed into files, the other lists what these files say."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import icalendar

from tests.clients.seen import ParsedEvent, edge

_FIRST, _LENGTH = "2026-01-01", "900d"
_FIELDS = ("start-long-full", "end-long-full", "all-day", "title", "location", "status")
_PROGRAMS = Path(__file__).with_name("programs.py")
_SECONDS = 60

_SYNC = """\
[general]
status_path = "{folder}/status/"

[pair feed]
a = "remote"
b = "files"
collections = null
conflict_resolution = "a wins"

[storage remote]
type = "http"
url = "{url}"

[storage files]
type = "filesystem"
path = "{folder}/items"
fileext = ".ics"
"""

_LIST = """\
[calendars]
[[feed]]
path = {folder}/items
readonly = True
[sqlite]
path = {folder}/khal.db
[locale]
default_timezone = Asia/Shanghai
local_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
"""


class Listed(NamedTuple):
    """What khal lists of an event."""

    start: date
    end: date
    title: str
    location: str
    status: str


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A subscription by vdirsyncer, in a folder of its own."""

    folder: Path
    process: subprocess.Popen[str]

    def sync(self) -> bool:
        """Fetch the feed, and tell whether the program takes it for a success."""
        return self.run("vdirsyncer", "-c", "sync", "sync")[0] == 0

    def items(self) -> Counter[ParsedEvent]:
        """Read the files: the program replaces each UID by one of its own, left out here."""
        calendars = [
            icalendar.Calendar.from_ical(path.read_bytes())
            for path in (self.folder / "items").iterdir()
        ]
        return Counter(_item(event) for each in calendars for event in each.events)

    def listed(self) -> Counter[Listed]:
        """List the events by khal."""
        asked = ["--notstarted", *(part for name in _FIELDS for part in ("--json", name))]
        status, out = self.run("khal", "-c", "khal", "list", *asked, _FIRST, _LENGTH)
        assert status == 0, out
        days = [json.loads(line) for line in out.splitlines()]
        return Counter(_listed(event) for day in days for event in day)

    def run(self, program: str, *arguments: str) -> tuple[int, str]:
        """Run one of the programs, and give its exit status and what it printed."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([program, arguments]) + "\n")
        self.process.stdin.flush()
        status, out = json.loads(self.process.stdout.readline())
        return int(status), str(out)


@contextmanager
def subscribing(folder: Path, url: str) -> Iterator[Subscriber]:
    """Subscribe to an address, with everything in a folder that is not there yet."""
    (folder / "items").mkdir(parents=True)
    for name, text in (("sync", _SYNC), ("khal", _LIST)):
        (folder / name).write_text(text.format(folder=folder, url=url), "utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, _PROGRAMS],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        made = Subscriber(folder, process)
        assert made.run("vdirsyncer", "-c", "sync", "discover")[0] == 0
        yield made
    finally:
        process.communicate(timeout=_SECONDS)


def items_of(events: frozenset[ParsedEvent]) -> Counter[ParsedEvent]:
    """Say which items a subscriber must have of these events."""
    return Counter(each._replace(uid="") for each in events)


def listed_of(events: frozenset[ParsedEvent]) -> Counter[Listed]:
    """Say which lines a subscriber must see of these events."""
    return Counter(Listed(*each[1:6]) for each in events)


def _item(event: icalendar.Event) -> ParsedEvent:
    return ParsedEvent(
        "",
        edge(event.decoded("DTSTART")),
        edge(event.decoded("DTEND")),
        str(event["SUMMARY"]),
        str(event.get("LOCATION", "")),
        str(event["STATUS"]),
        event.sequence,
    )


def _listed(event: dict[str, str]) -> Listed:
    start, end = (datetime.fromisoformat(event[name]) for name in _FIELDS[:2])
    rest = (event["title"], event["location"], event["status"].strip())
    if event["all-day"] == "True":  # it lists the last day, not the one after
        return Listed(start.date(), end.date() + timedelta(days=1), *rest)
    return Listed(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC), *rest)
