from datetime import date, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.errors import ChoiceError, NotFoundError, SignInError, TextError
from scheduler.services import accounts
from scheduler.services.access import Action, Role
from scheduler.store import Store
from scheduler.store import accounts as queries
from scheduler.store.tables.roster import MembershipRow
from tests.support.world import NOW, PASSWORD, ROLES, store_at, world

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return world(store_at(sqlite_url))


def _refusal(store: Store, name: str, password: str) -> dict[str, object]:
    with pytest.raises(SignInError) as refusal:
        accounts.sign_in(store, name, password, NOW, fast=True)
    return refusal.value.fields


def test_each_role_signs_in_and_reaches_its_alliances(database_url: str) -> None:
    store = world(store_at(database_url))

    reached = {
        name: sorted(accounts.sign_in(store, name, PASSWORD, NOW, fast=True).actions)
        for name in ROLES
    }

    assert reached == {
        "admin": [],
        "committee": ["auto", "steel"],
        "alliance_admin": ["auto"],
        "secretary": ["auto"],
        "branch": ["auto"],
        "host": ["auto"],
        "member": ["auto"],
        "other": ["steel"],
    }


def test_a_wrong_name_and_a_wrong_password_answer_alike(store: Store) -> None:
    assert _refusal(store, "secretary", "wrong") == _refusal(store, "nobody", "wrong")


def test_after_five_failures_the_account_waits_and_then_opens_again(store: Store) -> None:
    for _ in range(5):
        assert _refusal(store, "secretary", "wrong") == {"action": "sign_in", "retry_after": 0}

    assert _refusal(store, "secretary", PASSWORD) == {"action": "sign_in", "retry_after": 301}
    assert accounts.sign_in(store, "secretary", PASSWORD, LATER, fast=True).id == "u-secretary"
    assert _refusal(store, "branch", "wrong") == {"action": "sign_in", "retry_after": 0}


def test_a_success_forgets_earlier_failures(store: Store) -> None:
    for _ in range(2):
        for _ in range(4):
            _refusal(store, "secretary", "wrong")
        accounts.sign_in(store, "secretary", PASSWORD, NOW, fast=True)

    with store.read() as session:
        row = queries.user(session, "u-secretary")
    assert row is not None
    assert (row.failures, row.locked_until) == (0, None)


def test_ending_logins_ends_all_of_them_at_once(store: Store) -> None:
    principal = accounts.sign_in(store, "secretary", PASSWORD, NOW, fast=True)
    assert accounts.current(store, principal.id, principal.epoch, NOW) == principal

    accounts.end_logins(store, principal.id)

    assert accounts.current(store, principal.id, principal.epoch, NOW) is None
    assert accounts.current(store, "u-nobody", 1, NOW) is None
    assert accounts.sign_in(store, "secretary", PASSWORD, NOW, fast=True).epoch == 2


def test_a_disabled_account_neither_signs_in_nor_stays(store: Store) -> None:
    with store.write() as session:
        row = queries.user(session, "u-secretary")
        assert row is not None
        row.disabled = True

    assert _refusal(store, "secretary", PASSWORD) == {"action": "sign_in", "retry_after": 0}
    assert accounts.current(store, "u-secretary", 1, NOW) is None


@pytest.mark.parametrize(
    ("since", "until", "reached"),
    [
        (None, None, ["auto"]),
        (None, date(2026, 8, 19), ["auto"]),
        (None, date(2026, 8, 18), []),
        (date(2026, 8, 18), None, ["auto"]),
        (date(2026, 8, 19), None, []),
    ],
)
def test_rights_by_membership_last_as_long_as_it_does(
    store: Store, since: date | None, until: date | None, reached: list[str]
) -> None:
    new = accounts.NewUser("u-new", "new", "样例", "another", (("member", "organisation:beta"),))
    accounts.create_users(store, [new], NOW, fast=True)
    with store.write() as session:
        beta = update(MembershipRow).where(MembershipRow.member == "organisation:beta")
        session.execute(beta.values(since=since, until=until))

    signed_in = accounts.sign_in(store, "new", "another", NOW, fast=True)

    assert sorted(signed_in.actions) == reached
    assert accounts.current(store, "u-new", 1, NOW) == signed_in


