"""What the page of members shows."""

from dataclasses import dataclass

from scheduler.web.parts import Chip, Form, Link, Notice


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member: its name, since when and until when; a chip where it comes or goes soon."""

    name: str
    note: str = ""
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class MemberGroup:
    """The members of one role; a long list is ``folded`` behind its title."""

    title: str
    rows: tuple[MemberRow, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class MembersPage:
    """``members.html``: who belongs to the alliance; without one, ``alliances`` to choose from.

    ``forms`` are for those who may change it, the first of them unfolded.
    """

    lead: str
    crumbs: tuple[Link, ...] = ()
    alliances: tuple[Link, ...] = ()
    groups: tuple[MemberGroup, ...] = ()
    notice: Notice | None = None
    forms: tuple[Form, ...] = ()
