from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from scheduler.domain.errors import (
    ChoiceError,
    DomainError,
    ForbiddenError,
    MatterStateError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
    TextError,
    UnknownFieldError,
)
from scheduler.domain.matter import MatterState, Method, Step
from scheduler.domain.text import say
from scheduler.services.matters import board as matter_board
from scheduler.services.matters import steps as matters
from scheduler.services.matters.dues import Due
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store, ledger
from scheduler.store import matters as queries
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import MembershipRow, NameRow
from tests.support.consulting import consult
from tests.support.world import ALLIANCE, NOW, OTHER, principal, store_at, world

NEW = NewMatter(ALLIANCE, "厂区夜班班车绕行", "transport", "organisation:alpha", "说明", major=True)
CHOSEN = {"reason": "choose"}
DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")


@pytest.fixture
def store(database_url: str) -> Store:
    return world(store_at(database_url))


def _walk(store: Store, *steps: Taking) -> str:
    secretary = principal(store, "secretary")
    key = matters.raise_matter(store, NEW, by=secretary, now=NOW).key
    for number, taking in enumerate(steps, start=1):
        then = NOW + timedelta(hours=number)
        if taking.step is Step.CONSULT:
            consult(store, key, then)
        else:
            matters.take(store, key, taking, by=secretary, now=then)
    return key


def test_a_matter_walks_from_raised_to_resolved(store: Store) -> None:
    key = _walk(
        store,
        DISPATCH,
        Taking(Step.ACCEPT),
        Taking(Step.CONSULT),
        Taking(Step.RESOLVE, method=Method.CONSULTATION, note="当场办结"),
    )

    seen = matter_board.view(store, key, by=principal(store, "member"), now=NOW)

    matter = seen.card.matter
    assert key == "m-auto-001"
    assert (matter.state, matter.method, matter.department, matter.revision) == (
        MatterState.RESOLVED,
        Method.CONSULTATION,
        "organisation:bureau",
        5,
    )
    assert (matter.accepted_at, matter.resolved_at) == (
        NOW + timedelta(hours=2),
        NOW + timedelta(hours=4),
    )
    assert [(step.step, step.note) for step in seen.steps] == [
        ("raise", ""),
        ("dispatch", ""),
        ("accept", ""),
        ("consult", ""),
        ("resolve", "当场办结"),
    ]
    assert (seen.possible, seen.handle, seen.events) == ((), False, ())


def test_each_step_stands_in_the_ledger_of_the_alliance(store: Store) -> None:
    key = _walk(store, DISPATCH, Taking(Step.RETURN))

    with store.read() as session:
        rows = [
            (row.alliance, row.kind, row.revision, row.detail, row.plan_relevant)
            for row in ledger.of_entity(session, "matter", key)
        ]
    assert rows == [
        ("auto", "raised", 1, {"state": {"from": None, "to": "raised"}}, True),
        ("auto", "dispatched", 2, {"state": {"from": "raised", "to": "dispatched"}}, True),
        ("auto", "raised", 3, {"state": {"from": "dispatched", "to": "raised"}}, True),
    ]