def test_an_account_made_again_has_its_new_password_and_role(store: Store) -> None:
    new = accounts.NewUser(
        "u-member", "member", "样例", "another", (("host_duty", "organisation:beta"),)
    )

    accounts.create_users(store, [new], NOW, fast=True)

    principal = accounts.sign_in(store, "member", "another", NOW, fast=True)
    assert (principal.role, sorted(principal.actions)) == (Role.HOST_DUTY, ["auto"])
    with store.read() as session:
        assert "member" in [row.name for row in queries.users(session)]


def test_an_account_made_again_ends_its_logins_and_keeps_its_id(store: Store) -> None:
    before = accounts.sign_in(store, "member", PASSWORD, NOW, fast=True)
    new = accounts.NewUser("another-id", "member", "样例", "another", (("member", "body:auto-1"),))

    accounts.create_users(store, [new], NOW, fast=True)

    after = accounts.sign_in(store, "member", "another", NOW, fast=True)
    assert (after.id, after.epoch) == (before.id, before.epoch + 1)
    assert accounts.current(store, before.id, before.epoch, NOW) is None


@pytest.mark.parametrize("scope", ["everything", "body:nope", "organisation:", "venue:hall", ""])
def test_a_scope_that_does_not_exist_is_refused(store: Store, scope: str) -> None:
    new = accounts.NewUser("u-x", "x", "样例", "password", (("member", scope),))
    with pytest.raises(ChoiceError) as refusal:
        accounts.create_users(store, [new], NOW, fast=True)
    assert refusal.value.fields["value"] == scope
    with store.read() as session:
        assert queries.user_by_name(session, "x") is None


@pytest.mark.parametrize("password", ["", "   ", "a\0b", "x" * 201])
def test_a_password_that_nobody_could_type_is_refused(store: Store, password: str) -> None:
    new = accounts.NewUser("u-x", "x", "样例", password, (("member", "system"),))
    with pytest.raises(TextError):
        accounts.create_users(store, [new], NOW, fast=True)


def test_an_unknown_role_is_refused_and_nothing_is_stored(store: Store) -> None:
    new = accounts.NewUser("u-x", "x", "样例", "pw", (("emperor", "system"),))

    with pytest.raises(ChoiceError) as refusal:
        accounts.create_users(store, [new], NOW, fast=True)

    assert refusal.value.fields["value"] == "emperor"
    with store.read() as session:
        assert queries.user_by_name(session, "x") is None


def test_a_deleted_account_is_gone(store: Store) -> None:
    with store.write() as session:
        queries.delete_users(session, ["u-member"])

    with store.read() as session:
        assert queries.user(session, "u-member") is None
        assert queries.grants(session, "u-member") == ()


def test_a_token_opens_what_it_names_until_it_ends(store: Store) -> None:
    new = accounts.NewToken("样例系统", ("read",), ("auto",), date(2026, 8, 20))
    token = accounts.create_token(store, new, "u-admin", NOW)

    principal = accounts.bearer(store, token, NOW)

    assert principal is not None
    assert (
        principal.name,
        principal.may(Action.VIEW, "auto"),
        principal.may(Action.EDIT, "auto"),
    ) == (
        "样例系统",
        True,
        False,
    )
    assert accounts.bearer(store, token + "x", NOW) is None
    assert accounts.bearer(store, token, NOW + timedelta(days=3)) is None


def test_a_token_is_stored_as_its_hash_only_and_revoked_at_once(store: Store) -> None:
    token = accounts.create_token(store, accounts.NewToken("样例", ("admin",)), "u-admin", NOW)
    with store.read() as session:
        row = queries.tokens(session)[0]

    accounts.revoke_token(store, row.id, "u-admin", NOW)

    assert (row.token_hash, len(token)) == (accounts.digest(token), 35)
    assert accounts.bearer(store, token, NOW) is None
    with pytest.raises(NotFoundError):
        accounts.revoke_token(store, "unknown", "u-admin", NOW)


def test_an_unknown_scope_is_refused(store: Store) -> None:
    with pytest.raises(ChoiceError):
        accounts.create_token(store, accounts.NewToken("样例", ("everything",)), "u-admin", NOW)


def test_a_token_for_an_unknown_alliance_is_refused(store: Store) -> None:
    new = accounts.NewToken("样例", ("read",), ("auto", "nope"))
    with pytest.raises(NotFoundError) as refusal:
        accounts.create_token(store, new, "u-admin", NOW)
    assert refusal.value.fields == {"entity": "alliance", "key": "nope"}
    with store.read() as session:
        assert queries.tokens(session) == ()
