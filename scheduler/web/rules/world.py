"""What the form of a rule chooses from, by name, in the reader's language."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext

from scheduler.domain.text import CATALOGUE, say
from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.services.rules.choices import Choice, Choices
from scheduler.web.parts import Option

SEPARATORS = re.compile("[、，,;；\n]")
"""What may stand between the words of a list."""

_PERS = ("week", "ten_days", "month", "quarter", "half_year", "year", "2y", "3y", "5y", "window")
_BODY = "body:"
_OWN = f"{_BODY}alliance"
_LATIN = "latin_with:"
_NUMBER = re.compile("[0-9]+")
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class World:
    """What a form chooses from, and in which language it speaks; ``own`` is the rule itself."""

    choices: Choices
    lang: str
    own: str = ""

    @property
    def demanding(self) -> tuple[Choice, ...]:
        """List the other rules that make events."""
        return tuple(each for each in self.choices.demanding if each[0] != self.own)

    @property
    def carrying(self) -> tuple[Choice, ...]:
        """List the other rules on whose events one can ride."""
        carrying = self.choices.carrying
        return tuple(each for each in self.demanding if each[0] in carrying)

    def say(self, code: str) -> str:
        """Write a word of the catalogue."""
        return say(code, {}, self.lang)

    def label(self, path: str) -> str:
        """Name a parameter, or what it is part of."""
        code = f"parameter.{path}"
        return self.say(code if code in CATALOGUE else code.rpartition(".")[0])

    def name(self, key: str, shape: Shape | None = None) -> str:
        """Write a key by its name; one whose name would not be found again stays as it is."""
        pair = self._known(shape).get(key, ("", ""))
        name = self.of(pair)
        return name if name and not SEPARATORS.search(name) and self.key(name) == key else key

    def key(self, text: str, shape: Shape | None = None) -> str:
        """Find the key that a name stands for; any other text stands for itself."""
        known = self._known(shape)
        if text in known:
            return text
        found = [key for key, pair in known.items() if text in pair]
        return found[0] if len(found) == 1 else text

    def of(self, pair: tuple[str, str]) -> str:
        """Choose the name in the reader's language."""
        return (pair[1] if self.lang == "en" else "") or pair[0]

    def options(self, listed: Iterable[Choice], value: str) -> tuple[Option, ...]:
        """Offer choices by name; a value that is none of them is offered as it is."""
        found = {key: self.of(pair) for key, pair in listed}
        if value and value not in found:
            found[value] = self.name(value)
        return tuple(Option(key, name) for key, name in found.items())

    def by_name(self, listed: Iterable[Choice]) -> tuple[Choice, ...]:
        """Sort choices by name; this encoding keeps the usual Chinese signs in pinyin order."""

        def named(choice: Choice) -> bytes:
            name = _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), self.of(choice[1]))
            return (name.casefold() if self.lang == "en" else name).encode("gb18030", "replace")

        return tuple(sorted(listed, key=named))

    def _known(self, shape: Shape | None) -> Mapping[str, tuple[str, str]]:
        kinds = dict(self.choices.kinds)
        if shape is Shape.KIND:
            return kinds
        rules = {rule.key for rule in self.choices.rules}
        others = self.choices.names.items()
        return {key: pair for key, pair in others if key not in rules} | kinds


def options_of_checks(
    world: World, parameter: Parameter, path: str, chosen: tuple[str, ...]
) -> tuple[Option, ...]:
    """Give what is offered to be pressed; what is chosen already is always among it."""
    if parameter.words is Shape.CHOICE:
        return tuple(Option(each, world.say(f"choice.{path}.{each}")) for each in parameter.choices)
    if parameter.words is Shape.LIST:
        listed = {key: world.of(pair) for key, pair in world.choices.lists}
        return tuple(Option(key, listed.get(key, key)) for key in dict.fromkeys((*listed, *chosen)))
    listed = {key: world.of(pair) for key, pair in world.demanding}
    if parameter.words is Shape.TARGET:
        listed |= _offices(world, chosen)
    listed |= {key: world.name(key, Shape.KIND) for key in chosen if key not in listed}
    return tuple(Option(key, name) for key, name in listed.items())


