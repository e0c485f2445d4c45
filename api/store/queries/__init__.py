"""Reads and writes as functions named like questions."""
