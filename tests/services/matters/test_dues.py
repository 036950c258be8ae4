from datetime import date, timedelta

from scheduler.domain.matter import Step
from scheduler.services.matters import board, steps
from scheduler.services.matters.dues import Due
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store.tables.planning import RuleRow
from tests.support.world import ALLIANCE, NOW, principal, store_at, world

ORDER = {
    "on": "matter.raised",
    "steps": [
        {"role": "committee", "do": "dispatch", "due": "2wd"},
        {"role": "department", "do": "accept", "due": "1wd"},
        {"role": "department", "do": "resolve", "due": "20wd"},
    ],
}
DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")


def test_the_term_of_a_step_runs_from_the_day_the_step_before_was_taken(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="order", type="trigger", name="点单", data=ORDER
            )
        )
    secretary = principal(store, "secretary")
    new = NewMatter(ALLIANCE, "招工难", "labour", "organisation:alpha")
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key
    friday = NOW + timedelta(days=3)
    walk = (
        (None, NOW),
        (DISPATCH, NOW),
        (Taking(Step.RETURN), NOW),
        (DISPATCH, friday),
        (Taking(Step.ACCEPT), friday),
    )

    owed = []
    for taking, then in walk:
        if taking is not None:
            steps.take(store, key, taking, by=secretary, now=then)
        owed.append(board.view(store, key, by=secretary, now=NOW).card.due)

    assert (NOW.date(), friday.date()) == (date(2026, 8, 18), date(2026, 8, 21))
    assert owed == [
        Due("dispatch", date(2026, 8, 20), 2),
        Due("accept", date(2026, 8, 19), 1),
        Due("dispatch", date(2026, 8, 20), 2),
        Due("accept", date(2026, 8, 24), 6),
        Due("resolve", date(2026, 9, 18), 31),
    ]
    listed = board.listed(store, by=secretary, now=NOW, alliance=ALLIANCE)
    assert [card.due for card in listed] == owed[-1:]
