"""The five example alliances with a past that could have been recorded."""
