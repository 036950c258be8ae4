"""Requests about three exchanges of the small alliance, and what became of them."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import update

from scheduler.domain.errors import DomainError
from scheduler.domain.turn_request import TurnAct, TurnRequest
from scheduler.services import accounts
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from scheduler.store import Store, events, ledger
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import MembershipRow
from tests.support.world import ALLIANCE, EXCHANGES, MADE, NOW, PASSWORD, principal

BETA, GAMMA, ALPHA = (f"organisation:{key}" for key in ("beta", "gamma", "alpha"))
HELD, BETAS, GAMMAS = EXCHANGES
SWAP = NewRequest("r-1", TurnAct.SWAP, "当天有审计", turn=BETAS, other_turn=GAMMAS)
COVER = NewRequest("r-1", TurnAct.COVER, "当天有审计", turn=BETAS, other=ALPHA)
CORRECTION = NewRequest(
    "r-1",
    TurnAct.CORRECTION,
    "去年多办一次",
    alliance=ALLIANCE,
    rule="host_turns",
    member=BETA,
    other=GAMMA,
    amount=Fraction(-1, 3),
)
TODAY = date(2026, 8, 18)
UNCHANGED = {BETAS: (BETA, 0), GAMMAS: (GAMMA, 0)}


def with_hosts(store: Store) -> Store:
    """Give two more member organisations people of their own."""
    accounts.create_users(
        store,
        [
            accounts.NewUser(f"u-{name}", name, name, PASSWORD, (("host_duty", scope),))
            for name, scope in (("beta", BETA), ("gamma", GAMMA))
        ],
        MADE,
        fast=True,
    )
    return store


def one(act: TurnAct, turn: str = BETAS, **more: object) -> NewRequest:
    """One request about one turn."""
    return NewRequest("r-1", act, "当天有审计", turn, **more)  # type: ignore[arg-type]  # a shorthand


def ask(store: Store, new: NewRequest, role: str = "beta") -> TurnRequest:
    """Ask as somebody."""
    return turn_requests.ask(store, new, by=principal(store, role), now=NOW)


def agree(store: Store, role: str, request: str = "r-1") -> TurnRequest:
    """Agree as somebody."""
    return turn_requests.agree(store, request, by=principal(store, role), now=NOW)


def hosts(store: Store) -> dict[str, tuple[str | None, int]]:
    """Who hosts the coming exchanges, and at which revision."""
    with store.read() as session:
        found = [events.get(session, uid) for uid in (BETAS, GAMMAS)]
    return {each.event.uid: (each.event.host, each.event.revision) for each in found if each}


def rows(store: Store, entity: str) -> list[tuple[str, str]]:
    """The rows of the ledger about one class of things."""
    with store.read() as session:
        found = ledger.changes(session, ALLIANCE)
    return [(row.entity_id, row.kind) for row in found if row.entity == entity]


def refused(store: Store, new: NewRequest, kind: type[DomainError]) -> dict[str, object]:
    """The fields of a refusal, of which nothing stays."""
    before = rows(store, "turn_request")
    with pytest.raises(kind) as caught:
        ask(store, new, "secretary")
    assert rows(store, "turn_request") == before
    return caught.value.fields


def leaves(store: Store, member: str, day: date = TODAY) -> None:
    """Let a member have left the alliance on a day."""
    with store.write() as session:
        gone = update(MembershipRow).where(MembershipRow.member == member)
        session.execute(gone.values(until=day))


def alter(store: Store, uid: str, **values: object) -> None:
    """Change an event behind everybody's back."""
    with store.write() as session:
        session.execute(update(EventRow).where(EventRow.uid == uid).values(**values))
