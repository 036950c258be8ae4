"""The roll call of an event: its register opened, called, confirmed and sealed."""

from scheduler.services.attendance.calling import (
    Guest,
    Statement,
    add_guest,
    all_present,
    open_in,
    open_register,
    record,
    record_in,
    undo,
)
from scheduler.services.attendance.past import Rosters, register_told, sealed_past
from scheduler.services.attendance.sealing import confirm, confirm_in, seal, seal_in
from scheduler.services.attendance.viewing import Entry, RegisterView, register

__all__ = [
    "Entry",
    "Guest",
    "RegisterView",
    "Rosters",
    "Statement",
    "add_guest",
    "all_present",
    "confirm",
    "confirm_in",
    "open_in",
    "open_register",
    "record",
    "record_in",
    "register",
    "register_told",
    "seal",
    "seal_in",
    "sealed_past",
    "undo",
]
