"""A small reader of feeds for tests, apart from both the writer and the linter."""

import re

from icalendar import Calendar, Event


def content_lines(octets: bytes) -> list[str]:
    """Unfold a feed into its content lines."""
    return octets.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def values(octets: bytes, name: str) -> list[str]:
    """Return what stands after the colon of each property of a name without parameters."""
    return [line[len(name) + 1 :] for line in content_lines(octets) if line.startswith(f"{name}:")]


def unescaped(value: str) -> str:
    """Resolve the escapes of a text, one character after the other."""
    characters = iter(value)
    return "".join(
        {"n": "\n", "N": "\n"}.get(follower := next(characters), follower)
        if character == "\\"
        else character
        for character in characters
    )


def texts_of(octets: bytes, name: str) -> list[str]:
    """Return the texts of each property of a name."""
    return [unescaped(value) for value in values(octets, name)]


def labels_of(octets: bytes) -> list[str]:
    """Return the labels of conferences; the library's reader resolves escapes that are none."""
    lines = (line for line in content_lines(octets) if line.startswith("CONFERENCE;"))
    found = (re.search(r'LABEL=("[^"]*"|[^";:,]*):', line) for line in lines)
    raw = [label[1].replace('"', "") for label in found if label]
    signs = {"^n": "\n", "^'": '"', "^^": "^"}
    return [re.sub(r"\^[n'^]", lambda sign: signs[sign[0]], label) for label in raw]


def events_of(octets: bytes) -> list[Event]:
    """Let the library read the events."""
    return Calendar.from_ical(octets).events
