"""Accounts: sign-in with argon2id, lasting logins by epoch, and the tokens of other systems."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from scheduler.domain.errors import (
    ChoiceError,
    DateError,
    NameTakenError,
    NotFoundError,
    SignInError,
)
from scheduler.domain.moments import line, prose
from scheduler.services import rights
from scheduler.services.access import SCOPES, SYSTEM, TOKEN, Principal, Role, token_principal
from scheduler.store import Session, Store, accounts, ledger, roster
from scheduler.store.tables.access import ApiTokenRow, UserRow

MAX_FAILURES = 5
LOCK = timedelta(minutes=5)
MAX_PASSWORD = 200


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made; grants are (role, scope) pairs.

    ``person`` is whose account it is; None keeps whose an account was that is replaced.
    """

    id: str
    name: str
    display_name: str
    password: str
    grants: tuple[tuple[str, str], ...]
    person: str | None = None
    lang: str = "zh"


@lru_cache(maxsize=2)
def hasher(*, fast: bool) -> PasswordHasher:
    """Give the argon2id hasher; the fast one is for tests only."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if fast else PasswordHasher()


def create_users(
    store: Store,
    users: Iterable[NewUser],
    now: datetime,
    *,
    fast: bool = False,
    replace: bool = True,
) -> frozenset[str]:
    """Make accounts, or replace those of the same names, whose logins end; tells which those are.

    An unknown role or scope raises ``ChoiceError``, an unknown person ``NotFoundError``; without
    ``replace`` a name that is taken raises ``NameTakenError``.
    """
    prepared = [
        (_row(user, fast=fast), [(_role(role), scope) for role, scope in user.grants])
        for user in users
    ]
    replaced = set()
    with store.write() as session:
        for row, grants in prepared:
            _check_scopes(session, grants)
            _check_person(session, row.person)
            before = accounts.user_by_name(session, row.name)
            if before is not None and not replace:
                raise NameTakenError(name=row.name)
            if before is not None:
                row.id, row.epoch = before.id, before.epoch + 1
                row.person = row.person or before.person
                replaced.add(row.name)
            accounts.put_user(session, row, grants)
        entries = [ledger.Entry((ledger.SYSTEM,), "user", row.id, "put") for row, _ in prepared]
        ledger.append(session, entries, "system", now)
    return frozenset(replaced)


def _check_person(session: Session, person: str | None) -> None:
    if person is not None and not roster.people(session, [person]):
        raise NotFoundError(entity="person", key=person)


def _row(user: NewUser, *, fast: bool) -> UserRow:
    return UserRow(
        id=user.id,
        name=line(user.name, "name", limit=60),
        display_name=line(user.display_name, "display_name", limit=60),
        password_hash=hasher(fast=fast).hash(_password(user.password)),
        person=user.person,
        lang=user.lang,
        epoch=1,
        disabled=False,
        failures=0,
    )


def _password(password: str) -> str:
    # The hash is of what was typed; this only refuses what could never be typed at sign-in.
    prose(password, "password", limit=MAX_PASSWORD)
    return password


def _check_scopes(session: Session, grants: Iterable[tuple[str, str]]) -> None:
    scopes = {scope for _, scope in grants} - {"system"}
    known = roster.names(session, scopes)
    for scope in sorted(scopes):
        if scope not in known or not scope.startswith(("body:", "organisation:")):
            prefix, _, key = scope.partition(":")
            if key and prefix in {"body", "organisation"}:
                raise ChoiceError(field="scope", value=scope, reason=f"no_{prefix}")
            allowed = "system, body:KEY, organisation:KEY"
            raise ChoiceError(field="scope", value=scope, allowed=allowed)


def _role(role: str) -> str:
    if role not in set(Role):
        raise ChoiceError(field="role", value=role, allowed=", ".join(Role))
    return role


def sign_in(
    store: Store, name: str, password: str, now: datetime, *, fast: bool = False
) -> Principal:
    """Check name and password; after five failures in a row the account waits five minutes.

    Raises ``SignInError``, the same one whether the name exists or not.
    """
    with store.read() as session:
        row = accounts.user_by_name(session, name)
    if row is None or row.disabled:
        # The same work as for a known name, so that time does not tell which names exist.
        hasher(fast=fast).hash(password)
        raise SignInError(action="sign_in", retry_after=0)
    if row.locked_until is not None and row.locked_until > now:
        wait = int((row.locked_until - now).total_seconds()) + 1
        raise SignInError(action="sign_in", retry_after=wait)
    try:
        hasher(fast=fast).verify(row.password_hash, password)
    except VerifyMismatchError:
        _failed(store, row, now)
        raise SignInError(action="sign_in", retry_after=0) from None
    with store.write() as session:
        if row.failures:
            accounts.note_failure(session, row.id, 0, None)
        return rights.of_user(session, row, now)


def _failed(store: Store, row: UserRow, now: datetime) -> None:
    failures = row.failures + 1
    locked = failures >= MAX_FAILURES
    with store.write() as session:
        accounts.note_failure(
            session, row.id, 0 if locked else failures, now + LOCK if locked else None
        )


def current(store: Store, user_id: str, epoch: int, now: datetime) -> Principal | None:
    """Give the principal of a login, None once the login was ended or the account disabled."""
    with store.read() as session:
        row = accounts.user(session, user_id)
        if row is None or row.disabled or row.epoch != epoch:
            return None
        return rights.of_user(session, row, now)


def end_logins(store: Store, user_id: str) -> None:
    """End all of an account's logins at once."""
    with store.write() as session:
        accounts.end_logins(session, user_id)


