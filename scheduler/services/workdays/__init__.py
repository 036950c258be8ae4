"""Workdays and absences: the days on which something can be planned."""
