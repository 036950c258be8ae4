"""What a client asks for, and what that means for the subscription it names."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from feeds.profiles import PROFILES, Profile, profile_of_client
from feeds.values import Language
from scheduler.domain.errors import ChoiceError
from scheduler.domain.feed_scope import NO_NARROWING, Choice, Narrowing
from scheduler.domain.moments import SHANGHAI
from scheduler.services.accounts import digest
from scheduler.services.feeds.clients import client_of
from scheduler.services.feeds.narrowing import NOT_NARROWED, Narrowed, narrowed
from scheduler.services.feeds.reach import Reach
from scheduler.store import Session
from scheduler.store.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class Ask:
    """What a client asks for; empty means as the subscription says, or by the client's name.

    ``delivers``: whoever is answered has the events then, which counts as a fetch; a look at the
    headers or at busy times does not. ``since`` is the date that a client names in place of a tag.
    """

    token: str
    lang: str = ""
    profile: str = ""
    kinds: tuple[str, ...] = ()
    narrowing: Narrowing = NO_NARROWING
    user_agent: str = ""
    delivers: bool = True
    since: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a language or profile that there is not."""
        if self.lang not in {"", "zh", "en"}:
            raise ChoiceError(field="lang", value=self.lang, allowed="zh, en")
        if self.profile and self.profile not in PROFILES:
            raise ChoiceError(
                field="profile", value=self.profile, allowed=", ".join(sorted(PROFILES))
            )

    @property
    def key(self) -> tuple[str, ...]:
        """Name all that decides the answer but the data; the hash of the token leads."""
        profile = PROFILES[self.profile] if self.profile else profile_of_client(self.user_agent)
        wanted = (*(("kind", kind) for kind in sorted(set(self.kinds))), *self.narrowing.parts())
        told = (f"{sort}={key}" for sort, key in wanted)
        return (digest(self.token), self.lang, self.profile, profile.name, *told)

    @property
    def fetcher(self) -> str | None:
        """Name the program that has the events once it is answered; None where it has not."""
        return client_of(self.user_agent) if self.delivers else None

    def fetcher_of(self, last_modified: datetime) -> str | None:
        """Name the program that has the events changed last then, once it is answered.

        A later date than that is not told by us: who names it may have nothing.
        """
        late = self.since is not None and self.since > last_modified.replace(microsecond=0)
        return None if late else self.fetcher


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, with all that was read for it."""

    ask: Ask
    subscription: Subscription
    look: tuple[Profile, Language]
    now: datetime
    left: Narrowed = NOT_NARROWED

    @property
    def choice(self) -> Choice:
        """Give what the subscription shows, narrowed down by the address."""
        own = self.subscription.choice
        wanted = self.ask.kinds
        if own.kinds and wanted:
            # What neither allows is empty, and no kinds would mean all of them.
            wanted = tuple(set(own.kinds) & set(wanted)) or ("-",)
        return replace(own, kinds=wanted) if wanted else own

    @property
    def whole(self) -> bool:
        """Tell whether the address leaves out nothing of what the subscription shows."""
        return self.choice == self.subscription.choice and not self.ask.narrowing

    @property
    def uid(self) -> str:
        """Identify what is shown, whoever subscribes to it."""
        narrowing = f"&{self.ask.narrowing}" if self.ask.narrowing else ""
        return str(uuid5(NAMESPACE_URL, f"{self.subscription.scope}?{self.choice}{narrowing}"))

    @property
    def feed_look(self) -> str:
        """Name the look of the whole feed: two addresses of one subscription may differ in it."""
        profile, lang = self.look
        narrowing = (str(self.ask.narrowing),) if self.ask.narrowing else ()
        return ".".join((profile.name, lang, *self.choice.kinds, *narrowing))


def narrowed_down(session: Session, asked: Asked, within: Reach) -> tuple[Asked, Reach]:
    """Read what the address leaves; ``ChoiceError`` where it names what is not within reach."""
    narrowing = asked.ask.narrowing
    if not narrowing:
        return asked, within
    today = asked.now.astimezone(SHANGHAI).date()
    left, resting = narrowed(session, narrowing, within, today)
    return replace(asked, left=left), resting


def asked_of(ask: Ask, subscription: Subscription, now: datetime) -> Asked:
    """Decide language and profile: what was asked leads, then the subscription, then the client."""
    lang: Language = "en" if (ask.lang or subscription.lang) == "en" else "zh"
    own = PROFILES.get(subscription.profile, PROFILES["generic"])
    if ask.profile:
        profile = PROFILES[ask.profile]
    else:
        profile = profile_of_client(ask.user_agent) if own.name == "generic" else own
    return Asked(ask, subscription, (profile, lang), now)
