from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from scheduler.domain.errors import DateError, InvalidError, MissingFieldError
from scheduler.rules.inputs import Blackout
from scheduler.rules.planning.patch import UNCHANGED, Patch
from scheduler.services.plans.scope import Scope
from scheduler.web.parts import Field, Form, Option
from scheduler.web.plans import asked as plan_asked
from scheduler.web.plans.asked import Asked, Away

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
AWAY = Away("venue:hall", JUNE, JULY)
TYPED = {"resource": " venue:hall ", "first": "2026-06-30", "last": "2026-07-01"}


def test_a_plan_is_asked_for_by_alliances_group_or_all() -> None:
    form = MultiDict([("alliance", "b"), ("alliance", "a"), ("alliance", "b"), ("year", "2027")])
    wanted = plan_asked.asked(form, 2026, "zh")
    assert wanted == Asked(Scope(("b", "a")), 2027, "zh")
    assert wanted.href(("done", "1,2,3")) == "/plans?alliance=b&alliance=a&year=2027&done=1%2C2%2C3"
    both = plan_asked.asked(MultiDict([("group", "g"), ("all", "1")]), 2026, "en")
    assert both == Asked(Scope(group="g", everything=True), 2026, "en")
    assert both.pairs == (("group", "g"), ("all", "1"), ("year", "2026"))
    assert both.patch == UNCHANGED
    empty = MultiDict([("alliance", ""), ("group", ""), ("all", "0")])
    assert plan_asked.asked(empty, 2026, "zh").nothing
    assert not both.nothing


@pytest.mark.parametrize("written", ["abc", "20270", "-1", "", "1999", "2100"])
def test_a_year_that_cannot_be_planned_is_refused_with_those_that_can(written: str) -> None:
    with pytest.raises(DateError) as refused:
        plan_asked.asked(MultiDict([("alliance", "a"), ("year", written)]), 2026, "zh")
    bounds = {"first": "2000", "last": "2099"}
    assert refused.value.fields == {"field": "year", "value": written, "reason": "year", **bounds}


def test_an_absence_is_read_and_written_back() -> None:
    assert plan_asked.away(TYPED, JUNE) == AWAY
    assert AWAY.patch == Patch(blackouts=(Blackout("venue:hall", JUNE, date(2026, 7, 2)),))
    assert plan_asked.away(dict(plan_asked.supposed(AWAY)), JUNE, "if_") == AWAY
    assert plan_asked.away(TYPED | {"last": " "}, JUNE) == Away("venue:hall", JUNE, JUNE)


@pytest.mark.parametrize(
    ("typed", "error", "field"),
    [
        ({"resource": ""}, MissingFieldError, "resource"),
        ({"resource": "hall"}, MissingFieldError, "resource"),
        ({"first": ""}, MissingFieldError, "first"),
        ({"first": "2026-06-31"}, DateError, "first"),
        ({"first": "20260630"}, DateError, "first"),
        ({"first": "1999-06-30"}, DateError, "first"),
        ({"last": "2026-06-29"}, DateError, "last"),
        ({"last": "2026-06-30"}, DateError, "last"),
        ({"last": ""}, DateError, "first"),
    ],
)
def test_what_is_no_absence_is_refused_at_its_field(
    typed: dict[str, str], error: type[InvalidError], field: str
) -> None:
    with pytest.raises(error) as refused:
        plan_asked.away(TYPED | typed, JULY)
    assert refused.value.fields["field"] == field


def test_the_form_keeps_what_was_typed_and_tells_the_fault_beside_it() -> None:
    wanted = Asked(Scope(("auto",)), 2026, "zh", AWAY)
    resources = (("venue:hall", "链上会客厅"),)
    fields = (
        Field(
            "resource",
            "谁或哪里",
            "venue:hall",
            "select",
            options=(Option("venue:hall", "链上会客厅"),),
        ),
        Field("first", "从哪天起不行", "2026-06-30", "date"),
        Field("last", "到哪天为止", "2026-07-01", "date", optional=True),
    )
    assert plan_asked.what_if_form(wanted, resources, {}) == Form(
        "/plans/what-if",
        "试算",
        fields,
        summary="如果……会怎样",
        note="只是试算，什么都不会保存。",
        hidden=(("alliance", "auto"), ("year", "2026")),
    )
    typed = {"resource": "venue:hall", "first": "明天", "last": ""}
    error = DateError(field="first", value="明天", reason="malformed")
    told = plan_asked.what_if_form(Asked(wanted.scope, 2026, "zh"), resources, typed, error)
    assert [(each.value, bool(each.fault)) for each in told.fields] == [
        ("venue:hall", False),
        ("明天", True),
        ("", False),
    ]
