"""A rule in words: one sentence of what it promises, and in short what goes with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.errors import RuleError
from scheduler.domain.text.values import join
from scheduler.rules.calendar.recurrence import Recurrence
from scheduler.rules.kinds import anchor, constraint, coverage, credit, quota, rotation, staffing
from scheduler.rules.kinds import trigger as triggers
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.language.terms import Late, Terms
from scheduler.rules.model import Rule
from scheduler.rules.units import DayPolicy, Output
from scheduler.services.rules.phrases import Names, Words

_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_TIMES = " \N{MULTIPLICATION SIGN} "
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A rule in words: the promise, and what goes with it."""

    promise: str
    more: tuple[str, ...] = ()


def tell(rule: Rule, names: Names, lang: str) -> Told:
    """Put a rule into words; one that cannot be read says so."""
    words = Words(names, lang)
    writer = _WRITERS.get(rule.type)
    try:
        return Told(words.say("rule.broken")) if writer is None else writer(words, rule)
    except RuleError:
        return Told(words.say("rule.broken"))


def _quota(words: Words, rule: Rule) -> Told:
    spec = quota.parse(rule)
    code = "rule.quota.exact" if spec.most == spec.least else "rule.quota"
    if spec.terms.output is Output.DELIVERABLE:
        code = "rule.quota.copies"
    promise = words.say(
        code, per=words.per(spec.cycle), min=spec.least, kind=words.event(spec.kind)
    )
    capped = spec.most is not None and spec.most != spec.least
    most = [words.say("rule_more.max", max=spec.most)] if capped else []
    return Told(promise, (*most, *_window(words, spec.cycle), *_terms(words, rule, spec.terms)))


def _coverage(words: Words, rule: Rule) -> Told:
    spec = coverage.parse(rule)
    cells = _TIMES.join(
        (words.events if axis == "kind" else words.all)(listed) for axis, listed in spec.axes
    )
    titled = "kind" not in dict(spec.axes)
    promise = words.say(
        "rule.coverage.titled" if titled else "rule.coverage",
        per=words.per(spec.cycle),
        min=spec.least,
        kind=words.event(spec.kind) if spec.kind != rule.key else words.title(rule),
        cells=cells,
    )
    return Told(promise, (*_window(words, spec.cycle), *_terms(words, rule, spec.terms)))


def _anchor(words: Words, rule: Rule) -> Told:
    spec = anchor.parse(rule)
    if spec.window is not None:
        first, last = words.span(*spec.window)
        when = words.say("rule_part.year_span", first=first, last=last)
    else:
        when = _recurring(words, spec.recurrence or Recurrence("year"))
    days = 0 if spec.window else spec.tolerance.days
    more = [words.say("rule_more.tolerance", days=days)] if days else []
    more += _often(words, rule, spec.recurrence)
    promise = words.say("rule.anchor", when=when, kind=words.event(spec.kind))
    return Told(promise, (*more, *_terms(words, rule, spec.terms)))


def _often(words: Words, rule: Rule, day: Recurrence | None) -> Iterable[str]:
    """Say how many a year has where the rule does not read like that."""
    least, most = (1, 1) if day is None else day.per_year
    read = 12 if "MONTHLY" in _text(rule, "rrule") else 1
    if {least, most} != {read}:
        code = "times" if least == most else "times_between"
        yield words.say(f"rule_more.{code}", least=least, most=most)


def _recurring(words: Words, day: Recurrence) -> str:
    if day.festival:
        return words.say("rule_part.year_festival", festival=day.festival)
    if day.month is not None:
        return words.say("rule_part.year_day", day=words.day(day.month, day.number))
    last = day.number < 0
    if day.weekday is None:
        code = "rule_part.last_day" if last else "rule_part.month_day"
        return words.say(code, number=abs(day.number))
    return words.say(
        "rule_part.last_weekday" if last else "rule_part.nth_weekday",
        every=words.say(f"rule_part.every_{day.per}"),
        number=abs(day.number),
        weekday=_WEEKDAYS[words.lang][day.weekday],
    )


def _trigger(words: Words, rule: Rule) -> Told:
    spec = triggers.parse(rule)
    steps = " → ".join(
        words.say(
            "rule_part.step",
            role=words.name(step.role),
            due=words.term(step.due),
            do=words.name(step.do),
        )
        for step in spec.steps
    )
    if spec.due is None:
        promise = words.say("rule.trigger.steps", on=spec.on, steps=steps)
    else:
        due, kind = words.term(spec.due), words.event(spec.emit)
        promise = words.say("rule.trigger", on=spec.on, due=due, kind=kind)
    more = [words.say("rule_more.major")] if spec.major else []
    if spec.categories:
        more.append(words.say("rule_more.categories", names=words.all(spec.categories)))
    return Told(promise, (*more, *_terms(words, rule, spec.terms)))


def _rotation(words: Words, rule: Rule) -> Told:
    spec = rotation.parse(rule)
    pool = words.all(filter(None, (spec.pool.role, spec.pool.officer, *spec.pool.words)))
    promise = words.say(f"rule.rotation.{spec.fills}", events=words.events(spec.targets), pool=pool)
    more = [words.say("rule_more.cooldown", turns=spec.cooldown)] if spec.cooldown else []
    more += [words.say("rule_more.latin")] if spec.latin_with else []
    return Told(promise, tuple(more))


