"""Geometry without meaning: systems, measures, topology, map layers."""
