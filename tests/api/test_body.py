"""Bodies as bytes: what is read, and what is refused before anything looks at it."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.api.body import MAX_DEPTH, parse
from scheduler.api.problems import Refusal

TEXTS = st.text()
NUMBERS = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans())
def test_what_json_can_say_is_read_as_it_was_written(value: object, escaped: bool) -> None:  # noqa: FBT001 - a generated value
    assert parse(json.dumps(value, ensure_ascii=escaped).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    refused = []
    try:
        parse(raw)
    except Refusal as refusal:
        refused = [(refusal.code, refusal.reason)]

    assert refused in ([], [(400, "bad_json")])


@pytest.mark.parametrize(
    ("raw", "fields"),
    [
        (b"\xff\xfe{}", {"reason": "encoding"}),
        (b"\xef\xbb\xbf{}", {"reason": "malformed", "line": 1, "column": 1}),
        (b'{"a": 1,}', {"reason": "malformed", "line": 1, "column": 9}),
        (b'{"a": 1, "a": 2}', {"reason": "duplicate", "name": "a"}),
        (b'[{"\\ud800": 1, "\\ud800": 2}]', {"reason": "duplicate", "name": "?"}),
        (b"[NaN]", {"reason": "number"}),
        (b"[-Infinity]", {"reason": "number"}),
        (b"[1e999]", {"reason": "number"}),
        (b"[" + b"7" * 5000 + b"]", {"reason": "number"}),
        (b"[-" + b"7" * 19 + b"]", {"reason": "number"}),
        (b'["\\ud800"]', {"reason": "surrogate"}),
        (b'{"\\udfff": 1}', {"reason": "surrogate"}),
        (b"[" * 100_000, {"reason": "deep", "limit": MAX_DEPTH}),
        (b'{"a":' * 33 + b"1" + b"}" * 33, {"reason": "deep", "limit": MAX_DEPTH}),
        (b'"' + b'\\"' * 300_000, {"reason": "malformed", "line": 1, "column": 1}),
    ],
)
def test_what_is_no_plain_json_is_refused_with_its_reason(
    raw: bytes, fields: dict[str, object]
) -> None:
    with pytest.raises(Refusal) as refused:
        parse(raw)

    assert refused.value.fields == fields


def test_brackets_inside_texts_are_not_depth() -> None:
    text = "[{" * 100

    assert parse(json.dumps([text, f'"{text}']).encode()) == [text, f'"{text}']


def test_the_deepest_and_the_largest_that_is_allowed_is_read() -> None:
    deep = b"[" * MAX_DEPTH + b"999999999999999999" + b"]" * MAX_DEPTH
    value = parse(deep)
    for _ in range(MAX_DEPTH):
        value = value[0]

    assert value == 10**18 - 1
    assert math.isclose(parse(b"[1.5e3]")[0], 1500)
