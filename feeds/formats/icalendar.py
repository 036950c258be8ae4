"""RFC 5545: one block of octets per event, and the calendar that blocks are joined into.

A block depends on the event, the profile and the language alone, so it may be kept for as long
as the event has that revision and ``RENDER_VERSION`` stands.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from html import escape
from types import MappingProxyType

import icalendar
from icalendar import vCategory, vDate, vDatetime, vDuration, vInt, vText, vUri

from feeds.notices import empty_notice
from feeds.profiles import Profile
from feeds.text import clean, cut, is_blank, uri
from feeds.values import Feed, FeedEvent, Language, Status, TimeSpan, refuse_language

RENDER_VERSION = 8
"""Raised whenever the same event would be written in other octets than before."""

MEDIA_TYPE = "text/calendar; charset=utf-8"
# Without a version: a release changes no octet. It names the program, whose own language the last
# part is, not that of a feed: one that is switched to English does not come from another program.
PRODID = "-//Scheduler//Calendar Feed//ZH"
TZID = "Asia/Shanghai"

# The summer time of 1986 to 1991 is left out: Exchange may refuse a second STANDARD block.
# For the same reason moments are converted by the constant offset, not by the zone's history.
_OFFSET = timezone(timedelta(hours=8))
_VTIMEZONE = b"\r\n".join(
    (
        b"BEGIN:VTIMEZONE",
        b"TZID:Asia/Shanghai",
        b"BEGIN:STANDARD",
        b"DTSTART:19700101T000000",
        b"TZNAME:CST",
        b"TZOFFSETFROM:+0800",
        b"TZOFFSETTO:+0800",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    )
)
_FOLD = 74
"""The octets of a folded line; a space goes before them from the second line on."""
_WITHIN_CHARACTER = range(0x80, 0xC0)
"""The octets of UTF-8 that begin no character."""

_FOOTER = b"END:VCALENDAR\r\n"
_EVENT_START = b"BEGIN:VEVENT\r\n"
_WHOLE_DAYS = _EVENT_START + b"DTSTART;VALUE=DATE:"
_MORNING = timedelta(hours=9)
"""When alarms take an all-day event to start: from midnight on, they would ring in the night."""
_EVENT_END = b"END:VEVENT\r\n"
_CANCELLED_LINE = b"\r\nSTATUS:CANCELLED\r\n"

_CANCELLED = MappingProxyType({"zh": "【取消】", "en": "[Cancelled] "})
_REMINDER = MappingProxyType({"zh": "活动提醒", "en": "Reminder"})
_WINDOW = MappingProxyType(
    {"zh": "本日历只含 {} 及以后的活动。", "en": "This calendar holds the events from {} on."}
)


class _Text(vText):
    r"""A text escaped exactly; the library's own escape turns a typed ``\N`` into a line end."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def render_block(event: FeedEvent, profile: Profile, language: Language = "zh") -> bytes:
    """Write one event as a VEVENT, without alarms: these belong to the subscription."""
    refuse_language(language)
    component = icalendar.Event()
    # Start, end and UID lead in this order: the octets of blocks sort by them.
    _put_span(component, event)
    component["UID"] = _Text(event.uid)
    component["DTSTAMP"] = vDatetime(event.modified)
    # A clock that was set back takes no event out of a feed.
    component["CREATED"] = vDatetime(min(event.created, event.modified))
    component["LAST-MODIFIED"] = vDatetime(event.modified)
    component["SEQUENCE"] = vInt(event.sequence)
    component["STATUS"] = _Text(event.status.value)
    component["TRANSP"] = _Text("OPAQUE" if event.blocks_time else "TRANSPARENT")
    marked = profile.marks_cancelled and event.status is Status.CANCELLED
    title = (_CANCELLED[language] if marked else "") + event.summary
    component["SUMMARY"] = _Text(cut(clean(title)))
    if event.location:
        component["LOCATION"] = _Text(cut(clean(event.location)))
    if event.geo:
        # Written as it stands: the library would write small numbers with an exponent.
        component["GEO"] = vUri(f"{event.geo.latitude:.6f};{event.geo.longitude:.6f}")
    if not is_blank(event.contact):
        component["CONTACT"] = _Text(cut(clean(event.contact)))
    if named := [clean(each) for each in event.categories if not is_blank(each)]:
        component["CATEGORIES"] = categories = vCategory([])
        categories.cats = list(map(_Text, named))
    _put_description(component, event, profile)
    _put_links(component, event)
    return _octets(component)


