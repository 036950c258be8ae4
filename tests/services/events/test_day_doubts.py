from datetime import date

import pytest
from sqlalchemy import update

from scheduler.services.access import SYSTEM
from scheduler.services.events import acts, reading
from scheduler.services.events.day_doubts import Doubt
from scheduler.services.events.writing import Act
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from tests.support.world import ALLIANCE, COUNCILS, NOW, at, filled

THURSDAY, TUESDAY = date(2026, 10, 29), date(2027, 1, 5)
FIRST: dict[str, object] = {"rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}
WINTER: dict[str, object] = {"window": {"from": "12-20", "until": "01-11"}}


@pytest.mark.parametrize(
    ("data", "period", "day", "codes"),
    [
        (FIRST, "2026-11", THURSDAY, ()),
        (FIRST | {"if_off": "previous"}, "2026-11", THURSDAY, ()),
        (FIRST | {"if_off": "next"}, "2026-11", THURSDAY, ("period",)),
        (FIRST | {"tolerance_days": 2}, "2026-11", THURSDAY, ("period",)),
        (WINTER, "2026", TUESDAY, ()),
        ({"date": "12-20"}, "2026", TUESDAY, ("period",)),
    ],
)
def test_a_day_that_an_anchor_allows_is_not_doubted_for_lying_in_another_period(
    sqlite_url: str, data: dict[str, object], period: str, day: date, codes: tuple[str, ...]
) -> None:
    store, uid = filled(sqlite_url), COUNCILS[3]
    rule = RuleRow(alliance=ALLIANCE, position=9, key="days", type="anchor", name="样例")
    rule.data = {"kind": "council", **data}
    with store.write() as session:
        session.add(rule)
        kept = {"rule": "days", "period": period, "cell": "", "ordinal": 1}
        session.execute(update(EventRow).where(EventRow.uid == uid).values(**kept))
    acts.move(store, Act(uid, SYSTEM, NOW), at(day))
    told = tuple(Doubt(code, day, period=period) for code in codes)
    assert reading.view(store, uid, SYSTEM).doubts == told
