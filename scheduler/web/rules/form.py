"""The form of a rule: a sentence to fill in for what is promised, and the rest below it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.errors import DomainError, RuleError
from scheduler.domain.text import CATALOGUE, say
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.services.rules.wishes import Wish
from scheduler.web import dates
from scheduler.web.rules import blocks as rule_blocks
from scheduler.web.rules import tables as rule_tables
from scheduler.web.rules.blocks import HOST_WAY, WAY, WAYS
from scheduler.web.rules.cells import first
from scheduler.web.rules.parts import Block, Cell, Fault, Row, RuleForm, Typed
from scheduler.web.rules.world import World

BY_NAME: Mapping[str, RuleType] = {kind.name: kind for kind in TYPES}
_DATES = ("since", "until")
_WRITTEN = frozenset({Shape.CLOCK, Shape.CLOCKS, Shape.DAY, Shape.SHARE})
_DAY = timedelta(days=1)
_BESIDE_A_DAY = frozenset({"tolerance_days", "if_off"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form is about: the rule as wished, and what speaks against it.

    ``first`` is the earliest day on which a change may begin; ``typed`` is what the form sent.
    """

    wish: Wish
    world: World
    first: date
    typed: Typed | None = None
    faults: tuple[DomainError, ...] = ()


def form(draft: Draft, href: str, hidden: tuple[tuple[str, str], ...]) -> RuleForm:
    """Draw the form; what was typed stays, and each fault leads to its control."""
    wish, world = draft.wish, draft.world
    parameters = BY_NAME[wish.type].parameters
    blocks = (
        rule_blocks.name(world, wish),
        *rule_blocks.main(world, wish, parameters),
        rule_blocks.days(world, wish, draft.first, draft.typed),
        rule_blocks.basis(world, wish),
    )
    more = (*rule_blocks.rest(world, wish, parameters), rule_blocks.english(world, wish))
    told = _in_order(
        (*blocks, *more),
        [(control_of(draft, each, (*blocks, *more)), _say(draft, each)) for each in draft.faults],
    )
    unfolded = tuple(_told(block, told) for block in more)
    return RuleForm(
        href=href,
        blocks=tuple(_told(block, told) for block in blocks),
        more=unfolded,
        faults=tuple(Fault(text, target) for target, text in told),
        hidden=hidden,
        unfolded=any(block.faults for block in unfolded),
    )


def wished(base: Wish, world: World, typed: Typed) -> tuple[Wish, tuple[DomainError, ...]]:
    """Read the rule that was typed, and tell which of its days cannot be read."""
    days: dict[str, date | None] = {}
    faults: list[DomainError] = []
    for name in _DATES:
        text = first(typed, name)
        try:
            days[name] = dates.read(text) if text else None
        except ValueError:
            days[name] = None
            faults.append(RuleError(rule=base.key, field=name, reason="malformed"))
    wish = replace(
        base,
        name=first(typed, "name"),
        name_en=first(typed, "name_en"),
        basis=" ".join(first(typed, "basis").split()),
        data=_data(base, world, typed),
        since=days["since"],
        until=_after(days["until"]),
    )
    return wish, tuple(faults)


def _after(last: date | None) -> date | None:
    """Give the day on which a rule with this last day no longer stands."""
    return last + _DAY if last is not None and last < date.max else last


def _data(base: Wish, world: World, typed: Typed) -> dict[str, object]:
    left_out = _left_out(base.type, typed)
    found = {
        parameter.name: rule_tables.take(world, parameter, typed, base.data.get(parameter.name))
        for parameter in BY_NAME[base.type].parameters
        if parameter.name not in left_out
    }
    return {name: value for name, value in found.items() if value is not None}


def _left_out(kind: str, typed: Typed) -> frozenset[str]:
    """Name the parameters that belong to ways which were not chosen."""
    out: set[str] = set()
    if first(typed, HOST_WAY) != "fixed":
        out.add("host")
    if first(typed, f"{rule_tables.PREFIX}late") not in {"", "makeup"}:
        out.add("grace_days")
    if kind == "anchor":
        chosen = first(typed, WAY)
        out |= set(WAYS) - {chosen}
        out |= _BESIDE_A_DAY if chosen == "window" else set()
    return frozenset(out)


