"""The page of an alliance's members."""
