"""The pages of the lists that rules name."""
