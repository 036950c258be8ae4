"""Rules 5 to 7: every value is written as its type wants, under a name that exists."""

import re
from collections.abc import Iterator

from feeds.content import Component, ContentLine
from feeds.lint.findings import Finding
from feeds.text import has_entity

_PROPERTIES = """
    ACTION ATTACH ATTENDEE CALSCALE CATEGORIES CLASS COLOR COMMENT CONFERENCE CONTACT CREATED
    DESCRIPTION DTEND DTSTAMP DTSTART DURATION EXDATE FREEBUSY GEO IMAGE LAST-MODIFIED LOCATION
    METHOD NAME ORGANIZER PRIORITY PRODID RDATE RECURRENCE-ID REFRESH-INTERVAL RELATED-TO REPEAT
    RESOURCES RRULE SEQUENCE SOURCE STATUS SUMMARY TRANSP TRIGGER TZID TZNAME TZOFFSETFROM
    TZOFFSETTO TZURL UID URL VERSION
"""
_SINGLE_TEXTS = """
    COMMENT CONTACT DESCRIPTION LOCATION NAME SUMMARY TZNAME UID X-ALT-DESC X-WR-CALDESC
    X-WR-CALNAME X-WR-TIMEZONE
"""
_KNOWN = frozenset(_PROPERTIES.split())
_TEXTS = frozenset(_SINGLE_TEXTS.split())
_LISTS = frozenset({"CATEGORIES", "RESOURCES"})
_ESCAPED = re.compile(r"\\.", re.DOTALL)


def text_findings(calendar: Component) -> Iterator[Finding]:
    """Check the names and the texts of every component."""
    for component in calendar.walk():
        for line in component.lines:
            if line.name not in _KNOWN and not line.name.startswith("X-"):
                yield Finding(line.number, 6, f"{line.name} is no property")
            if line.name in _TEXTS | _LISTS:
                yield from _value_findings(line)


def _value_findings(line: ContentLine) -> Iterator[Finding]:
    value = line.value
    without_pairs = re.sub(r"\\[\\;,nN]", "", value)
    if "\\" in without_pairs:
        yield Finding(line.number, 5, f"{line.name} holds a backslash that escapes nothing")
    plain = _ESCAPED.sub("", value)
    if ";" in plain or ("," in plain and line.name not in _LISTS):
        yield Finding(line.number, 5, f"{line.name} holds a comma or semicolon not escaped")
    if line.name != "X-ALT-DESC" and has_entity(line.text):
        yield Finding(line.number, 7, f"{line.name} holds an HTML entity")
