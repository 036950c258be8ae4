"""Rules 1 to 4: the octets, before anything is understood."""

import re
from collections.abc import Iterator

from feeds.content import BOM
from feeds.lint.findings import Finding

MAX_LINE = 75
_BARE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


def other_format(octets: bytes) -> str:
    """Say why octets are no iCalendar but a format that is not checked; empty where they may be."""
    if octets.removeprefix(BOM).lstrip()[:1] in {b"[", b"{"}:
        return "JSON such as jCal or JSCalendar; only iCalendar (.ics, .ifb) is checked"
    return ""


def octet_findings(octets: bytes) -> Iterator[Finding]:
    """Check line lengths, encoding, line ends and forbidden characters."""
    if octets.startswith(BOM):
        yield Finding(1, 3, "a byte order mark stands before the calendar")
    number, counted = 1, 0
    for bare in _BARE.finditer(octets):
        number += octets.count(b"\n", counted, bare.start())
        counted = bare.start()
        yield Finding(number, 3, "a CR or LF stands alone")
    lines = octets.split(b"\r\n")
    if [line.upper() for line in lines[-2:]] != [b"END:VCALENDAR", b""]:
        yield Finding(len(lines), 3, "the end is not END:VCALENDAR and CRLF")
    for number, line in enumerate(lines[:-1], start=1):
        yield from _line_findings(number, line)


def _line_findings(number: int, line: bytes) -> Iterator[Finding]:
    if not line:
        yield Finding(number, 3, "an empty line")
    if len(line) > MAX_LINE:
        yield Finding(number, 1, f"{len(line)} octets in one line, {MAX_LINE} are allowed")
    try:
        text = line.decode()
    except UnicodeDecodeError:
        yield Finding(number, 2, "not UTF-8 by itself")
        if _SURROGATE.search(line):
            yield Finding(number, 4, "half of a surrogate pair")
        return
    # A tab may fold a line as a space does (RFC 5545, 3.1); it is no part of any value.
    unfolded = text.removeprefix("\t" if number > 1 else "\ufeff")
    for character in sorted(set(_FORBIDDEN.findall(unfolded)) - {"\r", "\n"}):
        yield Finding(number, 4, f"the character U+{ord(character):04X}")
