"""Rule 6 for parameters: none stands twice in a line, and a language is one that there may be."""

import re
from collections import Counter
from collections.abc import Iterator

from feeds.content import Component, ContentLine
from feeds.lint.findings import Finding

# Others, such as those of extensions, may stand as often as they like (RFC 5545, 3.2).
_REGISTERED = """
    ALTREP CN CUTYPE DELEGATED-FROM DELEGATED-TO DIR DISPLAY EMAIL ENCODING FBTYPE FEATURE FMTTYPE
    LABEL LANGUAGE MEMBER PARTSTAT RANGE RELATED RELTYPE ROLE RSVP SENT-BY TZID VALUE
"""
_ONCE = frozenset(_REGISTERED.split())
_LANGUAGE = re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


def parameter_findings(calendar: Component) -> Iterator[Finding]:
    """Check the parameters of every line."""
    for component in calendar.walk():
        for line in component.lines:
            if line.parameters:
                yield from _line_findings(line)


def _line_findings(line: ContentLine) -> Iterator[Finding]:
    for name, count in Counter(name for name, _ in line.parameters).items():
        if count > 1 and name in _ONCE:
            yield Finding(line.number, 6, f"{line.name} has the parameter {name} more than once")
    for name, value in line.parameters:
        if name == "LANGUAGE" and not _LANGUAGE.fullmatch(value):
            yield Finding(line.number, 6, f"LANGUAGE of {line.name} is no language")