def test_only_a_held_meeting_consults(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    key = _walk(store, DISPATCH, Taking(Step.ACCEPT))

    with pytest.raises(MatterStateError) as refusal:
        matters.take(store, key, Taking(Step.CONSULT), by=principal(store, "secretary"), now=NOW)

    assert refusal.value.fields["reason"] == "meeting"


def test_numbers_count_inside_each_alliance(store: Store) -> None:
    committee = principal(store, "committee")
    other = NewMatter(OTHER, "别的事", "transport", "organisation:gamma")

    keys = [
        matters.raise_matter(store, new, by=committee, now=NOW).key for new in (NEW, other, NEW)
    ]

    assert keys == ["m-auto-001", "m-steel-001", "m-auto-002"]


def _leave(store: Store, *members: str) -> None:
    with store.write() as session:
        session.execute(delete(MembershipRow).where(MembershipRow.member.in_(members)))
        session.add_all(
            MembershipRow(body=ALLIANCE, member=member, role="member", until=NOW.date())
            for member in members
        )


def test_who_has_left_the_alliance_raises_and_takes_nothing(store: Store) -> None:
    secretary = principal(store, "secretary")
    key = matters.raise_matter(store, NEW, by=secretary, now=NOW).key
    _leave(store, "body:auto-2", "organisation:alpha", "organisation:bureau")

    for asker in ("body:auto-2", "organisation:alpha"):
        with pytest.raises(ChoiceError) as refused:
            matters.raise_matter(store, replace(NEW, raised_by=asker), by=secretary, now=NOW)
        assert refused.value.fields == {
            "field": "raised_by",
            "value": asker,
            "allowed": "body:auto, body:auto-1, organisation:beta, organisation:gamma",
            "reason": "outside",
            "names": NAMED[asker],
        }
    with pytest.raises(ChoiceError):
        matters.take(store, key, DISPATCH, by=secretary, now=NOW)
    offered = matter_board.choices(store, ALLIANCE, by=secretary, now=NOW).raisers
    assert [each for each, _ in offered] == ["organisation:beta", "organisation:gamma"]
    assert matter_board.view(store, key, by=secretary, now=NOW).departments == ()


NAMED = {
    "body:auto-2": {"body:auto-2": ("第2支部", "")},
    "organisation:alpha": {"organisation:alpha": ("甲川", "Sample Alpha")},
}
BUREAU_LEFT = {
    "field": "department",
    "value": "organisation:bureau",
    "reason": "left",
    "names": {"organisation:bureau": ("科技局", "")},
}
METHOD = Taking(Step.RESOLVE, method=Method.DIRECT)


@pytest.mark.parametrize(
    ("taken", "refused", "possible"),
    [
        ((DISPATCH,), Taking(Step.ACCEPT), (Step.DISPATCH, Step.WITHDRAW)),
        ((DISPATCH,), Taking(Step.RETURN), (Step.DISPATCH, Step.WITHDRAW)),
        (
            (DISPATCH, Taking(Step.ACCEPT, major=False)),
            METHOD,
            (Step.DISPATCH, Step.WITHDRAW),
        ),
        ((DISPATCH, Taking(Step.ACCEPT), Taking(Step.CONSULT)), METHOD, (Step.DISPATCH,)),
    ],
)
def test_what_lies_with_a_department_that_left_is_dispatched_to_another(
    sqlite_url: str, taken: tuple[Taking, ...], refused: Taking, possible: tuple[Step, ...]
) -> None:
    store = world(store_at(sqlite_url))
    secretary = principal(store, "secretary")
    key = _walk(store, *taken)
    _leave(store, "organisation:bureau")

    before = matter_board.view(store, key, by=secretary, now=NOW)
    with pytest.raises(ChoiceError) as refusal:
        matters.take(store, key, refused, by=secretary, now=NOW)
    elsewhere = Taking(Step.DISPATCH, department="organisation:gamma")
    sent = matters.take(store, key, elsewhere, by=secretary, now=NOW + timedelta(days=1))
    after = matter_board.view(store, key, by=secretary, now=NOW)

    assert (before.left, before.possible, refusal.value.fields) == (True, possible, BUREAU_LEFT)
    matter = before.card.matter
    revision = matter.revision + 1
    assert sent == replace(matter, department="organisation:gamma", revision=revision)
    last = after.steps[-1]
    assert (last.step, last.department) == ("dispatch", "organisation:gamma")
    assert {key: name.short for key, name in after.names.items()} == {
        "organisation:bureau": "科技局",
        "organisation:gamma": "丙川",
    }
    assert (after.left, Step.DISPATCH in after.possible) == (False, False)


MEMBERS = (
    "body:auto, body:auto-1, body:auto-2, organisation:alpha, organisation:beta, "
    "organisation:bureau, organisation:gamma"
)


@pytest.mark.parametrize(
    ("steps", "error", "fields"),
    [
        (
            (Taking(Step.ACCEPT),),
            MatterStateError,
            {"matter": "m-auto-001", "state": "raised", "step": "accept"},
        ),
        (
            (DISPATCH, Taking(Step.ACCEPT), Taking(Step.RESOLVE, method=Method.DIRECT)),
            MatterStateError,
            {"matter": "m-auto-001", "state": "accepted", "step": "resolve", "reason": "first"},
        ),
        ((Taking(Step.DISPATCH),), MissingFieldError, {"field": "department"} | CHOSEN),
        (
            (DISPATCH, Taking(Step.ACCEPT), Taking(Step.WITHDRAW, major=False)),
            UnknownFieldError,
            {"field": "major", "reason": "step", "step": "withdraw"},
        ),
        (
            (DISPATCH, Taking(Step.ACCEPT, department="organisation:elsewhere")),
            UnknownFieldError,
            {"field": "department", "reason": "step", "step": "accept"},
        ),
        (
            (Taking(Step.DISPATCH, department="organisation:bureau", method=Method.PROXY),),
            UnknownFieldError,
            {"field": "method", "reason": "step", "step": "dispatch"},
        ),
        (
            (DISPATCH, Taking(Step.ACCEPT, major=False), Taking(Step.RESOLVE)),
            MissingFieldError,
            {"field": "method"} | CHOSEN,
        ),
        (
            (Taking(Step.DISPATCH, department="organisation:elsewhere"),),
            ChoiceError,
            {"field": "department", "value": "organisation:elsewhere", "allowed": MEMBERS},
        ),
        (
            (Taking(Step.WITHDRAW, revision=7),),
            StaleVersionError,
            {"entity": "matter", "key": "m-auto-001", "revision": 1},
        ),
    ],
)
def test_a_refused_step_changes_nothing(
    sqlite_url: str, steps: tuple[Taking, ...], error: type[DomainError], fields: dict[str, object]
) -> None:
    store = world(store_at(sqlite_url))
    key = _walk(store, *steps[:-1])
    secretary = principal(store, "secretary")
    before = matter_board.view(store, key, by=secretary, now=NOW)

    with pytest.raises(error) as refusal:
        matters.take(store, key, steps[-1], by=secretary, now=NOW)

    assert refusal.value.fields == fields
    assert matter_board.view(store, key, by=secretary, now=NOW) == before


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewMatter(ALLIANCE, "两\n行", "x", "organisation:alpha"), TextError),
        (NewMatter(ALLIANCE, "事", "x", "organisation:nowhere"), ChoiceError),
        (NewMatter("nowhere", "事", "x", "organisation:alpha"), NotFoundError),
        (NewMatter(OTHER, "事", "x", "organisation:gamma"), NotFoundError),
    ],
)
def test_a_matter_that_makes_no_sense_is_not_stored(
    sqlite_url: str, new: NewMatter, error: type[DomainError]
) -> None:
    store = world(store_at(sqlite_url))

    with pytest.raises(error):
        matters.raise_matter(store, new, by=principal(store, "secretary"), now=NOW)

    board = matter_board.board(store, by=principal(store, "admin"), now=NOW)
    assert [cards for cards in board.lanes.values() if cards] == []