def is_block(octets: bytes, uid: str) -> bool:
    """Tell whether octets may be the block of that event, as a look at a few places shows."""
    return (
        octets.startswith(_EVENT_START)
        and octets.endswith(b"\r\n" + _EVENT_END)
        and b"\0" not in octets
        # Nearly every UID stands as it is; writing one anew takes longer than all the rest.
        and (f"\r\nUID:{uid}\r\nDTSTAMP:".encode() in octets or _uid_line(uid) in octets)
    )


def _uid_line(uid: str) -> bytes:
    return b"\r\n" + _folded(b"UID:" + _Text(uid).to_ical()) + b"DTSTAMP:"


def join(feed: Feed, blocks: Iterable[bytes], profile: Profile) -> bytes:
    """Put the calendar around blocks, given in any order; without any, a notice event stands.

    Where the profile has a limit, the latest events are kept and the calendar says from when on.
    """
    ordered = _with_alarms(feed, sorted(blocks, key=_from_start), profile)
    if not ordered:
        ordered = [render_block(empty_notice(feed), profile, feed.language)]
    header = _header(feed)
    taken = len(_header(feed, "20000101")) + len(_VTIMEZONE) + len(_FOOTER)
    kept = _latest(ordered, profile, taken)
    if len(kept) < len(ordered):
        header = _header(feed, _from_start(kept[0])[:8].decode())
    return b"".join((header, _VTIMEZONE, *kept, _FOOTER))


def _octets(component: icalendar.Component) -> bytes:
    lines = component.content_lines(sorted=False)
    return b"".join(_folded(line.encode()) for line in lines if line)


def _folded(line: bytes) -> bytes:
    """Fold a content line as the library does, which goes through it by single characters.

    No character is split. A backslash or caret just before a fold goes behind it, for it may begin
    an escape, and some readers trip over one that is split; in a run of them it may be this that
    splits a pair, as RFC 5545 allows (3.1).
    """
    pieces = []
    while len(line) > _FOLD:
        end = _FOLD
        while line[end] in _WITHIN_CHARACTER:
            end -= 1
        if line[end - 1] in b"\\^":
            end -= 1
        pieces.append(line[:end])
        line = line[end:]
    return b"\r\n ".join((*pieces, line)) + b"\r\n"


def _put_span(component: icalendar.Event, event: FeedEvent) -> None:
    for name, edge in (("DTSTART", event.span.start), ("DTEND", event.span.end)):
        if isinstance(edge, datetime):
            local = vDatetime(edge.astimezone(_OFFSET).replace(tzinfo=None))
            local.params["TZID"] = TZID
            component[name] = local
        else:
            day = vDate(edge)
            day.params["VALUE"] = "DATE"
            component[name] = day


def _put_description(component: icalendar.Event, event: FeedEvent, profile: Profile) -> None:
    description = clean(event.description)
    lines = [description] if description else []
    if event.conference and (link := uri(event.conference.uri)) not in description:
        lines.append(f"{clean(event.conference.label)} {link}".lstrip())
    if not lines:
        return
    text = "\n".join(lines)
    component["DESCRIPTION"] = _Text(text)
    if profile.html:
        html = _Text(f"<html><body>{_linked(text, event)}</body></html>")
        html.params["FMTTYPE"] = "text/html"
        component["X-ALT-DESC"] = html


