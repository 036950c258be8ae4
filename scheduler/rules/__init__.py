"""Pure scheduling rules: rule data in, plans with their explanations out."""
