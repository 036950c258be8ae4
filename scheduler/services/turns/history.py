"""The ledger of a rotation as sentences: who hosted, came, left, swapped, what was corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.domain.text import say
from scheduler.domain.turn import EntryKind, TurnEntry, steps
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import entries_of
from scheduler.store import Session, events

Left = Mapping[tuple[date, str], Fraction]


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One entry of a rotation's ledger, as data and as a sentence."""

    entry: TurnEntry
    text: str


def turn_days(session: Session, source: PlanInput) -> Mapping[str, date]:
    """Give the days of the events that the ledgers name, of other years than the source's too."""
    named = {entry.uid for entries in source.turns.values() for entry in entries if entry.uid}
    known = {event.uid: event.day() for event in source.events}
    found = events.of(session, named - known.keys())
    return known | {uid: event.day() for uid, event in found.items()}


def history(
    source: PlanInput, rule: Rule, days: Mapping[str, date], lang: str
) -> tuple[TurnRecord, ...]:
    """Tell the ledger of a rotation, the newest entry first; ``days`` are those of its turns."""
    entries = entries_of(source, rule)
    left = {
        (entry.day, entry.host): before[entry.host].debt
        for entry, before in steps(entries)
        if entry.kind is EntryKind.LEAVE and entry.host is not None and entry.host in before
    }
    return tuple(
        TurnRecord(entry, _sentence(entry, (left, days), source, lang))
        for entry in _newest_first(entries)
    )


def _newest_first(entries: Iterable[TurnEntry]) -> list[TurnEntry]:
    """Put entries in the order of their days; of one day the last recorded comes first."""
    return sorted(entries, key=lambda entry: entry.day)[::-1]


def _sentence(
    entry: TurnEntry, known: tuple[Left, Mapping[str, date]], source: PlanInput, lang: str
) -> str:
    left, days = known
    host, counter, amount = entry.host, entry.counter, entry.amount
    if entry.kind is EntryKind.CORRECTION and amount < 0:
        host, counter, amount = counter, host, -amount
    if entry.kind is EntryKind.LEAVE:
        amount = left.get((entry.day, entry.host or ""), Fraction(0))
    fields = {
        "host": host,
        "counter": counter,
        "amount": amount,
        "count": len(entry.eligible),
        "turn": days.get(entry.uid, entry.day),
        "reason": entry.reason,
    }
    return say(f"turn_entry.{entry.kind}", fields, lang, names=source.names)
