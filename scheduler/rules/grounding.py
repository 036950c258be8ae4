"""Whether what a rule names is there: kinds, rules, groups, lists, members, places.

Reasons: unknown_kind, unknown_target, unknown_group, not_in_group, unknown_list, unknown_member,
unknown_person, unknown_role, unknown_step, unknown_venue, no_meetings (of the rule that it rides
on), too_many, past_midnight (with the usual start or length of the kind), and what ``pooled`` and
``lengths`` refuse.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from scheduler.domain.errors import RuleError
from scheduler.domain.matter import Step
from scheduler.rules.demands import Demand, demands
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import constraint, rule_type, staffing, trigger
from scheduler.rules.language.lists import entries, participants
from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.rules.lengths import narrow, usual
from scheduler.rules.model import Rule
from scheduler.rules.pooled import pool_faults
from scheduler.rules.refusals import refusal
from scheduler.rules.rides import unridden
from scheduler.rules.units import Output, passes_midnight

_BODY = "body:"
_PERSON = "person:"
_ORGANISATION = "organisation:"
_GROUP = "group:"
_ACTORS = frozenset({"committee", "department", "liaison", "secretary"})
"""Who acts on matters everywhere, whether or not somebody holds a role of that name."""


def groundless(rule: Rule, source: PlanInput) -> tuple[RuleError, ...]:
    """List what a rule that is sound by itself names and is not there.

    ``source`` holds the rule among its rules, and the world in which it is to stand.
    """
    return missing(rule, source) or tuple(_expanded(rule, source))


def missing(rule: Rule, source: PlanInput) -> tuple[RuleError, ...]:
    """List what is not there without making the units of the rule, which takes a while."""
    return (
        *_named(rule, source),
        *_scope(rule, source),
        *pool_faults(rule, source),
        *_seats(rule, source),
        *_steps(rule, source),
        *_place(rule, source),
        *unridden(rule, source.rules),
        *narrow(rule, source),
    )


def _named(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Check every kind, target and member that the parameters of the rule's type hold."""
    known: dict[Shape, frozenset[str]] = {}
    for path, shape, word in _stated(rule):
        if shape in _REASONS:
            if shape not in known:
                known[shape] = _known(shape, rule, source)
            if word not in known[shape]:
                yield refusal(rule, path, _REASONS[shape], words=(word,))


_REASONS: Mapping[Shape, str] = {
    Shape.KIND: "unknown_kind",
    Shape.RULE: "unknown_target",
    Shape.TARGET: "unknown_target",
    Shape.MEMBER: "unknown_member",
    Shape.ORGANISATION: "unknown_member",
    Shape.PERSON: "unknown_person",
}


def _known(shape: Shape, rule: Rule, source: PlanInput) -> frozenset[str]:
    """Give what a text of this kind may name; thousands of members only where one is named."""
    if shape is Shape.KIND:
        return frozenset(source.kinds)
    if shape in {Shape.RULE, Shape.TARGET}:
        return _targets(rule, source)
    if shape is Shape.PERSON:
        return _people(rule, source)
    members = _members(source)
    return members if shape is Shape.MEMBER else _bare(members, _ORGANISATION)


