from collections.abc import Iterator

import pytest

from scheduler.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TextError,
    UnavailableError,
    within,
)

FAMILIES = (NotFoundError, InvalidError, ConflictError, ForbiddenError, UnavailableError)


def descendants(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from descendants(child)


def test_every_refusal_belongs_to_one_family() -> None:
    families = [
        [family for family in FAMILIES if issubclass(kind, family)]
        for kind in descendants(DomainError)
    ]

    assert [len(each) for each in families] == [1] * len(families)


def test_no_two_refusals_share_a_code() -> None:
    kinds: list[type[DomainError]] = [DomainError, *descendants(DomainError)]
    codes = [kind.code for kind in kinds]

    assert sorted(set(codes)) == sorted(codes)


def test_a_refusal_reads_as_one_log_line() -> None:
    refusal = TextError(field="title", reason="empty", limit=200)

    assert str(refusal) == "bad_text field=title reason=empty limit=200"


def test_a_refusal_keeps_its_code_and_fields_as_arguments() -> None:
    with pytest.raises(DomainError) as refused:
        raise NotFoundError(entity="event", key="e-1")

    assert refused.value.args == ("not_found", {"entity": "event", "key": "e-1"})


def test_a_refusal_notes_where_the_refused_thing_stood() -> None:
    with pytest.raises(TextError) as refused, within("visits", 3):
        raise TextError(field="title", reason="empty", limit=200)

    assert refused.value.fields["at"] == ("visits", 3)

    with within("visits", 4):
        pass  # what is not refused passes as it is
