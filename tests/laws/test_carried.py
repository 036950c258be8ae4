"""Laws 12 and 16 for promises that carry: each debt is owed once, whatever periods it passes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import Event, UnitKey
from scheduler.domain.roster import Body, BodyKind, Tenure
from scheduler.rules.calendar.periods import Period, parse_key, periods_between
from scheduler.rules.inputs import Past, PlanInput
from scheduler.rules.judging.closing import closings
from scheduler.rules.judging.credit import credit, shares_of
from scheduler.rules.judging.standing import standings
from scheduler.rules.kinds import rule_type
from scheduler.rules.planner import plan
from scheduler.services.reports.promises import promises
from scheduler.services.reports.records import Records, read_on
from tests.laws.registry import AS_DRAWN
from tests.rules.promises import event, plan_input, quota

BEGIN, FIRST, END = date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)
YEARS = (FIRST, END)
SPANS = ("month", "quarter", "half_year", "year")


@dataclass(frozen=True)
class History:
    """What was held in each period of two years, and what each then owed, by plain counting."""

    least: int
    per: str
    today: date
    held: Mapping[str, int]
    events: tuple[Event, ...]

    def owed(self, period: Period) -> int:
        """Count its own and, once it has begun, all that was not held before it."""
        before = periods_between(self.per, BEGIN, period.start)
        if period.start > self.today:
            return self.least
        return self.least * (len(before) + 1) - sum(self.kept(each) for each in before)

    def kept(self, period: Period) -> int:
        """Count what was held; nothing was in the year to come."""
        return self.held.get(period.key, 0)

    def source(self, first: date = FIRST) -> PlanInput:
        """Give the year that begins then as it was gathered on that day."""
        rule = replace(quota(per=self.per, min=self.least, late="carry"), tenure=Tenure(BEGIN))
        near = tuple(e for e in self.events if e.day() >= first - timedelta(days=92))
        past, end = Past(self.events), first.replace(year=first.year + 1)
        return plan_input(rule, today=self.today, start=first, end=end, events=near, past=past)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw what was held; nothing lies after the day on which it is read."""
    per, least = draw(st.sampled_from(SPANS[:3])), draw(st.sampled_from((1, 1, 2)))
    today = FIRST + timedelta(days=draw(st.integers(0, 380)))
    held, events = dict[str, int](), list[Event]()
    blank = History(least, per, today, held, ())
    for period in periods_between(per, BEGIN, END):
        count = draw(st.integers(0, 3)) if period.start < today else 0
        held[period.key] = min(count, blank.owed(period))
        owed = st.permutations(range(1, blank.owed(period) + 1))
        for ordinal in draw(owed)[: held[period.key]]:
            key = UnitKey("promise", "body:a", period.key, "", ordinal)
            events.append(event(period.start, key))
    return replace(blank, events=tuple(events))


@AS_DRAWN
@given(history=histories())
def test_law_16_each_debt_counts_once_in_every_report(history: History) -> None:
    for first in YEARS:
        source = read_on(history.source(first), history.today)
        known = _records(source)
        for kind in SPANS:
            for span in periods_between(kind, source.start, source.end):
                _assert_told(known, span, history)


def _assert_told(known: Records, span: Period, history: History) -> None:
    inside = [
        each
        for each in periods_between(history.per, span.start, span.end)
        if span.start <= each.start and each.end <= span.end
    ]
    if not inside:
        return
    (line,) = promises(known, span, history.today)
    due = history.owed(inside[0]) + history.least * (len(inside) - 1)
    kept = sum(history.kept(each) for each in inside)
    left = due - kept if span.end <= history.today else 0
    assert (line.due, line.carried) == (due, left)
    assert len(known.credited.keys() & (line.owed or set())) == kept


def _records(source: PlanInput) -> Records:
    (rule,) = source.rules
    make = rule_type(rule).units
    assert make is not None
    units = make(rule, source)
    credited = credit(units, source.events, shares_of(source.rules))
    closed = {(rule.key, how): found for how, found in closings(rule, source, credited).items()}
    body = Body("a", "样例", BodyKind.ALLIANCE, "样例")
    return Records(
        body, source, (rule,), source.events, (), units, closed, credited,
        *({}, {}, {}, {}, (), {}, {}),
    )  # fmt: skip


@AS_DRAWN
@given(history=histories())
def test_law_16_each_debt_counts_once_in_the_standing_of_a_year(history: History) -> None:
    for first in YEARS:
        (found,) = standings(history.source(first), first.year, history.today)
        end = first.replace(year=first.year + 1)
        here, *others = periods_between(history.per, first, end)
        due = history.owed(here) + history.least * len(others)
        held = sum(history.kept(each) for each in (here, *others))
        left = due - held if history.today >= end else 0
        assert (found.due, found.held, found.carried) == (due, held, left)
        assert len(found.missing) == due - held - left


@AS_DRAWN
@given(history=histories())
def test_law_12_each_period_that_is_not_over_reaches_what_it_owes(history: History) -> None:
    for first in YEARS:
        source = history.source(first)
        found = plan(source)
        keys = {each.unit for each in found.placements} | {each.unit for each in found.unplaced}
        keys |= {each.unit for each in history.events if each.unit}
        for period in periods_between(history.per, source.start, source.end):
            if period.end > history.today:
                here = [key for key in keys if key.period == period.key]
                assert len(here) == history.owed(period), parse_key(period.key)
