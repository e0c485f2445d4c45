"""One function per verb of the office."""
