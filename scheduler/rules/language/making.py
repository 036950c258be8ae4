"""The making of demand units: what all units of one rule share, and how much a period owes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.activity import ActivityKind, UnitKey
from scheduler.domain.errors import RuleError
from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import Period
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.lists import Entry, entries, participants, while_members
from scheduler.rules.language.parameters import MOST_UNITS
from scheduler.rules.language.terms import Prorate, Terms
from scheduler.rules.model import PERSONAL, Rule
from scheduler.rules.units import LISTED, DemandUnit, IfOff, Output

_DAY = timedelta(days=1)
_NAMED_PERIODS = frozenset({"quarter", "half_year"})


@dataclass(frozen=True, slots=True)
class Content:
    """What a unit is about: the kind of its event and its titles."""

    kind: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the units of one rule; hold one for a whole expansion.

    ``belongs`` is when the one organisation that the promise is of is a member.
    """

    rule: Rule
    terms: Terms
    source: PlanInput
    scope: str
    alliances: tuple[str, ...]
    belongs: Tenure = ALWAYS

    @property
    def opening(self) -> date:
        """Give the first day on which a period may end and still be made up in the planned span."""
        return self.source.start - timedelta(days=self.terms.grace_days)

    def key(self, period: str, cell: str = "", ordinal: int = 1) -> UnitKey:
        """Give the key of one unit of the rule; a line of a due list names whom it is of."""
        if self.terms.output in LISTED:
            cell = cell or self.scope
        return UnitKey(self.rule.key, self.scope, period, cell, ordinal)

    def unit(
        self,
        key: UnitKey,
        start: date,
        end: date,
        content: Content,
        *,
        nominal: date | None = None,
        if_off: IfOff = IfOff.NEAREST,
    ) -> DemandUnit:
        """Make one unit with the window [start, end); a deliverable ends on its due date."""
        terms = self.terms
        usual = self.source.kinds.get(content.kind) or ActivityKind(content.kind, content.kind)
        if terms.output is Output.DELIVERABLE:
            nominal = self._due(start, end)
            end = nominal + _DAY
        return DemandUnit(
            key=key,
            owner=self.rule.owner,
            alliances=self.alliances,
            kind=content.kind,
            title=content.title,
            title_en=content.title_en,
            start=start,
            end=end,
            grace_end=end + timedelta(days=terms.grace_days),
            output=terms.output,
            mandatory=self.rule.mandatory,
            days=terms.days,
            clock=terms.clock or usual.start,
            minutes=terms.minutes or usual.minutes,
            span_days=terms.span_days or usual.days,
            gap_days=terms.gap_days,
            nominal=nominal,
            if_off=if_off,
            host=terms.host,
            resources=(self.scope,) if self.scope.startswith(PERSONAL) else (),
            with_rule=terms.with_rule,
            plan=terms.plan,
        )

    def _due(self, start: date, end: date) -> date:
        """Give the stated term counted from the day before the window, at most its last workday."""
        calendar = self.source.calendar
        last = max(calendar.previous(end - _DAY), start)
        if self.terms.due is None:
            return last
        return min(self.terms.due.after(start - _DAY, calendar), last)

    def leaving(self, unit: DemandUnit, end: date, leaves: date | None, leaver: str) -> DemandUnit:
        """Let a unit lapse with who leaves before its time is over.

        ``end`` is where the unit would end if nobody left.
        """
        if leaves is None:
            return unit
        lapses = self.lapses(leaves, end)
        grace_end = min(unit.grace_end, leaves) if lapses else unit.grace_end
        return replace(unit, grace_end=grace_end, leaves=leaves, leaver=leaver, lapses=lapses)

    def lapses(self, leaves: date, end: date) -> bool:
        """Tell whether somebody leaves while what ends then can still be kept or made up."""
        return leaves < end + timedelta(days=self.terms.grace_days)

    def while_member(self, unit: DemandUnit, end: date) -> DemandUnit:
        """Let a unit lapse with the one organisation that the promise is of."""
        return self.leaving(unit, end, self.belongs.until, self.scope)

    def own(self, kind: str, period: Period | None = None) -> Content:
        """Name a unit after its rule, and after its quarter or half-year."""
        title, title_en = self.rule.name, self.rule.name_en or self.rule.name
        if period is not None and period.kind in _NAMED_PERIODS:
            title = f"{label(period)}{title}"
            title_en = f"{title_en}, {label(period, 'en')}"
        return Content(kind, title, title_en)


def maker_of(rule: Rule, terms: Terms, source: PlanInput) -> Maker:
    """Prepare the making of a rule's units."""
    alliances = participants(rule, source)
    return Maker(rule, terms, source, rule.scope, alliances, _belongs(rule, source))


def _belongs(rule: Rule, source: PlanInput) -> Tenure:
    """Give when the one that a promise is of is a member; always where it never was."""
    (found,) = while_members(rule, source, [Entry(rule.scope, ALWAYS)])
    return found.tenure


def applies(rule: Rule, terms: Terms, source: PlanInput) -> bool:
    """Tell whether the rule's condition, if it has one, is met by those who belong.

    They are counted today, or on the day of the planned span that is nearest to it.
    """
    if terms.condition is None:
        return True
    day = min(max(source.today, source.start), source.end - _DAY)
    listed = while_members(rule, source, entries(rule, source, "applies_if", terms.condition.words))
    count = len({entry.value for entry in listed if entry.tenure.holds(day)})
    return terms.condition.least <= count <= terms.condition.most


def within(start: date, end: date, tenure: Tenure) -> tuple[date, date] | None:
    """Clip [start, end) to a tenure; None where no day is left."""
    first = max(start, tenure.since) if tenure.since else start
    last = min(end, tenure.until) if tenure.until else end
    return (first, last) if first < last else None


def owed(least: int, prorate: Prorate, period: Period, tenure: Tenure) -> int:
    """Give how many of ``least`` a period owes under a tenure that covers it in whole or part."""
    first = max(period.start, tenure.since or period.start)
    last = min(period.end, tenure.until or period.end)
    days = (last - first).days
    if days == period.days or prorate is Prorate.FULL:
        return least
    return 0 if prorate is Prorate.NONE else least * days // period.days


def check_count(rule: Rule, field: str, count: int) -> None:
    """Refuse more units in one period than any alliance could keep in view."""
    if count > MOST_UNITS:
        raise RuleError(rule=rule.key, field=field, reason="too_many")
