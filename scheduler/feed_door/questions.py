"""What a request asks for, read from its environment."""

from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from feeds.text import is_blank
from feeds.validators import matches, parse_http_date
from scheduler.domain.errors import ChoiceError, MissingFieldError, TextError
from scheduler.domain.feed_scope import Narrowing
from scheduler.services.accounts import digest
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.forms import FORMS
from scheduler.services.feeds.polls import Question

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_MAX_FIELDS = 20
_DECIDING = tuple(
    (f"HTTP_{name.replace('-', '_').upper()}", name)
    for name in ("accept", "accept-encoding", "if-modified-since", "if-none-match", "user-agent")
)
_CALENDAR = ("text/calendar", FORMS["ics"].media_type)
_UTF8 = {"charset": "utf-8"}  # which JSON always is
_TYPES = {
    media: (suffix, given | _UTF8)
    for suffix in ("jcal", "json")
    for media, given in [parse_options_header(FORMS[suffix].media_type)]
}


def question_of(path: str, environ: "WSGIEnvironment") -> Question:
    """Give all that an answer depends on besides the data, without the token."""
    return (
        digest(path),
        environ["REQUEST_METHOD"],
        environ.get("QUERY_STRING"),
        *[environ.get(key) for key, _ in _DECIDING],
    )


def headers_of(environ: "WSGIEnvironment") -> dict[str, str]:
    """Give the headers that decide an answer, of all that a request may carry."""
    return {name: environ[key] for key, name in _DECIDING if key in environ}


def ask_of(token: str, suffix: str, environ: "WSGIEnvironment", now: datetime) -> Ask:
    """Read what is asked for; raises ``InvalidError`` for what is none."""
    fields = _fields(environ.get("QUERY_STRING", ""))
    return Ask(
        token=token,
        lang=_one(fields, "lang"),
        profile=_one(fields, "profile"),
        kinds=_keys(fields, "kind"),
        narrowing=Narrowing(*(_keys(fields, name) for name in ("place", "host", "branch"))),
        user_agent=environ.get("HTTP_USER_AGENT", ""),
        delivers=_delivers(suffix, environ),
        since=_since(environ, now),
    )


def _fields(query: str) -> dict[str, list[str]]:
    given = sum(map(bool, query.split("&")))
    if given > _MAX_FIELDS:
        raise ChoiceError(field="query", value=given, most=_MAX_FIELDS, reason="many")
    return parse_qs(query, keep_blank_values=True)


def _keys(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    """Give the keys of a filter; one that is empty would leave all where little was asked for."""
    given = _values(fields, name)
    if any(map(is_blank, given)):
        raise MissingFieldError(field=name)
    return given


def _values(fields: dict[str, list[str]], name: str) -> tuple[str, ...]:
    """Give what is asked by a name; what cannot be shown could be repeated in no refusal."""
    given = tuple(fields.get(name, ()))
    if not all(map(str.isprintable, given)):
        raise TextError(field=name, reason="control")
    return given


def _delivers(suffix: str, environ: "WSGIEnvironment") -> bool:
    """Tell whether an answer gives the events, or says that the client has just these."""
    # Any tag at all is answered as unchanged: whoever names it need not have anything.
    any_tag = matches(environ.get("HTTP_IF_NONE_MATCH", ""), "")
    return environ["REQUEST_METHOD"] == "GET" and suffix != "ifb" and not any_tag


def _since(environ: "WSGIEnvironment", now: datetime) -> datetime | None:
    """Read the date that decides an answer: none beside a tag, nor one to come."""
    if "HTTP_IF_NONE_MATCH" in environ:
        return None
    since = parse_http_date(environ.get("HTTP_IF_MODIFIED_SINCE", ""))
    return None if since is None or since > now else since


def suffix_of(suffix: str, accept: str) -> str:
    """Choose the format of an address that ends in ``suffix``.

    An address of iCalendar gives another format only to a client that names its type and likes it
    better: Google and others send no type at all, or any. A parameter that it is not given with,
    such as another ``type``, makes another type of it.
    """
    if suffix != "ics" or "json" not in accept.lower():
        return suffix
    asked = parse_accept_header(accept, MIMEAccept)
    best, weight = suffix, max(map(asked.quality, _CALENDAR))
    for named, quality in asked:
        media, wanted = parse_options_header(named.lower())
        other, given = _TYPES.get(media, (suffix, {}))
        if quality > weight and wanted.items() <= given.items():
            best, weight = other, quality
    return best


def _one(fields: dict[str, list[str]], name: str) -> str:
    given = [value for value in _values(fields, name) if value]
    if len(given) > 1:
        raise ChoiceError(field=name, value=len(given), most=1, reason="many")
    return given[0].lower() if given else ""
