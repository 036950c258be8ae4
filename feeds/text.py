"""Human text made fit for a calendar: no character that any client trips over."""

import re
import unicodedata
from html import unescape
from html.entities import html5
from urllib.parse import quote, urlsplit

MAX_UNITS = 255
"""UTF-16 units that Exchange keeps of a title, a place or a calendar's name."""

_ENTITY = re.compile("&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,9}|#[xX][0-9a-fA-F]{1,9});")
"""What may be an entity of HTML: of the names only those of its table are."""
_AMPERSANDS = re.compile("&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+")
_LINE_END = re.compile("\r\n|[\r\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
"""The classes of characters that show nothing by themselves, such as spaces and joiners."""
_BLANKS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""Letters, signs and marks of other classes that show nothing: fillers, selectors, a blank cell."""
_ELLIPSIS = "…"
_ADDRESS = re.compile(r"(?i:https?://|tel:|sips?:|mailto:)[A-Za-z0-9%:/?#\[\]@!$&'()*+,;=~._-]+")
_URI_SAFE = "%:/?#[]@!$&'()*+,;=~-._"


def clean(text: str) -> str:
    r"""Make every kind of line end ``\n`` and a tab a space, drop all other control characters.

    Lone surrogates go too, they have no UTF-8 form, and byte order marks, which readers swallow.
    Entities of HTML are the signs that they stand for, however often they were escaped.
    """
    plain = _writable(text)
    while has_entity(plain):  # each time it is shorter
        plain = _writable(_ENTITY.sub(_sign, _AMPERSANDS.sub("&", plain)))
    return plain


def has_entity(text: str) -> bool:
    """Tell whether a text holds an entity of HTML; no calendar program reads it."""
    return any(_sign(found) != found[0] for found in _ENTITY.finditer(text))


def _sign(found: re.Match[str]) -> str:
    written = found[0]
    # The library would read a name that only begins with one of the table, too (&notes;).
    return unescape(written) if written[1] == "#" or written[1:] in html5 else written


def _writable(text: str) -> str:
    return _FORBIDDEN.sub("", _LINE_END.sub("\n", text).replace("\t", " "))


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing once it is written."""
    seen = _BLANKS.sub("", clean(text))
    return all(unicodedata.category(character) in _UNSEEN for character in seen)


def units(text: str) -> int:
    """Count the UTF-16 units of a text."""
    return len(text) + len(_ASTRAL.findall(text))


def cut(text: str, limit: int = MAX_UNITS) -> str:
    """Shorten a text to so many UTF-16 units, an ellipsis last, no surrogate pair split."""
    if units(text) <= limit:
        return text
    kept = text[: limit - len(_ELLIPSIS)]
    while units(kept) > limit - len(_ELLIPSIS):
        kept = kept[:-1]
    return kept + _ELLIPSIS


def uri(address: str) -> str:
    """Write an address in ASCII alone, as RFC 3986 wants it; what is encoded already stays."""
    return quote(clean(address), safe=_URI_SAFE)


def is_address(written: str) -> bool:
    """Tell whether a URI as it is written is an address of the web, a telephone, SIP or mail."""
    if not _ADDRESS.fullmatch(written):
        return False
    try:
        parts = urlsplit(written)
        reachable = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a host or a port that there cannot be
        return False
    return reachable or not parts.scheme.startswith("http")
