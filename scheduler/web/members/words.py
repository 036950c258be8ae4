"""What members and their roles are called on the page of members."""

from collections.abc import Mapping

from scheduler.domain.roster import Body, Membership
from scheduler.domain.text import say
from scheduler.services.names import Name
from scheduler.services.roster.members import PLAIN
from scheduler.web import dates


def called(key: str, names: Mapping[str, Name], lang: str) -> str:
    """Call a member by its full name."""
    name = names.get(key)
    return name.say(lang) if name else key.partition(":")[2] or key


def role_name(key: str, names: Mapping[str, Name], lang: str) -> str:
    """Call a role by its name; one without any as it is written."""
    name = names.get(key)
    if name is None and key == PLAIN:
        return say("roster.member", {}, lang)
    return name.say(lang) if name else key


def span(entry: Membership, lang: str) -> str:
    """Say since when somebody is a member, and until when; nothing of what has always been."""
    parts = []
    if entry.tenure.since:
        parts.append(say("roster.since", {"since": entry.tenure.since}, lang))
    last = dates.last_day(entry.tenure.until)
    if last:
        parts.append(say("roster.last", {"last": last}, lang))
    return " · ".join(parts)


def body_name(body: Body, lang: str) -> str:
    """Call an alliance by its name."""
    return body.name_en if lang == "en" and body.name_en else body.name
