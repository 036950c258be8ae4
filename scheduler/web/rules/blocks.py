"""The blocks of the form of a rule, in the order in which people think of them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask_babel import gettext

from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.services.rules.wishes import Wish
from scheduler.web import dates
from scheduler.web.rules import tables as rule_tables
from scheduler.web.rules.cells import first
from scheduler.web.rules.parts import Block, Cell, Radio, Row, Token, Typed
from scheduler.web.rules.world import World

HOST_WAY = "host.way"
"""The field that says who hosts: in turn, always the same one, or named each time."""

WAY = "anchor.way"
"""The field that says in which of its ways an anchor names its day."""

WAYS = ("rrule", "date", "festival", "window")

_RAW = re.compile(r"[a-z]{2,}|@")
_RAW_EN = re.compile(r"[@<_]|matter\.|MM-DD|BYDAY|ten_days")

Drawn = Callable[[str], tuple[Token, ...]]


def name(world: World, wish: Wish) -> Block:
    """Ask what the rule is called."""
    cell = Cell("name", "name", world.label("name"), value=wish.name)
    return Block("b-name", gettext("叫什么"), (Row((cell,)),), ("name", "key", "type"))


def english(world: World, wish: Wish) -> Block:
    """Ask for the English name."""
    cell = Cell("name_en", "name_en", world.label("name_en"), value=wish.name_en)
    return Block("b-name_en", world.label("name_en"), (Row((cell,)),), ("name_en",), optional=True)


def days(world: World, wish: Wish, earliest: date, typed: Typed | None) -> Block:
    """Ask from when the rule stands, and which is its last day if it ends."""
    ends = dates.last_day(wish.until)

    def written(field: str, day: date | None) -> str:
        return (day.isoformat() if day else "") if typed is None else first(typed, field)

    rows = (
        Row(
            (
                gettext("从"),
                Cell("since", "since", world.label("since"), "date", written("since", wish.since)),
                gettext("起"),
            )
        ),
        Row(
            (
                gettext("直到"),
                Cell("until", "until", world.label("last"), "date", written("until", ends)),
                gettext("（含这一天；不填就一直有效）"),
            )
        ),
    )
    note = gettext("已发布的活动不受影响。例：%(day)s", day=earliest.isoformat())
    return Block("b-since", gettext("从哪天起"), rows, ("since", "until"), note)


def basis(world: World, wish: Wish) -> Block:
    """Ask what the promise rests on."""
    cell = Cell("basis", "basis", world.label("basis"), "area", wish.basis)
    note = gettext("写在规则旁边，例：联盟章程第六条")
    return Block("b-basis", world.label("basis"), (Row((cell,)),), ("basis",), note, optional=True)


def main(world: World, wish: Wish, parameters: tuple[Parameter, ...]) -> tuple[Block, ...]:
    """Ask for what the type is about: the demands as a sentence, the others one by one."""
    known = {parameter.name: parameter for parameter in parameters}

    def drawn(field: str) -> tuple[Token, ...]:
        rows = rule_tables.draw(world, known[field], wish.data.get(field))
        return tuple(token for row in rows for token in row.tokens)

    writer = _SENTENCES.get(wish.type)
    found = list(writer(world, wish, drawn)) if writer else []
    asked = {path for block in found for path in block.paths}
    found += [_own(world, wish, known[field]) for field in _MAIN[wish.type] if field not in asked]
    if "late" in known:
        found += [_host(world, wish, drawn), _late(world, wish, drawn)]
    return tuple(found)


def rest(world: World, wish: Wish, parameters: tuple[Parameter, ...]) -> tuple[Block, ...]:
    """Ask for everything else, one by one."""
    asked = {path for block in main(world, wish, parameters) for path in block.paths}
    return tuple(
        _own(world, wish, parameter, optional=True)
        for parameter in parameters
        if parameter.name not in asked
    )


_MAIN: Mapping[str, tuple[str, ...]] = {
    "quota": (),
    "coverage": ("axes",),
    "anchor": (),
    "trigger": ("steps",),
    "rotation": ("for", "pool", "cooldown", "absence", "policy"),
    "staffing": ("for", "require", "attendance_min"),
    "constraint": ("for", "hard", "soft"),
    "credit": ("share", "to", "tags"),
}


def _own(world: World, wish: Wish, parameter: Parameter, *, optional: bool = False) -> Block:
    """Ask for one parameter under its own name, with what its description says."""
    path, legend, note = parameter.name, world.label(parameter.name), _note(world, parameter)
    rows = rule_tables.draw(world, parameter, wish.data.get(path))
    return Block(
        f"b-{path}",
        legend,
        rows,
        (path,),
        note if note.strip("。.") != legend else "",
        optional=optional and not parameter.required,
    )


def _note(world: World, parameter: Parameter) -> str:
    """Say what a parameter means; a description that names JSON values is not for pages."""
    own = _own_note(parameter)
    if own:
        return own
    note = parameter.en if world.lang == "en" else parameter.zh
    raw = _RAW_EN if world.lang == "en" else _RAW
    if raw.search(note):
        return ""
    if parameter.shape in {Shape.CLOCK, Shape.CLOCKS, Shape.DAY, Shape.SHARE}:
        return gettext("%(note)s 例：%(example)s", note=note, example=parameter.example)
    return note


def _own_note(parameter: Parameter) -> str:
    """Say how the controls of some parameters are filled in; empty for all others."""
    if parameter.name == "axes":
        return gettext("每行一样：先选是什么，再写有哪些，用顿号隔开；也可写名单，如成员企业")
    if parameter.name == "soft":
        return gettext("每行填一样：偏好的星期，或避开节假日旁。星期例：周二、周四，或周二至周四")
    if parameter.words is Shape.TARGET:
        return gettext("选哪些活动要有人到场；只要职务有人担任，就选“本联盟的职务”。")
    if parameter.shape is Shape.RECORDS:
        return gettext("每行填一样，用不着的行空着；行不够，按“看看排出什么”就再添两行。")
    return ""


def _quota(world: World, wish: Wish, drawn: Drawn) -> Iterable[Block]:
    del world, wish
    rows = (
        Row(
            (
                gettext("每"),
                *drawn("per"),
                gettext("至少"),
                *drawn("min"),
                gettext("次"),
                *drawn("kind"),
            )
        ),
        Row((gettext("两次之间至少隔"), *drawn("gap_days"), gettext("天"))),
        Row((gettext("每期至多"), *drawn("max"), gettext("次（可不填）"))),
    )
    yield Block("b-min", gettext("多久一次"), rows, ("per", "min", "kind", "gap_days", "max"))


def _coverage(world: World, wish: Wish, drawn: Drawn) -> Iterable[Block]:
    del world, wish
    rows = (
        Row((gettext("每"), *drawn("per"), gettext("每样至少"), *drawn("min"), gettext("次"))),
        Row((gettext("两次之间至少隔"), *drawn("gap_days"), gettext("天"))),
        Row((gettext("活动种类（已按种类列出时不填）"), *drawn("kind"))),
    )
    yield Block("b-min", gettext("多久一次"), rows, ("per", "min", "gap_days", "kind"))


def _anchor(world: World, wish: Wish, drawn: Drawn) -> Iterable[Block]:
    del world
    chosen = next((way for way in WAYS if way in wish.data), "rrule")
    names = {
        "rrule": gettext("第几个星期几，或几号"),
        "date": gettext("每年的一天"),
        "festival": gettext("节日"),
        "window": gettext("一段日子里"),
    }
    notes = {
        "rrule": gettext("倒数第一个填-1"),
        "date": gettext("例：07-01"),
        "festival": "",
        "window": gettext("第二格填结束后的第一天。例：08-11、08-21"),
    }
    ways = (Row(drawn(way), Radio(WAY, way, names[way], way == chosen, notes[way])) for way in WAYS)
    rows = (
        Row((*drawn("kind"), gettext("办在"))),
        *ways,
        Row((gettext("前后可差"), *drawn("tolerance_days"), gettext("天"))),
        Row((gettext("当天休息时"), *drawn("if_off"))),
    )
    paths = ("kind", *WAYS, "tolerance_days", "if_off")
    yield Block("b-rrule", gettext("办在哪一天"), rows, paths)


def _trigger(world: World, wish: Wish, drawn: Drawn) -> Iterable[Block]:
    del world, wish
    rows = (Row((*drawn("on"), gettext("后"), *drawn("due"), gettext("内办"), *drawn("emit"))),)
    note = gettext("要排一场活动，填期限和活动；只走办理步骤，这两格不填，填下面的步骤。")
    yield Block("b-on", gettext("有事就办"), rows, ("on", "due", "emit"), note)


def _rotation(world: World, wish: Wish, drawn: Drawn) -> Iterable[Block]:
    del world, wish
    rows = (Row((gettext("轮换"), *drawn("fills"), gettext("，份额"), *drawn("weight"))),)
    yield Block("b-fills", gettext("轮换什么"), rows, ("fills", "weight"))


_SENTENCES: Mapping[str, Callable[[World, Wish, Drawn], Iterable[Block]]] = {
    "quota": _quota,
    "coverage": _coverage,
    "anchor": _anchor,
    "trigger": _trigger,
    "rotation": _rotation,
}


def _host(world: World, wish: Wish, drawn: Drawn) -> Block:
    """Ask who hosts; who takes turns is a rule of its own."""
    turning = [
        rule
        for rule in world.choices.hosting
        if {wish.key, wish.data.get("kind")} & set(_targets(rule.data.get("for")))
    ]
    fixed = "host" in wish.data
    if turning:
        rule = turning[0]
        named = world.of((rule.name, rule.name_en))
        text = gettext("轮流：%(rule)s", rule=named)
        note = gettext("按轮值账：谁欠得最多谁先，欠得一样，谁隔得最久谁先")
        open_row = Row((), Radio(HOST_WAY, "open", text, not fixed, note))
    else:
        text = gettext("每次临时定")
        note = gettext("要轮流主办，另立一条“轮流承办”的规则")
        open_row = Row((), Radio(HOST_WAY, "open", text, not fixed, note))
    always = Row(drawn("host"), Radio(HOST_WAY, "fixed", gettext("固定一家"), fixed))
    return Block("b-host", gettext("由谁主办"), (open_row, always), ("host",))


def _targets(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value) if isinstance(value, list | tuple) else ()


def _late(world: World, wish: Wish, drawn: Drawn) -> Block:
    """Ask what becomes of what its period did not see held."""
    field = f"{rule_tables.PREFIX}late"
    chosen = str(wish.data.get("late", "makeup"))
    notes = {
        "makeup": gettext("期满后这些天内补上，仍计入原期"),
        "carry": gettext("下一期要多办一次"),
        "forfeit": gettext("季报中如实写“未办”"),
    }
    grace = (*drawn("grace_days"), gettext("天内"))
    rows = tuple(
        Row(
            grace if late == "makeup" else (),
            Radio(field, late, world.say(f"choice.late.{late}"), late == chosen, note),
        )
        for late, note in notes.items()
        if late != "carry" or wish.type == "quota"
    )
    return Block("b-late", world.label("late"), rows, ("late", "grace_days"))
