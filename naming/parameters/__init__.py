"""Thresholds and switches of naming law: the nation's, and what a jurisdiction lays over it."""
