"""Reading and writing cases about names (办件)."""
