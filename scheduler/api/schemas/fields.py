"""The kinds of values that travel in requests and answers."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from scheduler.api.keys import PATTERN
from scheduler.api.problems import ECHO, Fault, shown
from scheduler.domain.errors import DateError, DomainError
from scheduler.domain.moments import FIRST_DAY, LAST_DAY, SHANGHAI, aware, prose
from scheduler.rules.calendar import festivals
from scheduler.rules.calendar.periods import parse_key

_KEY = re.compile(rf"\A{PATTERN}\Z")
MOMENT = re.compile(
    r"\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})\Z", re.ASCII
)
"""An instant as it is written (RFC 3339)."""
_UUID = re.compile(r"\A[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_WHOLE = re.compile(r"\A\d{1,9}\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = FIRST_DAY.year, LAST_DAY.year
"""The years within which a period or an instant is taken."""


class Input(Schema):
    """The base of what is taken in: unknown fields are refused, messages are codes."""

    class Meta:
        """Refuse unknown fields."""

        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002 - marshmallow's signature
        """Let each message of the field be its own word; ``parsing`` turns words into codes."""
        field_obj.error_messages = {word: word for word in field_obj.error_messages}
        for kind, word in _KINDS.items():
            if isinstance(field_obj, kind):
                field_obj.error_messages["invalid"] = word

    error_messages = {"unknown": "unknown", "type": "type", "invalid": "invalid"}  # noqa: RUF012 - marshmallow's own attribute


_KINDS: Mapping[type[fields.Field[Any]], str] = {
    fields.List: "list",
    fields.Dict: "object",
    fields.String: "text",
}
"""What a value of another kind is told to be."""


def refuse(code: str, **more: object) -> ValidationError:
    """Make the fault of one value; its place is added where it is read."""
    return ValidationError([Fault(code, more)])


class Key(fields.String):
    """An opaque key: no spaces, no slashes, at most 120 characters."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _KEY.match(text or ""):
            raise refuse("invalid", reason="key")
        return text


class OpId(fields.String):
    """A UUID in its usual written form."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's keywords
        """Describe the form."""
        super().__init__(metadata={"format": "uuid", **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> str:
        del attr, data, kwargs
        if not isinstance(value, str) or not _UUID.match(value):
            raise refuse("bad_choice", value=shown(value), allowed="UUID")
        return value.lower()


class Text(fields.String):
    """A text that people read; empty where that is allowed."""

    def __init__(
        self,
        *,
        limit: int,
        empty: bool = False,
        **kwargs: Any,  # noqa: ANN401 - marshmallow's keywords
    ) -> None:
        """Take the most characters that are allowed."""
        metadata = {"maxLength": limit, **({} if empty else {"minLength": 1})}
        super().__init__(metadata={**metadata, **kwargs.pop("metadata", {})}, **kwargs)
        self.limit = limit
        self.empty = empty

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        if self.empty and not text.strip(" \r\n\t"):
            return ""
        try:
            return prose(text, attr or "", limit=self.limit)
        except DomainError as error:
            raise refuse(error.code, **error.fields) from error


class Whole(fields.Integer):
    """A whole number within bounds; in a query it is written in digits."""

    def __init__(
        self,
        low: int,
        high: int,
        **kwargs: Any,  # noqa: ANN401 - marshmallow's keywords
    ) -> None:
        """Take the bounds, both included."""
        metadata = {"minimum": low, "maximum": high, **kwargs.pop("metadata", {})}
        super().__init__(metadata=metadata, **kwargs)
        self.low, self.high = low, high

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> int:
        del attr, data, kwargs
        number = int(str(value)) if self._written(value) else value
        if type(number) is not int or not self.low <= number <= self.high:
            bounds = {"low": self.low, "high": self.high}
            raise refuse("bad_choice", value=shown(value), reason="whole", **bounds)
        return number

    def _written(self, value: object) -> bool:
        in_query = bool(self.root and getattr(self.root, "in_query", False))
        return in_query and isinstance(value, str) and bool(_WHOLE.match(value))


class Year(Whole):
    """A year that can be planned."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - marshmallow's keywords
        """Take the years of which days off are known."""
        super().__init__(festivals.FIRST_YEAR, festivals.LAST_YEAR, **kwargs)

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> int:
        number = int(str(value)) if self._written(value) else value
        if type(number) is int:
            try:
                festivals.check_year(number)
            except DateError as error:
                echoed = {**error.fields, "value": shown(str(number))}
                raise refuse(error.code, **echoed) from error
        return super()._deserialize(value, attr, data, **kwargs)


