"""The example alliances of the source documents, as data."""
