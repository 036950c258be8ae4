"""Pure reports: records in, figures out."""
