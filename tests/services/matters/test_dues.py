from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from scheduler.domain.matter import MatterState, Method, Step
from scheduler.services.matters import board, steps
from scheduler.services.matters.dues import Due
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import ALLIANCE, NOW, OTHER, principal, store_at, world

ORDER: dict[str, object] = {
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


def _rules(store: Store, *rules: dict[str, object], **span: date) -> None:
    """Let these be the only triggers of the alliance."""
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.type == "trigger"))
        session.add_all(
            RuleRow(
                alliance=ALLIANCE,
                position=place,
                key=f"rule-{place}",
                type="trigger",
                name="要事",
                data=data,
                **span,
            )
            for place, data in enumerate(rules, start=9)
        )


def _consultation(due: str, **more: object) -> dict[str, object]:
    return {"on": "matter.accepted", "emit": "consultation", "due": due} | more


TAX = _consultation("3wd", where={"major": True, "category": ["tax"]})
MAJOR = _consultation("10wd", where={"major": True})
MINOR = _consultation("1wd", where={"major": False})
RAISED = _consultation("2wd", on="matter.raised")


def _accepted(store: Store, category: str = "用工") -> board.MatterView:
    secretary = principal(store, "secretary")
    new = NewMatter(ALLIANCE, "招工难", category, "organisation:alpha", major=True)
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key
    later = NOW + timedelta(days=1)
    for taking in (DISPATCH, Taking(Step.ACCEPT)):
        steps.take(store, key, taking, by=secretary, now=later)
    return board.view(store, key, by=secretary, now=NOW)


@pytest.mark.parametrize(
    ("rules", "category", "day"),
    [
        ((MAJOR, TAX), "tax", date(2026, 8, 24)),
        ((TAX, MAJOR), "tax.3", date(2026, 8, 24)),
        ((TAX, MAJOR, MINOR), "用工", date(2026, 9, 2)),
        ((MAJOR, RAISED), "labour", date(2026, 8, 20)),
    ],
)
def test_a_consultation_is_due_by_the_earliest_of_the_rules_that_fit(
    sqlite_url: str, rules: tuple[dict[str, object], ...], category: str, day: date
) -> None:
    store = world(store_at(sqlite_url))
    _rules(store, *rules, ORDER)

    seen = _accepted(store, category)

    assert seen.card.due == Due("consult", day, (day - NOW.date()).days)
    assert seen.possible == (Step.WITHDRAW,)


def test_a_major_matter_that_no_rule_wants_consulted_is_resolved_in_its_own_term(
    sqlite_url: str,
) -> None:
    store = world(store_at(sqlite_url))
    _rules(store, TAX, MINOR, ORDER)

    seen = _accepted(store)
    taking = Taking(Step.RESOLVE, method=Method.DIRECT)
    key = seen.card.matter.key
    done = steps.take(store, key, taking, by=principal(store, "secretary"), now=NOW)

    assert seen.card.due == Due("resolve", date(2026, 9, 16), 29)
    assert seen.possible == (Step.RESOLVE, Step.WITHDRAW)
    assert done.state is MatterState.RESOLVED


@pytest.mark.parametrize(
    "span",
    [
        {"until": NOW.date()},
        {"since": NOW.date() + timedelta(days=9), "until": NOW.date() + timedelta(days=9)},
    ],
)
def test_a_rule_that_does_not_stand_promises_nothing_of_a_matter(
    sqlite_url: str, span: dict[str, date]
) -> None:
    store = world(store_at(sqlite_url))
    _rules(store, MAJOR, ORDER, **span)

    assert _accepted(store).card.due is None


def test_a_consultation_whose_condition_is_not_met_is_owed_by_nobody(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    unmet = _consultation("3wd", applies_if={"count": "@members", "min": 99})
    met = _consultation("10wd", applies_if={"count": "@members", "min": 1})
    _rules(store, unmet, ORDER)
    without = _accepted(store)
    taking = Taking(Step.RESOLVE, method=Method.DIRECT)
    key = without.card.matter.key
    done = steps.take(store, key, taking, by=principal(store, "secretary"), now=NOW)
    _rules(store, unmet, met, ORDER)

    assert (without.card.due, done.state) == (
        Due("resolve", date(2026, 9, 16), 29),
        MatterState.RESOLVED,
    )
    assert _accepted(store).card.due == Due("consult", date(2026, 9, 2), 15)


@pytest.mark.parametrize(
    ("group", "due"),
    [
        ((ALLIANCE, OTHER), Due("consult", date(2026, 8, 24), 6)),
        ((OTHER,), Due("resolve", date(2026, 9, 16), 29)),
    ],
)
def test_a_joint_consultation_of_another_alliance_counts_for_those_that_take_part(
    sqlite_url: str, group: tuple[str, ...], due: Due
) -> None:
    store = world(store_at(sqlite_url))
    _rules(store, ORDER)
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="pair", alliance=key) for key in group)
        session.add(
            RuleRow(
                alliance=OTHER,
                position=9,
                key="joint",
                type="trigger",
                name="联商",
                data=_consultation("3wd", scope={"group": "pair"}),
            )
        )

    assert _accepted(store).card.due == due


def test_of_several_rules_the_earliest_term_of_each_step_counts(sqlite_url: str) -> None:
    def order(*dues: str, **more: object) -> dict[str, object]:
        names = ("dispatch", "accept", "resolve")
        terms = zip(names, dues, strict=True)
        made = [{"role": "committee", "do": name, "due": due} for name, due in terms]
        return {"on": "matter.raised", "steps": made} | more

    store = world(store_at(sqlite_url))
    labour = order("1d", "9d", "3wd", escalate="guide", where={"category": ["labour"]})
    silent = order("1d", "9d", "9wd")
    tax = order("0d", "0d", "0d", escalate="guide", where={"category": ["tax"]})
    _rules(store, ORDER | {"escalate": "liaison"}, silent, labour, tax)
    secretary = principal(store, "secretary")
    new = NewMatter(ALLIANCE, "招工难", "labour", "organisation:alpha")
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key

    owed = [board.view(store, key, by=secretary, now=NOW).card.due]
    for taking in (DISPATCH, Taking(Step.ACCEPT)):
        steps.take(store, key, taking, by=secretary, now=NOW)
        owed.append(board.view(store, key, by=secretary, now=NOW).card.due)

    assert owed == [
        Due("dispatch", date(2026, 8, 19), 1, "guide"),
        Due("accept", date(2026, 8, 19), 1, "liaison"),
        Due("resolve", date(2026, 8, 21), 3, "guide"),
    ]


def test_a_catalogue_routes_only_the_matters_that_its_rule_is_about(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    routes = {"version": "1", "routes": {"labour": "organisation:bureau"}}
    _rules(store, ORDER | {"catalogue": routes, "where": {"major": True}})
    secretary = principal(store, "secretary")
    for major, routed in ((True, "organisation:bureau"), (False, "")):
        new = NewMatter(ALLIANCE, "招工难", "labour", "organisation:alpha", major=major)
        key = steps.raise_matter(store, new, by=secretary, now=NOW).key
        assert board.view(store, key, by=secretary, now=NOW).routed == routed
