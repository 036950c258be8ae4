"""Rules 15 and 23 for the values of single properties: how often they stand, what they may be."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from feeds.content import Component, texts, unescape
from feeds.lint.colors import is_color
from feeds.lint.findings import Finding
from feeds.text import is_address, is_blank

_REQUIRED = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "SEQUENCE",
    "LAST-MODIFIED",
    "CREATED",
    "STATUS",
    "TRANSP",
)
_AT_MOST_ONCE = (
    "CLASS",
    "COLOR",
    "DESCRIPTION",
    "GEO",
    "LOCATION",
    "ORGANIZER",
    "PRIORITY",
    "RECURRENCE-ID",
    "RRULE",
    "URL",
)
_NO_LINK = "no address of the web, a telephone or mail"
_LATITUDE = r"[+-]?(?:[0-8]?\d(?:\.\d+)?|90(?:\.0+)?)"
_LONGITUDE = r"[+-]?(?:(?:1[0-7]\d|\d?\d)(?:\.\d+)?|180(?:\.0+)?)"


def _is_shown(value: str) -> bool:
    return not is_blank(unescape(value))


def _are_shown(value: str) -> bool:
    return not any(map(is_blank, texts(value)))


_VALUES: Mapping[str, tuple[int, Callable[[str], object], str]] = MappingProxyType(
    {
        "SUMMARY": (15, _is_shown, "empty"),
        "TRANSP": (
            15,
            re.compile("OPAQUE|TRANSPARENT").fullmatch,
            "neither OPAQUE nor TRANSPARENT",
        ),
        "GEO": (
            15,
            re.compile(f"{_LATITUDE};{_LONGITUDE}", re.ASCII).fullmatch,
            "no place on earth",
        ),
        "CATEGORIES": (15, _are_shown, "empty, or names one that shows nothing"),
        "CONTACT": (15, _is_shown, "empty"),
        "CLASS": (15, re.compile("[A-Za-z0-9-]+").fullmatch, "no single word"),
        "COLOR": (15, is_color, "no colour of CSS"),
        "PRIORITY": (15, re.compile("[0-9]").fullmatch, "not between 0 and 9"),
        "URL": (23, is_address, _NO_LINK),
        "CONFERENCE": (23, is_address, _NO_LINK),
    }
)


def property_findings(event: Component) -> Iterator[Finding]:
    """Check the properties of one event that depend on no other, and that none is too many."""
    for name in _REQUIRED:
        if len(event.all(name)) != 1:
            yield Finding(event.number, 15, f"{name} does not stand exactly once")
    for name in _AT_MOST_ONCE:
        for line in event.all(name)[1:]:
            yield Finding(line.number, 15, f"{name} stands more than once")
    for line in event.all("DURATION"):
        yield Finding(line.number, 15, "DURATION stands in the place of DTEND or beside it")
    for line in event.lines:
        rule, allows, reason = _VALUES.get(line.name, (0, bool, ""))
        if rule and not allows(line.value):
            yield Finding(line.number, rule, f"{line.name} is {reason}")
