"""Directions in words (方位): sixteen of 22.5° each from true north."""

from __future__ import annotations

from rulebook.parameters import Parameters


def compass(azimuth_deg: float, limits: Parameters) -> str:
    """Return the word for a true azimuth, e.g. 北偏东北 for 20°.

    Args:
        azimuth_deg: Degrees clockwise from true north; any turn is taken off.
        limits: Gives the words as `compass`, north first (GB/T 17796-2009, assumed).
    """
    words = limits.words("compass")
    return words[round(azimuth_deg / (360.0 / len(words))) % len(words)]


def metres(distance_m: float) -> str:
    """Return a distance as people say it: 8.4 米, 320 米, 1.2 千米, 35 千米."""
    if distance_m < 10.0:
        return f"{distance_m:.1f} 米"
    if distance_m < 999.5:
        return f"{distance_m:.0f} 米"
    kilometres = distance_m / 1000.0
    return f"{kilometres:.1f} 千米" if kilometres < 9.95 else f"{kilometres:.0f} 千米"
