"""Visits and items: what is due, and what was done."""
