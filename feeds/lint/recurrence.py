"""Rule 27: of all rules of recurrence only those that Outlook and Exchange have a template for."""

import re
from collections.abc import Iterator
from types import MappingProxyType

from feeds.content import ContentLine
from feeds.lint.findings import Finding
from feeds.lint.moments import is_utc

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
        yield Finding(line.number, 27, "UNTIL is not in UTC")
    others = [(name, value) for name, value in parts if name != "UNTIL"]
    template = _TEMPLATES.get(dict(parts).get("FREQ", ""), {})
    names = [name for name, _ in parts]
    if (
        len(set(names)) < len(names)
        or {"UNTIL", "COUNT"} <= set(names)
        or not all(name in template and re.fullmatch(template[name], v) for name, v in others)
    ):
        yield Finding(line.number, 27, "Outlook has no template for this RRULE")
