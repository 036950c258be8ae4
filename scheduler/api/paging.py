"""Pages of a list: a signed cursor names the last item, so that insertions shift nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from operator import gt, lt
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer

from scheduler.api.call import Call
from scheduler.domain.errors import InvalidError

T = TypeVar("T")
Place = Sequence[str]
"""Where an item stands in the order of its list."""

Answer = tuple[dict[str, Any], Mapping[str, str]]
"""A page as its envelope, with the headers that go with it."""

LIMIT = 100


def serializer(call: Call, salt: str) -> URLSafeSerializer:
    """Give the signer of what a client hands back unread."""
    key = call.runtime.secret_key
    return URLSafeSerializer(
        key, salt=f"api-{salt}", signer_kwargs={"digest_method": hashlib.sha256}
    )


def after(call: Call, query: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Give the place after which the page begins; a cursor of another list is refused."""
    cursor = query.get("cursor")
    if cursor is None:
        return None
    try:
        listed, place = serializer(call, "cursor").loads(cursor)
    except (BadSignature, ValueError, TypeError):
        raise InvalidError(field="cursor") from None
    if listed != _list_name():
        raise InvalidError(field="cursor")
    return tuple(place)


def page(
    call: Call,
    query: Mapping[str, Any],
    items: Sequence[T],
    place: Callable[[T], Place],
    *,
    falling: bool = False,
) -> Answer:
    """Cut the page that is asked for out of a whole list in its order, rising or ``falling``."""
    begin = after(call, query)
    if begin is None:
        return cut(call, query, items, place)
    follows = lt if falling else gt
    return cut(call, query, [each for each in items if follows(tuple(place(each)), begin)], place)


def cut(
    call: Call, query: Mapping[str, Any], items: Sequence[T], place: Callable[[T], Place]
) -> Answer:
    """Make a page of items that begin where it begins; one too many tells that another follows."""
    limit = query["limit"]
    shown = items[:limit]
    if len(items) <= limit:
        return {"items": list(shown), "next": None}, {}
    cursor = serializer(call, "cursor").dumps([_list_name(), list(place(shown[-1]))])
    address = f"{request.path}?{urlencode([*_filters(), ('cursor', cursor)])}"
    return {"items": list(shown), "next": address}, {"Link": f'<{address}>; rel="next"'}


def _filters() -> list[tuple[str, str]]:
    return [pair for pair in request.args.items(multi=True) if pair[0] != "cursor"]


def _list_name() -> str:
    named = [pair for pair in _filters() if pair[0] != "limit"]
    text = urlencode([("path", request.path), *sorted(named)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
