"""The form of a rule asks for everything a rule holds, and reads back what it shows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from flask import Flask
from flask_babel import force_locale

from scheduler.domain.errors import DomainError, InvalidError, RuleError, TextError
from scheduler.presets import load
from scheduler.rules.kinds import TYPES, RuleType, rule_type
from scheduler.rules.language.parameters import Parameter
from scheduler.rules.model import Rule
from scheduler.rules.soundness import flaws
from scheduler.services.rules import wishes as rule_wishes
from scheduler.services.rules.choices import Choices, choices
from scheduler.services.rules.wishes import Wish
from scheduler.web.rules import form as rule_form
from scheduler.web.rules import tables as rule_tables
from scheduler.web.rules.form import Draft
from scheduler.web.rules.parts import Block, Cell, RuleForm
from scheduler.web.rules.world import World
from tests.rules.promises import rule as made
from tests.rules.test_bad_rules import STATED
from tests.support.world import ALLIANCE, NOW, app, principal, runtime

TODAY = date(2026, 8, 18)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app(f"sqlite:///{tmp_path_factory.mktemp('forms') / 'test.db'}")


@pytest.fixture(scope="module")
def around(built: Flask) -> Choices:
    store = runtime(built).store
    return choices(store, ALLIANCE, by=principal(store, "secretary"), now=NOW)


def sent(form: RuleForm) -> dict[str, list[str]]:
    """Give what a browser sends of a form as it is shown."""
    fields: dict[str, list[str]] = {}
    for block in (*form.blocks, *form.more):
        for row in block.rows:
            if row.radio and row.radio.checked:
                fields[row.radio.name] = [row.radio.value]
            for cell in row.cells:
                if cell.control == "checks":
                    listed = [each.value for each in cell.options if each.value in cell.chosen]
                    fields.setdefault(cell.name, []).extend(listed)
                elif cell.control == "select":
                    offered = [each.value for each in cell.options]
                    fields[cell.name] = [cell.value if cell.value in offered else offered[0]]
                else:
                    fields[cell.name] = [cell.value]
    return fields


def shown(
    built: Flask,
    around: Choices,
    wish: Wish,
    lang: str = "zh",
    faults: tuple[DomainError, ...] = (),
) -> RuleForm:
    with built.test_request_context(), force_locale("en" if lang == "en" else "zh_Hans_CN"):
        draft = Draft(wish, World(around, lang), TODAY, None, faults)
        return rule_form.form(draft, "/rules/auto/new", ())


def again(built: Flask, around: Choices, wish: Wish, lang: str) -> Wish:
    """Show a rule and read it back as it was sent."""
    fields = sent(shown(built, around, wish, lang))
    found, faults = rule_form.wished(wish, World(around, lang), fields)
    assert faults == ()
    return found


@cache
def offered() -> tuple[Rule, ...]:
    found: dict[tuple[str, str], Rule] = {}
    for preset in load():
        for rule in (*preset.rules, *preset.offered):
            found.setdefault((preset.key, rule.key), rule)
    return tuple(found.values())


def wish_of(rule: Rule) -> Wish:
    return replace(rule_wishes.wish_of(rule), alliance=ALLIANCE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rule", offered(), ids=lambda rule: f"{rule.owner}-{rule.key}")
def test_every_rule_of_the_sources_comes_back_as_it_was_shown(
    built: Flask, around: Choices, rule: Rule, lang: str
) -> None:
    wish = wish_of(rule)
    assert again(built, around, wish, lang) == wish


def test_every_example_of_a_parameter_comes_back_as_it_was_shown(
    built: Flask, around: Choices
) -> None:
    for kind in TYPES:
        for parameter in kind.parameters:
            data = {**STATED[kind.name], parameter.name: parameter.example}
            if kind.name == "anchor" and parameter.name in {"rrule", "festival", "window"}:
                data.pop("date")
            if parameter.name == "late":
                data["late"] = "forfeit"
            wish = Wish(ALLIANCE, "promise", kind.name, "承诺", data, "Promise")
            assert again(built, around, wish, "zh").data == data, (kind.name, parameter.name)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("coverage", {"axes": {"theme": ["甲，乙", "丙、丁", "甲", "乙;丙"]}}),
        ("coverage", {"axes": {"theme": ["甲、乙"], "kind": ["council", "甲、乙、丙", "甲、乙"]}}),
        ("rotation", {"pool": ["organisation:alpha", "甲；乙"]}),
    ],
)
def test_a_word_with_a_comma_of_its_own_stays_one(
    built: Flask, around: Choices, kind: str, data: Mapping[str, object]
) -> None:
    wish = Wish(ALLIANCE, "promise", kind, "承诺", {**STATED[kind], **data})
    assert [again(built, around, wish, lang) for lang in ("zh", "en")] == [wish, wish]


def test_what_is_usual_is_not_stated(built: Flask, around: Choices) -> None:
    for kind in TYPES:
        wish = Wish(ALLIANCE, "promise", kind.name, "承诺", STATED[kind.name])
        assert again(built, around, wish, "zh").data == STATED[kind.name]


def described(parameter: Parameter, path: str) -> list[str]:
    return [
        path,
        *(each for part in parameter.parts for each in described(part, f"{path}.{part.name}")),
    ]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_the_form_asks_for_every_parameter_of_the_type_by_name(
    built: Flask, around: Choices, kind: RuleType
) -> None:
    wish = Wish(ALLIANCE, "promise", kind.name, "", {})
    form = shown(built, around, wish)
    blocks = (*form.blocks, *form.more)
    assert {parameter.name for parameter in kind.parameters} <= {
        path for block in blocks for path in block.paths
    }
    names = {path for each in kind.parameters for path in described(each, each.name)}
    words = [block.legend for block in blocks]
    words += [row.label for block in blocks for row in block.rows]
    words += [cell.label for block in blocks for row in block.rows for cell in row.cells]
    assert not names & set(words)
    notes = [block.note for block in blocks]
    assert [text for text in (*words, *notes) if re.search(r"[a-z]+[_.][a-z]+|@|latin", text)] == []
    spoken = shown(built, around, wish, "en")
    notes = [block.note for block in (*spoken.blocks, *spoken.more)]
    assert [text for text in notes if re.search(r"[a-z]+[_.][a-z]+|@|latin", text)] == []
    assert sum(bool(note) for note in notes) > 1
    several = (*blocks, *spoken.blocks, *spoken.more)
    assert [each.legend for each in several if each.note.strip("。.") == each.legend] == []
    ids = [block.id for block in blocks]
    assert len(set(ids)) == len(ids)


def fault(field: str, reason: str = "range", **more: object) -> RuleError:
    return RuleError(rule="promise", field=field, reason=reason, **more)


def cells(blocks: tuple[Block, ...]) -> dict[str, Cell]:
    return {cell.name: cell for block in blocks for row in block.rows for cell in row.cells}


@pytest.mark.parametrize(
    ("kind", "field", "target"),
    [
        ("quota", "min", "p.min"),
        ("quota", "window.from", "p.window.from"),
        ("quota", "window", "b-window"),
        ("quota", "colour", "b-name"),
        ("quota", "key", "b-name"),
        ("quota", "since", "since"),
        ("coverage", "axes.kind", "p.axes.0.name"),
        ("staffing", "require.role", "p.require.0.role"),
        ("staffing", "for", "b-for"),
        ("credit", "share", "b-share"),
        ("rotation", "pool.role", "p.pool.role"),
    ],
)
def test_a_fault_leads_to_its_control(
    built: Flask, around: Choices, kind: str, field: str, target: str
) -> None:
    wish = Wish(ALLIANCE, "promise", kind, "承诺", STATED[kind])
    form = shown(built, around, wish, faults=(fault(field),))
    ((told),) = form.faults
    assert told.target == target
    blocks = (*form.blocks, *form.more)
    (block,) = [each for each in blocks if each.faults]
    assert block.faults == (told,)
    marked = [cell.name for cell in cells(blocks).values() if cell.wrong]
    assert marked == ([target] if target.startswith("p.") or target == "since" else [])
    assert form.unfolded is (block in form.more)


def test_faults_are_told_without_the_name_of_the_rule_but_with_that_of_another(
    built: Flask, around: Choices
) -> None:
    wish = Wish(ALLIANCE, "promise", "quota", "承诺", STATED["quota"])
    refused = (
        fault("max", "too_low", other="x", names={"x": ("链主企业交流对接", "")}),
        RuleError(rule="exchange", field="with", reason="unknown_rule"),
        TextError(field="name", reason="empty", limit=60),
        InvalidError(field="revision"),
    )
    faults = shown(built, around, wish, faults=refused).faults
    told = [each.text for each in faults]
    assert faults[0].target == faults[1].target
    assert told[0].startswith("规则“链主企业交流对接”：与哪条规则合办")
    assert told[1] == "第几版填得不对，请改后再提交。"
    assert told[2] == "名称还空着，请填写。"
    assert told[3].startswith("每期至多几次太少：规则“链主企业交流对接”要办的比这多")
    assert len(told) == 4


def test_what_is_expected_is_told_at_the_field(built: Flask, around: Choices) -> None:
    wish = Wish(ALLIANCE, "promise", "anchor", "承诺", STATED["anchor"])
    refused = (
        fault("grace_days", "range", low=0, high=366),
        fault("minutes", "type", wants="integer"),
        fault("rrule", "malformed", example="FREQ=MONTHLY;BYDAY=3TH"),
        fault("due", "malformed", example="10wd"),
        fault("start", "malformed", example="14:00"),
        fault("window.from", "malformed", example="2026-01-15"),
        fault("organiser", "malformed", example="body:general_committee"),
        fault("colour", "malformed", example="red"),
        fault("since", "malformed"),
    )
    assert [each.text for each in shown(built, around, wish, faults=refused).faults] == [
        "colour看不懂，请核对。",
        "每逢哪一天填得不对：星期几填第1至5个，几号填1至28，倒数写-1。",
        "活动期从哪天起看不懂，请照示例的样子写。例：2026-01-15",
        "补办宽限天数要在0至366之间，请改。",
        "第一天看不懂，请照示例的样子写。例：2026-08-18",
        "牵头组织看不懂，请核对。",
        "几点开始看不懂，请照示例的样子写。例：14:00",
        "时长（分钟）要填整数，请改。",
        "期限要填天数，例：10。",
    ]


def test_a_rule_is_not_offered_to_itself(around: Choices) -> None:
    def offered(own: str, path: str, kind: str = "quota") -> list[str]:
        wish = Wish(ALLIANCE, own or "promise", kind, "承诺", STATED[kind])
        form = rule_form.form(
            rule_form.Draft(wish, World(around, "zh", own), date(2026, 8, 18)), "/", ()
        )
        cell = cells((*form.blocks, *form.more))[f"p.{path}"]
        return [option.value for option in cell.options]

    assert "exchange" in offered("", "with")
    assert "exchange" not in offered("exchange", "with")
    assert "latin_with:host_turns" in offered("", "policy", "rotation")
    assert "latin_with:host_turns" not in offered("host_turns", "policy", "rotation")


def test_bodies_and_lists_are_chosen_by_name(built: Flask, around: Choices) -> None:
    data = {**STATED["quota"], "applies_if": {"count": ["@members", "@gone"], "min": 7}}
    found = cells(shown(built, around, Wish(ALLIANCE, "promise", "quota", "承诺", data)).more)
    body, count = found["p.scope.body"], found["p.applies_if.count"]
    assert [option.value for option in body.options] == ["", "auto", "county", "auto-1", "auto-2"]
    organisation, person = found["p.scope.organisation"], found["p.scope.person"]
    assert [(each.value, each.text) for each in organisation.options] == [
        ("", "不填"),
        ("gamma", "丙川"),
        ("alpha", "甲川"),
        ("bureau", "科技局"),
        ("beta", "乙川"),
    ]
    assert [(each.value, each.text) for each in person.options] == [
        ("", "不填"),
        ("p-2", "钱样例"),
        ("p-chief", "郑样例"),
    ]
    assert (count.control, count.chosen) == ("checks", ("@members", "@gone"))
    assert {option.value for option in count.options} >= {"@members", "@enterprises", "@gone"}


def test_a_promise_of_one_person_is_read_from_the_form_as_it_is_sent(around: Choices) -> None:
    fields = typed(p__scope__person="p-chief", p__min="1")
    assert read(around, "quota", fields) == {"min": 1, "scope": {"person": "p-chief"}}


def test_offices_of_other_bodies_are_named_where_they_are_chosen(
    built: Flask, around: Choices
) -> None:
    data = {**STATED["staffing"], "for": ["body:alliance", "body:county", "body:auto-1"]}
    wish = Wish(ALLIANCE, "promise", "staffing", "承诺", data)

    def offered(lang: str) -> list[str]:
        cell = cells(shown(built, around, wish, lang).blocks)["p.for"]
        return [each.text for each in cell.options if each.value.startswith("body:")]

    names = {lang: World(around, lang) for lang in ("zh", "en")}
    pairs = dict(around.branches)
    others = {lang: [names[lang].of(pairs[key]) for key in ("county", "auto-1")] for lang in names}
    assert offered("zh")[1:] == [f"{name}的职务" for name in others["zh"]]
    assert offered("en")[1:] == [f"Offices of {name}" for name in others["en"]]


def typed(**fields: str) -> Mapping[str, list[str]]:
    return {name.replace("__", "."): [value] for name, value in fields.items()}


def read(around: Choices, kind: str, fields: Mapping[str, list[str]]) -> Mapping[str, object]:
    wish = Wish(ALLIANCE, "promise", kind, "", {})
    return rule_form.wished(wish, World(around, "zh"), fields)[0].data


def test_what_phones_send_is_read_as_it_is_meant(around: Choices) -> None:
    wide = str.maketrans(
        "0123456789:", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff1a"
    )
    number, clock = "12".translate(wide), "19:30".translate(wide)
    fields = typed(p__min=number, p__start=clock, p__due=" 10 ", p__due__unit="wd")
    assert read(around, "quota", fields) == {"min": 12, "start": "19:30", "due": "10wd"}
    assert read(around, "quota", typed(p__min="many", p__plan="maybe")) == {"min": "many"}
    assert read(around, "constraint", typed(p__hard__time="19:00–21:00")) == {
        "hard": {"time": "19:00-21:00"}
    }


@pytest.mark.parametrize(
    ("typed_last", "until"),
    [
        ("2026-12-31", date(2027, 1, 1)),
        ("2099-12-31", date(2100, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
        ("", None),
    ],
)
def test_the_last_day_of_a_rule_is_asked_and_shown_as_it_counts(
    around: Choices, built: Flask, typed_last: str, until: date | None
) -> None:
    world = World(around, "zh")
    wish = Wish(ALLIANCE, "promise", "quota", "承诺", STATED["quota"])
    found, faults = rule_form.wished(wish, world, typed(until=typed_last))
    assert (found.until, faults) == (until, ())
    if until is not None and until < date.max:
        with built.test_request_context():
            form = rule_form.form(Draft(found, world, TODAY), "/rules/auto/new", ())
        assert cells(form.blocks)["until"].value == typed_last


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "最后一天太早：请填2026年9月14日或以后。",
                "最后一天（2026年9月1日至2026年8月30日）的先后不对：开始应早于结束，请改。",
            ],
        ),
        (
            "en",
            [
                "Last day is too early: enter 14 September 2026 or later.",
                (
                    "Last day (1 September 2026 to 30 August 2026) is in the wrong order: the "
                    "start comes before the end. Correct it."
                ),
            ],
        ),
    ],
)
def test_a_refused_end_is_told_by_the_last_day(
    around: Choices, built: Flask, lang: str, told: list[str]
) -> None:
    wish = Wish(ALLIANCE, "promise", "quota", "承诺", STATED["quota"])
    ends = {"value": date(2026, 8, 31), "start": date(2026, 9, 1)}
    refused = {"rule": "promise", "field": "until"}
    faults = (
        RuleError(**refused, reason="early_end", first=date(2026, 9, 15)),
        RuleError(**refused, reason="order", **ends),
    )
    with built.test_request_context(f"/?lang={lang}"):
        form = rule_form.form(
            Draft(wish, World(around, lang), TODAY, None, faults), "/rules/auto/new", ()
        )
    assert [(each.text, each.target) for each in form.faults] == [(each, "until") for each in told]


def test_days_that_cannot_be_read_are_refused_and_stay(built: Flask, around: Choices) -> None:
    wish = Wish(ALLIANCE, "promise", "quota", "承诺", STATED["quota"])
    fields = typed(since="明天", until="2027-02-30")
    found, faults = rule_form.wished(wish, World(around, "zh"), fields)
    assert [(each.fields["field"], each.fields["reason"]) for each in faults] == [
        ("since", "malformed"),
        ("until", "malformed"),
    ]
    with built.test_request_context():
        form = rule_form.form(
            Draft(found, World(around, "zh"), TODAY, fields, faults), "/rules/auto/new", ()
        )
    drawn = cells(form.blocks)
    assert (drawn["since"].value, drawn["until"].value) == ("明天", "2027-02-30")


def test_days_are_read_as_the_pages_write_them(around: Choices) -> None:
    wish = Wish(ALLIANCE, "promise", "anchor", "承诺", {})
    fields = typed(since="2027年1月1日", until="1 March 2028", p__date="7月1日", anchor__way="date")

    found, faults = rule_form.wished(wish, World(around, "zh"), fields)

    assert faults == ()
    assert (found.since, found.until, found.data) == (
        date(2027, 1, 1),
        date(2028, 3, 2),
        {"date": "07-01"},
    )


def test_only_the_chosen_way_counts(around: Choices) -> None:
    ways = typed(
        anchor__way="date",
        p__date="07-01",
        p__festival="qingming",
        p__rrule__every="MONTHLY",
        p__rrule__number="3",
        p__rrule__day="TH",
        host__way="open",
        p__host="organisation:alpha",
        p__late="forfeit",
        p__grace_days="30",
    )
    assert read(around, "anchor", ways) == {"date": "07-01", "late": "forfeit"}
    window = {**ways, "anchor.way": ["window"], "p.tolerance_days": ["9"], "p.window.from": ["x"]}
    assert read(around, "anchor", window) == {"window": {"from": "x"}, "late": "forfeit"}
    assert read(around, "anchor", {**ways, "anchor.way": ["rrule"]})["rrule"] == (
        "FREQ=MONTHLY;BYDAY=3TH"
    )
    assert "host" in read(around, "anchor", {**ways, "host.way": ["fixed"]})
    late = {**ways, "p.late": ["makeup"]}
    assert read(around, "anchor", late)["grace_days"] == 30


@pytest.mark.parametrize(
    ("fields", "pool"),
    [
        ({"p.pool.way": ["role"], "p.pool.role": ["town"]}, {"role": "town"}),
        ({"p.pool.way": ["officer"], "p.pool.officer": ["liaison"]}, {"officer": "liaison"}),
        ({"p.pool.way": ["list"], "p.pool.list": ["链主企业"]}, "@leaders"),
        ({"p.pool.way": ["list"], "p.pool.list": ["安全，党建"]}, ["安全", "党建"]),
        ({"p.pool.way": ["list"], "p.pool.list": [""]}, None),
        ({"p.pool.way": ["role"], "p.pool.role": [""]}, None),
        ({"p.pool.way": ["other"]}, None),
        ({}, None),
    ],
)
def test_a_pool_is_read_in_the_way_that_was_chosen(
    around: Choices, fields: Mapping[str, list[str]], pool: object
) -> None:
    (parameter,) = [
        each
        for each in rule_type(Rule("x", "rotation", "a", "x")).parameters
        if each.name == "pool"
    ]
    assert rule_tables.take(World(around, "zh"), parameter, fields) == pool


def test_names_are_read_as_the_keys_that_they_stand_for(around: Choices) -> None:
    seats = {
        "p.require.0.role": ["liaison"],
        "p.require.0.n": ["全部"],
        "p.require.1.role": ["lead_official"],
        "p.require.1.n": ["链主企业"],
        "p.require.2.n": ["2"],
    }
    assert read(around, "staffing", seats) == {
        "require": [
            {"role": "liaison", "n": "all"},
            {"role": "lead_official", "n": "@leaders"},
            {"n": 2},
        ]
    }
    soft = {"p.soft.0.prefer": ["周二、三"], "p.soft.0.w": ["2"], "p.soft.1.w": ["1"]}
    assert read(around, "constraint", soft) == {"soft": [{"prefer": "TU,WE", "w": 2}]}
    axes = {
        "p.axes.0.name": ["kind"],
        "p.axes.0.values": ["链上企业议事会、联盟日"],
        "p.axes.1.name": ["organisation"],
        "p.axes.1.values": ["成员企业"],
        "p.axes.2.name": ["team"],
    }
    assert read(around, "coverage", axes) == {
        "axes": {"kind": ["council", "alliance_day"], "organisation": "@enterprises", "team": []}
    }


def test_a_rule_is_offered_to_ride_on_what_makes_meetings_of_its_own(
    built: Flask, around: Choices
) -> None:
    hosts = (
        made("quota", STATED["quota"], "salon"),
        made("quota", {**STATED["quota"], "output": "visit"}, "visits"),
        made("quota", {**STATED["quota"], "with": "salon"}, "rider"),
    )
    world = replace(around, rules=hosts)

    def options(value: str) -> list[str]:
        data = STATED["quota"] | ({"with": value} if value else {})
        form = shown(built, world, Wish(ALLIANCE, "own", "quota", "承诺", data))
        return [each.value for each in cells((*form.blocks, *form.more))["p.with"].options]

    assert options("") == ["", "salon"]
    assert options("rider") == ["", "salon", "rider"]


def test_long_lists_begin_with_what_the_alliance_uses_and_go_by_name(
    built: Flask, around: Choices
) -> None:
    world = replace(
        around,
        kinds=(
            ("zh", ("招聘会", "Job fair")),
            ("exchange", ("链主企业交流对接", "Exchange")),
            ("ca", ("参观", "apple")),
            ("bo", ("博览会", "Zoo")),
        ),
        members=tuple(
            (key, (name, ""))
            for key, name in (
                ("b", "丙"),
                ("y", "乙"),
                ("j10", "甲10号"),
                ("j2", "甲2号"),
            )
        ),
        standing={"b": "member", "y": "chain_leader", "j2": "member", "j10": "member"},
        names={**around.names, "chain_leader": ("链主企业", "")},
        used=frozenset({"exchange"}),
    )

    def options(field: str, lang: str = "zh", value: str = "") -> list[tuple[str, str]]:
        data = STATED["quota"] | ({"host": value} if value else {}) | {"kind": "exchange"}
        wish = Wish(ALLIANCE, "promise", "quota", "承诺", data)
        form = shown(built, world, wish, lang)
        return [(each.group, each.text) for each in cells(form.blocks)[field].options]

    assert options("p.kind") == [
        ("", "请选择"),
        ("本联盟在用", "链主企业交流对接"),
        ("其他种类", "博览会"),
        ("其他种类", "参观"),
        ("其他种类", "招聘会"),
    ]
    assert [text for _, text in options("p.kind", "en")[1:]] == [
        "Exchange",
        "apple",
        "Job fair",
        "Zoo",
    ]
    assert options("p.host") == [
        ("", "不填"),
        ("链主企业", "乙"),
        ("其他成员", "丙"),
        ("其他成员", "甲2号"),
        ("其他成员", "甲10号"),
    ]
    assert ("其他成员", "gone") in options("p.host", value="gone")


def test_weekdays_that_cannot_be_read_stay_with_an_example_and_no_key(
    built: Flask, around: Choices
) -> None:
    found = read(around, "constraint", typed(p__soft__0__prefer="周二、明天"))
    assert found == {"soft": [{"prefer": "周二、明天"}]}
    wish = Wish(ALLIANCE, "promise", "constraint", "承诺", found)
    form = shown(built, around, wish, faults=flaws(made("constraint", dict(found))))
    assert cells(form.blocks)["p.soft.0.prefer"].value == "周二、明天"
    assert [each.text for each in form.faults] == [
        "偏好的星期看不懂，请写星期几，例：周二、周四。",
    ]
    (note,) = [block.note for block in form.blocks if block.id == "b-soft"]
    assert "星期例：周二、周四" in note


def test_a_constraint_without_a_limit_says_what_to_choose(built: Flask, around: Choices) -> None:
    wish = Wish(ALLIANCE, "promise", "constraint", "承诺", {})
    form = shown(built, around, wish, faults=flaws(made("constraint", {})))
    assert [(each.target, each.text) for each in form.faults] == [
        (
            "b-hard",
            "还没有选要管什么：请在地点、时段、偏好的星期、避开节假日里至少选一样。",
        )
    ]