def _offices(world: World, chosen: Iterable[str]) -> dict[str, str]:
    """Offer the offices of the alliance itself; those of other bodies where they are chosen."""
    named = {_OWN: gettext("本联盟的职务（要有人担任，不是活动）")}
    for key, pair in world.choices.branches:
        if f"{_BODY}{key}" in chosen:
            named[f"{_BODY}{key}"] = gettext("%(name)s的职务", name=world.of(pair))
    return named


def options_of(
    world: World, parameter: Parameter, path: str, value: str
) -> tuple[Option, ...] | None:
    """Give what a select offers; None for what is written freely."""
    choices = world.choices
    empty = (Option("", gettext("请选择") if parameter.required else gettext("不填")),)
    if parameter.shape is Shape.TRUTH:
        words = tuple(Option(each, world.say(f"choice.truth.{each}")) for each in ("true", "false"))
        return words if parameter.default is not None else (*empty, *words)
    if parameter.shape is Shape.CHOICE:
        words = tuple(
            Option(each, world.say(f"choice.{path}.{each}")) for each in parameter.choices
        )
        needed = parameter.default is not None or (parameter.required and "." not in path)
        return words if needed else (*empty, *words)
    if parameter.shape is Shape.PER:
        pers = [(each, world.say(f"choice.per.{each}")) for each in _PERS]
        return world.options([(each, (word, word)) for each, word in pers], value)
    if parameter.shape is Shape.POLICY:
        return _policies(world, value)
    if parameter.shape in _LONG:
        return (*empty, *_LONG[parameter.shape](world, value))
    listed = {
        Shape.RULE: world.carrying,
        Shape.ROLE: world.by_name(choices.roles),
        Shape.BODY: choices.bodies,
        Shape.BRANCH: choices.branches,
        Shape.ORGANISATION: world.by_name(choices.organisations),
        Shape.PERSON: world.by_name(choices.people),
        Shape.GROUP: choices.groups,
        Shape.PLACE: (
            ("@host", (say("list.host", {}, "zh"), say("list.host", {}, "en"))),
            *(each for each in choices.lists if each[0] == "@base"),
            *world.by_name(choices.places),
        ),
    }.get(parameter.shape)
    return None if listed is None else (*empty, *world.options(listed, value))


def _kinds(world: World, value: str) -> tuple[Option, ...]:
    """Offer the kinds of activity: first those that the rules of the alliance name already."""
    options = world.options(world.by_name(world.choices.kinds), value)
    return _first_used(world, options, {option.value: gettext("其他种类") for option in options})


def _members(world: World, value: str) -> tuple[Option, ...]:
    """Offer the members by role, the smallest group first, after those that rules name already."""
    choices = world.choices
    options = world.options(world.by_name(choices.members), value)
    roles = {option.value: choices.standing.get(option.value, "") for option in options}
    sizes = Counter(roles.values())
    options = tuple(sorted(options, key=lambda each: (sizes[roles[each.value]], roles[each.value])))
    names = {role: world.of(choices.names.get(role, (gettext("其他成员"), ""))) for role in sizes}
    return _first_used(world, options, {key: names[role] for key, role in roles.items()})


def _first_used(
    world: World, options: Iterable[Option], groups: Mapping[str, str]
) -> tuple[Option, ...]:
    listed = tuple(options)
    known = [option for option in listed if option.value in world.choices.used]
    own = (replace(option, group=gettext("本联盟在用")) for option in known)
    others = (option for option in listed if option not in known)
    return (*own, *(replace(option, group=groups[option.value]) for option in others))


def _policies(world: World, value: str) -> tuple[Option, ...]:
    listed = [("ledger", world.say("choice.policy.ledger"))]
    for rule in world.choices.hosting:
        if rule.key == world.own:
            continue
        name = world.of((rule.name, rule.name_en))
        listed.append((f"{_LATIN}{rule.key}", gettext("与“%(name)s”错开", name=name)))
    return world.options([(key, (name, name)) for key, name in listed], value)


_LONG: Mapping[Shape, Callable[[World, str], tuple[Option, ...]]] = {
    Shape.KIND: _kinds,
    Shape.MEMBER: _members,
}
