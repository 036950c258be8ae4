"""The figures of a period out of what was recorded, whatever the rules say today."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.attendance.totals import Totals
from scheduler.domain.errors import ChoiceError
from scheduler.domain.matter import Matter, MatterState
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.reports.quarter import (
    HeldEvent,
    Promise,
    QuarterInput,
    QuarterReport,
    headline,
    overview,
    quarter_report,
)
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import Period, parse_key, periods_between
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import CreditState, credit, shares_of
from scheduler.rules.kinds import rule_type
from scheduler.rules.language.lists import participants
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from scheduler.services import promise_notes
from scheduler.services.access import Action, Principal, require
from scheduler.services.figures import totals_of
from scheduler.services.gathering import gather
from scheduler.services.names import Name
from scheduler.store import Session, Store, roster, tallies

KINDS = ("month", "quarter", "half_year", "year")
"""The kinds of period that are reported on."""

_DAY = timedelta(days=1)
_CLOSED = frozenset({MatterState.RESOLVED, MatterState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One held event; ``totals`` are None where no register was confirmed.

    ``branches`` counts the branches from which somebody came.
    """

    event: Event
    host: Name | None
    totals: Totals | None
    branches: int


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one alliance on one period; ``terms`` are (Chinese, English) by rule."""

    body: Body
    period: Period
    figures: QuarterReport
    lines: tuple[HeldLine, ...]
    hosts: tuple[tuple[Name, int], ...]
    open_matters: tuple[Matter, ...]
    terms: Mapping[str, tuple[str, str]]


def quarter(store: Store, alliance: str, period_key: str, *, by: Principal) -> Report:
    """Report on a quarter, or on a month, half year or year by its key.

    The same records give the same report on any later day.
    """
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    period = parse_key(period_key)
    if period.kind not in KINDS:
        raise ChoiceError(field="period", value=period_key, allowed=KINDS)
    with store.read() as session:
        return _report(_records(session, alliance, period.start.year), period)


def year_text(store: Store, alliance: str, year: int, *, by: Principal, lang: str) -> str:
    """Write the year's figures and those of each quarter, for a terminal."""
    require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    with store.read() as session:
        records = _records(session, alliance, year)
    span = (date(year, 1, 1), date(year + 1, 1, 1))
    periods = (*periods_between("year", *span), *periods_between("quarter", *span))
    return "\n\n".join(_paragraph(_report(records, period), lang) for period in periods)


def _paragraph(report: Report, lang: str) -> str:
    lines = [headline(report.figures, lang), overview(report.figures, lang)]
    for each in report.figures.promises:
        promise = each.promise
        name = promise.name_en if lang == "en" and promise.name_en else promise.name
        due = "—" if promise.due is None else promise.due
        lines.append(f"  {name}: {each.held}/{due}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Records:
    """What was recorded about one alliance around one year."""

    body: Body
    source: PlanInput
    events: tuple[Event, ...]
    units: tuple[DemandUnit, ...]
    credited: Mapping[str, tuple[UnitKey, ...]]
    totals: Mapping[str, Totals]
    branches: Mapping[str, int]
    names: Mapping[str, Name]


def _records(session: Session, alliance: str, year: int) -> _Records:
    end_of_year = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)  # no clock: a report is of records
    source = gather(session, [alliance], year, end_of_year)
    body = roster.alliances(session, [alliance])[0]
    events = tuple(
        event
        for event in source.events
        if event.status is EventStatus.HELD and alliance in {event.owner, *event.alliances}
    )
    uids = [event.uid for event in events]
    units = tuple(_units(source, alliance))
    return _Records(
        body=body,
        source=source,
        events=events,
        units=units,
        credited=_credited(source, units),
        totals=totals_of(tallies.tallies(session, uids)),
        branches=tallies.branches(session, uids),
        names=roster.names(session, {event.host for event in events if event.host}),
    )


def _units(source: PlanInput, alliance: str) -> Iterable[DemandUnit]:
    """Give what the alliance promises, alone or with others; waived pieces are left out."""
    for rule in source.rules:
        make = rule_type(rule).units
        if make is not None and _takes_part(rule, source, alliance):
            for unit in make(rule, source):
                if str(unit.key) not in source.waived:
                    yield unit


def _takes_part(rule: Rule, source: PlanInput, alliance: str) -> bool:
    if "steps" in rule.data:
        return False
    return rule.owner == alliance or alliance in participants(rule, source)


def _credited(source: PlanInput, units: Iterable[DemandUnit]) -> Mapping[str, tuple[UnitKey, ...]]:
    found: dict[str, list[UnitKey]] = {}
    for key, given in credit(units, source.events, shares_of(source.rules)).items():
        if given.state is CreditState.HELD:
            found.setdefault(given.uid, []).append(key)
    return {uid: tuple(sorted(keys)) for uid, keys in found.items()}


def _report(records: _Records, period: Period) -> Report:
    alliance = records.body.key
    own = [event for event in records.events if event.day() in period]
    matters = tuple(each for each in records.source.matters if each.alliance == alliance)
    figures = quarter_report(_input(records, period, own, matters))
    hosts = Counter(event.host for event in own if event.host in records.names)
    return Report(
        body=records.body,
        period=period,
        figures=figures,
        lines=tuple(
            HeldLine(
                event,
                records.names.get(event.host or ""),
                records.totals.get(event.uid),
                records.branches.get(event.uid, 0),
            )
            for event in sorted(own, key=lambda each: (each.start, each.uid))
        ),
        hosts=tuple((records.names[host], hosts[host]) for host in sorted(hosts, key=str) if host),
        open_matters=tuple(each for each in matters if _is_open(each, period)),
        terms={
            rule.key: (promise_notes.note(rule, "zh"), promise_notes.note(rule, "en"))
            for rule in records.source.rules
        },
    )


def _input(
    records: _Records, period: Period, own: list[Event], matters: tuple[Matter, ...]
) -> QuarterInput:
    body = records.body
    name_en = body.name_en or body.name
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
                records.credited.get(event.uid, ()),
                records.totals.get(event.uid),
            )
            for event in own
        ),
        matters=matters,
        promises=tuple(_promises(records, period, own)),
    )


def _promises(records: _Records, period: Period, own: list[Event]) -> Iterable[Promise]:
    """Give the promises that ask for something in the period, or were kept in it."""
    due = Counter(unit.key.rule for unit in records.units if _falls_due(unit, period))
    held = {key.rule for event in own for key in records.credited.get(event.uid, ())}
    seen: set[str] = set()
    for rule in records.source.rules:
        if rule.key in due | dict.fromkeys(held, 0) and rule.key not in seen:
            seen.add(rule.key)
            yield Promise(rule.key, rule.name, rule.name_en, due.get(rule.key))


def _falls_due(unit: DemandUnit, period: Period) -> bool:
    """Tell whether a unit is to be kept within the period, and not in a longer one around it."""
    within = unit.start >= period.start or bool(unit.matters)
    return within and unit.end - _DAY in period


def _is_open(matter: Matter, period: Period) -> bool:
    end = datetime(period.end.year, period.end.month, period.end.day, tzinfo=SHANGHAI)
    if matter.raised_at >= end:
        return False
    if matter.state is MatterState.RESOLVED and matter.resolved_at is not None:
        return matter.resolved_at >= end
    return matter.state not in _CLOSED