def test_an_unknown_alliance_is_told_to_those_who_see_everything(store: Store) -> None:
    new = NewMatter("nowhere", "事", "x", "organisation:alpha")

    with pytest.raises(NotFoundError):
        matters.raise_matter(store, new, by=principal(store, "admin"), now=NOW)


def test_who_may_not_see_or_handle_is_refused(store: Store) -> None:
    key = _walk(store)

    with pytest.raises(NotFoundError):
        matters.take(store, key, DISPATCH, by=principal(store, "other"), now=NOW)
    with pytest.raises(ForbiddenError):
        matters.take(store, key, DISPATCH, by=principal(store, "branch"), now=NOW)
    with pytest.raises(NotFoundError):
        matter_board.view(store, key, by=principal(store, "other"), now=NOW)
    with pytest.raises(NotFoundError):
        matter_board.view(store, "m-auto-999", by=principal(store, "secretary"), now=NOW)
    with pytest.raises(NotFoundError):
        matter_board.board(store, by=principal(store, "other"), now=NOW, alliance=ALLIANCE)


def test_an_accepted_major_matter_owes_its_consultation_in_ten_workdays(store: Store) -> None:
    key = _walk(store, DISPATCH, Taking(Step.ACCEPT))

    today = matter_board.view(store, key, by=principal(store, "secretary"), now=NOW)
    later = NOW + timedelta(days=20)
    late = matter_board.view(store, key, by=principal(store, "secretary"), now=later)

    assert today.card.due == Due("consult", date(2026, 9, 1), 14)
    assert late.card.due == Due("consult", date(2026, 9, 1), -6)
    assert (today.card.late, late.card.late) == (False, True)
    assert today.possible == (Step.WITHDRAW,)
    assert [key for key, _ in today.departments] == ["organisation:bureau"]


