from datetime import date

import pytest

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    DomainError,
    MemberTwiceError,
    MissingFieldError,
    NotFoundError,
)
from scheduler.services.names import Name
from scheduler.services.plans.movable import Movable
from scheduler.services.plans.scope import Scope
from scheduler.services.roster.listing import Candidate
from scheduler.web.parts import Field, Form, Option
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.supposing import Away, Moved, Supposed
from scheduler.web.plans.what_if import clauses, what_if_form

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
AWAY = Away("venue:hall", JUNE, JULY)
ALPHA, NEW = "organisation:alpha", "organisation:new"
HALL = (("venue:hall", "链上会客厅"),)
MOVABLE = Movable(
    ("auto",),
    (Candidate(NEW, "enterprise", Name("样例新企业", "新企业", "New Works")),),
    (ALPHA,),
    ("chain_leader", "member"),
    {
        ALPHA: Name("样例甲川公司", "甲川", "Sample Alpha"),
        "chain_leader": Name("链主企业", "链主企业", "Chain leader"),
        "body:auto": Name("样例汽车链", "汽车链", ""),
        "body:steel": Name("样例钢铁链", "钢铁链", ""),
    },
)
NOBODY = Option("", "不选")
SCOPE = Scope(("auto",))


def test_the_form_offers_who_may_be_away_join_and_leave() -> None:
    roles = (Option("chain_leader", "链主企业"), Option("member", "成员单位"))
    joining = (NOBODY, Option(NEW, "样例新企业", group="企业"))
    leaving = (NOBODY, Option(ALPHA, "样例甲川公司"))
    hall = (NOBODY, Option("venue:hall", "链上会客厅"))
    day = "2026-06-30"
    assert what_if_form(Asked(SCOPE, 2026, "zh", Supposed(AWAY)), HALL, MOVABLE, {}) == Form(
        "/plans/what-if",
        "试算",
        (
            Field("resource", "谁或哪里", "venue:hall", "select", options=hall, optional=True),
            Field("first", "从哪天起不行", day, "date", optional=True),
            Field("last", "到哪天为止", "2026-07-01", "date", optional=True),
            Field("join", "谁加入", "", "select", options=joining, optional=True),
            Field("role", "以什么角色加入", "member", "select", options=roles),
            Field("leave", "谁退出", "", "select", options=leaving, optional=True),
            Field("since", "从哪天起加入或退出", "", "date", optional=True),
        ),
        summary="如果……会怎样",
        note="只是试算，什么都不会保存。",
        hidden=(("alliance", "auto"), ("year", "2026")),
    )


def test_of_several_alliances_one_is_chosen() -> None:
    several = Movable(("auto", "steel"), (), (), ("member",), MOVABLE.names)
    form = what_if_form(Asked(Scope(everything=True), 2026, "zh"), (), several, {})
    (body,) = (each for each in form.fields if each.name == "body")
    options = (NOBODY, Option("auto", "样例汽车链"), Option("steel", "样例钢铁链"))
    assert body == Field("body", "加入或退出哪个联盟", "", "select", options=options)


TYPED = {"join": NEW, "leave": ALPHA, "since": "2026-06-30", "role": "member"}


@pytest.mark.parametrize(
    ("error", "faults"),
    [
        (
            DateError(field="first", value="明天", reason="malformed"),
            {"first": "第一天“明天”看不懂，请按2026-09-09的样子填。"},
        ),
        (
            DateError(
                field="day", value=JUNE, first=JULY, reason="past", at=("patch", "leaves", 0)
            ),
            {"since": "日期（2026年6月30日）已经过去，最早填2026年7月1日。"},
        ),
        (
            MissingFieldError(
                field="join",
                reason="choose",
                others=(MissingFieldError(field="alliance", reason="choose"),),
            ),
            {"join": "请选择加入或退出的单位。", "body": "请选择联盟。"},
        ),
        (
            NotFoundError(entity="resource", key="venue:x"),
            {"resource": "所选的已经不在了，请另选一个。"},
        ),
        (NotFoundError(entity="member", key=NEW), {"join": "所选的已经不在了，请另选一个。"}),
        (
            NotFoundError(entity="membership", key=ALPHA),
            {"leave": "没有找到成员关系“样例甲川公司”，或者您看不到它。请核对后再试。"},
        ),
        (
            MemberTwiceError(member=ALPHA, body="body:auto", names={ALPHA: ("甲川", "")}),
            {"join": "“甲川”那时已经是“auto”的成员，不用再加入。请换一家，或先让它退出。"},
        ),
        (ChoiceError(field="member", value="body:auto", reason="itself"), {"join": None}),
        (ChoiceError(field="role", value="zzz", allowed="member"), {"role": None}),
    ],
)
def test_each_fault_stands_beside_its_field_and_what_was_typed_stays(
    error: DomainError, faults: dict[str, str | None]
) -> None:
    several = Movable(
        ("auto", "steel"), *(MOVABLE.joining, MOVABLE.leaving, MOVABLE.roles), MOVABLE.names
    )
    form = what_if_form(Asked(SCOPE, 2026, "zh"), HALL, several, TYPED, error)
    found = {each.name: each.fault for each in form.faulty}
    assert found == {name: told or found[name] for name, told in faults.items()}
    assert {each.name: each.value for each in form.fields if each.value} == TYPED


def test_what_is_not_offered_any_more_stays_chosen() -> None:
    form = what_if_form(Asked(SCOPE, 2026, "zh"), HALL, MOVABLE, {"leave": "organisation:gone"})
    (leave,) = (each for each in form.fields if each.name == "leave")
    assert leave.options[-1] == Option("organisation:gone", "gone")


def test_what_is_supposed_is_said_in_both_languages() -> None:
    names = {NEW: "新企业", ALPHA: "甲川", "body:auto": "汽车链", "venue:hall": "会客厅"}
    moved = Moved("auto", JULY, NEW, ALPHA)
    both, away = Supposed(AWAY, moved), Supposed(Away("venue:hall", JUNE, JUNE))
    assert clauses(both, names, "zh") == (
        "会客厅6月30日至7月1日不行，新企业7月1日起加入汽车链，甲川7月1日起退出汽车链"
    )
    assert clauses(both, names, "en") == (
        "会客厅 is away from 30 June to 1 July, 新企业 joins 汽车链 on 1 July, "
        "甲川 leaves 汽车链 on 1 July"
    )
    assert clauses(away, {}, "zh") == "venue:hall6月30日不行"
