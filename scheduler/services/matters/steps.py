"""Matters: raise one, take it through its steps, and see which one is stuck with whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from scheduler.domain.errors import (
    ChoiceError,
    InvalidError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
    UnknownFieldError,
)
from scheduler.domain.matter import (
    BY_DEPARTMENT,
    Matter,
    MatterState,
    Method,
    Step,
    next_state,
)
from scheduler.domain.moments import line, prose
from scheduler.domain.refusing import noted, refuse
from scheduler.services.access import Action, Principal, require
from scheduler.services.matters import belonging, catalogues
from scheduler.services.matters.consultations import consultations
from scheduler.store import Session, Store, ledger, matters, roster
from scheduler.store.matters import StepTaken


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A matter to be raised; ``raised_by`` is the opaque key of a member or body of the alliance.

    ``category`` is a known key, or words.
    """

    alliance: str
    title: str
    category: str
    raised_by: str
    detail: str = ""
    major: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """A step to be taken; ``revision`` refuses it when someone else was faster.

    A dispatch names the department, unless the catalogue of services does; a resolution its
    method; ``major`` and ``proxy``, who sees to it for the enterprise, may be set on the way.
    """

    step: Step
    revision: int | None = None
    department: str = ""
    method: Method | None = None
    major: bool | None = None
    note: str = ""
    proxy: str = ""


def raise_matter(store: Store, new: NewMatter, *, by: Principal, now: datetime) -> Matter:
    """Raise a matter under the alliance's next number."""
    with store.write() as session:
        return raise_in(session, new, by=by, now=now)


def raise_in(session: Session, new: NewMatter, *, by: Principal, now: datetime) -> Matter:
    """Raise a matter inside an open transaction."""
    require(by, Action.RAISE, [new.alliance], entity="alliance", key=new.alliance)
    ledger.lock(session, [new.alliance], now)
    if not roster.alliances(session, [new.alliance]):
        raise NotFoundError(entity="alliance", key=new.alliance)
    title, category, detail = _words(session, new, now)
    number = matters.next_number(session, new.alliance)
    matter = Matter(
        key=f"m-{new.alliance}-{number:03d}",
        alliance=new.alliance,
        title=title,
        category=category,
        raised_by=new.raised_by,
        raised_at=now,
        major=new.major,
        detail=detail,
    )
    matters.add(session, matter, number)
    matters.add_step(session, StepTaken(matter.key, Step.RAISE, now, by.id))
    _log(session, matter, "raised", {"state": {"from": None, "to": matter.state.value}}, (by, now))
    return matter


def take(store: Store, key: str, taking: Taking, *, by: Principal, now: datetime) -> Matter:
    """Take a matter one step on."""
    with store.write() as session:
        return take_in(session, key, taking, by=by, now=now)


def take_in(session: Session, key: str, taking: Taking, *, by: Principal, now: datetime) -> Matter:
    """Take a matter one step on inside an open transaction.

    Raises ``MatterStateError`` for a step that does not follow, ``StaleVersionError`` for one
    that answers an older revision.
    """
    matter = _found(session, key, by)
    require(by, Action.HANDLE, [matter.alliance], entity="matter", key=key)
    ledger.lock(session, [matter.alliance], now)
    if taking.revision is not None and taking.revision != matter.revision:
        raise StaleVersionError(entity="matter", key=key, revision=matter.revision)
    if taking.step is Step.DISPATCH and not taking.department:
        taking = replace(taking, department=catalogues.routed(session, matter) or "")
    values = _values(session, matter, taking, now)
    if not matters.change(session, key, matter.revision, values):
        raise StaleVersionError(entity="matter", key=key, revision=matter.revision)
    note = prose(taking.note, "note", limit=1000) if taking.note.strip() else ""
    method = taking.method.value if taking.method else None
    matters.add_step(
        session,
        StepTaken(key, taking.step, now, by.id, taking.department or None, method, note),
    )
    changed = matters.get(session, key)
    if changed is None:
        raise NotFoundError(entity="matter", key=key)
    detail = {"state": {"from": matter.state.value, "to": changed.state.value}}
    _log(session, changed, changed.state.value, detail, (by, now))
    return changed