def _staffing(words: Words, rule: Rule) -> Told:
    spec = staffing.parse(rule)
    seats = join([_seat(words, seat) for seat in spec.require], words.lang)
    offices = all(target.startswith("body:") for target in spec.targets)
    share = spec.attendance_min
    more = () if share is None else (words.say("rule_more.attendance", share=str(share)),)
    if offices:
        return Told(words.say("rule.staffing.offices", seats=seats), more)
    return Told(words.say("rule.staffing", events=words.events(spec.targets), seats=seats), more)


def _seat(words: Words, seat: staffing.Seat) -> str:
    role = words.name(seat.role)
    if seat.each:
        return words.say("rule_part.seat_each", role=role, list=words.name(seat.each))
    if seat.count is None:
        return words.say("rule_part.seat_all", role=role)
    return words.say("rule_part.seat", role=role, number=seat.count)


def _constraint(words: Words, rule: Rule) -> Told:
    spec = constraint.parse(rule)
    limits = []
    if spec.venue is not None:
        key = spec.venue if spec.venue.startswith("@") else f"venue:{spec.venue}"
        limits.append(words.say("rule_part.place", place=words.name(key)))
    hard = rule.data.get("hard")
    if spec.clock is not None and isinstance(hard, Mapping):
        limits.append(str(hard["time"]).replace("-", "–"))
    if spec.prefer is not None:
        days = [_WEEKDAYS[words.lang][day] for day in sorted(spec.prefer)]
        limits.append(words.say("rule_part.prefer", days=join(days, words.lang)))
    if spec.holiday_weight is not None:
        limits.append(words.say("rule_part.avoid"))
    events = words.events(spec.targets) if spec.targets else words.say("rule_part.every")
    return Told(
        words.say(
            "rule.constraint",
            events=events,
            limits=("，" if words.lang == "zh" else "; ").join(limits),
        )
    )


def _credit(words: Words, rule: Rule) -> Told:
    spec = credit.parse(rule)
    told = [words.say("rule_part.share", rules=words.events(sorted(each))) for each in spec.share]
    told += [
        words.say("rule_part.tag", tag=words.name(tag), rules=words.events(sorted(listed)))
        for tag, listed in spec.tags
    ]
    places = [words.say(f"choice.to.{each}") for each in spec.to]
    more = (words.say("rule_part.to", places=join(places, words.lang)),) if places else ()
    return Told(told[0], (*told[1:], *more))


def _window(words: Words, cycle: Cycle) -> list[str]:
    if cycle.yearly is not None:
        first, last = words.span(*cycle.yearly)
    elif cycle.campaign is not None:
        ends = (cycle.campaign.start, cycle.campaign.end - _DAY)
        first, last = (words.say("rule_part.full_day", day=each) for each in ends)
    else:
        return []
    return [words.say("rule_more.window", first=first, last=last)]


def _terms(words: Words, rule: Rule, terms: Terms) -> list[str]:
    """Say what was decided beside the promise; what is as usual is not said."""
    stated: list[tuple[object, str, dict[str, object]]] = [
        (terms.gap_days, "gap", {"days": terms.gap_days}),
        (_text(rule, "organiser"), "organiser", {"name": words.name(_text(rule, "organiser"))}),
        (terms.host, "host", {"name": words.name(terms.host or "")}),
        (rule.scope.startswith("group:"), "group", {"name": words.name(rule.scope)}),
        *_concerned(words, rule),
        (terms.with_rule, "with", {"name": words.name(terms.with_rule or "")}),
        (terms.days is DayPolicy.HOLIDAY, "rest", {}),
        (not rule.mandatory, "optional", {}),
        (not terms.plan, "judged", {}),
        (terms.late is Late.CARRY, "carry", {}),
        (terms.late is Late.FORFEIT, "forfeit", {}),
        (_text(rule, "late") and terms.grace_days, "makeup", {"days": terms.grace_days}),
    ]
    return [words.say(f"rule_more.{code}", **fields) for so, code, fields in stated if so]


def _concerned(words: Words, rule: Rule) -> list[tuple[object, str, dict[str, object]]]:
    """Say whom alone a promise is of; a person only by a name that the reader may see."""
    if rule.scope.startswith("person:") and rule.scope not in words.names:
        return [(True, "somebody", {})]
    stated = any(_text(rule, "scope", kind) for kind in ("body", "organisation", "person"))
    return [(stated, "body", {"name": words.name(rule.scope)})]


def _text(rule: Rule, *path: str) -> str:
    value: object = rule.data
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


_WRITERS: Mapping[str, Callable[[Words, Rule], Told]] = {
    "quota": _quota,
    "coverage": _coverage,
    "anchor": _anchor,
    "trigger": _trigger,
    "rotation": _rotation,
    "staffing": _staffing,
    "constraint": _constraint,
    "credit": _credit,
}
