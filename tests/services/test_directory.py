"""The roster as it is read as a whole: within the alliances of the reader."""

import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.store import Store
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal


@pytest.fixture
def store(database_url: str) -> Store:
    return filled(database_url)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("admin", [ALLIANCE, OTHER]),
        ("committee", [ALLIANCE, OTHER]),
        ("secretary", [ALLIANCE]),
        ("host", [ALLIANCE]),
        ("other", [OTHER]),
    ],
)
def test_each_reader_reaches_its_own_alliances(
    store: Store, role: str, expected: list[str]
) -> None:
    by = principal(store, role)

    assert [body.key for body in directory.alliances(store, by=by)] == expected
    assert list(directory.reach(store, by=by)) == expected
    assert {entry.body for entry in directory.memberships(store, by=by)} == set(expected)


def test_an_alliance_of_others_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError) as refused:
        directory.bodies(store, by=principal(store, "secretary"), alliance=OTHER)

    assert refused.value.fields == {"entity": "alliance", "key": OTHER}


def test_people_are_named_to_those_alone_who_may_see_names(store: Store) -> None:
    member, secretary = principal(store, "member"), principal(store, "secretary")

    assert directory.people(store, by=member, now=NOW) == ()
    assert [seen.person.id for seen in directory.people(store, by=secretary, now=NOW)] == [
        *(f"p-{n}" for n in range(1, 7)),
        "p-chief",
    ]
    with pytest.raises(ForbiddenError):
        directory.people(store, by=member, now=NOW, alliance=ALLIANCE)


def test_tokens_are_listed_to_administrators_of_the_whole_service(store: Store) -> None:
    with pytest.raises(ForbiddenError):
        directory.tokens(store, by=principal(store, "alliance_admin"))

    assert directory.tokens(store, by=SYSTEM) == ()


def test_more_alliances_need_no_more_queries(store: Store) -> None:
    secretary = principal(store, "secretary")
    one = statements(store, lambda: directory.people(store, by=secretary, now=NOW))
    two = statements(store, lambda: directory.people(store, by=SYSTEM, now=NOW))

    assert one == two
