"""RFC 7265: a calendar in JSON, property by property.

It is made of the octets of the calendar, so both formats always say the same.
"""

import json
import re
from types import MappingProxyType

from feeds.content import Component, ContentLine, read

MEDIA_TYPE = "application/calendar+json"

_TYPES = MappingProxyType(
    {
        "CREATED": "date-time",
        "DTEND": "date-time",
        "DTSTAMP": "date-time",
        "DTSTART": "date-time",
        "GEO": "float",
        "LAST-MODIFIED": "date-time",
        "SEQUENCE": "integer",
        "TRIGGER": "duration",
        "TZOFFSETFROM": "utc-offset",
        "TZOFFSETTO": "utc-offset",
        "URL": "uri",
    }
)
"""What a value is where neither its VALUE parameter nor the rule for texts says so."""

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_LISTS = frozenset({"CATEGORIES"})

Json = str | int | list[float]


def write(octets: bytes) -> bytes:
    """Write a calendar as jCal; ``ValueError`` where the octets are not one calendar."""
    said = _component(read(octets))
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _component(component: Component) -> list[object]:
    return [
        component.name.lower(),
        [_property(line) for line in component.lines],
        [_component(each) for each in component.inside],
    ]


def _property(line: ContentLine) -> list[object]:
    kind = _kind(line)
    more = {name.lower(): value for name, value in line.parameters if name != "VALUE"}
    return [line.name.lower(), more, kind, *_values(line, kind)]


def _kind(line: ContentLine) -> str:
    told = line.parameter("VALUE")
    if told is not None:
        return told.lower()
    # Of an extension nobody knows the type: its value stays as it is written (section 5).
    return "unknown" if line.name.startswith("X-") else _TYPES.get(line.name, "text")


def _values(line: ContentLine, kind: str) -> list[Json]:
    if kind == "text":
        return list(line.texts) if line.name in _LISTS else [line.text]
    if kind == "integer":
        return [line.integer]
    if kind == "float" and line.name == "GEO":
        return [list(line.numbers)]  # a structure is an array (section 3.3.1.3)
    if kind in {"date", "date-time"}:
        return [_MOMENT.sub(_moment, line.value)]
    if kind == "utc-offset":
        return [f"{line.value[:3]}:{line.value[3:]}"]
    return [line.value]


def _moment(found: re.Match[str]) -> str:
    day = "-".join(found.group(1, 2, 3))
    return f"{day}T{':'.join(found.group(4, 5, 6))}{found[7]}" if found[4] else day
