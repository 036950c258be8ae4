"""Programs that fetch, by what they say of themselves: calendars, and browsers, which are none."""

import re
from functools import lru_cache

from feeds.profiles import profile_of_client

_BROWSERS = (
    *(("Edg", "Edge"), ("EdgA", "Edge"), ("EdgiOS", "Edge"), ("Edge", "Edge"), ("OPR", "Opera")),
    *((name, name) for name in ("Vivaldi", "SamsungBrowser", "HuaweiBrowser", "MiuiBrowser")),
    *((name, name) for name in ("UCBrowser", "MQQBrowser", "QQBrowser", "MicroMessenger")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Firefox", "Firefox")),
    *(("Chromium", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")),
)
"""By which product browsers are known, the telling one first: most name several."""

BROWSERS = frozenset(name for _, name in _BROWSERS)
_PROGRAMS = frozenset({"Thunderbird", "Betterbird", "Electron"})  # which name browsers besides
_ENGINES = frozenset({"Mozilla", "AppleWebKit", "Gecko", "Version", "Mobile", "Electron"})
_COMMENT = re.compile(r"\([^()]*\)")
_PRODUCT = re.compile(r"([^\s/]+)/")
_CLIENT = 40
_TELLING = 512


def client_of(user_agent: str) -> str:
    """Name the program that fetches, without its version."""
    return _client(user_agent[:_TELLING])


def is_browser(client: str) -> bool:
    """Tell whether a program so named is a browser: what it fetched is in no calendar yet."""
    return client in BROWSERS


@lru_cache(maxsize=1_024)  # few programs ask, again and again
def _client(user_agent: str) -> str:
    family = profile_of_client(user_agent).name
    if family != "generic":
        return family
    product = user_agent.split("/", maxsplit=1)[0].strip()[:_CLIENT]
    if product == "Mozilla":
        product = _behind_mozilla(_PRODUCT.findall(_COMMENT.sub(" ", user_agent)))[:_CLIENT]
    return product if product.isprintable() else ""


def _behind_mozilla(products: list[str]) -> str:
    """Choose the telling one of the products of a client that begins as all browsers do."""
    signs = {sign for sign, _ in _BROWSERS}
    own = (each for each in products if each not in _ENGINES and each not in signs)
    if _PROGRAMS.isdisjoint(products):
        found = (name for sign, name in _BROWSERS if sign in products)
        return next(found, next(own, products[0]))
    return next(own, "Electron")
