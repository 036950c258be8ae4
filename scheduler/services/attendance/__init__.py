"""The roll call of an event: its register opened, called, confirmed and sealed."""

from scheduler.services.attendance.past import record_past

__all__ = ["record_past"]
