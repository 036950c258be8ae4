"""Reports: the figures of a period out of what was recorded."""
