"""Rules 8, 13, 15 and 25 for types: a VALUE parameter names one that its property has."""

from collections.abc import Iterator
from types import MappingProxyType

from feeds.content import Component
from feeds.lint.findings import Finding

RULES = MappingProxyType(
    {
        "VCALENDAR": 8,
        "VTIMEZONE": 13,
        "STANDARD": 13,
        "DAYLIGHT": 13,
        "VEVENT": 15,
        "VFREEBUSY": 15,
        "VALARM": 25,
    }
)
"""Under which rule a property of each component comes where it has none of its own."""

# Left out are stamps, TRIGGER, CONFERENCE, REFRESH-INTERVAL and dates of recurrence: what they are
# read as has rules of its own.
_NAMES = MappingProxyType(
    {
        "TEXT": """
            ACTION CALSCALE CATEGORIES CLASS COLOR COMMENT CONTACT DESCRIPTION LOCATION METHOD NAME
            PRODID RELATED-TO RESOURCES STATUS SUMMARY TRANSP TZID TZNAME UID VERSION
        """,
        "DATE-TIME": "DTEND DTSTART",
        "DATE": "DTEND DTSTART",
        "INTEGER": "PRIORITY REPEAT SEQUENCE",
        "DURATION": "DURATION",
        "FLOAT": "GEO",
        "PERIOD": "FREEBUSY",
        "RECUR": "RRULE",
        "URI": "ATTACH IMAGE SOURCE TZURL URL",
        "BINARY": "ATTACH IMAGE",
        "CAL-ADDRESS": "ATTENDEE ORGANIZER",
        "UTC-OFFSET": "TZOFFSETFROM TZOFFSETTO",
    }
)
_ALLOWED = frozenset((name, kind) for kind, names in _NAMES.items() for name in names.split())
_KNOWN = frozenset(name for name, _ in _ALLOWED)


def type_findings(calendar: Component) -> Iterator[Finding]:
    """Check the properties of every component that says of what type they are."""
    for component in calendar.walk():
        for line in component.lines:
            told = line.parameter("VALUE")
            if told is not None and line.name in _KNOWN and (line.name, told) not in _ALLOWED:
                rule = RULES.get(component.name, 6)
                yield Finding(line.number, rule, f"VALUE of {line.name} is no type that it has")
