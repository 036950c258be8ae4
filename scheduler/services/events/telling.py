"""What happened to events, with what the ledgers tell of their places besides."""

from collections.abc import Iterable, Mapping, Sequence

from scheduler.domain.activity import Event, Explanation
from scheduler.domain.moments import SHANGHAI
from scheduler.services.events.change_notes import Identity, Told, thens, told_now
from scheduler.services.events.change_origins import Renamed, Then, places
from scheduler.store import Session, attempts, feeds
from scheduler.store.feeds import EventChange


def told(session: Session, uids: Iterable[str], lang: str) -> dict[str, tuple[Told, ...]]:
    """Choose what feeds tell of events: two queries, however many events."""
    changes = feeds.of_events(session, uids)
    renamed = _renamed(session, changes)
    return {uid: told_now(each, lang, renamed) for uid, each in changes.items()}


def in_place(
    session: Session, changes: Mapping[str, Sequence[EventChange]]
) -> dict[Identity, Then]:
    """Tell of each event's changes, given by time, how each is told in its place: one query."""
    renamed = _renamed(session, changes)
    return {key: then for each in changes.values() for key, then in thens(each, renamed).items()}


def stands_for(session: Session, found: Iterable[Event]) -> dict[str, Explanation]:
    """Explain of each event that was arranged again which cancelled one it stands for, by UID."""
    return {
        uid: {
            "code": "event.stands_for",
            "fields": {
                "uid": each.uid,
                "day": each.start.astimezone(SHANGHAI).date().isoformat(),
            },
        }
        for uid, each in attempts.former(session, found).items()
    }


def _renamed(session: Session, changes: Mapping[str, Iterable[EventChange]]) -> Renamed:
    named = {place for of in changes.values() for each in of for place in places(each)}
    return feeds.renamed_venues(session, named)
