"""Texts inside the parameters of a rule: what no page can show and no database keep."""

import re
from collections.abc import Mapping

_LONGEST = 200
_MOST_ITEMS = 1_000
_DEEPEST = 6
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def unfit(value: object, levels: int = _DEEPEST) -> str | None:
    """Give the reason for which a value cannot be kept, however deep it lies; None if it can.

    Reasons: too_long, characters, too_deep, too_many.
    """
    if isinstance(value, str):
        if len(value) > _LONGEST:
            return "too_long"
        return "characters" if _BROKEN.search(value) else None
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if not isinstance(value, list | tuple):
        return None
    if levels == 0 or len(value) > _MOST_ITEMS:
        return "too_many" if levels else "too_deep"
    return next(filter(None, (unfit(item, levels - 1) for item in value)), None)
