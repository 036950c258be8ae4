"""Dates for demand units: candidates as bit masks, chains placed by dynamic programming."""
