"""Matters: from a member to the department that settles it."""
