"""Seven parameters (七参数): the only way from an old datum to CGCS2000.

Beijing-54 and Xian-80 differ from CGCS2000 by tens of metres, another way in every region.
The parameters belong to the surveying office; none are built in and none are guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Proj, Transformer

from gis.crs import TransformRefused

Floats = npt.NDArray[np.float64]

ELLIPSOIDS = {
    "beijing54": (6378245.0, 298.3),  # Krassovsky 1940
    "xian80": (6378140.0, 298.257),  # IAG 1975
}
DATUM_NAMES = {"beijing54": "1954年北京坐标系", "xian80": "1980西安坐标系"}
CONVENTIONS = ("position_vector", "coordinate_frame")


@dataclass(frozen=True, slots=True)
class SevenParameters:
    """A Helmert transformation from an old datum to CGCS2000, as a surveying office gives it.

    Attributes:
        datum: A key of `ELLIPSOIDS`.
        shift_m: Translations x, y, z in metres.
        turn_arcsec: Rotations about x, y, z in seconds of arc.
        scale_ppm: Difference of scale in parts per million.
        convention: One of `CONVENTIONS`: which way a rotation counts as positive.
        area: West, south, east, north (degrees) inside which they hold.
        source: Who gave them, with the document.
    """

    datum: str
    shift_m: tuple[float, float, float]
    turn_arcsec: tuple[float, float, float]
    scale_ppm: float
    convention: str
    area: tuple[float, float, float, float]
    source: str

    def to_cgcs2000(self, points: Floats) -> Floats:
        """Return `points` (n x 2, lon/lat degrees of the old datum) in EPSG:4490.

        Heights are taken as zero on the old ellipsoid: 1,000 m of height change the
        result by less than a centimetre.
        """
        lon, lat = _helmert(self).transform(points[:, 0], points[:, 1])
        return np.column_stack([lon, lat])

    def from_cgcs2000(self, points: Floats) -> Floats:
        """Return EPSG:4490 `points` (n x 2, lon/lat degrees) in the old datum."""
        lon, lat = _helmert(self).transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.column_stack([lon, lat])

    def holds_at(self, points: Floats) -> npt.NDArray[np.bool_]:
        """Tell for each of `points` (n x 2, degrees) whether the parameters hold there."""
        west, south, east, north = self.area
        x, y = points[:, 0], points[:, 1]
        inside: npt.NDArray[np.bool_] = (west <= x) & (x <= east) & (south <= y) & (y <= north)
        return inside

    def unprojected(self, points: Floats, meridian_deg: int) -> Floats:
        """Return unprefixed easting, northing of the old datum's zone as EPSG:4490 lon/lat."""
        axis, flattening = ELLIPSOIDS[self.datum]
        plane = Proj(proj="tmerc", lon_0=meridian_deg, k=1, x_0=500_000, a=axis, rf=flattening)
        lon, lat = plane(points[:, 0], points[:, 1], inverse=True)
        return self.to_cgcs2000(np.column_stack([lon, lat]))

    def refuse_elsewhere(self, points: Floats) -> None:
        """Refuse to use the parameters for `points` (degrees) outside their area.

        Raises:
            TransformRefused: if one of the points lies outside.
        """
        outside = int(np.count_nonzero(~self.holds_at(points)))
        if outside:
            raise TransformRefused(
                f"有 {outside} 个点在七参数的适用范围（{'，'.join(map(str, self.area))}）之外；"
                "请使用当地测绘部门提供的、适用于该地区的七参数"
            )


@lru_cache(maxsize=16)
def _helmert(told: SevenParameters) -> Transformer:
    axis, flattening = ELLIPSOIDS[told.datum]
    x, y, z = told.shift_m
    rx, ry, rz = told.turn_arcsec
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=push +v_3 +step +proj=cart +a={axis!r} +rf={flattening!r} "
        f"+step +proj=helmert +x={x!r} +y={y!r} +z={z!r} +rx={rx!r} +ry={ry!r} +rz={rz!r} "
        f"+s={told.scale_ppm!r} +convention={told.convention} "
        "+step +inv +proj=cart +ellps=GRS80 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
