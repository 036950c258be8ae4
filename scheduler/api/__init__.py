"""JSON over HTTP for other systems."""

from scheduler.api.problems import problem
from scheduler.api.setup import register

__all__ = ["problem", "register"]