class Flag(fields.Boolean):
    """True or false, and nothing like it."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> bool:
        del attr, data, kwargs
        in_query = bool(self.root and getattr(self.root, "in_query", False))
        if in_query and value in {"true", "false"}:
            return value == "true"
        if in_query or not isinstance(value, bool):
            raise refuse("bad_choice", value=shown(value), reason="truth")
        return value


class Word(fields.String):
    """One of the words of an enumeration."""

    def __init__(
        self,
        words: type[StrEnum],
        **kwargs: Any,  # noqa: ANN401 - marshmallow's keywords
    ) -> None:
        """Take the enumeration."""
        listed: dict[str, Any] = {"enum": [str(word) for word in words]}
        if kwargs.get("allow_none"):
            listed["enum"].append(None)
        listed |= kwargs.pop("metadata", {})
        super().__init__(metadata=listed, **kwargs)
        self.words = words

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> StrEnum:
        del attr, data, kwargs
        if not isinstance(value, str) or value not in set(self.words):
            allowed = ", ".join(self.words)
            raise refuse("bad_choice", value=shown(value), allowed=allowed)
        return self.words(value)


class PeriodKey(fields.String):
    """The key of a civil period, such as 2026-Q3."""

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs) or ""
        try:
            period = parse_key(text[:ECHO])
        except DomainError as error:
            raise refuse(error.code, **error.fields) from error
        if not FIRST_YEAR <= period.start.year <= period.end.year <= LAST_YEAR + 1:
            raise refuse("bad_date", value=shown(text), reason="range")
        return period.key


class Day(fields.Date):
    """A day that is asked for, such as 2026-09-09."""

    def __init__(
        self,
        *,
        near: bool = True,
        **kwargs: Any,  # noqa: ANN401 - marshmallow's keywords
    ) -> None:
        """Take days that can be; not ``near``, any, where a service knows bounds of its own."""
        super().__init__(**kwargs)
        self.near = near

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> date:
        try:
            day = super()._deserialize(value, attr, data, **kwargs)
        except ValidationError:
            raise refuse("bad_date", value=shown(value), reason="malformed") from None
        if self.near and not FIRST_DAY <= day <= LAST_DAY:
            bounds = {"first": FIRST_DAY, "last": LAST_DAY}
            raise refuse("bad_date", value=day, reason="between", **bounds)
        return day


class Moment(fields.DateTime):
    """An instant with its offset (RFC 3339); answers give that of Shanghai."""

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: object, **kwargs: object
    ) -> str | None:
        del attr, obj, kwargs
        return None if value is None else value.astimezone(SHANGHAI).isoformat()

    def _deserialize(
        self, value: object, attr: str | None, data: Mapping[str, Any] | None, **kwargs: object
    ) -> datetime:
        del data, kwargs
        text = value if isinstance(value, str) else ""
        if self._loose():
            text = text.replace(" ", "+")
        try:
            moment = datetime.fromisoformat(text) if MOMENT.match(text) else None
        except ValueError:
            moment = None
        if moment is None:
            raise refuse("bad_date", value=shown(value), reason="instant")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise refuse("bad_date", value=shown(value), reason="range")
        return aware(moment, attr or "")

    def _loose(self) -> bool:
        # A plus that was not escaped arrives as a space.
        return bool(self.root and getattr(self.root, "in_query", False))