def test_a_held_meeting_consults_the_accepted_ones_among_its_matters(store: Store) -> None:
    secretary = principal(store, "secretary")
    first = _walk(store, DISPATCH, Taking(Step.ACCEPT))
    second = _walk(store)

    with store.write() as session:
        matters.consulted(session, [second, first, "m-auto-999"], by=secretary, now=NOW)

    board = matter_board.board(store, by=secretary, now=NOW, alliance=ALLIANCE)
    assert {
        state.value: [card.number for card in cards] for state, cards in board.lanes.items()
    } == {
        "raised": ["002"],
        "dispatched": [],
        "accepted": [],
        "consulted": ["001"],
        "resolved": [],
    }
    assert [card.number for card in board.open] == ["002", "001"]
    assert [body.key for body in board.raising] == [ALLIANCE]


def test_the_members_for_whom_one_may_raise_are_named(store: Store) -> None:
    found = matter_board.choices(store, ALLIANCE, by=principal(store, "branch"), now=NOW)
    body, named = found.alliance, found.raisers

    assert body.key == ALLIANCE
    assert [(key, name.zh) for key, name in named] == [
        ("organisation:alpha", "样例甲川公司"),
        ("organisation:beta", "样例乙川公司"),
        ("organisation:bureau", "样例科技局"),
        ("organisation:gamma", "样例丙川公司"),
    ]
    with pytest.raises(ForbiddenError):
        matter_board.choices(store, ALLIANCE, by=principal(store, "member"), now=NOW)


CATALOGUE: dict[str, object] = {
    "on": "matter.raised",
    "steps": [{"role": "department", "do": "resolve", "due": "20wd"}],
    "catalogue": {"version": "3.0", "routes": {"labour": "organisation:bureau"}},
}


def _routing(store: Store) -> None:
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE,
                position=9,
                key="catalogue",
                type="trigger",
                name="服务清单",
                data=CATALOGUE,
            )
        )


def _raised(store: Store, category: str) -> str:
    new = NewMatter(ALLIANCE, "招工难", category, "organisation:alpha")
    return matters.raise_matter(store, new, by=principal(store, "secretary"), now=NOW).key


