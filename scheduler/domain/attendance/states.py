"""The life of a register, and what a seal and a correction ask for."""

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import RegisterState
from scheduler.domain.errors import (
    ForbiddenError,
    MissingFieldError,
    RegisterStateError,
    SealedError,
    SealRefusedError,
)

_NEXT: dict[RegisterState, tuple[RegisterState, ...]] = {
    RegisterState.PLANNED: (RegisterState.OPEN, RegisterState.CANCELLED),
    # Back to planned is a postponement: the roster is frozen anew when it opens again.
    RegisterState.OPEN: (RegisterState.TAKEN, RegisterState.PLANNED, RegisterState.CANCELLED),
    RegisterState.TAKEN: (RegisterState.CONFIRMED, RegisterState.OPEN),
    RegisterState.CONFIRMED: (RegisterState.SEALED, RegisterState.TAKEN),
    RegisterState.SEALED: (RegisterState.CORRECTING, RegisterState.ARCHIVED),
    RegisterState.CORRECTING: (RegisterState.SEALED,),
    RegisterState.ARCHIVED: (),
    RegisterState.CANCELLED: (RegisterState.PLANNED,),
}

_FIXED = frozenset({RegisterState.SEALED, RegisterState.ARCHIVED})


def following(state: RegisterState) -> tuple[RegisterState, ...]:
    """List the states that a register can go to, the usual one first."""
    return _NEXT[state]


def advance(register: str, state: RegisterState, wanted: RegisterState) -> RegisterState:
    """Give the wanted state, or raise ``SealedError`` or ``RegisterStateError``."""
    if wanted in _NEXT[state]:
        return wanted
    if state in _FIXED:
        raise SealedError(uid=register)
    raise RegisterStateError(uid=register, state=state.value, wanted=wanted.value)


def check_seal(register: str, counted: Totals) -> None:
    """Refuse a seal while somebody due is unmarked or a contradiction is open."""
    if counted.unmarked or counted.conflicts:
        raise SealRefusedError(uid=register, unmarked=counted.unmarked, conflicts=counted.conflicts)


def check_correction(actor: str, second: str, reason: str) -> None:
    """Refuse to correct a sealed register without a reason and a second person."""
    if not reason.strip():
        raise MissingFieldError(field="reason")
    if not second or second == actor:
        raise ForbiddenError(action="correct_alone")
