"""Who belongs where, as it is changed: members of alliances, homes and offices of people."""
