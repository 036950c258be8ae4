"""The declarative base: constraint names and column types shared by every table."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

import orjson
from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Dialect,
    MetaData,
    String,
    TypeDecorator,
    type_coerce,
)
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute

from scheduler.domain.moments import aware

_log = logging.getLogger(__name__)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant kept in UTC; naive values are refused with ``DateError``."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        moment = aware(value, "stored instant")
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the instant back in UTC on both databases."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _MaybeUtcDateTime(UtcDateTime):
    """An instant of which it does not matter much what it is: None where it cannot be read."""

    cache_ok = True

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Read what the driver gives; what is no instant is logged and read as None."""
        read = super().result_processor(dialect, coltype)

        def maybe(given: Any) -> datetime | None:  # noqa: ANN401 - whatever a driver gives
            try:
                return read(given) if read else given
            except (TypeError, ValueError) as error:
                _log.warning("an instant cannot be read: reason=%s", type(error).__name__)
                return None

        return maybe


def maybe_instant(column: InstrumentedAttribute[datetime]) -> ColumnElement[datetime | None]:
    """Read a column of instants; one that cannot be read is logged and None."""
    return type_coerce(column, _MaybeUtcDateTime)


def instant_text(value: datetime | None) -> str | None:
    """Write an instant as SQLite keeps it, in one step instead of a type's three."""
    if value is None:
        return None
    moment = aware(value, "stored instant")
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def instant_texts(values: Sequence[datetime | None]) -> list[str | None]:
    """Write many instants, each as ``instant_text`` does; neighbours are often the same."""
    texts: list[str | None] = []
    last, text = None, None
    for value in values:
        if value != last:
            last, text = value, instant_text(value)
        texts.append(text)
    return texts


def json_text(value: object) -> str:
    """Write a JSON value; numbers beyond 64 bits and keys that are no text take the long way."""
    try:
        return orjson.dumps(value, default=_plain).decode()
    except TypeError:
        return json.dumps(value, default=_plain, separators=(",", ":"))


def json_texts(values: Sequence[object]) -> list[str]:
    """Write many JSON values, each as ``json_text`` does."""
    try:
        return [orjson.dumps(value, default=_plain).decode() for value in values]
    except TypeError:
        return [json_text(value) for value in values]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    message = f"{type(value).__name__} is no JSON value"
    raise TypeError(message)


Json = Mapping[str, Any]
"""A JSON object column."""

JsonList = list[Any]
"""A JSON array column."""


class Base(DeclarativeBase):
    """The base of every table; constraint names come from one convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        Json: JSON(),
        JsonList: JSON(),
        str: String(),
    }
