"""What differs between the clients that subscribe, as data."""

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The needs of one family of clients.

    ``marks_cancelled``: the title says so, for clients that show a cancelled event as any other.
    ``html``: a description in HTML stands beside the plain one.
    ``gzip``: a body may be compressed.
    ``max_events``, ``max_octets``: the latest events are kept up to these; None is no limit.
    """

    name: str
    marks_cancelled: bool = True
    html: bool = False
    alarms: bool = True
    gzip: bool = True
    max_events: int | None = None
    max_octets: int | None = None


GENERIC = Profile(name="generic")
OUTLOOK = Profile(name="outlook", html=True, gzip=False)
APPLE = Profile(name="apple", marks_cancelled=False)
GOOGLE = Profile(name="google", alarms=False, max_events=1_000, max_octets=1_000_000)

PROFILES = MappingProxyType({each.name: each for each in (GENERIC, OUTLOOK, APPLE, GOOGLE)})

_OUTLOOK_SIGNS = ("outlook", "microsoft office", "ms-office", "msoffice", "microsoft.exchange")
_SIGNS = (
    *((sign, OUTLOOK) for sign in _OUTLOOK_SIGNS),
    ("google-calendar-importer", GOOGLE),
    ("calendaragent", APPLE),
    ("dataaccessd", APPLE),
)

_TELLING = 512
"""How many characters of what a client says of itself are looked at."""


def is_outlook(user_agent: str) -> bool:
    """Tell whether a request comes from Outlook or Exchange."""
    return profile_of_client(user_agent) is OUTLOOK


def profile_of_client(user_agent: str) -> Profile:
    """Choose the profile by what a client says of itself; the generic one for all others."""
    return _profile(user_agent[:_TELLING])


@lru_cache(maxsize=1_024)  # few programs ask, again and again
def _profile(user_agent: str) -> Profile:
    said = user_agent.lower()
    return next((profile for sign, profile in _SIGNS if sign in said), GENERIC)
