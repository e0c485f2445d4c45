"""Random tilings: valid coverages to plant faults in, and to take apart and put together."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import strategies as st

WEST, SOUTH = 106.0, 29.0
STEP = 0.05


def grid_faces(columns: int, rows: int, seed: int, shake: float) -> list[shapely.Polygon]:
    """Cells of a grid whose inner nodes are moved at random; a valid coverage."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0))
    nodes = np.stack([x, y], axis=-1)
    nodes += rng.uniform(-shake, shake, nodes.shape)
    nodes = np.round(nodes * STEP + [WEST, SOUTH], 7)
    return [
        shapely.Polygon(
            [nodes[j, i], nodes[j, i + 1], nodes[j + 1, i + 1], nodes[j + 1, i], nodes[j, i]]
        )
        for j in range(rows)
        for i in range(columns)
    ]


@st.composite
def tilings(draw: st.DrawFn, *, most: int = 5) -> list[shapely.Geometry]:
    """Cells of a shaken grid joined at random into units: enclaves and exclaves happen."""
    columns, rows = draw(st.integers(2, most)), draw(st.integers(2, most))
    cells = grid_faces(columns, rows, draw(st.integers(0, 10_000)), draw(st.floats(0, 0.3)))
    units = draw(st.integers(2, len(cells)))
    owner = draw(st.lists(st.integers(0, units - 1), min_size=len(cells), max_size=len(cells)))
    owned = [[c for c, o in zip(cells, owner, strict=True) if o == unit] for unit in range(units)]
    return [shapely.coverage_union_all(part) for part in owned if part]


@st.composite
def grids(draw: st.DrawFn, *, least: int = 3, most: int = 5) -> list[shapely.Polygon]:
    """Cells of a shaken grid, one unit each, with an interior cell in the middle."""
    size = draw(st.integers(least, most))
    return grid_faces(size, size, draw(st.integers(0, 10_000)), draw(st.floats(0, 0.2)))
