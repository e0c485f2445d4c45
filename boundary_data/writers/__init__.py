"""Canonical features out: the files that other offices and programs read."""
