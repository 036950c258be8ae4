"""The row of an event as a value; a row that holds what no event has makes none."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from scheduler.domain.activity import Also, Event, EventStatus, Explanation, UnitKey
from scheduler.domain.moments import FIRST_DAY, LAST_DAY
from scheduler.store.tables.events import EventRow

EDGES = (
    datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC) - timedelta(days=1),
    datetime(LAST_DAY.year + 1, 1, 1, tzinfo=UTC) + timedelta(days=1),
)
"""Between them lies every instant, whatever the zone, of the days that can be asked for."""

_NUMBERS = attrgetter("revision", "attempt")
_TEXTS = attrgetter(
    *("owner", "kind", "title", "title_en", "note", "seal_code", "host", "venue", "theme"),
)
_TEXTS_BESIDES = attrgetter(
    *("host_name", "host_name_en", "venue_name", "venue_name_en", "waive_reason"),
)
_TEXTS_OF_UNIT = attrgetter("rule", "scope", "period", "cell")
_TEXT = frozenset({str, type(None)})
_NUMBER = frozenset({int})
_LIST = frozenset({list})


def value(row: EventRow, alliances: Iterable[str]) -> Event:
    """Turn a row into a value; ``alliances`` are those in whose calendars it stands.

    What is of another type than its column, or lies in a year that no event lies in, raises
    ``ValueError``. An explanation that is none is read as none: the event itself is whole.
    """
    event = _event(row, alliances)
    if not _can_be(event, row):
        message = "no event holds this"
        raise ValueError(message)
    return event


def _event(row: EventRow, alliances: Iterable[str]) -> Event:
    unit = None
    if row.rule is not None:
        unit = UnitKey(
            row.rule, row.scope or "", row.period or "", row.cell or "", row.ordinal or 1
        )
    return Event(
        uid=row.uid,
        owner=row.owner,
        alliances=tuple(sorted(alliances)),
        kind=row.kind,
        title=row.title,
        title_en=row.title_en,
        start=row.start,
        end=row.end,
        all_day=row.all_day,
        status=EventStatus(row.status),
        tentative=row.tentative,
        revision=row.revision,
        pinned=row.pinned,
        unit=unit,
        attempt=row.attempt,
        host=row.host,
        co_hosts=tuple(row.co_hosts),
        venue=row.venue,
        theme=row.theme,
        note=row.note,
        matters=tuple(row.matters),
        also=tuple(map(Also.read, row.also)),
        why_date=_explanation(row.why_date),
        why_host=_explanation(row.why_host),
        seal_code=row.seal_code,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _can_be(event: Event, row: EventRow) -> bool:
    """Tell whether a row holds nothing that is only ever written by hand."""
    first, last = EDGES
    numbers, texts = [*_NUMBERS(event), row.version], [*_TEXTS(event), *_TEXTS_BESIDES(row)]
    if unit := event.unit:
        numbers.append(unit.ordinal)
        texts += _TEXTS_OF_UNIT(unit)
    return (
        first < event.start
        and event.end < last
        and first < event.created_at < last
        and first < event.updated_at < last
        and _NUMBER.issuperset(map(type, numbers))
        and _LIST.issuperset(map(type, (row.co_hosts, row.matters, row.also)))
        and _TEXT.issuperset(map(type, (*texts, *event.co_hosts, *event.matters)))
    )


def _explanation(told: object) -> Explanation:
    if not isinstance(told, Mapping) or not isinstance(told.get("code", ""), str):
        return {}
    return told if isinstance(told.get("fields", {}), Mapping) else {}
