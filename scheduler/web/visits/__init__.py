"""The page of visits and items."""
