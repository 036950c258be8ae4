"""Content lines read strictly, and the components they make up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

_QUOTED = r'"[^"\x00-\x08\x0a-\x1f\x7f]*"'
_PLAIN = r'[^";:,\x00-\x08\x0a-\x1f\x7f]*'
_VALUE = rf"(?:{_QUOTED}|{_PLAIN})"
_PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}
_INTEGER = re.compile("[+-]?[0-9]{1,10}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,10}(?:\.[0-9]{1,20})?")
BOM = b"\xef\xbb\xbf"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PIECE = re.compile(r"\\.|[^\\,]+|[\\,]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: where it stands, its name in capitals, its parameters, its raw value."""

    number: int
    name: str
    parameters: tuple[tuple[str, str], ...]
    value: str

    def parameter(self, name: str) -> str | None:
        """Return the value of a parameter, quotes and carets resolved."""
        return dict(self.parameters).get(name)

    @property
    def text(self) -> str:
        """The value with the escapes of a text resolved."""
        return unescape(self.value)

    @property
    def integer(self) -> int:
        """The value as a whole number in plain digits; ``ValueError`` for any other."""
        if not _INTEGER.fullmatch(self.value):
            message = f"line {self.number}: {self.name} is no whole number"
            raise ValueError(message)
        return int(self.value)

    @property
    def numbers(self) -> tuple[float, ...]:
        """The parts of a structure as numbers in plain digits; ``ValueError`` for any other."""
        parts = self.value.split(";")
        if not all(map(_DECIMAL.fullmatch, parts)):
            message = f"line {self.number}: {self.name} holds what is no number"
            raise ValueError(message)
        return tuple(map(float, parts))

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of a list."""
        return texts(self.value)


@dataclass(slots=True)
class Component:
    """One component: its name in capitals, its properties, the components inside it, in order."""

    number: int
    name: str
    lines: list[ContentLine] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[ContentLine]:
        """Return every property of a name."""
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> ContentLine | None:
        """Return the first property of a name."""
        return next(iter(self.all(name)), None)

    def text(self, name: str) -> str:
        """Return the text of the first property of a name, empty where there is none."""
        line = self.first(name)
        return "" if line is None else line.text

    def walk(self) -> Iterator["Component"]:
        """Yield this component and all inside it, in their order, however deep they lie."""
        unread = [self]
        while unread:
            component = unread.pop()
            yield component
            unread += reversed(component.inside)


def moment(value: str) -> datetime:
    """Read a date or a time as the clock on the wall shows it; ``ValueError`` where it is none."""
    if not value.isascii():  # digits of other scripts would be read as well
        message = f"no date or time: {value[:20]!r}"
        raise ValueError(message)
    form = "%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d"
    return datetime.strptime(value.removesuffix("Z"), form)  # noqa: DTZ007 - the line tells the zone


def unescape(value: str) -> str:
    """Resolve the escapes of a text value in one pass."""
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def texts(value: str) -> tuple[str, ...]:
    """Part a list of texts at the commas that are not escaped."""
    parts: list[list[str]] = [[]]
    for piece in _PIECE.findall(value):
        if piece == ",":
            parts.append([])
        else:
            parts[-1].append(piece)
    return tuple(unescape("".join(pieces)) for pieces in parts)


def parse_line(number: int, line: str) -> ContentLine | None:
    """Read one unfolded line; None says that it is no content line."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    parameters = tuple(
        (name.upper(), re.sub(r"\^[n'^]", lambda caret: _CARET[caret[0]], value.replace('"', "")))
        for name, value in _PARAMETER.findall(found[2])
    )
    return ContentLine(number, found[1].upper(), parameters, found[3])


def unfold(octets: bytes) -> list[tuple[int, str]]:
    """Join folded lines; each content line comes with the number of its first physical line.

    What is not UTF-8 becomes a replacement character.
    """
    joined: list[tuple[int, list[bytes]]] = []
    for number, line in enumerate(octets.removeprefix(BOM).splitlines(), start=1):
        if line[:1] in {b" ", b"\t"} and joined:
            joined[-1][1].append(line[1:])
        elif line:
            joined.append((number, [line]))
    return [(number, b"".join(pieces).decode(errors="replace")) for number, pieces in joined]


def nest(lines: list[tuple[int, str]]) -> tuple[list[Component], list[tuple[int, str]]]:
    """Nest content lines into components; what does not fit comes apart, as (line, reason)."""
    top = Component(0, "")
    stack = [top]
    misplaced: list[tuple[int, str]] = []
    for number, raw in lines:
        line = parse_line(number, raw)
        if line is None:
            misplaced.append((number, "not a content line"))
        elif line.name == "BEGIN":
            stack.append(Component(number, line.value.upper()))
            stack[-2].inside.append(stack[-1])
        elif line.name != "END":
            stack[-1].lines.append(line)
        elif len(stack) > 1 and line.value.upper() == stack[-1].name:
            stack.pop()
        else:
            misplaced.append((number, f"END:{line.value} closes nothing"))
    misplaced += [(one.number, f"BEGIN:{one.name} is never closed") for one in stack[1:]]
    misplaced += [(line.number, f"{line.name} outside a calendar") for line in top.lines]
    return top.inside, misplaced


def read(octets: bytes) -> Component:
    """Read one calendar; ``ValueError`` where it is not exactly one, or not well nested."""
    calendars, misplaced = nest(unfold(octets))
    if misplaced or [calendar.name for calendar in calendars] != ["VCALENDAR"]:
        message = f"not one calendar: {misplaced[:3]}"
        raise ValueError(message)
    return calendars[0]
