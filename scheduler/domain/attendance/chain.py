"""The tamper evidence of registers: a chain of hashes over operations, and the seal."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.attendance.values import Mark, Op, RosterLine

GENESIS = ""
"""What the first link of a chain follows."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reason_digest(reason: str, salt: str) -> str:
    """Give what stands for a reason in the chain, so that the text itself can be erased."""
    return _digest({"reason": reason, "salt": salt}) if reason else ""


def link(prev_hash: str, op: Op, reason: str = "") -> str:
    """Give the hash of an operation that follows ``prev_hash``; ``reason`` is its digest."""
    return _digest(
        {
            "actor": op.actor,
            "client_time": None if op.client_time is None else op.client_time.isoformat(),
            "device": op.device,
            "op_id": op.op_id,
            "person": op.person,
            "prev": prev_hash,
            "reason": reason,
            "register": op.register,
            "retracts": sorted(op.retracts),
            "seen": sorted(op.seen),
            "server_time": op.server_time.isoformat(),
            "source": op.source.value,
            "value": None if op.value is None else op.value.value,
        }
    )


@dataclass(frozen=True, slots=True)
class Link:
    """One stored operation with its place in the chain; ``reason`` is the digest."""

    op: Op
    prev_hash: str
    hash: str
    reason: str = ""


def broken_at(links: Iterable[Link], start: str = GENESIS) -> int | None:
    """Give the index of the first link that does not follow from the one before, or None."""
    head = start
    for index, each in enumerate(links):
        if each.prev_hash != head or link(head, each.op, each.reason) != each.hash:
            return index
        head = each.hash
    return None


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a seal holds fast; ``minutes`` are JSON values and ``head`` the chain's last hash."""

    register: str
    version: int
    roster: tuple[RosterLine, ...]
    marks: Mapping[str, Mark]
    minutes: Mapping[str, object]
    head: str


def seal_digest(sealing: Sealing) -> str:
    """Give the digest of a seal; names and reasons of leave never enter it."""
    lines = [
        [line.person, line.expectation.value, line.voting, line.home_branch, line.group]
        for line in sorted(sealing.roster, key=lambda line: line.person)
    ]
    marks = {person: mark.presence.value for person, mark in sealing.marks.items()}
    return _digest(
        {
            "head": sealing.head,
            "marks": marks,
            "minutes": dict(sealing.minutes),
            "register": sealing.register,
            "roster": lines,
            "version": sealing.version,
        }
    )


def seal_link(prev_hash: str, body: str, digest: str) -> str:
    """Give the hash of a seal in the chain of the body that owns the register."""
    return _digest({"body": body, "digest": digest, "prev": prev_hash})


def seal_code(digest: str) -> str:
    """Give the short code people compare: the first 40 bits, without letters easily mistaken."""
    bits = int(digest[:10], 16)
    letters = "".join(_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{letters[:4]}-{letters[4:]}"
