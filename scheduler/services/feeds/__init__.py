"""Feed addresses and what they answer."""
