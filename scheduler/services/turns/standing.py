"""Whose turn it is: the accounts of each pool and the turns that are still to come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.text import explain
from scheduler.domain.text.reading import Reading
from scheduler.domain.turn import Account
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.membership import has_left
from scheduler.rules.turns.rotas import fills, ledger, takers
from scheduler.services import access
from scheduler.services.access import Action, Principal
from scheduler.services.gathering import coming, gather_readable
from scheduler.services.turns.history import TurnRecord, history, turn_days
from scheduler.store import Store


@dataclass(frozen=True, slots=True)
class MemberTurns:
    """One member's account: what it was due, what it did, and when it hosts next, in any year."""

    member: str
    name: str
    entitled: Fraction
    acted: Fraction
    last: date | None
    next: date | None

    @property
    def debt(self) -> Fraction:
        """Give what the member still owes; negative means ahead."""
        return self.entitled - self.acted


@dataclass(frozen=True, slots=True)
class ComingTurn:
    """One go that is still to come; ``number`` counts the year's goes.

    A turn that is not committed yet may still change its host by a published plan. ``why`` tells
    of debts and is for members of the alliance only. With ``left`` its host is no member any more
    on its day: the next plan gives it to another. ``takers`` may host on its day, with names.
    """

    number: int
    uid: str
    day: date
    host: str | None
    host_name: str
    theme: str
    why: str
    committed: bool
    left: bool = False
    takers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TurnView:
    """One rotation: the accounts, the largest debt first, and the coming turns by date.

    ``history`` is its ledger, the newest entry first; ``pool`` who may take turns now. ``before``
    are the hosts of as many turns before the coming ones as the ``cooldown`` counts.
    """

    rule: str
    name: str
    rows: tuple[MemberTurns, ...]
    upcoming: tuple[ComingTurn, ...]
    history: tuple[TurnRecord, ...] = ()
    pool: tuple[tuple[str, str], ...] = ()
    cooldown: int = 0
    before: tuple[str | None, ...] = ()


def turn_views(
    store: Store, alliance: str, year: int, *, by: Principal, now: datetime
) -> tuple[TurnView, ...]:
    """Show the rotations of hosts of one alliance in the reader's language."""
    access.require(by, Action.VIEW, (alliance,), entity="alliance", key=alliance)
    with store.read() as session:
        source = gather_readable(session, (alliance,), year, now)
        days = turn_days(session, source)
        following = coming(session, (alliance,), source.today)
    return views(source, alliance, Reading(by.lang, source.today.year), following, days)


def views(
    source: PlanInput,
    alliance: str,
    lang: str,
    following: tuple[Event, ...],
    days: Mapping[str, date] | None = None,
) -> tuple[TurnView, ...]:
    """Show the rotations of hosts of one alliance from what was gathered for it.

    Without the ``days`` of the turns their ledgers are not told. ``following`` are the ``coming``
    events, of which each member's next turn is one.
    """
    return tuple(
        replace(shown, history=history(source, rule, days, lang)) if days is not None else shown
        for rule in source.rules
        if rule.owner == alliance and rule.type == "rotation"
        for spec in (rotation.parse(rule),)
        if spec.fills is rotation.Fills.HOST
        for shown in (_view(source, rule, spec, following, lang),)
    )


def _view(
    source: PlanInput, rule: Rule, spec: rotation.Spec, following: tuple[Event, ...], lang: str
) -> TurnView:
    events = [event for event in source.events if _is_turn(event, rule, spec, source)]
    upcoming = tuple(
        _coming(source, rule, (number, event), lang)
        for number, event in enumerate(events, start=1)
        if event.status is EventStatus.PUBLISHED and event.day() >= source.today
    )
    past = [event.host for event in events if event.day() < source.today]
    accounts = ledger(source, rule)
    pool = dict(rotation.members(rule, spec, source.today, source))
    return TurnView(
        rule=rule.key,
        name=rule.name_en if lang == "en" and rule.name_en else rule.name,
        rows=_rows(source, accounts, pool, _next_days(rule, spec, following), lang),
        upcoming=upcoming,
        pool=tuple((member, _name(source, member, lang)) for member in sorted(pool)),
        cooldown=spec.cooldown,
        before=tuple(past[len(past) - min(spec.cooldown, len(past)) :]),
    )


def _is_turn(event: Event, rule: Rule, spec: rotation.Spec, source: PlanInput) -> bool:
    kept = event.status in {EventStatus.PUBLISHED, EventStatus.HELD}
    return kept and fills(rule, spec, event) and event.day().year == source.start.year


def _coming(source: PlanInput, rule: Rule, turn: tuple[int, Event], lang: str) -> ComingTurn:
    number, event = turn
    day = event.day()
    able = sorted(takers(source, rule, event.uid, day))
    return ComingTurn(
        number=number,
        uid=event.uid,
        day=day,
        host=event.host,
        host_name=_name(source, event.host, lang),
        theme=_name(source, event.theme, lang),
        why=explain(event.why_host, lang, names=source.names),
        committed=day < source.today + timedelta(days=source.commit_days),
        left=has_left(source.members.get(event.owner, ()), event.host, day),
        takers=tuple((member, _name(source, member, lang)) for member in able),
    )


def joined(view: TurnView, later: tuple[ComingTurn, ...]) -> TurnView:
    """Put the turns of the next year after those of this one."""
    return replace(view, upcoming=(*view.upcoming, *later))


def _next_days(rule: Rule, spec: rotation.Spec, following: Iterable[Event]) -> dict[str, date]:
    days: dict[str, date] = {}
    for event in following:
        if event.host is not None and fills(rule, spec, event):
            days.setdefault(event.host, event.day())
    return days


def _rows(
    source: PlanInput,
    accounts: Mapping[str, Account],
    pool: Mapping[str, int],
    following: Mapping[str, date],
    lang: str,
) -> tuple[MemberTurns, ...]:
    rows = []
    owing = (member for member, account in accounts.items() if account.debt)
    for member in {*owing, *pool}:  # who left and hands nothing over is history
        account = accounts.get(member, Account(member))
        rows.append(
            MemberTurns(
                member=member,
                name=_name(source, member, lang),
                entitled=account.entitled,
                acted=account.acted,
                last=account.last,
                next=following.get(member),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.debt, row.last or date.min, row.member)))


def _name(source: PlanInput, key: str | None, lang: str) -> str:
    if key is None:
        return ""
    name, name_en = source.names.get(key, (key.partition(":")[2] or key, ""))
    return name_en if lang == "en" and name_en else name
