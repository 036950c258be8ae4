from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import EventStatus
from scheduler.rules.inputs import NO_PAST, Past
from scheduler.services.gathering import gather
from scheduler.store import events
from scheduler.store.tables.planning import RuleRow, VisitRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, EXCHANGES, NOW, calendar, filled, unit


def test_what_keeps_promises_that_carry_is_gathered_from_all_years(database_url: str) -> None:
    store = filled(database_url)

    def gathered() -> Past:
        with store.read() as session:
            return gather(session, [ALLIANCE], 2026, NOW).past

    assert gathered() == NO_PAST
    like = next(event for event in calendar() if event.uid == EXCHANGES[0])
    made = {
        "old": replace(like, unit=unit("exchange", "2023", 1)),
        "hand": replace(like, unit=None),
        "theme": replace(like, unit=None, kind="salon", theme="exchange"),
        "salon": replace(like, unit=None, kind="salon"),
        "other": replace(like, unit=unit("quarterly_council", "2023-Q2")),
        "gone": replace(like, unit=None, status=EventStatus.CANCELLED),
    }
    years = timedelta(days=3 * 365)
    early = [
        replace(event, uid=uid, start=like.start - years, end=like.end - years)
        for uid, event in made.items()
    ]
    with store.write() as session:
        events.add(session, early)
        rule = session.get_one(RuleRow, (ALLIANCE, "exchange"))
        rule.data = {**rule.data, "late": "carry"}
        visit = VisitRow(
            id="v-1",
            alliance=ALLIANCE,
            rule="exchange",
            cell="body:auto",
            day=date(2024, 5, 6),
            at=NOW,
            actor="test",
        )
        session.add(visit)
    past = gathered()
    assert {event.uid for event in past.events if event.day().year == 2023} == {
        "old",
        "hand",
        "theme",
    }
    assert {event.uid for event in past.events} >= set(EXCHANGES)
    assert (past.visits, past.since) == ((), {ALLIANCE: (like.start - years).date()})
    before = statements(store, gathered)
    with store.write() as session:
        events.add(session, [replace(event, uid=f"{event.uid}-2") for event in early])
        rule = session.get_one(RuleRow, (ALLIANCE, "exchange"))
        rule.data = {**rule.data, "output": "visit"}
    assert statements(store, gathered) == before + 1
    assert [visit.id for visit in gathered().visits] == ["v-1"]
