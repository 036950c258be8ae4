"""Names of opaque keys, as services hand them to the edge."""

from scheduler.store.roster import Name

__all__ = ["NAMELESS", "Name"]

NAMELESS = Name("", "", "")
"""What has no name, or what is not there."""
