"""Calendars as libical reads them, the library of Evolution and of KOrganizer."""

import ctypes
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from tests.clients.missing import MissingError
from tests.clients.seen import ParsedEvent

_LIBRARY = "libical.so.3"
_MISSING = f"{_LIBRARY} is not installed (Debian: apt-get install libical3)"

_Handle = ctypes.c_void_p
_Text = ctypes.c_char_p
_Number = ctypes.c_int


class _Time(ctypes.Structure):
    """``struct icaltimetype`` of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    )


_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "icalparser_parse_string": (_Handle, _Text),
    "icalcomponent_free": (None, _Handle),
    "icalcomponent_count_errors": (_Number, _Handle),
    "icalcomponent_string_to_kind": (_Number, _Text),
    "icalcomponent_get_first_component": (_Handle, _Handle, _Number),
    "icalcomponent_get_next_component": (_Handle, _Handle, _Number),
    "icalcomponent_get_uid": (_Text, _Handle),
    "icalcomponent_get_summary": (_Text, _Handle),
    "icalcomponent_get_location": (_Text, _Handle),
    "icalcomponent_get_status": (_Number, _Handle),
    "icalcomponent_get_sequence": (_Number, _Handle),
    "icalcomponent_get_dtstart": (_Time, _Handle),
    "icalcomponent_get_dtend": (_Time, _Handle),
    "icalproperty_status_to_string": (_Text, _Number),
    "icaltime_convert_to_zone": (_Time, _Time, _Handle),
    "icaltimezone_get_utc_timezone": (_Handle,),
}


def by_libical(octets: bytes) -> Iterator[ParsedEvent]:
    """Read the events of a calendar in which libical finds no error."""
    call = _library()
    calendar = call["icalparser_parse_string"](octets)
    assert calendar, "libical reads no calendar"
    try:
        assert call["icalcomponent_count_errors"](calendar) == 0
        kind = call["icalcomponent_string_to_kind"](b"VEVENT")
        event = call["icalcomponent_get_first_component"](calendar, kind)
        while event:
            yield _shown(call, event)
            event = call["icalcomponent_get_next_component"](calendar, kind)
    finally:
        call["icalcomponent_free"](calendar)


@lru_cache(maxsize=1)
def _library() -> dict[str, Callable[..., Any]]:
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError as error:
        raise MissingError(_MISSING) from error
    found: dict[str, Callable[..., Any]] = {}
    for name, (result, *arguments) in _SIGNATURES.items():
        function = library[name]
        function.restype, function.argtypes = result, arguments
        found[name] = function
    return found


def _shown(call: dict[str, Callable[..., Any]], event: int) -> ParsedEvent:
    def text(name: str) -> str:
        found: bytes = call[f"icalcomponent_get_{name}"](event) or b""
        return found.decode()

    status = call["icalcomponent_get_status"](event)
    return ParsedEvent(
        text("uid"),
        _edge(call, call["icalcomponent_get_dtstart"](event)),
        _edge(call, call["icalcomponent_get_dtend"](event)),
        text("summary"),
        text("location"),
        call["icalproperty_status_to_string"](status).decode(),
        call["icalcomponent_get_sequence"](event),
    )


def _edge(call: dict[str, Callable[..., Any]], time: _Time) -> date:
    if time.is_date:
        return date(time.year, time.month, time.day)
    assert time.zone, "libical takes the time for a floating one"
    moment = call["icaltime_convert_to_zone"](time, call["icaltimezone_get_utc_timezone"]())
    return datetime(
        *(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second),
        tzinfo=UTC,
    )
