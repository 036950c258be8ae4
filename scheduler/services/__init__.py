"""Use cases: plain arguments and the time in, values out, one transaction each."""