def _say(draft: Draft, error: DomainError) -> str:
    """Say a refusal without the name of the rule, which stands above."""
    world, fields = draft.world, dict(error.fields)
    if not isinstance(error, RuleError):
        return say(error.code, fields, world.lang)
    if fields["field"] == "until":
        fields |= _inclusive(fields)
    if fields["reason"] == "malformed":
        fields |= _example(draft, BY_NAME[draft.wish.type].parameters, str(error.fields["field"]))
    if _is_repeated(draft, error):
        fields["reason"] = "row_twice"
    if fields["rule"] == draft.wish.key:
        return say("rule_fault", fields, world.lang)
    owner = next((each for each in world.choices.rules if each.key == fields["rule"]), None)
    named = world.of((owner.name, owner.name_en)) if owner else fields["rule"]
    return say(error.code, {**fields, "rule": named}, world.lang)


def _is_repeated(draft: Draft, error: DomainError) -> bool:
    """Tell whether a parameter is refused because two of its rows have one name."""
    field = str(error.fields.get("field", ""))
    return error.fields.get("reason") == "type" and bool(
        rule_tables.pairs(draft.wish.data.get(field))
    )


def _inclusive(fields: Mapping[str, object]) -> dict[str, object]:
    """Tell of the end of a rule as the form asks for it: by its last day."""
    days = {
        name: dates.last_day(day)
        for name in ("first", "value")
        if isinstance(day := fields.get(name), date)
    }
    return {"field": "last", **days}


def _example(draft: Draft, parameters: Iterable[Parameter], path: str) -> dict[str, object]:
    """Tell how a field is written; an example of JSON only where a person writes it like that."""
    name, _, rest = path.partition(".")
    if name in _DATES:
        return {"example": draft.first.isoformat()}
    found = next((each for each in parameters if each.name == name), None)
    if found is None or rest:
        return {"example": None} if found is None else _example(draft, found.parts, rest)
    special = f"malformed_{found.shape}"
    if f"rule_fault.{special}" in CATALOGUE:
        return {"reason": special}
    return {} if found.shape in _WRITTEN else {"example": None}


def control_of(draft: Draft, error: DomainError, blocks: Iterable[Block]) -> str:
    """Lead to the control of the field, else to the block that asks for it, else to the name.

    What is wrong with another rule has no control here.
    """
    listed = tuple(blocks)
    if isinstance(error, RuleError) and error.fields["rule"] != draft.wish.key:
        return listed[0].id
    field = str(error.fields.get("field", ""))
    cells = [cell for block in listed for row in block.rows for cell in row.cells]
    root = field.partition(".")[0]
    if _is_repeated(draft, error):
        return _second(cell for cell in cells if cell.path == field)
    for wanted in (field, root):
        for cell in cells:
            if cell.path == wanted and cell.control != "checks":
                return cell.name
    return next((block.id for block in listed if root in block.paths), listed[0].id)


def _second(cells: Iterable[Cell]) -> str:
    """Give the first field for a name that holds what one above it holds."""
    heads = [cell for cell in cells if cell.name.endswith(rule_tables.NAME)]
    values = [cell.value for cell in heads]
    return next(cell.name for at, cell in enumerate(heads) if cell.value in values[:at])


def _in_order(blocks: Iterable[Block], told: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Put the faults in the order of their controls; the same words at one place stand once."""
    places = [
        name
        for block in blocks
        for name in (block.id, *(cell.name for row in block.rows for cell in row.cells))
    ]
    return sorted(dict.fromkeys(told), key=lambda each: places.index(each[0]))


def _told(block: Block, told: list[tuple[str, str]]) -> Block:
    names = {cell.name for row in block.rows for cell in row.cells}
    mine = [(target, text) for target, text in told if target in names or target == block.id]
    if not mine:
        return block
    wrong = {target for target, _ in mine}
    return replace(
        block,
        rows=tuple(_marked(row, wrong) for row in block.rows),
        faults=tuple(Fault(text, target) for target, text in mine),
    )


def _marked(row: Row, wrong: set[str]) -> Row:
    return replace(
        row,
        tokens=tuple(
            replace(token, wrong=True) if isinstance(token, Cell) and token.name in wrong else token
            for token in row.tokens
        ),
    )
