"""Events in lists: when, what, where and who, in one line each."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext

from scheduler.services.events.held_names import held_names
from scheduler.services.events.reading import Stored
from scheduler.services.names import Name
from scheduler.web import dates
from scheduler.web.parts import Chip, EventLine

Names = Mapping[str, Name]


def line(stored: Stored, names: Names, today: date, lang: str) -> EventLine:
    """Give one line of a list of events."""
    event, names = stored.event, {**names, **held_names(stored)}
    host = names.get(event.host or "")
    venue = names.get(f"venue:{event.venue}")
    theme = names.get(event.theme or "")
    meta = [
        "" if event.all_day else dates.clock(event.start),
        venue.say(lang) if venue else "",
        gettext("主办 %(host)s", host=host.short if lang == "zh" else host.say(lang))
        if host
        else "",
        gettext("主题 %(theme)s", theme=theme.say(lang)) if theme else "",
    ]
    return EventLine(
        start=event.start,
        title=title(stored, lang),
        meta=" · ".join(filter(None, meta)),
        href=f"/events/{event.uid}",
        today=event.day() == today,
        chip=Chip("tentative") if event.is_tentative else None,
    )


def title(stored: Stored, lang: str) -> str:
    """Give an event's title in the reader's language."""
    event = stored.event
    return event.title_en if lang == "en" and event.title_en else event.title
