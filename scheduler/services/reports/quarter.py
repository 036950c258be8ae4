"""The figures of a period out of what was recorded, whatever the rules say today."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.errors import DateError, NotFoundError
from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.reports.figures import Rate
from scheduler.reports.highlights import KindCount, Scale
from scheduler.reports.quarter import (
    COUNCILS,
    EXCHANGES,
    HeldEvent,
    MadeVisit,
    QuarterInput,
    QuarterReport,
    proxied,
    quarter_report,
)
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import Period, parse_key, periods_between
from scheduler.rules.judging.vacancies import Vacancy, keys_of, vacancies
from scheduler.rules.kinds import trigger
from scheduler.services import promise_notes
from scheduler.services.access import Action, Principal, require
from scheduler.services.names import Name
from scheduler.services.reports import credit as report_credit
from scheduler.services.reports.credit import BranchLine
from scheduler.services.reports.promises import promises
from scheduler.services.reports.records import Records, records
from scheduler.services.visits.checks import listed
from scheduler.store import Session, Store, accounts, attended, roster

KINDS = ("month", "quarter", "half_year", "year")
"""The kinds of period that are reported on."""

_APPOINT = "appoint"
_DAY = timedelta(days=1)
_CLOSED = frozenset({MatterState.RESOLVED, MatterState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One held meeting; ``totals`` are None where no register was confirmed.

    ``branches`` and ``organisations`` count those from which somebody came.
    """

    event: Event
    host: Name | None
    totals: Totals | None
    branches: int
    organisations: int


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one alliance on one period; ``terms`` are (Chinese, English) by rule.

    ``kinds`` are the counts of meetings by kind, ``companies`` counts the organisations that took
    part, ``tags`` the events under each tag; ``by_branch`` credits attendance to branches;
    ``proxied`` are the matters with a proxy, of those that want one (None where no rule asks).
    ``scale`` is as on the last day of the period, or today while it runs. ``sums`` adds up
    the confirmed registers, None where there is none. ``as_of`` is the instant up
    to which a period that still runs is told. ``vacancies`` lack holders on the day of ``scale``,
    ``names`` are those of their roles and bodies.
    """

    body: Body
    period: Period
    figures: QuarterReport
    lines: tuple[HeldLine, ...]
    hosts: tuple[tuple[Name, int], ...]
    open_matters: tuple[Matter, ...]
    terms: Mapping[str, tuple[str, str]]
    kinds: tuple[KindCount, ...]
    companies: int
    tags: tuple[tuple[Name, int], ...]
    by_branch: tuple[BranchLine, ...]
    proxied: Rate | None
    scale: Scale
    sums: Totals | None
    as_of: datetime | None
    vacancies: tuple[Vacancy, ...] = ()
    names: Mapping[str, Name] = field(default_factory=dict)


def quarter(
    store: Store, alliance: str, period_key: str, *, by: Principal, now: datetime
) -> Report:
    """Report on a quarter, or on a month, half year or year by its key.

    Once the period is over, the same records give the same report on any later day.
    """
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    period = parse_key(period_key)
    if period.kind not in KINDS:
        raise DateError(field="period", value=period_key, reason="period")
    with store.read() as session:
        known = records(session, alliance, period.start.year, _today(now))
        return _report(session, known, period, now)


def year(
    store: Store, alliance: str, number: int, *, by: Principal, now: datetime
) -> tuple[Report, ...]:
    """Report on a year and on each of its quarters."""
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    span = (date(number, 1, 1), date(number + 1, 1, 1))
    periods = (*periods_between("year", *span), *periods_between("quarter", *span))
    with store.read() as session:
        known = records(session, alliance, number, _today(now))
        return tuple(_report(session, known, period, now) for period in periods)


def scale(store: Store, body: str, day: date, *, by: Principal) -> Scale:
    """Count the alliances of a body, and the enterprises, branches and members in them, on a day.

    The body is an alliance, or what stands above several.
    """
    with store.read() as session:
        below = accounts.children_alliances(session, body)
        seen = {alliance for alliance in below if by.may(Action.VIEW, alliance)}
        if not seen:
            raise NotFoundError(entity="body", key=body)
        counts = attended.counts(session, seen, day)
    together = 0 if seen == {body} else counts.alliances
    return Scale(counts.enterprises, counts.branches, counts.members, together)


def _report(session: Session, known: Records, period: Period, now: datetime) -> Report:
    alliance = known.body.key
    today = _today(now)
    over = period.end <= today
    own = [each for each in known.events if each.day() in period and not _is_deliverable(each)]
    matters = tuple(each for each in known.source.matters if each.alliance == alliance)
    figures = quarter_report(_input(known, period, matters, today))
    hosts = Counter(event.host for event in own if event.host in known.names)
    last = min(period.end - _DAY, today)
    counts = attended.counts(session, [alliance], last)
    lacking = vacancies(known.source, last)
    return Report(
        body=known.body,
        period=period,
        figures=figures,
        lines=tuple(_line(known, event) for event in sorted(own, key=_by_start)),
        hosts=tuple((known.names[host], hosts[host]) for host in sorted(hosts, key=str) if host),
        open_matters=tuple(each for each in matters if _is_open(each, period)),
        terms={
            rule.key: (promise_notes.note(stood, "zh"), promise_notes.note(stood, "en"))
            for rule in known.rules
            for stood in (rule.on(period.end - _DAY),)
        },
        kinds=tuple(_kinds(known, own)),
        companies=len(report_credit.organisations(known, (event.uid for event in own))),
        tags=report_credit.tags(known, period),
        by_branch=report_credit.by_branch(known, period),
        proxied=_proxied(known, [each for each in matters if _day(each) in period]),
        scale=Scale(counts.enterprises, counts.branches, counts.members),
        sums=_sums(own, known),
        as_of=None if over else now,
        vacancies=lacking,
        names=roster.names(session, keys_of(lacking)),
    )


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


def _sums(own: Iterable[Event], known: Records) -> Totals | None:
    counted = [known.totals[event.uid] for event in own if event.uid in known.totals]
    if not counted:
        return None
    names = [each.name for each in fields(Totals)]
    return Totals(**{name: sum(getattr(each, name) for each in counted) for name in names})


def _day(matter: Matter) -> date:
    return matter.raised_at.astimezone(SHANGHAI).date()


def _proxied(known: Records, raised: Iterable[Matter]) -> Rate | None:
    """Tell how many matters have a proxy, of the categories for which a rule appoints one."""
    for rule in known.source.rules:
        if rule.owner == known.body.key and rule.type == "trigger":
            spec = trigger.parse(rule)
            if any(step.do == _APPOINT for step in spec.steps):
                return proxied(raised, spec.categories)
    return None


def _by_start(event: Event) -> tuple[datetime, str]:
    return (event.start, event.uid)


def _line(known: Records, event: Event) -> HeldLine:
    return HeldLine(
        event,
        known.names.get(event.host or ""),
        known.totals.get(event.uid),
        known.branches.get(event.uid, 0),
        len(report_credit.organisations(known, [event.uid])),
    )


def _kinds(known: Records, own: Iterable[Event]) -> Iterable[KindCount]:
    """Count the meetings by kind; what has a figure of its own in the headline is left out."""
    counts = Counter(event.kind for event in own)
    for key, count in sorted(counts.items()):
        kind = known.source.kinds.get(key)
        if kind is not None and key not in COUNCILS | EXCHANGES:
            yield KindCount(key, kind.name, kind.name_en, count)


def _is_deliverable(event: Event) -> bool:
    """Tell what a rule makes on a due date; an all-day meeting is made by hand or has more days."""
    return event.unit is not None and event.all_day and event.end - event.start <= _DAY


def _input(
    known: Records, period: Period, matters: tuple[Matter, ...], today: date
) -> QuarterInput:
    body = known.body
    name_en = body.name_en or body.name
    visiting = {rule.key for rule in known.rules if listed(rule) == "visit"}
    return QuarterInput(
        title=body.name + label(period, "zh", with_year=True),
        title_en=f"{name_en}, {label(period, 'en', with_year=True)}",
        start=period.start,
        end=period.end,
        events=tuple(
            HeldEvent(
                event.uid,
                event.kind,
                event.day(),
                known.by_uid.get(event.uid, ()),
                known.totals.get(event.uid),
                meeting=not _is_deliverable(event),
            )
            for event in known.events
        ),
        matters=matters,
        promises=tuple(promises(known, period, today)),
        visits=tuple(
            MadeVisit(
                visit.id,
                visit.rule,
                visit.cell,
                visit.day,
                known.by_uid.get(visit.id, ()),
                visit.organisations if visit.rule in visiting else (),
            )
            for visit in known.visits
        ),
    )


def _is_open(matter: Matter, period: Period) -> bool:
    end = datetime(period.end.year, period.end.month, period.end.day, tzinfo=SHANGHAI)
    if matter.raised_at >= end:
        return False
    if matter.state is MatterState.RESOLVED and matter.resolved_at is not None:
        return matter.resolved_at >= end
    return matter.state not in _CLOSED
