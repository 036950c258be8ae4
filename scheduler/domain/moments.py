"""Checks that every value of the domain makes on instants, dates and texts."""

import re
import unicodedata
from datetime import UTC, date, datetime
from html import unescape
from html.entities import html5
from zoneinfo import ZoneInfo

from scheduler.domain.errors import DateError, TextError

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone of the rules."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The days that can be asked for; no event lies before or after them."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of writing: a name that holds it garbles whatever is shown beside it."""
_WIDTHLESS = re.compile("[\u200b\u2060\ufeff]")
"""Spaces without a width; what is pasted from elsewhere brings them along unseen."""
_UNSEEN = frozenset({"Cc", "Cf", "Zs"})
"""The classes of signs that show nothing by themselves, of those that are taken."""
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, signs and marks of other classes that show nothing: fillers, selectors, a blank cell."""
_ENTITY = re.compile("&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,9});")
"""How a web page writes a sign, by name if HTML knows it; what is pasted brings it along."""
_AMPERSANDS = re.compile("&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_ROUNDS = 9
"""After how many steps whoever writes entities within entities is up to no good."""
_LINE_BREAKS = re.compile("[\r\n\t]")


def aware(moment: datetime, field: str) -> datetime:
    """Return the moment in UTC; a naive one raises ``DateError``."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise DateError(field=field, value=moment.isoformat(), reason="naive")
    return moment.astimezone(UTC)


def unescaped(text: str) -> str:
    """Read entities of HTML as the signs that they stand for, however often they were escaped."""
    for _ in range(_ROUNDS):
        plain = _ENTITY.sub(_sign, _AMPERSANDS.sub("&", text))
        if plain == text:
            break
        text = plain
    return text


def _sign(found: re.Match[str]) -> str:
    written = found[0]
    # The library would read a name that only begins with one of the table, too (&notes;).
    return unescape(written) if written[1] == "#" or written[1:] in html5 else written


def seen(text: str) -> str:
    """Leave out of a text what cannot be seen or turns the direction of writing."""
    return _TURNING.sub("", _REFUSED.sub("", text))


def line(text: str, field: str, *, limit: int = 200) -> str:
    """Return a one-line text, trimmed and in NFC; control characters and line breaks refuse it."""
    if _LINE_BREAKS.search(_signs(text)):
        raise TextError(field=field, reason="control", limit=limit)
    return prose(text, field, limit=limit)


def prose(text: str, field: str, *, limit: int = 4000) -> str:
    """Return a text of several lines, trimmed and in NFC, with bare line feeds.

    Spaces without a width are left out, and entities of HTML are the signs that they stand for: no
    calendar program reads them. Other control characters refuse it.
    """
    unified = _signs(text).replace("\r\n", "\n").replace("\r", "\n")
    if _REFUSED.search(unified) or _TURNING.search(unified):
        reason = "surrogate" if any("\ud800" <= char <= "\udfff" for char in text) else "control"
        raise TextError(field=field, reason=reason, limit=limit)
    clean = unified.strip()
    if all(unicodedata.category(sign) in _UNSEEN for sign in _BLANKS.sub("", clean)):
        raise TextError(field=field, reason="empty", limit=limit)
    if len(clean) > limit:
        raise TextError(field=field, reason="too_long", limit=limit)
    return clean


def _signs(text: str) -> str:
    """Compose what is seen, again and again: each step may bring forth what another one takes."""
    for _ in range(_ROUNDS):
        seen, text = text, unicodedata.normalize("NFC", unescaped(_WIDTHLESS.sub("", text)))
        if seen == text:
            return text
    return "\0"  # what never ends is refused as what cannot be shown
