"""What the page of due lists shows.

A view hands one of these values to its template as ``page``.
"""

from dataclasses import dataclass

from scheduler.web.parts import Action, Field, Light, Link, Notice, Words


@dataclass(frozen=True, slots=True)
class Tick:
    """One row: what is to be visited or done; without ``may`` the reader can only look."""

    cell: str
    name: str
    note: str
    light: Light
    may: bool
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class TickGroup:
    """The rows under one heading: a team, a member; the heading of a plain list is empty."""

    name: str
    note: str
    rows: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One record of late, with the button that takes it back where the reader may."""

    name: str
    note: str
    action: Action | None


@dataclass(frozen=True, slots=True)
class VisitsPage:
    """``visits.html``: what is still due, in one list; ``recording`` is false for mere readers."""

    title: str
    lead: Words
    crumbs: tuple[Link, ...]
    lists: tuple[Link, ...]
    hidden: tuple[tuple[str, str], ...]
    query: str
    open: tuple[TickGroup, ...]
    kept: tuple[TickGroup, ...]
    kept_title: str
    more: str
    fields: tuple[Field, ...]
    recording: bool
    submit: str
    latest: tuple[Done, ...]
    notice: Notice | None = None
    undo: str = ""
    undo_text: str = ""
    uncounted: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """``visits_of.html``: the alliances that have a list to keep."""

    alliances: tuple[Link, ...]
