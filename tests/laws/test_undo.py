"""Law 18 on the pure plan: undoing what was applied."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus
from scheduler.rules.planning.diff import VISIBLE, applied
from scheduler.rules.planning.undo import undone
from tests.laws.registry import FEW, on_each_type
from tests.laws.worlds import LIVED
from tests.rules.strategies import Case


@on_each_type(18)
@FEW
@given(data=st.data())
def test_law_18_undoing_an_applied_plan_restores_what_was_visible(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(LIVED[kind])
    plan = case.plan()
    back = case.on(undone(case.source, plan, applied(case.source, plan)))
    assert _visible(back) == _visible(case)
    assert back.plan().placements == plan.placements


def _visible(case: Case) -> dict[str, tuple[object, ...]]:
    return {
        event.uid: (event.status, *(getattr(event, name) for name in (*VISIBLE, "why_date")))
        for event in case.source.events
        if event.status is not EventStatus.CANCELLED
    }
