"""The roll call of one event: operations, marks, totals, quorum, states and the seal."""
