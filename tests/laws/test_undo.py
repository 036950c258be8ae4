"""Law 18 on the pure plan: undoing what was applied."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import VISIBLE, applied
from scheduler.rules.planning.undo import undone
from tests.laws.registry import FEW, on_each_type
from tests.laws.worlds import CASES, LIVED
from tests.rules.strategies import Case


@on_each_type(18)
@FEW
@given(data=st.data())
def test_law_18_undoing_an_applied_plan_restores_what_was_visible(
    kind: str, data: st.DataObject
) -> None:
    case = data.draw(CASES[kind] | LIVED[kind])
    plan = case.plan()
    after = case.on(applied(case.source, plan))
    back = case.on(undone(case.source, plan, after.source))
    assert _visible(back) == _visible(case)
    revisions = {event.uid: event.revision for event in after.source.events}
    touched = {change.uid for change in plan.changes}
    assert all(
        event.revision == revisions[event.uid] + (event.uid in touched)
        for event in back.source.events
    )
    again = back.plan()
    assert _outcome(again) == _outcome(plan)
    assert _visible(back.on(applied(back.source, again))) == _visible(after)


def _visible(case: Case) -> dict[str, tuple[object, ...]]:
    return {
        event.uid: (event.status, *(getattr(event, name) for name in (*VISIBLE, "why_date")))
        for event in case.source.events
        if event.status is not EventStatus.CANCELLED
    }


def _outcome(plan: Plan) -> tuple[object, ...]:
    return plan.placements, plan.changes, plan.unplaced, plan.conflicts, plan.forced
