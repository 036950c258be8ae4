"""Whether a visit can be recorded: on a list, due on its day, and not recorded already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from scheduler.domain.errors import DateError, VisitError, VisitTwiceError, within
from scheduler.domain.text.values import Names, name
from scheduler.domain.visit import Visit, values_of
from scheduler.rules.expand import expand_rule
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from scheduler.rules.turns.rotas import turn_of
from scheduler.rules.turns.walk import entry_of
from scheduler.rules.units import LISTED, DemandUnit, Output
from scheduler.store import Session, visits
from scheduler.store.turns import Charge

LIST = "visits"
"""What a refusal of one visit calls the list in which it was sent."""

_DAY = timedelta(days=1)


def is_list(rule: Rule) -> bool:
    """Tell whether a rule asks for visits or items instead of events."""
    return rule.data.get("output") in set(LISTED)


def listed(rule: Rule) -> str:
    """Tell what a due list is of: visits to organisations, to other places, or items."""
    if not is_list(rule):
        return ""
    axes = rule.data.get("axes")
    if rule.data["output"] == Output.ITEM:
        return "item"
    named = isinstance(axes, Mapping) and "organisation" in axes
    return "visit" if named or rule.scope.startswith("organisation:") else "place"


@dataclass(slots=True)
class Ground:
    """What visits of one year are checked against; the units of a rule are made once for a span."""

    source: PlanInput
    alliance: str
    names: Names
    _made: dict[tuple[str, date], Mapping[str, Sequence[DemandUnit]]] = field(default_factory=dict)

    def check(self, visit: Visit) -> None:
        """Refuse what is due on no list, or not on that day, or to nobody who is known."""
        today = self.source.today
        if visit.day > today:
            raise DateError(field="day", value=visit.day.isoformat(), reason="future")
        mine = self._cells(visit.rule, self.source).get(visit.cell, ())
        if not mine:  # what is on the list today may not have been on it that year
            mine = self._cells(visit.rule, _this_year(self.source)).get(visit.cell, ())
        gone = self._gone(visit)
        whose = self._scope(visit.rule)
        named = said(*((whose, self.source.names) if whose in gone else (visit.cell, self.names)))
        if not mine:
            field, reason = ("day", "left") if gone else ("cell", "cell")
            raise VisitError(field=field, **named, day=visit.day, reason=reason)
        if not any(unit.start <= visit.day < unit.grace_end for unit in mine):
            raise VisitError(field="day", **named, day=visit.day, reason=_why_not(mine, visit.day))
        if visit.visitor is not None and visit.visitor not in self.names:
            named = said(visit.visitor, self.names)
            raise VisitError(field="visitor", **named, day=visit.day, reason="visitor")

    def _cells(self, key: str, source: PlanInput) -> Mapping[str, Sequence[DemandUnit]]:
        place = (key, source.start)
        if place not in self._made:
            rule = self._rule(key)
            if rule is None or not is_list(rule):
                named = {"name": rule.name, "name_en": rule.name_en} if rule else {"name": key}
                raise VisitError(field="rule", **named, reason="rule")
            made: dict[str, list[DemandUnit]] = {}
            for unit in expand_rule(rule, source):
                made.setdefault(unit.key.cell, []).append(unit)
            self._made[place] = made
        return self._made[place]

    def _gone(self, visit: Visit) -> set[str]:
        """List who was a member and is none any more: of the cell, and whose list it is."""
        entries = self.source.members.get(self.alliance, ())
        concerned = {*values_of(visit.cell), self._scope(visit.rule)}
        here = {entry.member for entry in entries if not entry.tenure.is_over(visit.day)}
        return {entry.member for entry in entries if entry.member in concerned} - here

    def _scope(self, key: str) -> str:
        rule = self._rule(key)
        return rule.scope if rule else ""

    def _rule(self, key: str) -> Rule | None:
        place = (self.alliance, key)
        return next((each for each in self.source.rules if (each.owner, each.key) == place), None)

    def charges(self, visit: Visit) -> list[Charge]:
        """Give the entry that the visit makes in the rotation of its visitors, if it has one."""
        turns = rota(self.source, visit.alliance, visit.rule) if visit.visitor else None
        if turns is None or visit.visitor is None:
            return []
        turn = turn_of(self.source, turns, visit.id, visit.day, visit.visitor)
        if visit.visitor not in dict(turn.eligible):
            return []
        return [Charge(turns.owner, turns.key, entry_of(turn, visit.visitor))]


def _why_not(units: Sequence[DemandUnit], day: date) -> str:
    """Say why none of a cell's units is due on a day."""
    if any(unit.leaves is not None and unit.leaves <= day for unit in units):
        return "left"
    return "early" if day < min(unit.start for unit in units) else "late"


def _this_year(source: PlanInput) -> PlanInput:
    year = source.today.year
    return replace(source, start=date(year, 1, 1), end=date(year + 1, 1, 1))


def rota(source: PlanInput, alliance: str, key: str) -> Rule | None:
    """Give the rotation whose members take turns in the visits of a rule, if it has one."""
    for rule in source.rules:
        if rule.owner == alliance and rule.type == "rotation":
            spec = rotation.parse(rule)
            if spec.fills is rotation.Fills.HOST and key in spec.targets:
                return rule
    return None


def pool(source: PlanInput, alliance: str, key: str) -> tuple[str, ...]:
    """Give who takes turns in the visits of a rule today; nobody where there is no rotation."""
    turns = rota(source, alliance, key)
    if turns is None:
        return ()
    members = rotation.members(turns, rotation.parse(turns), source.today, source)
    return tuple(member for member, _ in members)


def said(cell: str, names: Names) -> dict[str, str]:
    """Name a cell by its values, as refusals carry names: ``name``, and in English ``name_en``."""
    return {
        field: "·".join(name(value, lang, names) for value in values_of(cell))
        for field, lang in (("name", "zh"), ("name_en", "en"))
    }


def refuse_twice(session: Session, alliance: str, fresh: Mapping[int, Visit], names: Names) -> None:
    """Refuse a second visit to one place on one day, unless two different visitors are named.

    ``fresh`` are the visits by their places in the list in which they were sent.
    """
    days = [each.day for each in fresh.values()]
    seen: dict[tuple[str, str, date], list[str | None]] = {}
    for each in visits.between(session, [alliance], min(days), max(days) + _DAY):
        seen.setdefault((each.rule, each.cell, each.day), []).append(each.visitor)
    for index, each in fresh.items():
        others = seen.setdefault((each.rule, each.cell, each.day), [])
        if any(None in {other, each.visitor} or other == each.visitor for other in others):
            with within(LIST, index):
                raise VisitTwiceError(**said(each.cell, names), day=each.day)
        others.append(each.visitor)
