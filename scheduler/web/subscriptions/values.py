"""What the pages of subscriptions show. A view hands one page value to its template."""

from dataclasses import dataclass

from scheduler.web.parts import Action, Field, Light, Link, Notice, Option, Qr, Words


@dataclass(frozen=True, slots=True)
class Way:
    """One calendar program: its honest delay and the verb."""

    href: str
    name: str
    note: str
    verb: str


@dataclass(frozen=True, slots=True)
class Guide:
    """How an address gets into one program, in three steps, and what to expect of it."""

    key: str
    name: str
    steps: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Given:
    """An address with all that leads into calendars: its name, the ways and a QR code.

    One that is ``public`` is for everybody, any other for its owner alone.
    """

    address: str
    webcal: str
    title: str
    ways: tuple[Way, ...]
    qr: Qr
    public: bool = False


@dataclass(frozen=True, slots=True)
class Ticks:
    """A question with several answers: ``many`` are boxes, else one of them is chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: frozenset[str]
    note: str = ""
    fault: str = ""
    many: bool = True


@dataclass(frozen=True, slots=True)
class WishForm:
    """The form of a new address; ``folded`` is the word that unfolds it, if it is folded.

    ``scopes`` asks what is shown; beside two of its answers stand ``hosts`` and ``alliances``.
    ``more`` is what most readers leave as it is; ``hidden`` is sent along.
    """

    href: str
    scopes: Ticks
    hosts: Field | None
    alliances: Ticks | None
    name: Field
    more: tuple[Ticks | Field, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    folded: str = ""

    @property
    def faulty(self) -> tuple[Ticks | Field, ...]:
        """List the refused questions in the order of the page."""
        asked = (self.scopes, self.hosts, self.alliances, self.name, *self.more)
        return tuple(each for each in asked if each is not None and each.fault)

    @property
    def unfolds(self) -> bool:
        """Tell whether something is refused or chosen among the rest."""
        return any(each.fault for each in self.more)


@dataclass(frozen=True, slots=True)
class Step:
    """An act that is asked for once more: what it means, and its button."""

    note: str
    action: Action


@dataclass(frozen=True, slots=True)
class Held:
    """One address in a list, what can be done with it, and where it is shown."""

    name: str
    note: str
    light: Light
    href: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class SubscribePage:
    """``subscribe.html``: how does it get into my calendar."""

    title: str
    lead: str
    crumbs: tuple[Link, ...]
    given: Given | None = None
    guides: tuple[Guide, ...] = ()
    form: WishForm | None = None
    held: tuple[Held, ...] = ()
    notice: Notice | None = None
    links: tuple[Link, ...] = ()
    sign_in: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """One change and how far it has come; ``waiting`` are those not known to have it."""

    day: str
    title: str
    href: str
    what: str
    summary: str
    light: Light
    waiting: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """``subscriptions.html``: who has fetched the newest changes.

    ``announce`` is offered where the alliance has no public address.
    """

    crumbs: tuple[Link, ...]
    lead: Words
    changes: tuple[Reached, ...]
    held: tuple[Held, ...]
    notice: Notice | None = None
    announce: Step | None = None
