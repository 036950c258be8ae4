"""Requests of other systems that may be sent again, or only tried: effect and answer are one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NoReturn

from scheduler.domain.errors import IdempotencyError
from scheduler.services.runtime import Runtime
from scheduler.store import Joined, idempotency


@dataclass(frozen=True, slots=True)
class Once:
    """Whose request this is, under which key, and the hash of everything that it asks for."""

    client: str
    key: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as JSON values; ``replayed`` tells that it was given before."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


Work = Callable[[Runtime], Reply]
"""What is to be done, on a runtime whose store takes part in the open transaction."""


def once(runtime: Runtime, request: Once, now: datetime, work: Work) -> Reply:
    """Do the work and keep its answer under the key, in one transaction; or give that answer.

    The same key with another request raises ``IdempotencyError``. A refusal binds no key.
    """
    with runtime.store.write() as session:
        client, key = request.client, request.key
        kept = idempotency.claim(session, client, key, request.body_hash, now)
        if kept is not None:
            if kept.body_hash != request.body_hash:
                raise IdempotencyError(key=key)
            answer = kept.answer
            return Reply(kept.status, answer["body"], answer["headers"], replayed=True)
        reply = work(replace(runtime, store=Joined(runtime.store, session)))
        answer = {"body": dict(reply.body), "headers": dict(reply.headers)}
        idempotency.fill(session, client, key, reply.status, answer)
        return reply


class _UndoneError(Exception):
    """Ends a transaction that was only a trial."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def _undo(reply: Reply) -> NoReturn:
    raise _UndoneError(reply)


def trial(runtime: Runtime, work: Work) -> Reply:
    """Do the work, take everything back, and give the answer that it would have had."""
    try:
        with runtime.store.write() as session:
            _undo(work(replace(runtime, store=Joined(runtime.store, session))))
    except _UndoneError as undone:
        return undone.reply
