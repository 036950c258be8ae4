"""Use cases: plain arguments and ``now`` in, values out, one transaction each."""

from scheduler.store import Store

__all__ = ["Store"]