def principal(session: Session, owner: str, now: datetime) -> Principal | None:
    """Give whom an opaque id of a user or ``token:…`` acts as; None who is there no more."""
    return principals(session, [owner], now).get(owner)


def principals(session: Session, owners: Iterable[str], now: datetime) -> dict[str, Principal]:
    """Give whom each of these acts as, without those who are there no more."""
    wanted = set(owners)
    found = {SYSTEM.id: SYSTEM} if SYSTEM.id in wanted else {}
    if tokens := {each.removeprefix(TOKEN) for each in wanted if each.startswith(TOKEN)}:
        for made in accounts.tokens_of(session, tokens, now):
            by = token_principal(made.id, made.name, made.scopes, made.alliances)
            found[by.id] = by
    users = {each for each in wanted - found.keys() if not each.startswith(TOKEN)}
    if users:
        rows = accounts.users_of(session, users)
        found |= rights.of_users(session, (row for row in rows if not row.disabled), now)
    return found


def digest(token: str) -> str:
    """Give the SHA-256 of a token, the only form in which it is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token to be made for another system; no alliances means all."""

    name: str
    scopes: tuple[str, ...]
    alliances: tuple[str, ...] = ()
    expires: date | None = None


def create_token(store: Store, new: NewToken, actor: str, now: datetime) -> str:
    """Make a token and give it in clear, once.

    Raises ``ChoiceError`` for an unknown scope, ``NotFoundError`` for an unknown alliance and
    ``DateError`` for one that is over before it begins.
    """
    if new.expires is not None and new.expires <= now.date():
        raise DateError(field="expires", value=new.expires.isoformat(), reason="range")
    for scope in new.scopes:
        if scope not in SCOPES:
            raise ChoiceError(field="scope", value=scope, allowed=", ".join(SCOPES))
    token = "at_" + base64.b32encode(secrets.token_bytes(20)).decode().lower()
    token_id = secrets.token_hex(8)
    with store.write() as session:
        known = {body.key for body in roster.alliances(session, new.alliances)}
        for alliance in new.alliances:
            if alliance not in known:
                raise NotFoundError(entity="alliance", key=alliance)
        session.add(
            ApiTokenRow(
                id=token_id,
                name=line(new.name, "name", limit=80),
                token_hash=digest(token),
                scopes=list(new.scopes),
                alliances=list(new.alliances),
                created_at=now,
                expires=new.expires,
            )
        )
        entry = ledger.Entry((ledger.SYSTEM,), "token", token_id, "created")
        ledger.append(session, [entry], actor, now)
    return token


def revoke_token(store: Store, token_id: str, actor: str, now: datetime) -> None:
    """Revoke a token at once; an unknown one raises ``NotFoundError``."""
    with store.write() as session:
        row = session.get(ApiTokenRow, token_id)
        if row is None:
            raise NotFoundError(entity="token", key=token_id)
        row.revoked_at = row.revoked_at or now
        entry = ledger.Entry((ledger.SYSTEM,), "token", token_id, "revoked")
        ledger.append(session, [entry], actor, now)


def bearer(store: Store, token: str, now: datetime) -> Principal | None:
    """Give the principal of an API token, None if it is unknown, expired or revoked."""
    with store.read() as session:
        row = accounts.token_by_hash(session, digest(token), now)
        if row is None:
            return None
        return token_principal(row.id, row.name, row.scopes, row.alliances)
