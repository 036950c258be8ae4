from datetime import date

import pytest

from scheduler.domain.errors import DateError, InvalidError, MissingFieldError, NotFoundError
from scheduler.domain.refusing import noted, refuse, together


def test_nothing_noted_is_no_refusal() -> None:
    faults: list[InvalidError] = []
    with noted(faults):
        assert date(2026, 9, 9)
    refuse(faults)
    assert faults == []


def test_the_first_of_several_is_raised_with_the_others() -> None:
    faults: list[InvalidError] = []
    for field in ("day", "note", "host"):
        with noted(faults):
            raise MissingFieldError(field=field)
    with pytest.raises(MissingFieldError) as refused:
        refuse(faults)
    assert together(refused.value) == tuple(faults)
    assert [each.fields["field"] for each in faults] == ["day", "note", "host"]


def test_what_was_refused_together_is_noted_one_by_one() -> None:
    faults: list[InvalidError] = []
    for group in (("day", "clock"), ("note",)):
        with noted(faults):
            refuse([MissingFieldError(field=field) for field in group])
    assert [each.fields for each in faults] == [{"field": f} for f in ("day", "clock", "note")]


def test_one_alone_has_no_others() -> None:
    fault = DateError(field="day", value="soon", reason="malformed")
    with pytest.raises(DateError) as refused:
        refuse([fault])
    assert refused.value.fields == {"field": "day", "value": "soon", "reason": "malformed"}
    assert together(fault) == (fault,)


def test_what_is_no_fault_of_a_field_is_not_noted() -> None:
    with pytest.raises(NotFoundError), noted([]):
        raise NotFoundError(entity="event", key="e-1")
