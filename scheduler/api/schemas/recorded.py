"""What was recorded, as answers give it: instants and venues as everywhere in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields

from scheduler.api.schemas.fields import MOMENT
from scheduler.domain.moments import SHANGHAI


class VenueKey(fields.String):
    """The opaque key of a venue in an answer: `venue:` and its key."""

    def _serialize(
        self, value: str | None, attr: str | None, obj: object, **kwargs: object
    ) -> str | None:
        return super()._serialize(venue_key(value), attr, obj, **kwargs) if value else None


def venue_key(value: str) -> str:
    """Write the opaque key of a venue."""
    return value if value.startswith("venue:") else f"venue:{value}"


class Values(fields.Dict):
    """What was and what is, as it was recorded; instants and venues as everywhere in answers."""

    def _serialize(
        self, value: Mapping[str, Any] | None, attr: str | None, obj: object, **kwargs: object
    ) -> dict[str, Any] | None:
        del attr, kwargs
        # A rule names its venue in the language of rules.
        venue = "" if getattr(obj, "entity", "") == "rule" else "venue"
        return None if value is None else {name: _told(name, value[name], venue) for name in value}


def _told(name: str, value: object, venue: str) -> object:
    if isinstance(value, Mapping):
        sides = value.keys() <= {"from", "to"}
        return {key: _told(name if sides else key, each, venue) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told("", each, venue) for each in value]
    if not isinstance(value, str):
        return value
    if MOMENT.match(value):
        return datetime.fromisoformat(value).astimezone(SHANGHAI).isoformat()
    return venue_key(value) if name == venue else value
