"""Turns: whose it is, and how it is handed on."""
