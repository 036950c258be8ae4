"""Forms that may be sent twice: one with the same words in it has its effect once."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

from scheduler.services.idempotency import Once

FIELD = "request"
"""The hidden field that tells one form sent twice from two forms."""

_LONGEST = 64


def press(typed: str) -> str:
    """Name a form that is shown: as it was named before, else anew."""
    return typed or str(uuid.uuid4())


def sent(by: str, typed: Mapping[str, Sequence[str]]) -> Once:
    """Say which form was sent by whom; the same one with other words in it is another."""
    hashed = hashlib.sha256(repr(sorted(typed.items())).encode()).hexdigest()
    named = press("".join(typed.get(FIELD, ())))
    return Once(f"form {by}", f"{named[:_LONGEST]} {hashed}", hashed)
