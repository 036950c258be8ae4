"""Rules that are kept: made, changed from a day on, and what they said before."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError, RuleError, StaleVersionError
from scheduler.domain.roster import Tenure
from scheduler.rules.model import Rule
from scheduler.services import overview
from scheduler.services.access import SYSTEM
from scheduler.services.plans import rule_preview
from scheduler.services.reports import quarter as reports
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import wish_of
from scheduler.store import Store
from scheduler.store.tables.roster import BodyRow, GroupMemberRow
from tests.services.rules.salon import FIRST, SALON, entries, found, secretary
from tests.support.world import ALLIANCE, NOW, OTHER, principal


def save(store: Store, key: str, revision: int = 1, **data: Any) -> Rule:  # noqa: ANN401 - any JSON value
    wish = wish_of(found(store, key))
    wish = replace(wish, data={**wish.data, **data}, since=None)
    return keeping.change(store, wish, revision, by=secretary(store), now=NOW)


def test_a_new_rule_is_kept_and_told(store: Store) -> None:
    made = keeping.create(store, SALON, by=secretary(store), now=NOW)

    assert made == found(store, "monthly_salon")
    assert (made.tenure, made.revision, made.basis) == (Tenure(date(2026, 8, 18)), 1, "章程第六条")
    ((kind, entity, detail),) = entries(store)
    assert (kind, entity) == ("created", f"{ALLIANCE}/monthly_salon")
    assert detail["min"] == {"from": None, "to": 1}
    assert detail["rule_since"] == {"from": None, "to": "2026-08-18"}
    assert detail["name"] == "月度沙龙"


def test_a_rule_of_a_group_is_told_to_each_of_its_alliances(store: Store) -> None:
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
    wish = replace(SALON, data={**SALON.data, "scope": {"group": "both"}})
    made = keeping.create(store, wish, by=secretary(store), now=NOW)
    alone = replace(wish_of(made), data=SALON.data)
    keeping.change(store, alone, 1, by=secretary(store), now=NOW)

    assert [kind for kind, _, _ in entries(store, OTHER)] == ["created", "changed"]
    assert entries(store, OTHER) == entries(store)


def test_a_rule_that_made_nothing_yet_is_changed_wholly(store: Store) -> None:
    keeping.create(store, SALON, by=secretary(store), now=NOW)

    made = save(store, "monthly_salon", min=2)

    assert (made.former, made.data["min"], made.revision) == ((), 2, 2)
    assert made.tenure == Tenure(date(2026, 8, 18))
    assert keeping.view(store, ALLIANCE, "monthly_salon", by=SYSTEM, now=NOW).first is None


def test_a_rule_at_work_changes_after_what_is_frozen(store: Store) -> None:
    assert keeping.view(store, ALLIANCE, "exchange", by=SYSTEM, now=NOW).first == FIRST

    made = save(store, "exchange", min=4)

    assert made == found(store, "exchange")
    assert [(each.data["min"], each.tenure) for each in made.versions] == [
        (3, Tenure(None, FIRST)),
        (4, Tenure(FIRST)),
    ]
    ((kind, _, detail),) = entries(store)
    assert (kind, detail["min"]) == ("changed", {"from": 3, "to": 4})
    assert detail["rule_since"] == {"from": None, "to": "2026-09-01"}


def test_a_rule_that_only_limits_changes_after_what_is_frozen_as_well(store: Store) -> None:
    assert keeping.view(store, ALLIANCE, "host_turns", by=SYSTEM, now=NOW).first == FIRST
    made = save(store, "host_turns", cooldown=0)
    assert made.former[0].data["cooldown"] == 1


def test_a_change_begins_no_earlier_than_it_may(store: Store) -> None:
    keeping.create(store, SALON, by=secretary(store), now=NOW)
    wish = replace(wish_of(found(store, "monthly_salon")), since=date(2026, 8, 1))
    with pytest.raises(RuleError) as caught:
        keeping.change(store, wish, 1, by=secretary(store), now=NOW)
    assert caught.value.fields["reason"] == "early"

    wish = replace(wish_of(found(store, "exchange")), since=date(2026, 8, 31))
    wish = replace(wish, data={**wish.data, "min": 4})
    with pytest.raises(RuleError) as caught:
        keeping.change(store, wish, 1, by=secretary(store), now=NOW)
    assert caught.value.fields["first"] == FIRST


def test_a_rule_that_somebody_else_changed_first_is_not_overwritten(store: Store) -> None:
    save(store, "exchange", min=4)
    with pytest.raises(StaleVersionError) as caught:
        save(store, "exchange", min=5)
    assert caught.value.fields == {"entity": "rule", "key": "exchange", "revision": 2}
    assert found(store, "exchange").data["min"] == 4


@pytest.mark.parametrize(
    ("role", "error"),
    [("member", ForbiddenError), ("branch", ForbiddenError), ("other", NotFoundError)],
)
def test_only_those_who_may_edit_write_rules(
    store: Store, role: str, error: type[Exception]
) -> None:
    by = principal(store, role)
    place = (ALLIANCE, "exchange")
    wish = wish_of(found(store, "exchange"))
    for act in (
        lambda: keeping.create(store, SALON, by=by, now=NOW),
        lambda: rule_preview.tried(store, SALON, by=by, now=NOW),
        lambda: keeping.change(store, wish, 1, by=by, now=NOW),
        lambda: keeping.end(store, place, FIRST, 1, by=by, now=NOW),
        lambda: keeping.delete(store, place, 1, by=by, now=NOW),
    ):
        with pytest.raises(error):
            act()
    if role != "other":
        assert not keeping.view(store, *place, by=by, now=NOW).may_edit


def test_what_is_said_of_a_promise_follows_the_version_of_the_day(store: Store) -> None:
    save(store, "exchange", min=4)

    def note(day: date) -> str:
        now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        seen = overview.year_view(store, ALLIANCE, 2026, by=SYSTEM, lang="zh", now=now)
        return seen.notes[ALLIANCE, "exchange"]

    assert (note(date(2026, 8, 31)), note(FIRST)) == ("每年3次", "每年4次")
    quarters = {
        number: reports.quarter(store, ALLIANCE, f"2026-Q{number}", by=SYSTEM, now=NOW).terms[
            "exchange"
        ]
        for number in (2, 3)
    }
    assert quarters == {
        2: ("每年3次", "Each year 3 times"),
        3: ("每年4次", "Each year 4 times"),
    }


def test_a_body_that_is_no_alliance_has_no_rules(store: Store) -> None:
    with store.read() as session:
        assert session.get(BodyRow, "auto-1") is not None
    with pytest.raises(NotFoundError):
        keeping.create(store, replace(SALON, alliance="auto-1"), by=SYSTEM, now=NOW)