def test_an_item_of_the_catalogue_goes_to_its_department(store: Store) -> None:
    _routing(store)
    secretary = principal(store, "secretary")
    listed, unlisted = _raised(store, "labour.3"), _raised(store, "用地")
    routed = [
        matter_board.view(store, key, by=secretary, now=NOW).routed for key in (listed, unlisted)
    ]
    assert routed == ["organisation:bureau", ""]
    sent = matters.take(store, listed, Taking(Step.DISPATCH), by=secretary, now=NOW)
    assert sent.department == "organisation:bureau"
    with pytest.raises(MissingFieldError):
        matters.take(store, unlisted, Taking(Step.DISPATCH), by=secretary, now=NOW)
    elsewhere = Taking(Step.DISPATCH, department="organisation:gamma")
    again = _raised(store, "labour")
    assert matters.take(store, again, elsewhere, by=secretary, now=NOW).department == (
        "organisation:gamma"
    )
    choices = matter_board.choices(store, ALLIANCE, by=secretary, now=NOW).categories
    assert [key for key, _ in choices] == ["labour", "labour.3", "用地"]


def test_a_proxy_is_named_on_the_way_and_not_afterwards(store: Store) -> None:
    secretary = principal(store, "secretary")
    key = _raised(store, "land")
    matters.take(store, key, DISPATCH, by=secretary, now=NOW)
    accepted = Taking(Step.ACCEPT, proxy=" 样例代办员 ")
    assert matters.take(store, key, accepted, by=secretary, now=NOW).proxy == "样例代办员"
    late = Taking(Step.RESOLVE, method=Method.PROXY, proxy="样例")
    with pytest.raises(UnknownFieldError) as caught:
        matters.take(store, key, late, by=secretary, now=NOW)
    assert caught.value.fields == {"field": "proxy", "reason": "step", "step": "resolve"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("labour.3", "labour.3"),
        ("labour.night-shift.2_b", "labour.night-shift.2_b"),
        ("用工", "labour"),
        ("用工.3", "labour.3"),
        ("Labour", "labour"),
        ("共享用工", "labour_sharing"),
        ("夜班班车", "夜班班车"),
        ("Parking", "Parking"),
        ("Road works", "Road works"),
    ],
)
def test_a_category_is_kept_in_one_form(sqlite_url: str, given: str, kept: str) -> None:
    store = world(store_at(sqlite_url))
    _routing(store)
    with store.write() as session:
        session.add_all(
            [
                NameRow(key="labour", name="用工", name_en="Labour"),
                NameRow(key="hands", name="用工", name_en="Hands"),
                NameRow(key="labour_sharing", name="共享用工", name_en="Labour sharing"),
            ]
        )
    with store.read() as session:
        key = _raised(store, given)
        found = queries.get(session, key)
    assert found is not None
    assert found.category == kept


@pytest.mark.parametrize(
    "category",
    ["LABOUR", "labour.", ".labour", "labour..3", "labour.A", "用工.", "用工..3", ".", "IT"],
)
def test_a_category_that_is_no_key_and_no_words_is_refused(sqlite_url: str, category: str) -> None:
    store = world(store_at(sqlite_url))
    _routing(store)
    with pytest.raises(ChoiceError) as refused:
        _raised(store, category)
    assert refused.value.fields == {"field": "category", "value": category, "reason": "category"}
    assert say("bad_choice", refused.value.fields, "zh") == (
        f"类别不能是“{category}”。请写中文名称，或小写的键，例：labour、labour.3。"
    )


@pytest.mark.parametrize(
    ("category", "member", "field", "allowed"),
    [
        ("laber", "organisation:alpha", "category", "labour"),
        (
            "labour",
            "organisation:nobody",
            "raised_by",
            MEMBERS,
        ),
    ],
)
def test_an_unknown_key_is_refused_with_those_that_are_known(
    store: Store, category: str, member: str, field: str, allowed: str
) -> None:
    _routing(store)
    new = NewMatter(ALLIANCE, "招工难", category, member)
    with pytest.raises(ChoiceError) as refused:
        matters.raise_matter(store, new, by=principal(store, "secretary"), now=NOW)
    value = category if field == "category" else member
    assert refused.value.fields == {"field": field, "value": value, "allowed": allowed}
