"""The making of one plan: its ground, its work, its drafts and its differences."""
