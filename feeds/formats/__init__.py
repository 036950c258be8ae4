"""One module per format of a feed; they do not import one another."""
