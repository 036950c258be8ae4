"""What the pages of lists show."""

from dataclasses import dataclass

from scheduler.web.parts import Action, Chip, Form, Link, Notice


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of a list; one that has left is struck, with a chip that says since when."""

    name: str
    struck: bool = False
    chip: Chip | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """One list: what stands on it, and the rules that name it; a long one is ``folded``.

    What is ``marked`` in it stays open. One that rules name and nobody keeps has no rows.
    """

    name: str
    anchor: str
    note: str
    rows: tuple[ItemRow, ...]
    rules: tuple[Link, ...]
    folded: str = ""
    action: Action | None = None

    @property
    def marked(self) -> tuple[ItemRow, ...]:
        """List the items that had better be looked at."""
        return tuple(row for row in self.rows if row.chip)


@dataclass(frozen=True, slots=True)
class ListsPage:
    """``lists.html``: what do the rules of an alliance mean by each list? ``form`` makes one."""

    lead: str
    crumbs: tuple[Link, ...]
    lists: tuple[ListBlock, ...]
    missing: tuple[ListBlock, ...] = ()
    notice: Notice | None = None
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """``list.html``: one list as a form; ``now`` is what somebody else made of it meanwhile."""

    title: str
    lead: str
    crumbs: tuple[Link, ...]
    form: Form
    rules: tuple[Link, ...] = ()
    notice: Notice | None = None
    now: tuple[str, ...] = ()
    delete: Form | None = None
