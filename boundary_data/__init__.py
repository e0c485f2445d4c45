"""Divisions, lines, markers and inspections as data: read, check, describe."""
