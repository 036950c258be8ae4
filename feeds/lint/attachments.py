"""Rules 8, 15 and 25 for what is attached: an address, or octets written in BASE64."""

import re
from collections.abc import Iterator

from feeds.content import Component, ContentLine
from feeds.lint.findings import Finding
from feeds.lint.types import RULES

_ATTACHED = frozenset({"ATTACH", "IMAGE", "SOURCE"})
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9%:/?#\[\]@!$&'()*+,;=~._-]+")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def attachment_findings(calendar: Component) -> Iterator[Finding]:
    """Check what is attached to every component."""
    for component in calendar.walk():
        for line in component.lines:
            if line.name in _ATTACHED and not _is_attached(line):
                rule = RULES.get(component.name, 6)
                yield Finding(line.number, rule, f"{line.name} is neither an address nor BASE64")


def _is_attached(line: ContentLine) -> bool:
    if line.parameter("VALUE") != "BINARY":
        return _URI.fullmatch(line.value) is not None
    encoded = line.parameter("ENCODING") == "BASE64" and line.value
    return bool(encoded) and _BASE64.fullmatch(line.value) is not None
