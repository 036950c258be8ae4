"""The example alliances of the source documents, as data."""

from scheduler.presets.loader import load
from scheduler.presets.values import Preset, Roster

__all__ = ["Preset", "Roster", "load"]
