"""The scheduling service; empty on purpose, so that importing a pure part loads nothing else."""
