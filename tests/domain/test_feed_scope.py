from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import ChoiceError, DateError
from scheduler.domain.feed_scope import (
    EVERYTHING,
    MAX_ALLIANCES,
    NO_NARROWING,
    Choice,
    Narrowing,
    Scope,
    ScopeKind,
    fits,
    is_key,
    parse_scope,
)
from scheduler.domain.text import say

keys = st.text(st.characters(codec="ascii", exclude_characters=",: \t\n\r\x0b\x0c"), min_size=1)
keys = keys.filter(lambda key: len(key) <= 100 and not any(sign.isspace() for sign in key))
scopes = st.one_of(
    st.lists(keys, min_size=1, max_size=5).map(lambda each: Scope(ScopeKind.ALLIANCE, tuple(each))),
    st.builds(
        lambda kind, key: Scope(kind, (key,)),
        st.sampled_from([kind for kind in ScopeKind if kind is not ScopeKind.ALLIANCE]),
        keys,
    ),
)


@given(scopes)
def test_a_scope_is_read_as_it_is_written(scope: Scope) -> None:
    assert parse_scope(str(scope)) == scope


@pytest.mark.parametrize(
    ("choice", "field", "value"),
    [
        (Choice(("a", "b")), "kinds", "a, b"),
        (Choice(since=date(2026, 1, 1), until=date(2027, 1, 1)), "since", "2026-01-01"),
        (Choice(until=date(2027, 1, 1)), "until", "2027-01-01"),
    ],
)
def test_nothing_is_chosen_among_one_event_alone(choice: Choice, field: str, value: str) -> None:
    with pytest.raises(ChoiceError) as refusal:
        fits(parse_scope("event:e-1"), choice)
    assert refusal.value.fields == {"field": field, "value": value, "reason": "single"}
    fits(parse_scope("body:auto"), choice)
    fits(parse_scope("event:e-1"), Choice(alarms=(15,)))


@pytest.mark.parametrize(
    ("choice", "field", "value"),
    [
        (Choice(since=date(1999, 12, 31)), "since", date(1999, 12, 31)),
        (Choice(until=date(2101, 1, 1)), "until", date(2101, 1, 1)),
    ],
)
def test_a_window_begins_and_ends_where_events_can_be(
    choice: Choice, field: str, value: date
) -> None:
    with pytest.raises(DateError) as refusal:
        fits(parse_scope("body:auto"), choice)
    bounds = {"first": date(2000, 1, 1), "last": date(2100, 12, 31)}
    assert refusal.value.fields == {"field": field, "value": value, "reason": "between", **bounds}
    fits(parse_scope("body:auto"), Choice(since=date(2000, 1, 1), until=date(2100, 12, 31)))


def test_a_day_that_no_event_reaches_limits_nothing() -> None:
    assert Choice(since=date.min, until=date.max).span == (None, None)
    assert Choice(since=date(2026, 9, 9)).span == (datetime(2026, 9, 8, 16, tzinfo=UTC), None)


def test_several_alliances_stand_once_and_in_order() -> None:
    assert str(Scope(ScopeKind.ALLIANCE, ("steel", "auto", "steel"))) == "body:auto,steel"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "auto",
        "body:",
        "body:a b",
        "venue:x",
        "person:a,b",
        "branch:a:b",
        "body:" + "x" * 101,
        "Body:auto",
        "body:steel,auto,a b",
    ],
)
def test_what_names_nobody_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(ChoiceError) as refusal:
        parse_scope(text)
    assert refusal.value.fields == {
        "field": "scope",
        "value": text[:100],
        "allowed": "body:…, branch:…, person:…, organisation:…, event:…",
    }


def test_a_key_named_twice_counts_once_and_an_empty_one_is_refused_as_such() -> None:
    assert parse_scope("body:auto,auto") == parse_scope("body:auto")
    assert parse_scope("branch:auto-1,auto-1") == Scope(ScopeKind.BRANCH, ("auto-1",))
    with pytest.raises(ChoiceError) as refusal:
        parse_scope("body:jiyang-food,")
    refused = refusal.value
    assert [say(refused.code, refused.fields, lang) for lang in ("zh", "en")] == [
        "范围“body:jiyang-food,”里有一个逗号旁边没有写内容。请补上，或去掉多余的逗号。",
        "Scope: nothing stands beside a comma of “body:jiyang-food,”. Add it, or remove the comma.",
    ]


