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
Window = tuple[datetime | None, datetime | None]
EVER: Window = (None, None)
"""A window without an edge."""


def write(octets: bytes, uid: str, window: Window = EVER) -> bytes:
    """Write the busy times of a calendar under ``uid``; ``ValueError`` if it is no calendar.

    Times that touch are one. What is only tentative gives way to what is firm. ``window`` is the
    span of time that the calendar covers: its edges are told, and no busy time goes beyond them.
    """
    source = read(octets)
    events = [each for each in source.inside if each.name == "VEVENT"]
    spans: dict[str, list[Span]] = {kind: [] for kind in _KINDS}
    for event in events:
        if event.text("TRANSP") == "OPAQUE":
            tentative = event.text("STATUS") == "TENTATIVE"
            spans[_KINDS[tentative]] += _within(_span(event), window)
    firm = merged(spans["BUSY"])
    loose = without(merged(spans["BUSY-TENTATIVE"]), firm)
    busy = icalendar.FreeBusy()
    busy["UID"] = vText(uid)
    busy["DTSTAMP"] = vDatetime(max(_moment(each.text("LAST-MODIFIED")) for each in events))
    for name, edge in zip(("DTSTART", "DTEND"), _edges((*firm, *loose), window), strict=True):
        if edge is not None:
            busy[name] = vDatetime(edge)
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


def _within(span: Span, window: Window) -> list[Span]:
    since, until = window
    start = span[0] if since is None else max(span[0], since.astimezone(UTC))
    end = span[1] if until is None else min(span[1], until.astimezone(UTC))
    return [(start, end)] if start < end else []


def _edges(taken: Iterable[Span], window: Window) -> Window:
    """Give the span that is covered: up to the first or last busy time where there is no edge."""
    edges = [edge for span in taken for edge in span]
    since, until = (each and each.astimezone(UTC) for each in window)
    return since or min(edges, default=None), until or max(edges, default=None)


def _span(event: Component) -> Span:
    return _moment(event.text("DTSTART")), _moment(event.text("DTEND"))


def _moment(value: str) -> datetime:
    zone = UTC if value.endswith("Z") else _SHANGHAI
    return moment(value).replace(tzinfo=zone).astimezone(UTC)
