"""Rules 15 and 21 for busy times: what a VFREEBUSY needs, all of it in UTC."""

from collections.abc import Iterator

from feeds.content import Component
from feeds.lint.findings import Finding
from feeds.lint.moments import is_time_between, is_utc, stamp_fault


def busy_findings(calendar: Component) -> Iterator[Finding]:
    """Check every VFREEBUSY of a calendar."""
    for busy in calendar.inside:
        if busy.name == "VFREEBUSY":
            yield from _busy(busy)


def _busy(busy: Component) -> Iterator[Finding]:
    for name in ("UID", "DTSTAMP"):
        if len(busy.all(name)) != 1:
            yield Finding(busy.number, 15, f"{name} does not stand exactly once")
    yield from _covered(busy)
    for line in busy.lines:
        if line.name in {"DTSTAMP", "DTSTART", "DTEND"} and (fault := stamp_fault(line)):
            yield Finding(line.number, 15, fault)
        if line.name == "FREEBUSY" and not all(map(_is_period, line.value.split(","))):
            yield Finding(line.number, 21, "FREEBUSY is no time in UTC that ends after its start")


def _covered(busy: Component) -> Iterator[Finding]:
    """Check the span of time that is told of."""
    for name in ("DTSTART", "DTEND"):
        for line in busy.all(name)[1:]:
            yield Finding(line.number, 15, f"{name} stands more than once")
    start, end = busy.first("DTSTART"), busy.first("DTEND")
    if start and end and end.value <= start.value:
        yield Finding(end.number, 21, "DTEND is not after DTSTART")


def _is_period(value: str) -> bool:
    start, _, end = value.partition("/")
    return is_utc(start) and (is_time_between(end) or (is_utc(end) and start < end))
