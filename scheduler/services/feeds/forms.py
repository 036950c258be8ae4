"""The formats in which a calendar is served, by the end of its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from feeds.formats import freebusy, icalendar, jcal, jscalendar
from scheduler.services.feeds.shelf import Calendar, Copy


@dataclass(frozen=True, slots=True)
class Form:
    """One format: its media type, and how it is made of a copy of a calendar."""

    media_type: str
    write: Callable[[Copy], bytes] | None = None


def _busy(copy: Copy) -> bytes:
    return freebusy.write(copy.calendar.octets, copy.uid, copy.window)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "ics": Form(icalendar.MEDIA_TYPE),
        "ifb": Form(freebusy.MEDIA_TYPE, _busy),
        "jcal": Form(jcal.MEDIA_TYPE, lambda copy: jcal.write(copy.calendar.octets)),
        "json": Form(
            jscalendar.MEDIA_TYPE, lambda copy: jscalendar.write(copy.calendar.octets, copy.uid)
        ),
    }
)


def formed(copy: Copy, suffix: str) -> Calendar:
    """Give a copy in a format; what is made of it is kept beside it."""
    write = FORMS[suffix].write
    if write is None:
        return copy.calendar
    made = copy.calendar.forms.get(suffix)
    if made is None:
        made = copy.calendar.forms[suffix] = Calendar(write(copy))
    return made
