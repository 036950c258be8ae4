"""Plain values of the alliances' world: no input or output, no clock, standard library only."""