def _linked(text: str, event: FeedEvent) -> str:
    """Write a text in HTML, with the event's own addresses as links."""
    body = escape(text).replace("\n", "<br>")
    found = {uri(event.url), uri(event.conference.uri) if event.conference else ""}
    known = [escape(each) for each in found if each.startswith(("https://", "http://"))]
    if not known:
        return body
    # The longest first and only whole: one address may begin as another does.
    either = "|".join(map(re.escape, sorted(known, key=lambda each: (-len(each), each))))
    whole = rf"(?:{either})(?!\.?[\w/?#=%-]|&amp;)"
    return re.sub(whole, r'<a href="\g<0>">\g<0></a>', body, flags=re.ASCII)


def _put_links(component: icalendar.Event, event: FeedEvent) -> None:
    if event.conference:
        conference = vUri(uri(event.conference.uri))
        conference.params["VALUE"] = "URI"
        if event.conference.label:
            conference.params["LABEL"] = clean(event.conference.label)
        component["CONFERENCE"] = conference
    address = event.url or (event.conference.uri if event.conference else "")
    if address:
        component["URL"] = vUri(uri(address))
    if not isinstance(event.span, TimeSpan):
        component["X-MICROSOFT-CDO-ALLDAYEVENT"] = _Text("TRUE")


def _header(feed: Feed, first_day: str = "") -> bytes:
    """Write all lines before the time zone; ``first_day`` (YYYYMMDD) where a window is stated."""
    lines = [clean(feed.description)] if feed.description else []
    if first_day:
        day = f"{first_day[:4]}-{first_day[4:6]}-{first_day[6:]}"
        lines.append(_WINDOW[feed.language].format(day))
    name = _Text(cut(clean(feed.name)))
    calendar = icalendar.Calendar()
    calendar["PRODID"] = _Text(PRODID)
    calendar["VERSION"] = _Text("2.0")
    calendar["CALSCALE"] = _Text("GREGORIAN")
    calendar["NAME"] = name
    calendar["X-WR-CALNAME"] = name
    if lines:
        calendar["X-WR-CALDESC"] = _Text("\n".join(lines))
    calendar["X-WR-TIMEZONE"] = _Text(TZID)
    if feed.refresh is not None:
        refresh = vDuration(feed.refresh)
        refresh.params["VALUE"] = "DURATION"
        calendar["REFRESH-INTERVAL"] = refresh
        calendar["X-PUBLISHED-TTL"] = vDuration(feed.refresh)
    return _octets(calendar).removesuffix(_FOOTER)


def _from_start(block: bytes) -> bytes:
    return block[block.index(b":", len(_EVENT_START)) + 1 :]


def _with_alarms(feed: Feed, blocks: list[bytes], profile: Profile) -> list[bytes]:
    if not (feed.alarms and profile.alarms):
        return blocks
    befores = sorted(set(feed.alarms))
    timed, all_day = (
        b"".join(_alarm(start - before, feed.language) for before in befores) + _EVENT_END
        for start in (timedelta(0), _MORNING)
    )
    return [
        block
        if _CANCELLED_LINE in block
        else block.removesuffix(_EVENT_END) + (all_day if block.startswith(_WHOLE_DAYS) else timed)
        for block in blocks
    ]


def _alarm(after: timedelta, language: Language) -> bytes:
    component = icalendar.Alarm()
    component["ACTION"] = _Text("DISPLAY")
    component["DESCRIPTION"] = _Text(_REMINDER[language])
    component["TRIGGER"] = vDuration(after)
    return _octets(component)


def _latest(ordered: list[bytes], profile: Profile, taken: int) -> list[bytes]:
    """Keep the latest blocks that the profile has room for, one at least."""
    kept = ordered if profile.max_events is None else ordered[-profile.max_events :]
    if profile.max_octets is None:
        return kept
    room = profile.max_octets - taken
    first = len(kept) - 1
    room -= len(kept[first])
    while first > 0 and room >= len(kept[first - 1]):
        first -= 1
        room -= len(kept[first])
    return kept[first:]
