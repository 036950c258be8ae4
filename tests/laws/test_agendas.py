"""Law 12 for matters: none that a promise calls for is left without an agenda."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus
from scheduler.rules.kinds import trigger
from scheduler.rules.language.making import maker_of
from tests.laws.registry import FEW
from tests.laws.worlds import LIVED


@FEW
@given(data=st.data())
def test_law_12_every_matter_that_is_called_for_is_on_an_agenda(data: st.DataObject) -> None:
    case = data.draw(LIVED["trigger"])
    source, plan = case.source, case.plan()
    told = {missing.unit for missing in plan.unplaced}
    handled = {
        *((each.unit.rule, key) for each in plan.placements for key in each.matters),
        *(
            (event.unit.rule, key)
            for event in source.events
            if event.unit is not None and event.status is EventStatus.HELD
            for key in event.matters
        ),
        *(
            (unit.key.rule, key)
            for unit in case.units
            if unit.key in told or str(unit.key) in source.waived
            for key in unit.matters
        ),
    }
    called = {
        (rule.key, found.matter.key)
        for rule in source.rules
        if rule.type == "trigger" and rule.data.get("plan", True) is True
        for spec in [trigger.parse(rule)]
        for found in trigger.cases(maker_of(rule, spec.terms, source), spec)
        if found.due > source.start
    }
    assert called - handled == set()
