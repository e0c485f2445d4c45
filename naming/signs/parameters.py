"""Versioned parameters of signs: kinds, colours, sizes, how often one is looked at."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rulebook.parameters import Parameters, load


@cache
def sign_parameters() -> Parameters:
    """Return the parameters of signs in this folder."""
    return load([Path(__file__).parent / "signs.toml"])
