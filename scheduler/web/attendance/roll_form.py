"""What the form of a roll call says, as operations: only what differs from what was shown."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.attendance.values import LEAVE, PRESENT, Mark, Presence, canonical_id
from scheduler.domain.errors import ChoiceError, UnknownFieldError
from scheduler.services.attendance import Guest, RegisterView, Statement
from scheduler.web import parts

Form = Mapping[str, str]

REASONS = {
    "official": Presence.OFFICIAL_LEAVE,
    "sick": Presence.SICK_LEAVE,
    "personal": Presence.PERSONAL_LEAVE,
    "other": Presence.OTHER_LEAVE,
}
DETAILS = ("present", "late", "left_early", "online")
"""The marks that a press on the name offers."""
_SHOWN = 40

_NAMES: dict[Presence, parts.Reason] = {
    Presence.OFFICIAL_LEAVE: "official",
    Presence.SICK_LEAVE: "sick",
    Presence.OTHER_LEAVE: "other",
}
_SIMPLE = {"": Presence.UNMARKED, "yes": Presence.PRESENT, "absent": Presence.ABSENT}


def request_id(form: Form) -> str:
    """Give the id of this form, under which nothing happens twice."""
    return canonical_id(form.get("request", ""), "request")


def statements(view: RegisterView, form: Form) -> list[Statement]:
    """List the operations that a form asks for, that of a pressed detail included."""
    space = uuid.UUID(request_id(form))
    person, _, detail = form.get("detail", "").partition(":")
    _check(form, {entry.mark.person for entry in view.entries})
    found = []
    for entry in view.entries:
        row = _Row(space, entry.mark, *_shown(form, entry.mark.person))
        wanted = _wanted(form, entry.mark.person)
        if entry.mark.person == person:
            found.append(row.statement(Presence(detail)))
        elif wanted is not None and not row.says(wanted):
            found.append(row.statement(wanted))
    return [statement for statement in found if statement.value or statement.retracts]


def guest(form: Form) -> Guest | None:
    """Give the guest that was typed, None where nothing was and the button was left alone."""
    name = form.get("guest_name", "")
    if not name.strip() and "guest" not in form:
        return None
    return Guest(name, form.get("guest_firm", ""), form.get("guest_kind") == "branchless")


def _check(form: Form, people: set[str]) -> None:
    """Refuse marks of people who are not on the roster; an unmarked row of one who left is none."""
    for name, value in form.items():
        if name.startswith("p-") and value and name.removeprefix("p-") not in people:
            raise UnknownFieldError(field=name[:_SHOWN])
    if "detail" in form:
        person, _, detail = form["detail"].partition(":")
        if person not in people:
            raise UnknownFieldError(field="detail")
        if detail not in DETAILS:
            raise ChoiceError(field="value", value=detail[:_SHOWN], allowed=DETAILS)


def _wanted(form: Form, key: str) -> Presence | None:
    """Give what a row says; a row that was not on the page says nothing."""
    value = form.get(f"p-{key}")
    if value is None:
        return None
    if value == "leave":
        return REASONS.get(form.get(f"r-{key}", ""), Presence.PERSONAL_LEAVE)
    if value not in _SIMPLE:
        raise ChoiceError(field="value", value=value, allowed=("yes", "leave", "absent"))
    return _SIMPLE[value]


def seen(mark: Mark) -> str:
    """Write into a row what it shows: the mark and the operations that decide it."""
    return " ".join((mark.presence.value, *mark.ops)) if mark.ops else ""


def _shown(form: Form, key: str) -> tuple[Presence, frozenset[str]]:
    """Read from a row what it showed when it was sent."""
    presence, *ops = form.get(f"s-{key}", "").split() or [Presence.UNMARKED.value]
    known = {each.value for each in Presence}
    return Presence(presence) if presence in known else Presence.UNMARKED, frozenset(ops)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the form: the person's mark now, and what the row showed."""

    space: uuid.UUID
    mark: Mark
    presence: Presence
    ops: frozenset[str]

    def says(self, wanted: Presence) -> bool:
        """Tell whether the row was sent as it was shown: every way of having come reads 到.

        Then it says nothing, whatever others said meanwhile.
        """
        shown = self.mark.presence if self._earlier() else self.presence
        return wanted is shown or (wanted is Presence.PRESENT and shown in PRESENT)

    def statement(self, wanted: Presence) -> Statement:
        """State the wanted mark over what was shown; no mark takes back what was shown."""
        name, person, shown = self._op_id(wanted), self.mark.person, self.ops | self._earlier()
        if wanted is Presence.UNMARKED:
            return Statement(name, person, retracts=shown)
        return Statement(name, person, wanted, seen=shown)

    def _earlier(self) -> frozenset[str]:
        """Name what this very form said before: it was sent twice, or from the page before."""
        return frozenset(self._op_id(value) for value in Presence) & frozenset(self.mark.ops)

    def _op_id(self, value: Presence) -> str:
        return str(uuid.uuid5(self.space, f"{self.mark.person}:{value.value}"))


def coarse(mark: Mark) -> parts.Mark:
    """Give the radio button of a mark."""
    if mark.presence in PRESENT:
        return "yes"
    if mark.presence in LEAVE:
        return "leave"
    return "absent" if mark.presence is Presence.ABSENT else ""


def reason(mark: Mark) -> parts.Reason:
    """Give the reason's radio button of a leave; of other marks the usual one."""
    return _NAMES.get(mark.presence, "personal")
