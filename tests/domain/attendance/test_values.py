from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scheduler.domain.attendance.values import (
    LEAVE,
    PRESENT,
    Expectation,
    Op,
    Presence,
    RosterLine,
    Source,
)
from scheduler.domain.errors import ChoiceError, DateError, DomainError, MissingFieldError
from scheduler.domain.moments import SHANGHAI
from tests.domain.attendance.samples import NOON, SHEET, op, op_id


def test_every_presence_is_in_one_class() -> None:
    assert sorted([*PRESENT, *LEAVE, Presence.ABSENT, Presence.UNMARKED]) == sorted(Presence)


def test_explicit_statements_are_one_class_above_scans_and_bulk() -> None:
    assert {source: source.rank for source in Source} == {
        Source.BULK: 0,
        Source.SELF_SCAN: 1,
        Source.ROLL_CALL: 2,
        Source.LEAVE: 2,
        Source.PAPER: 2,
        Source.IMPORT: 2,
    }


@pytest.mark.parametrize(
    "expectation", [each for each in Expectation if each is not Expectation.DUE]
)
def test_only_due_people_have_a_vote(expectation: Expectation) -> None:
    with pytest.raises(ChoiceError) as refused:
        RosterLine("p-1", expectation, voting=True, reason="r")

    assert refused.value.fields == {
        "field": "voting",
        "value": expectation.value,
        "allowed": "due",
    }


def test_an_exclusion_gives_its_reason() -> None:
    with pytest.raises(MissingFieldError) as refused:
        RosterLine("p-1", Expectation.NOT_COUNTED)

    assert refused.value.fields == {"field": "reason"}
    assert not RosterLine("p-1", Expectation.NOT_COUNTED, reason="long illness").due


def test_an_operation_keeps_its_id_and_instants_in_one_form() -> None:
    made = Op(
        op_id=op_id(10).upper().replace("-", ""),
        register="e-1",
        source=Source.ROLL_CALL,
        actor="u-1",
        person="p-1",
        value=Presence.PRESENT,
        server_time=datetime(2026, 8, 20, 14, 0, tzinfo=SHANGHAI),
        client_time=datetime(2026, 8, 20, 14, 0, tzinfo=SHANGHAI),
    )

    assert (made.op_id, made.server_time, made.client_time) == (op_id(10), NOON, NOON)
    assert made.server_time.tzinfo is UTC


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"op_id": "tap-1"}, "bad_choice", "op_id"),
        ({"value": None}, "missing_field", "value"),
        ({"value": Presence.UNMARKED}, "bad_choice", "value"),
        ({"person": ""}, "missing_field", "person"),
        ({"retracts": frozenset({op_id(2)})}, "bad_choice", "value"),
        ({"server_time": NOON.replace(tzinfo=None)}, "bad_date", "server_time"),
        ({"client_time": NOON.replace(tzinfo=None)}, "bad_date", "client_time"),
    ],
)
def test_a_malformed_operation_is_refused(change: dict[str, object], code: str, field: str) -> None:
    good = {"op_id": op_id(1), "register": "e-1", "source": Source.BULK, "actor": "u-1"}
    rest = {"person": "p-1", "value": Presence.PRESENT, "server_time": NOON}

    with pytest.raises(DomainError) as refused:
        Op(**{**good, **rest, **change})  # type: ignore[arg-type] # wrong on purpose

    assert (refused.value.code, refused.value.fields["field"]) == (code, field)


def test_a_withdrawal_needs_neither_person_nor_value() -> None:
    assert op(3, retracts=(1,)).person == ""


def test_a_sheet_keeps_its_seal_in_utc_and_refuses_a_naive_one() -> None:
    sealed = replace(SHEET, sealed_at=NOON.astimezone(SHANGHAI))

    assert sealed.sealed_at is not None
    assert (sealed.sealed_at, sealed.sealed_at.tzinfo) == (NOON, UTC)
    with pytest.raises(DateError):
        replace(SHEET, sealed_at=NOON.replace(tzinfo=None))