def consulted(session: Session, keys: Iterable[str], *, by: Principal, now: datetime) -> None:
    """Record that a held event consulted these matters; those in another state stay as they are."""
    for key in sorted(set(keys)):
        matter = matters.get(session, key)
        if matter is not None and matter.state is MatterState.ACCEPTED:
            values = {"state": MatterState.CONSULTED.value}
            matters.change(session, key, matter.revision, values)
            matters.add_step(session, StepTaken(key, Step.CONSULT, now, by.id))
            detail = {"state": {"from": matter.state.value, "to": "consulted"}}
            _log(session, matter, "consulted", detail, (by, now))


_USED: Mapping[Step, frozenset[str]] = {
    Step.DISPATCH: frozenset({"department", "major", "proxy"}),
    Step.ACCEPT: frozenset({"major", "proxy"}),
    Step.RESOLVE: frozenset({"method"}),
}


def _check_used(taking: Taking) -> None:
    """Refuse by name every field that the step does not use: it would go unheard."""
    given = {
        "department": bool(taking.department),
        "major": taking.major is not None,
        "method": taking.method is not None,
        "proxy": bool(taking.proxy),
    }
    used = _USED.get(taking.step, frozenset())
    refuse(
        [
            UnknownFieldError(field=field, reason="step", step=taking.step.value)
            for field, stated in given.items()
            if stated and field not in used
        ]
    )


def _values(session: Session, matter: Matter, taking: Taking, now: datetime) -> dict[str, Any]:
    _check_used(taking)
    major = matter.major if taking.major is None else taking.major
    state = _state(session, replace(matter, major=major), taking.step, now)
    values: dict[str, Any] = {"state": state.value, "major": major}
    if taking.proxy.strip():
        values["proxy"] = line(taking.proxy, "proxy", limit=40)
    if taking.step is Step.DISPATCH:
        if not taking.department:
            raise MissingFieldError(field="department", reason="choose")
        belonging.check(session, matter.alliance, taking.department, "department", now)
        values["department"] = taking.department
    elif taking.step is Step.RETURN:
        values["department"] = None
    elif taking.step is Step.ACCEPT:
        values["accepted_at"] = now
    elif taking.step is Step.RESOLVE:
        if taking.method is None:
            raise MissingFieldError(field="method", reason="choose")
        values |= {"resolved_at": now, "method": taking.method.value}
    return values


def _state(session: Session, matter: Matter, step: Step, now: datetime) -> MatterState:
    """Give the state after a step; none is taken by a department that has left."""
    left = belonging.has_left(session, matter, now)
    meeting = step is not Step.RESOLVE or matter.key in consultations(session, [matter], now)
    state = next_state(matter, step, left=left, meeting=meeting)
    if left and step in BY_DEPARTMENT:
        names = roster.spoken(session, [str(matter.department)])
        raise ChoiceError(field="department", value=matter.department, reason="left", names=names)
    return state


def _words(session: Session, new: NewMatter, now: datetime) -> tuple[str, str, str]:
    """Check who raises it and give title, category and details; all faults are told at once."""
    faults: list[InvalidError] = []
    title = category = detail = ""
    with noted(faults):
        if not new.raised_by:
            raise MissingFieldError(field="raised_by", reason="choose")
        belonging.check(session, new.alliance, new.raised_by, "raised_by", now)
    with noted(faults):
        title = line(new.title, "title", limit=80)
    with noted(faults):
        category = catalogues.category(
            session, new.alliance, line(new.category, "category", limit=40)
        )
    with noted(faults):
        detail = prose(new.detail, "detail") if new.detail.strip() else ""
    refuse(faults)
    return title, category, detail


def _found(session: Session, key: str, by: Principal) -> Matter:
    matter = matters.get(session, key)
    if matter is None or not by.may(Action.VIEW, matter.alliance):
        raise NotFoundError(entity="matter", key=key)
    return matter


def _log(
    session: Session,
    matter: Matter,
    kind: str,
    detail: Mapping[str, Any],
    when: tuple[Principal, datetime],
) -> None:
    by, now = when
    entry = ledger.Entry((matter.alliance,), "matter", matter.key, kind, matter.revision, detail)
    ledger.append(session, [entry], by.id, now)
