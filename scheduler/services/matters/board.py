"""The board of matters: five lanes, what is due next in each, and one matter seen whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.matter import Matter, MatterState, Step, open_steps
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body, Membership
from scheduler.services.access import Action, Principal, require
from scheduler.services.matters import belonging, catalogues
from scheduler.services.matters.consultations import consultations
from scheduler.services.matters.dues import Due, Escalation, due, escalated, unnamed
from scheduler.services.workdays import years
from scheduler.store import Session, Store, events, matters, roster, rules
from scheduler.store.events import Stored
from scheduler.store.matters import StepTaken
from scheduler.store.roster import Name

Named = tuple[str, Name]
"""An opaque key with its name."""

LANES = (
    MatterState.RAISED,
    MatterState.DISPATCHED,
    MatterState.ACCEPTED,
    MatterState.CONSULTED,
    MatterState.RESOLVED,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One matter on the board; names are resolved."""

    matter: Matter
    number: str
    category: Name
    raised_by: Name
    department: Name | None
    due: Due | None

    @property
    def late(self) -> bool:
        """Tell whether the next step is overdue."""
        return self.due is not None and self.due.left < 0


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new matter of an alliance chooses from: who raises it, and which category."""

    alliance: Body
    raisers: tuple[Named, ...]
    categories: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The matters of the alliances that the reader sees, by lane; the late ones first."""

    lanes: Mapping[MatterState, tuple[Card, ...]]
    raising: tuple[Body, ...]

    @property
    def open(self) -> tuple[Card, ...]:
        """List what is not resolved yet."""
        return tuple(
            card
            for state in LANES
            if state is not MatterState.RESOLVED
            for card in self.lanes[state]
        )


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter seen whole: its card, steps taken and possible, events, and who may take it.

    ``routed`` is the department that the catalogue of services names for it, if one does;
    ``escalated`` to whom a late step went. ``names`` are those of the departments in its history;
    ``left`` tells that who has it in hand belongs to the alliance no more.
    """

    card: Card
    steps: tuple[StepTaken, ...]
    possible: tuple[Step, ...]
    events: tuple[Stored, ...]
    departments: tuple[Named, ...]
    handle: bool
    routed: str = ""
    escalated: Escalation | None = None
    names: Mapping[str, Name] = field(default_factory=dict)
    left: bool = False


def board(store: Store, *, by: Principal, now: datetime, alliance: str | None = None) -> Board:
    """Show the matters of one alliance, or of all that the reader sees."""
    with store.read() as session:
        seen = tuple(
            body
            for body in roster.alliances(session, None if alliance is None else [alliance])
            if by.may(Action.VIEW, body.key)
        )
        if alliance is not None and not seen:
            raise NotFoundError(entity="alliance", key=alliance)
        found = matters.of_alliances(session, [body.key for body in seen])
        cards = _cards(session, found, now)
    return Board(
        lanes={
            state: tuple(card for card in cards if card.matter.state is state) for state in LANES
        },
        raising=_raising(seen, by),
    )


def raising(store: Store, *, by: Principal) -> tuple[Body, ...]:
    """List the alliances in which the reader may raise a matter."""
    with store.read() as session:
        return _raising(roster.alliances(session), by)


def _raising(bodies: Iterable[Body], by: Principal) -> tuple[Body, ...]:
    return tuple(body for body in bodies if by.may(Action.RAISE, body.key))


def listed(
    store: Store, *, by: Principal, now: datetime, alliance: str | None = None
) -> tuple[Card, ...]:
    """List the matters of one alliance, or of all that the reader sees, by key, in every state."""
    with store.read() as session:
        seen = [
            body.key
            for body in roster.alliances(session, None if alliance is None else [alliance])
            if by.may(Action.VIEW, body.key)
        ]
        if alliance is not None and not seen:
            raise NotFoundError(entity="alliance", key=alliance)
        cards = _cards(session, matters.of_alliances(session, seen), now)
    return tuple(sorted(cards, key=lambda card: card.matter.key))


def view(store: Store, key: str, *, by: Principal, now: datetime) -> MatterView:
    """Show one matter whole; one that may not be seen does not exist."""
    with store.read() as session:
        matter = matters.get(session, key)
        if matter is None:
            raise NotFoundError(entity="matter", key=key)
        require(by, Action.VIEW, [matter.alliance], entity="matter", key=key)
        card = _cards(session, [matter], now)[0]
        listed = tuple(
            stored
            for stored in events.stored(session, events.in_alliances([matter.alliance]))
            if key in stored.event.matters
        )
        handle = by.may(Action.HANDLE, matter.alliance)
        left = belonging.has_left(session, matter, now)
        meeting = card.due is not None and card.due.step == Step.CONSULT
        routed = catalogues.routed(session, matter) or ""
        taken = matters.steps(session, [key])[key]
        return MatterView(
            card=card,
            steps=taken,
            possible=open_steps(matter, left=left, meeting=meeting) if handle else (),
            events=listed,
            departments=departments(session, matter.alliance, now),
            handle=handle,
            routed=routed if routed in belonging.staying(session, matter.alliance, now) else "",
            escalated=escalated(session, matter, card.due, by, now),
            names=roster.names(session, (each.department for each in taken if each.department)),
            left=left,
        )


def departments(session: Session, alliance: str, now: datetime) -> tuple[Named, ...]:
    """List the departments of an alliance with their names; its other members after them."""
    entries = _staying(session, alliance, now)
    kinds = {
        f"organisation:{each.key}": each for each in roster.organisations_of(session, [alliance])
    }
    keys = [
        entry.member
        for entry in entries
        if entry.member in kinds and kinds[entry.member].kind.value == "department"
    ]
    names = roster.names(session, keys)
    return tuple((key, names[key]) for key in dict.fromkeys(keys))


def _staying(session: Session, alliance: str, now: datetime) -> list[Membership]:
    """List the memberships of those who have not left."""
    today, entries = now.astimezone(SHANGHAI).date(), roster.memberships(session, [alliance])
    return [entry for entry in entries[alliance] if not entry.tenure.is_over(today)]


def choices(store: Store, alliance: str, *, by: Principal, now: datetime) -> Choices:
    """Give what a new matter of an alliance chooses from, with names."""
    require(by, Action.RAISE, [alliance], entity="alliance", key=alliance)
    with store.read() as session:
        found = roster.alliances(session, [alliance])
        if not found:
            raise NotFoundError(entity="alliance", key=alliance)
        entries = _staying(session, alliance, now)
        members = [entry.member for entry in entries if entry.member.startswith("organisation:")]
        categories = catalogues.categories(session, alliance)
        names = roster.names(session, [*members, *categories])
    return Choices(
        alliance=found[0],
        raisers=tuple((key, names[key]) for key in dict.fromkeys(members) if key in names),
        categories=tuple((key, names.get(key, unnamed(key))) for key in categories),
    )


def _cards(session: Session, found: Iterable[Matter], now: datetime) -> tuple[Card, ...]:
    listed = tuple(found)
    alliances = {matter.alliance for matter in listed}
    promises = rules.of_alliances(session, alliances)
    taken = matters.steps(session, (matter.key for matter in listed if matter.lies_with))
    calendar, consulted = years.calendar(session), consultations(session, listed, now)
    today = now.astimezone(SHANGHAI).date()
    keys = {key for matter in listed for key in (matter.raised_by, matter.category)}
    keys |= {matter.department for matter in listed if matter.department}
    names = roster.names(session, keys)
    cards = [
        Card(
            matter=matter,
            number=matter.number,
            category=names.get(matter.category, unnamed(matter.category)),
            raised_by=names.get(matter.raised_by, unnamed(matter.raised_by)),
            department=names.get(matter.department) if matter.department else None,
            due=due(
                matter,
                taken.get(matter.key, ()),
                consulted.get(matter.key),
                promises,
                (calendar, today),
            ),
        )
        for matter in listed
    ]
    return tuple(sorted(cards, key=lambda card: (_urgency(card), card.matter.key)))


def _urgency(card: Card) -> int:
    return card.due.left if card.due else 10**6
