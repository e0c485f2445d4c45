"""The store: the only rooms of the application that speak SQL and know where the data lies."""
