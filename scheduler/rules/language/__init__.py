"""What rules of every type may say, and how it is read and made into units."""
