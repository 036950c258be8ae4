"""Turns: who hosts, speaks or visits next, by ledgers of debts."""
