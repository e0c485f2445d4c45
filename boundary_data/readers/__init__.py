"""Foreign files in, canonical rows and features out, with what was wrong in them."""
