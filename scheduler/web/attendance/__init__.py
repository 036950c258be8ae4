"""The pages of a roll call and of its seal."""