def orphaned(gone: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Refuse to take away a rule that another one of its alliance is for.

    What rides on it, or counts it, is refused by the checks of all rules together.
    """
    left = [each for each in source.rules if (each.owner, each.key) != (gone.owner, gone.key)]
    without = replace(source, rules=tuple(left))
    for rule in left:
        if rule.owner != gone.owner or not rule.tenure.meets(gone.tenure):
            continue
        with suppress(RuleError):  # of a type that is not known any more
            for path, shape, word in _stated(rule):
                named = shape in {Shape.RULE, Shape.TARGET} and word == gone.key
                if named and word not in _targets(rule, without):
                    yield refusal(rule, path, "unknown_target", words=(word,))


def _stated(rule: Rule) -> Iterator[tuple[str, Shape, str]]:
    """Give the texts whose meaning is looked up here; what is ridden on or counted is not."""
    if rule.type != "credit":
        found = _words(rule_type(rule).parameters, rule.data, "")
        yield from (each for each in found if each[0] != "with")


def _words(
    parameters: Iterable[Parameter], data: Mapping[str, object], prefix: str
) -> Iterator[tuple[str, Shape, str]]:
    """Give each text of a sound rule with its path and with what kind of text it is."""
    for parameter in parameters:
        value = data.get(parameter.name)
        path = prefix + parameter.name
        shape = parameter.words or parameter.shape
        if path == "axes" and isinstance(value, Mapping):
            yield from ((f"{path}.kind", Shape.KIND, word) for word in _texts(value.get("kind")))
        elif parameter.shape is Shape.PARTS and isinstance(value, Mapping):
            yield from _words(parameter.parts, value, f"{path}.")
        else:
            yield from ((path, shape, word) for word in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not value.startswith("@"):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _targets(rule: Rule, source: PlanInput) -> frozenset[str]:
    """Give what a rule may be for: rules of its alliance, kinds, of a staffing bodies too."""
    own = {other.key for other in source.rules if other.owner == rule.owner}
    bodies = set()
    if rule.type == "staffing":
        bodies = {word for word in _texts(rule.data.get("for")) if word.startswith(_BODY)}
    return frozenset(own | source.kinds.keys() | bodies)


def _members(source: PlanInput) -> frozenset[str]:
    """Give the members of the alliances around, and the organisations whose names are known."""
    found = {entry.member for entries in source.members.values() for entry in entries}
    return frozenset(found | {key for key in source.names if key.startswith(_ORGANISATION)})


def _bare(keys: Iterable[str], prefix: str) -> frozenset[str]:
    return frozenset(key.removeprefix(prefix) for key in keys if key.startswith(prefix))


def _people(rule: Rule, source: PlanInput) -> frozenset[str]:
    """Give the people of the rule's own alliance: in office there, or members of it."""
    officers = {each.person for each in source.officers.get(rule.owner, ())}
    members = (each.member for each in source.members.get(rule.owner, ()))
    return _bare(members, _PERSON) | officers


def _scope(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    if rule.scope.startswith(_GROUP):
        members = source.groups.get(rule.scope.removeprefix(_GROUP))
        if not members:
            yield refusal(rule, "scope.group", "unknown_group")
        elif rule.owner not in members:
            yield refusal(rule, "scope.group", "not_in_group")


def _seats(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Check the seats: each role is held somewhere or has a name, each list is there."""
    if rule.type != "staffing":
        return
    seats = staffing.parse(rule).require
    roles = _roles(source)
    if any(seat.role not in roles for seat in seats):
        yield refusal(rule, "require.role", "unknown_role")
    try:
        for seat in seats:
            staffing.wanted(seat, rule, source, source.today)
    except RuleError as fault:
        yield fault


def _steps(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Check who takes the steps of a trigger and is told when one is late, and what they do."""
    if rule.type != "trigger":
        return
    spec = trigger.parse(rule)
    roles = _roles(source) | _ACTORS
    if any(step.role not in roles for step in spec.steps):
        yield refusal(rule, "steps.role", "unknown_role")
    if any(step.do not in {*Step, *source.names} for step in spec.steps):
        yield refusal(rule, "steps.do", "unknown_step")
    if spec.escalate and spec.escalate not in roles:
        yield refusal(rule, "escalate", "unknown_role")


def _roles(source: PlanInput) -> frozenset[str]:
    """Give the roles that are known: held by somebody, or with a name."""
    held = {each.role for listed in source.officers.values() for each in listed}
    held |= {each.role for listed in source.members.values() for each in listed}
    return frozenset(held | source.names.keys())


def _place(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    if rule.type != "constraint":
        return
    venue = constraint.parse(rule).venue
    if venue is None or venue == constraint.HOST_PLACE:
        return
    try:
        listed = entries(rule, source, "hard.venue", (venue,))
    except RuleError as fault:
        yield fault
        return
    if not listed:
        yield refusal(rule, "hard.venue", "empty")
    elif listed[0].value.removeprefix("venue:") not in source.venues:
        yield refusal(rule, "hard.venue", "unknown_venue")


def _expanded(rule: Rule, source: PlanInput) -> list[RuleError]:
    make = rule_type(rule).units
    try:
        participants(rule, source)
        if make is not None:
            make(rule, source)
    except RuleError as fault:
        return [fault]
    late = any(_late(demand, source) for demand in demands(rule))
    return [refusal(rule, _late_field(rule), "past_midnight")] if late else []


def _late(demand: Demand, source: PlanInput) -> bool:
    """Tell whether a meeting of one day goes on after it, by the usual times of one of its kinds.

    Asked of the kinds and not of the units, which no matter may have called for yet.
    """
    terms = demand.terms
    return terms.output is Output.MEETING and any(
        (terms.span_days or kind.days) == 1
        and passes_midnight(terms.clock or kind.start, terms.minutes or kind.minutes)
        for kind in usual(demand, source)
    )


def _late_field(rule: Rule) -> str:
    return "minutes" if "minutes" in rule.data else "start"
