"""The sample events that took place: what their rows become, and what the ledgers are told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.services.names import NAMELESS, Name
from scheduler.store import Session, ledger, roster
from scheduler.store.events import Stored
from scheduler.store.examples import Held
from scheduler.store.turns import Charge


@dataclass(frozen=True, slots=True)
class Ended:
    """An event that took place, the turns it charges, and when it was recorded."""

    stored: Stored
    charges: tuple[Charge, ...]
    at: datetime


def held(session: Session, ended: Sequence[Ended], codes: Mapping[str, str]) -> list[Held]:
    """Give what the rows of these events become; ``codes`` are those of their seals, by UID."""
    names = _names(session, ended)
    return [_held(each, names, codes) for each in ended]


def _names(session: Session, ended: Iterable[Ended]) -> Mapping[str, Name]:
    keys = set()
    for each in ended:
        event = each.stored.event
        keys |= {event.host or "", f"venue:{event.venue}" if event.venue else ""}
    return roster.names(session, keys - {""})


def _held(each: Ended, names: Mapping[str, Name], codes: Mapping[str, str]) -> Held:
    event = each.stored.event
    host, place = (names.get(key, NAMELESS) for key in (event.host or "", f"venue:{event.venue}"))
    return Held(
        uid=event.uid,
        revision=event.revision + 1,
        updated_at=event.told_at(each.at),
        host_name=host.zh,
        host_name_en=host.en,
        venue_name=place.zh,
        venue_name_en=place.en,
        seal_code=codes.get(event.uid, ""),
    )


def told(each: Ended, codes: Mapping[str, str]) -> Iterable[ledger.Entry]:
    """Give the ledger entries of an event that was held, those of its turns first."""
    event = each.stored.event
    for charge in each.charges:
        detail = {"host": charge.entry.host}
        yield ledger.Entry((charge.alliance,), "turn", event.uid, charge.rule, detail=detail)
    changed = {"status": {"from": event.status.value, "to": "held"}}
    if code := codes.get(event.uid):
        changed["seal_code"] = {"from": event.seal_code, "to": code}
    yield ledger.Entry(
        event.alliances,
        "event",
        event.uid,
        "sealed" if code else "held",
        revision=event.revision + 1,
        detail=changed,
        visible=True,
    )
