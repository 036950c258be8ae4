"""Confirm that an event took place, and seal its register."""

from dataclasses import replace
from datetime import datetime

from scheduler.domain.activity import EventStatus
from scheduler.domain.attendance.chain import Sealing, seal_code, seal_digest
from scheduler.domain.attendance.states import advance, check_seal
from scheduler.domain.attendance.values import RegisterState
from scheduler.domain.errors import CancelledEventError, RegisterStateError
from scheduler.services.access import Principal
from scheduler.services.attendance import sheets
from scheduler.services.attendance.sheets import Opened
from scheduler.services.events import reading
from scheduler.services.events.acts import hold_in
from scheduler.services.events.writing import Act
from scheduler.services.roll_rights import sealing
from scheduler.store import Session, Store, attendance, ledger, seals
from scheduler.store.attendance import Register
from scheduler.store.events import Stored
from scheduler.store.seals import Seal

_WAY = (RegisterState.OPEN, RegisterState.TAKEN, RegisterState.CONFIRMED, RegisterState.SEALED)


def confirm(store: Store, uid: str, *, by: Principal, now: datetime) -> Register:
    """Confirm the roll: the event counts as held, marks may still be mended until the seal."""
    with store.write() as session:
        return confirm_in(session, uid, by=by, now=now)


def confirm_in(session: Session, uid: str, *, by: Principal, now: datetime) -> Register:
    """Confirm a register inside an open transaction."""
    stored, opened, register = _ready(session, uid, by, now)
    state = _walk(register, RegisterState.CONFIRMED)
    attendance.change(session, uid, {"state": state.value, "confirmed_at": now})
    hold_in(session, stored, Act(uid, by, now))
    sheets.tell(session, opened.event, "confirmed", {}, when=(by, now))
    return replace(register, state=state, version=register.version + 1)


def seal(store: Store, uid: str, *, by: Principal, now: datetime) -> Seal:
    """Seal a register in which nobody due is unmarked and nothing contradicts.

    The event is held from then on and carries the seal's code into every calendar.
    """
    with store.write() as session:
        return seal_in(session, uid, by=by, now=now)


def seal_in(session: Session, uid: str, *, by: Principal, now: datetime) -> Seal:
    """Seal a register inside an open transaction."""
    stored, opened, register = _ready(session, uid, by, now)
    state = _walk(register, RegisterState.SEALED)
    check_seal(uid, opened.totals)
    made = _seal(session, opened, register, by, now)
    seals.add(session, uid, made)
    attendance.change(session, uid, {"state": state.value, "confirmed_at": now})
    detail = {"code": made.code, "head": made.head}
    sheets.tell(session, opened.event, "sealed", detail, when=(by, now))
    hold_in(session, stored, Act(uid, by, now), seal_code=made.code)
    return made


def _ready(
    session: Session, uid: str, by: Principal, now: datetime
) -> tuple[Stored, Opened, Register]:
    found = reading.find(session, uid, by)
    sealing(by, found.event)
    ledger.lock(session, found.event.alliances, now)
    stored = reading.find(session, uid, by)  # as it stands under the lock
    if stored.event.status is EventStatus.CANCELLED:
        raise CancelledEventError(uid=uid)
    opened = sheets.load(session, stored.event)
    if opened.register is None:
        planned = RegisterState.PLANNED.value
        raise RegisterStateError(uid=uid, state=planned, wanted=RegisterState.SEALED.value)
    return stored, opened, opened.register


def _walk(register: Register, wanted: RegisterState) -> RegisterState:
    """Go from state to state until the wanted one; each step is one that the states allow."""
    state = register.state
    between = _WAY[_WAY.index(state) + 1 : _WAY.index(wanted)] if state in _WAY else ()
    for following in (*between, wanted):
        state = advance(register.uid, state, following)
    return state


def _seal(
    session: Session, opened: Opened, register: Register, by: Principal, now: datetime
) -> Seal:
    before = seals.last(session, register.uid)
    version = before.version + 1 if before else 1
    digest = seal_digest(
        Sealing(register.uid, version, opened.lines, opened.marks, {}, register.head)
    )
    return Seal(version, digest, seal_code(digest), register.head, now, by.id)
