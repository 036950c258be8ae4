"""One file per rule type."""
