"""Rule 27: rules of recurrence that Outlook and Exchange have a template for, and their dates."""

import re
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from feeds.content import Component, ContentLine
from feeds.lint.findings import Finding
from feeds.lint.moments import is_day, is_local, is_stamp, is_utc

_ZONE = "Asia/Shanghai"
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_WEEKDAYS = f"{_WEEKDAY}(?:,{_WEEKDAY})*"
_PLACE = r"(?:\+?[1-4]|-1)"
_ANY = {"FREQ": ".*", "INTERVAL": r"[1-9]\d{0,2}", "COUNT": r"[1-9]\d{0,2}", "WKST": _WEEKDAY}
_IN_A_MONTH = {
    **_ANY,
    "BYMONTHDAY": r"[1-9]|[12]\d|3[01]|-1",
    "BYDAY": f"{_PLACE}{_WEEKDAY}|{_WEEKDAYS}",
    "BYSETPOS": _PLACE,
}
_TEMPLATES = MappingProxyType(
    {
        "DAILY": _ANY,
        "WEEKLY": {**_ANY, "BYDAY": _WEEKDAYS},
        "MONTHLY": _IN_A_MONTH,
        "YEARLY": {**_IN_A_MONTH, "BYMONTH": r"[1-9]|1[0-2]"},
    }
)


def recurrence_findings(line: ContentLine) -> Iterator[Finding]:
    """Check one RRULE."""
    parts = [part.partition("=")[::2] for part in line.value.split(";")]
    until = [value for name, value in parts if name == "UNTIL"]
    if not all(map(is_utc, until)):
        yield Finding(line.number, 27, "UNTIL is no time in UTC")
    others = [(name, value) for name, value in parts if name != "UNTIL"]
    template = _TEMPLATES.get(dict(parts).get("FREQ", ""), {})
    names = [name for name, _ in parts]
    if (
        len(set(names)) < len(names)
        or {"UNTIL", "COUNT"} <= set(names)
        or not all(
            name in template and re.fullmatch(template[name], v, re.ASCII) for name, v in others
        )
    ):
        yield Finding(line.number, 27, "Outlook has no template for this RRULE")


def date_findings(event: Component) -> Iterator[Finding]:
    """Check the dates that rules leave out, add or move; an override carries its zone."""
    start = event.first("DTSTART")
    all_day = start is not None and start.parameter("VALUE") == "DATE"
    for line in event.lines:
        if line.name in {"EXDATE", "RDATE", "RECURRENCE-ID"}:
            several = line.name != "RECURRENCE-ID"
            values = line.value.split(",") if several else [line.value]
            dates = (replace(line, value=value) for value in values)
            if not all(_is_date(each, all_day=all_day, utc=several) for each in dates):
                yield Finding(line.number, 27, f"{line.name} is no date or time as DTSTART is")


def _is_date(line: ContentLine, *, all_day: bool, utc: bool) -> bool:
    kind = line.parameter("VALUE") or "DATE-TIME"
    if all_day:
        return kind == "DATE" and is_day(line.value)
    local = line.parameter("TZID") == _ZONE and is_local(line.value)
    return kind == "DATE-TIME" and (local or (utc and is_stamp(line)))
