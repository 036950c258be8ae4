"""Names of opaque keys, as services hand them to the edge."""

from scheduler.store.roster import Name

__all__ = ["Name"]