def test_only_so_many_alliances_are_one_scope() -> None:
    many = tuple(f"a{number}" for number in range(MAX_ALLIANCES))
    assert Scope(ScopeKind.ALLIANCE, many).keys == tuple(sorted(many))
    with pytest.raises(ChoiceError):
        Scope(ScopeKind.ALLIANCE, (*many, "b"))


def test_a_choice_is_the_same_in_any_order() -> None:
    first = Choice(kinds=("b", "a", "b"), alarms=(60, 15, 60))
    assert (first.kinds, first.alarms) == (("a", "b"), (15, 60))
    assert Choice() == EVERYTHING


def test_a_window_has_a_day() -> None:
    day = date(2026, 3, 1)
    assert Choice(since=day, until=date(2026, 3, 2)).since == day
    with pytest.raises(DateError) as refusal:
        Choice(since=day, until=day)
    assert refusal.value.fields == {
        "field": "until",
        "value": "2026-03-01",
        "start": "2026-03-01",
        "reason": "span",
    }


@pytest.mark.parametrize(("alarms", "value"), [((-1,), "-1"), ((20_161,), "20161")])
def test_reminders_that_no_client_keeps_are_refused(alarms: tuple[int, ...], value: str) -> None:
    with pytest.raises(ChoiceError) as refusal:
        Choice(alarms=alarms)
    assert refusal.value.fields == {"field": "alarms", "value": value, "allowed": "0–20160"}
    assert Choice(alarms=(0, 20_160)).alarms == (0, 20_160)


def test_too_many_reminders_are_counted_in_the_refusal() -> None:
    with pytest.raises(ChoiceError) as refusal:
        Choice(alarms=(1, 2, 3, 4, 5, 6))
    refused = refusal.value
    assert refused.fields == {"field": "alarms", "value": 6, "most": 5, "reason": "many"}
    assert [say(refused.code, refused.fields, lang) for lang in ("zh", "en")] == [
        "提醒选了6个，最多选5个。请去掉几个。",
        "Reminders: 6 are given, at most 5 can be. Remove some.",
    ]


def test_too_many_kinds_are_refused() -> None:
    kinds = tuple(f"k{number}" for number in range(31))
    with pytest.raises(ChoiceError) as refusal:
        Choice(kinds=kinds)
    told = {"field": "kinds", "value": 31, "most": 30, "reason": "many"}
    assert refusal.value.fields == told


def test_a_narrowing_names_each_key_once_in_an_order_of_its_own() -> None:
    one = Narrowing(places=("hall", "a", "hall"), branches=("b",))
    assert one == Narrowing(("a", "hall"), (), ("b",))
    assert one.parts() == (("place", "a"), ("place", "hall"), ("branch", "b"))
    assert (str(one), bool(one), bool(NO_NARROWING)) == ("place=a&place=hall&branch=b", True, False)


def test_a_narrowing_takes_keys_as_events_have_them() -> None:
    copied = Narrowing(("venue:hall", "hall"), ("organisation:beta",), ("body:auto-1",))
    assert copied == Narrowing(("hall",), ("beta",), ("auto-1",))
    odd = Narrowing(("body:hall",), ("organisation:", "organisation:organisation:beta"))
    assert odd.parts() == (
        ("place", "body:hall"),
        ("host", "organisation:"),
        ("host", "organisation:beta"),
    )


@pytest.mark.parametrize(
    ("text", "known"),
    [("hall", True), ("", False), ("a b", False), ("a\0", False), ("x" * 101, False)],
)
def test_a_key_is_a_word_that_can_be_shown(text: str, known: bool) -> None:  # noqa: FBT001 - a table
    assert is_key(text) is known
