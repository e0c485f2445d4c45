"""A local frame in metres, for what has to be measured or drawn over some kilometres."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class LocalFrame:
    """Equirectangular about a place: metres east and north of it, good to a few per mille nearby.

    Attributes:
        origin: Longitude and latitude of the place, degrees.
        scale: Metres to a degree of longitude and of latitude there.
    """

    origin: NDArray[np.float64]
    scale: NDArray[np.float64]

    @classmethod
    def about(cls, geometry: BaseGeometry) -> LocalFrame:
        """Return the frame about the middle of the box of `geometry` (degrees, EPSG:4490)."""
        west, south, east, north = geometry.bounds
        origin = np.array([(west + east) / 2, (south + north) / 2])
        shrink = math.cos(math.radians(float(origin[1])))
        return cls(origin, METRES_PER_DEGREE * np.array([shrink, 1.0]))

    def metres(self, geometries: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return geometries in degrees as metres in this frame."""
        moved = shapely.transform(geometries, lambda xy: (xy - self.origin) * self.scale)
        return np.asarray(moved, dtype=object)

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry of this frame in degrees."""
        return shapely.transform(geometry, lambda xy: xy / self.scale + self.origin)
