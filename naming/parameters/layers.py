"""Which parameter files make up the rules of a jurisdiction."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rulebook.parameters import Parameters, load

FOLDER = Path(__file__).parent
HOME = "500000"
_PROVINCES = {
    "重庆市": "500000",
    "内蒙古自治区": "150000",
    "西藏自治区": "540000",
    "青海省": "630000",
    "新疆维吾尔自治区": "650000",
}


@cache
def parameters_for(jurisdiction: str = HOME) -> Parameters:
    """Return the national parameters with those of `jurisdiction` laid over them.

    Args:
        jurisdiction: Six-digit code of a province or its Chinese name; one that has no
            file of its own gets the national parameters alone.

    Raises:
        ParameterError: if a file is broken.
    """
    code = _PROVINCES.get(jurisdiction, jurisdiction)
    own = FOLDER / f"{code}.toml"
    layers = [FOLDER / "cn.toml"]
    if code.isdigit() and own.exists():
        layers.append(own)
    return load(layers)
