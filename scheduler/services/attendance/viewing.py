"""A register as its reader sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.activity import ActivityKind
from scheduler.domain.attendance.totals import COUNCIL, Quorum, Totals, quorum, totals
from scheduler.domain.attendance.values import Mark, RegisterState
from scheduler.services.access import Action, Principal
from scheduler.services.attendance import sheets
from scheduler.services.attendance.audience import expected
from scheduler.services.events import reading
from scheduler.services.roll_rights import Reach, seeing
from scheduler.store import Store, roster, seals
from scheduler.store.attendance import Listed
from scheduler.store.events import Stored
from scheduler.store.roster import Name
from scheduler.store.seals import Seal


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the register with the mark that the operations come to."""

    listed: Listed
    mark: Mark


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A register with the people whom the reader may see.

    Before it is opened, ``state`` is planned and the people are those who would be expected now.
    ``totals`` count those shown; ``quorum`` is None for a reader who sees a part only (``whole``
    is false). ``names`` are those of branches and of the place by opaque key.
    """

    stored: Stored
    kind: ActivityKind | None
    state: RegisterState
    version: int
    head: str
    entries: tuple[Entry, ...]
    totals: Totals
    quorum: Quorum | None
    names: Mapping[str, Name]
    seal: Seal | None
    online: bool
    whole: bool
    may: frozenset[Action]


def register(store: Store, uid: str, *, by: Principal) -> RegisterView:
    """Give an event's register; who may not see it is refused as if there were none."""
    with store.read() as session:
        stored = reading.find(session, uid, by)
        event = stored.event
        reach = seeing(by, event)
        opened = sheets.load(session, event)
        kind = roster.kinds(session).get(event.kind)
        listed = opened.listed
        if opened.register is None:
            listed = expected(session, event, kind.audience if kind else "")
        shown = tuple(each for each in listed if reach.includes(each.line))
        marks = opened.marks
        entries = tuple(
            Entry(each, marks.get(each.line.person, Mark(each.line.person))) for each in shown
        )
        lines = [each.line for each in shown]
        keys = {f"body:{line.home_branch}" for line in lines if line.home_branch}
        return RegisterView(
            stored=stored,
            kind=kind,
            state=opened.sheet.state,
            version=opened.register.version if opened.register else 0,
            head=opened.register.head if opened.register else "",
            entries=entries,
            totals=totals(lines, marks),
            quorum=quorum(lines, marks, COUNCIL) if reach.everybody else None,
            names=roster.names(session, keys | {f"venue:{event.venue}"}),
            seal=seals.last(session, uid),
            online=opened.sheet.online,
            whole=reach.everybody,
            may=_may(by, stored, reach),
        )


def _may(by: Principal, stored: Stored, reach: Reach) -> frozenset[Action]:
    """Give what the reader may do with the register."""
    event = stored.event
    rolls = by.may_in_any(Action.ROLL, event.alliances) and bool(reach.everybody or reach.branches)
    may = {Action.ROLL} if rolls else set()
    if by.may(Action.SEAL, event.owner):
        may.add(Action.SEAL)
    return frozenset(may)
