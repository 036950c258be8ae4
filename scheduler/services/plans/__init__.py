"""Plans: what the rules would change in a year, published and taken back, in words."""
