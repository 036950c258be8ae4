import pytest
from werkzeug.datastructures import MultiDict

from scheduler.domain.errors import DateError
from scheduler.rules.planning.patch import UNCHANGED
from scheduler.services.plans.scope import Scope
from scheduler.web.plans import asked as plan_asked
from scheduler.web.plans.asked import Asked


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
