import pytest

from scheduler.domain.errors import MissingFieldError, NotFoundError, ScopeError
from scheduler.services.plans.scope import Scope, groups_of, resolve
from scheduler.store import Store
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import ALLIANCE, OTHER, filled, principal


@pytest.fixture
def store(sqlite_url: str) -> Store:
    store = filled(sqlite_url)
    with store.write() as session:
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
        session.add(GroupMemberRow(group_key="one", alliance=ALLIANCE))
    return store


def test_a_scope_names_alliances_a_group_or_all_that_are_seen(store: Store) -> None:
    committee, secretary = (principal(store, role) for role in ("committee", "secretary"))

    assert resolve(store, Scope((OTHER, "nobody")), by=secretary) == ("nobody", OTHER)
    assert resolve(store, Scope(group="both"), by=committee) == (ALLIANCE, OTHER)
    assert resolve(store, Scope(group="one"), by=secretary) == (ALLIANCE,)
    assert resolve(store, Scope(everything=True), by=committee) == (ALLIANCE, OTHER)
    assert resolve(store, Scope(everything=True), by=secretary) == (ALLIANCE,)


@pytest.mark.parametrize("group", ["both", "none"])
def test_a_group_that_is_not_seen_whole_is_none(store: Store, group: str) -> None:
    by = principal(store, "secretary")

    with pytest.raises(NotFoundError) as refused:
        resolve(store, Scope(group=group), by=by)

    assert refused.value.fields == {"entity": "group", "key": group}
    with store.read() as session:
        assert groups_of(session, by) == {"one": (ALLIANCE,)}


@pytest.mark.parametrize(
    ("scope", "field"),
    [
        (Scope((OTHER,), group="one"), "group"),
        (Scope((OTHER,), everything=True), "all"),
        (Scope(group="one", everything=True), "all"),
    ],
)
def test_a_scope_of_several_kinds_is_refused(store: Store, scope: Scope, field: str) -> None:
    with pytest.raises(ScopeError) as refused:
        resolve(store, scope, by=principal(store, "secretary"))
    assert refused.value.fields == {"field": field}


def test_a_scope_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(MissingFieldError):
        resolve(store, Scope(), by=principal(store, "secretary"))
