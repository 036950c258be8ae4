"""The shapes that the API takes and gives, one module per resource."""
