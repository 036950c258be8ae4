"""RFC 5545, VFREEBUSY: when the events of a calendar make their subscriber busy, and no more.

It is made of the octets of the calendar: no title, place or number of events is given away.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

import icalendar
from icalendar import vDatetime, vPeriod, vText

from feeds.content import Component, moment, read

MEDIA_TYPE = "text/calendar; charset=utf-8; component=VFREEBUSY"

_SHANGHAI = timezone(timedelta(hours=8))
_KINDS = ("BUSY", "BUSY-TENTATIVE")

Span = tuple[datetime, datetime]


def write(octets: bytes, uid: str) -> bytes:
    """Write the busy times of a calendar under ``uid``; ``ValueError`` if it is no calendar.

    Times that touch are one. What is only tentative gives way to what is firm.
    """
    source = read(octets)
    events = [each for each in source.inside if each.name == "VEVENT"]
    spans: dict[str, list[Span]] = {kind: [] for kind in _KINDS}
    for event in events:
        if event.text("TRANSP") == "OPAQUE":
            tentative = event.text("STATUS") == "TENTATIVE"
            spans[_KINDS[tentative]].append(_span(event))
    firm = merged(spans["BUSY"])
    loose = without(merged(spans["BUSY-TENTATIVE"]), firm)
    busy = icalendar.FreeBusy()
    busy["UID"] = vText(uid)
    busy["DTSTAMP"] = vDatetime(max(_moment(each.text("LAST-MODIFIED")) for each in events))
    taken = sorted((*firm, *loose))
    if taken:
        busy["DTSTART"] = vDatetime(taken[0][0])
        busy["DTEND"] = vDatetime(max(end for _, end in taken))
    for kind, found in zip(_KINDS, (firm, loose), strict=True):
        for span in found:
            period = vPeriod(span)
            del period.params["VALUE"]  # it is the default, which some readers do not expect to see
            period.params["FBTYPE"] = kind
            busy.add("FREEBUSY", period)
    calendar = icalendar.Calendar()
    for name in ("PRODID", "VERSION", "CALSCALE"):
        calendar[name] = vText(source.text(name))
    calendar.add_component(busy)
    return bytes(calendar.to_ical(sorted=False))


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch, by start."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Cut out of spans what others take; both lists are merged."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece
            for first, last in left
            for piece in ((first, min(last, start)), (max(first, end), last))
            if piece[0] < piece[1]
        ]
    return left


def _span(event: Component) -> Span:
    return _moment(event.text("DTSTART")), _moment(event.text("DTEND"))


def _moment(value: str) -> datetime:
    zone = UTC if value.endswith("Z") else _SHANGHAI
    return moment(value).replace(tzinfo=zone).astimezone(UTC)
