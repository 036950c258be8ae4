"""Calendar feeds as a library of its own: values in, bytes out, no clock and no database."""
