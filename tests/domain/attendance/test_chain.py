import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.attendance.chain import (
    GENESIS,
    Link,
    Sealing,
    broken_at,
    link,
    reason_digest,
    seal_code,
    seal_digest,
    seal_link,
)
from scheduler.domain.attendance.projection import project
from scheduler.domain.attendance.values import Op, Presence, Source
from tests.domain.attendance.samples import NOON, ROSTER, logs, op, op_id


def chained(log: list[Op]) -> list[Link]:
    links = []
    head = GENESIS
    for each in log:
        digest = reason_digest(each.reason, "salt")
        links.append(Link(each, head, link(head, each, digest), digest))
        head = links[-1].hash
    return links


@given(logs())
def test_an_untouched_chain_is_whole(log: list[Op]) -> None:
    assert broken_at(chained(log)) is None


@given(logs(), st.data())
def test_every_touched_link_is_found(log: list[Op], data: st.DataObject) -> None:
    links = chained([*log, op(90), op(91, "p-2")])
    index = data.draw(st.integers(0, len(links) - 1))
    touched = replace(links[index], op=replace(links[index].op, actor="u-other"))

    assert broken_at([*links[:index], touched, *links[index + 1 :]]) == index


@given(logs(), st.data())
def test_a_link_that_was_left_out_is_found(log: list[Op], data: st.DataObject) -> None:
    links = chained([*log, op(90), op(91, "p-2")])
    index = data.draw(st.integers(0, len(links) - 2))

    assert broken_at([*links[:index], *links[index + 1 :]]) == index


def test_every_field_of_an_operation_enters_its_hash() -> None:
    made = op(1)
    others = [
        op(2),
        replace(made, register="e-2"),
        replace(made, source=Source.PAPER),
        replace(made, actor="u-other"),
        replace(made, server_time=NOON + timedelta(seconds=1)),
        replace(made, client_time=None),
        replace(made, person="p-2"),
        replace(made, value=Presence.LATE),
        replace(made, device="phone"),
        replace(made, seen=frozenset({op_id(7)})),
        op(1, retracts=(7,)),
    ]
    hashes = [link("", each) for each in [made, *others]]

    assert len({*hashes, link("x", made), link("", made, "digest")}) == len(hashes) + 2


def test_the_hash_of_an_operation_is_fixed_for_all_time() -> None:
    made = replace(op(1, seen=(3, 2)), device="手机")

    assert link(GENESIS, made) == "e173a0502e4d3b06bb204ce840187e691e9de1c907f3ff99e6fc44ca760e7e08"


def test_a_reason_can_be_erased_without_breaking_the_chain() -> None:
    made = replace(op(1, value=Presence.OTHER_LEAVE), reason="家中有事")
    (whole,) = chained([made])

    assert broken_at([replace(whole, op=replace(made, reason=""))]) is None
    assert broken_at([replace(whole, reason=reason_digest("别的", "salt"))]) == 0
    assert reason_digest("家中有事", "one") != reason_digest("家中有事", "two")
    assert reason_digest("", "salt") == ""


SEALING = Sealing(
    register="e-1",
    version=1,
    roster=ROSTER,
    marks=project([op(1)], ROSTER),
    minutes={"topics": ["资源共享清单"], "votes": {"yes": 9}},
    head="abc",
)


def test_a_seal_does_not_depend_on_the_order_of_its_parts() -> None:
    shuffled = replace(
        SEALING,
        roster=tuple(reversed(ROSTER)),
        marks=dict(reversed(list(SEALING.marks.items()))),
        minutes={"votes": {"yes": 9}, "topics": ["资源共享清单"]},
    )

    assert seal_digest(shuffled) == seal_digest(SEALING)


@pytest.mark.parametrize(
    "other",
    [
        replace(SEALING, register="e-2"),
        replace(SEALING, version=2),
        replace(SEALING, roster=ROSTER[:3]),
        replace(SEALING, roster=(replace(ROSTER[0], home_branch="body:b"), *ROSTER[1:])),
        replace(SEALING, marks=project([op(1, value=Presence.LATE)], ROSTER)),
        replace(SEALING, minutes={}),
        replace(SEALING, head="abd"),
    ],
)
def test_everything_that_is_sealed_enters_the_digest(other: Sealing) -> None:
    assert seal_digest(other) != seal_digest(SEALING)


def test_a_seal_is_a_link_in_the_chain_of_its_body() -> None:
    digest = seal_digest(SEALING)
    links = [
        seal_link(GENESIS, "body:a", digest),
        seal_link(GENESIS, "body:b", digest),
        seal_link("0", "body:a", digest),
        seal_link(GENESIS, "body:a", "0"),
    ]

    assert len(set(links)) == 4


@given(st.binary(min_size=32, max_size=32))
def test_a_seal_code_is_short_and_free_of_letters_easily_mistaken(raw: bytes) -> None:
    code = seal_code(raw.hex())

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)


@pytest.mark.parametrize(
    ("start", "code"),
    [("0000000000", "0000-0000"), ("ffffffffff", "ZZZZ-ZZZZ"), ("0000000001", "0000-0001")],
)
def test_a_seal_code_is_the_beginning_of_the_digest(start: str, code: str) -> None:
    assert seal_code(start + "0" * 54) == code
