"""RFC 8984: a calendar as a JSCalendar group of events.

It is made of the octets of the calendar, so both formats always say the same.
"""

import json
from datetime import timedelta

from feeds.content import Component, ContentLine, moment, read

MEDIA_TYPE = "application/jscalendar+json;type=group"

Json = dict[str, object]


def write(octets: bytes, uid: str) -> bytes:
    """Write a calendar as a group named ``uid``; ``ValueError`` if the octets are no calendar."""
    calendar = read(octets)
    entries = [_event(each) for each in calendar.inside if each.name == "VEVENT"]
    group: Json = {
        "@type": "Group",
        "uid": uid,
        "prodId": calendar.text("PRODID"),
        "updated": max(str(entry["updated"]) for entry in entries),
        "title": calendar.text("NAME"),
        "description": calendar.text("X-WR-CALDESC"),
        "entries": entries,
    }
    return json.dumps(_told(group), ensure_ascii=False, separators=(",", ":")).encode()


def _event(event: Component) -> Json:
    start, end = (_line(event, name) for name in ("DTSTART", "DTEND"))
    whole_days = start.parameter("VALUE") == "DATE"
    return _told(
        {
            "@type": "Event",
            "uid": event.text("UID"),
            "created": _utc(event, "CREATED"),
            "updated": _utc(event, "LAST-MODIFIED"),
            "sequence": _line(event, "SEQUENCE").integer,
            "title": event.text("SUMMARY"),
            "description": event.text("DESCRIPTION"),
            "showWithoutTime": whole_days,
            "start": moment(start.value).strftime("%Y-%m-%dT%H:%M:%S"),
            "timeZone": start.parameter("TZID") or "",
            "duration": _duration(moment(end.value) - moment(start.value)),
            "status": event.text("STATUS").lower(),
            "freeBusyStatus": "busy" if event.text("TRANSP") == "OPAQUE" else "free",
            "keywords": {each: True for each in _line(event, "CATEGORIES").texts if each},
            "locations": _numbered("Location", _places(event)),
            "participants": _numbered("Participant", list(map(_contact, event.all("CONTACT")))),
            "virtualLocations": _numbered(
                "VirtualLocation", [_conference(each) for each in event.all("CONFERENCE")]
            ),
            "links": _numbered("Link", [{"href": each.value} for each in event.all("URL")]),
            "alerts": _numbered("Alert", [_alert(each) for each in event.inside]),
        }
    )


def _told(said: Json) -> Json:
    """Leave out what says nothing: in each place an empty value is the default."""
    return {name: value for name, value in said.items() if value not in ("", False, {})}


def _line(component: Component, name: str) -> ContentLine:
    return component.first(name) or ContentLine(component.number, name, (), "")


def _utc(component: Component, name: str) -> str:
    return moment(component.text(name)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _duration(length: timedelta) -> str:
    hours, seconds = divmod(length.seconds, 3600)
    days = f"{length.days}D" if length.days else ""
    parts = ((hours, "H"), (seconds // 60, "M"), (seconds % 60, "S"))
    clock = "".join(f"{number}{unit}" for number, unit in parts if number)
    return f"P{days}T{clock}" if clock else f"P{days}"


def _numbered(kind: str, found: list[Json]) -> Json:
    return {str(number): {"@type": kind, **each} for number, each in enumerate(found, start=1)}


def _places(event: Component) -> list[Json]:
    """Give the places; the coordinates are those of the first."""
    places: list[Json] = [{"name": each.text} for each in event.all("LOCATION")]
    geo = event.first("GEO")
    if geo is None:
        return places
    latitude, longitude = geo.numbers
    first: Json = places[0] if places else {}
    at = f"geo:{latitude:.6f},{longitude:.6f}"  # RFC 5870
    return [{**first, "coordinates": at}, *places[1:]]


def _contact(line: ContentLine) -> Json:
    return {"name": line.text, "roles": {"contact": True}}


def _conference(line: ContentLine) -> Json:
    return _told({"name": line.parameter("LABEL") or "", "uri": line.value})


def _alert(alarm: Component) -> Json:
    offset = {"@type": "OffsetTrigger", "offset": alarm.text("TRIGGER")}
    return {"action": "display", "trigger": offset}
