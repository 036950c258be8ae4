"""Events: seen, changed by hand, and told to their readers."""
