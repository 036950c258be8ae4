"""Which matters wait for a consultation that a rule promises, read as plans read the rules."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from scheduler.domain.matter import Matter, MatterState
from scheduler.rules.judging.awaiting import awaited
from scheduler.services.gathering import gather_triggers
from scheduler.store import Session

_NONE: Mapping[str, date] = {}


def consultations(session: Session, found: Iterable[Matter], now: datetime) -> Mapping[str, date]:
    """Give by its key the last day for each accepted major matter that waits for a consultation.

    The rules are those of its alliance, and those of others in which that one takes part.
    """
    waiting = [each for each in found if each.major and each.state is MatterState.ACCEPTED]
    return awaited(gather_triggers(session, waiting, now)) if waiting else _NONE
