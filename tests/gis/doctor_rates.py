"""How often the doctor is right, measured: `python -m tests.gis.doctor_rates` prints the table.

Points on the outlines of three counties, in the middle, west and east of Chongqing (three
zones), with the noise of receivers, on the whole outline and on two kilometres of it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from gis.doctor import diagnose
from gis.doubts import Diagnosis
from gis.measure import CGCS2000
from gis.readings import meant
from tests.gis import planted
from tests.gis.chongqing import LIMITS, county, known, label, with_noise

CODES = ("500106", "500153", "500237")
REFERENCES = ("markers", "lines")
COUNTS = (1, 3, 20, 300)
EXTENTS_DEG = (None, 0.02)
NOISES_M = (5.0, 15.0)
HOME_SIGMAS = 8.0
SOUND = "（无误的数据）"


@dataclass(frozen=True, slots=True)
class Trial:
    """Points on a county's outline, some of a stretch of it, as a receiver gives them."""

    code: str
    reference: str
    count: int
    extent_deg: float | None
    noise_m: float

    @property
    def truth(self) -> np.ndarray:
        line = county(self.code).boundary
        rng = np.random.default_rng([int(self.code), self.count])
        start = rng.uniform(0.0, line.length)
        reach = self.extent_deg or line.length
        along = (start + rng.uniform(0.0, reach, self.count)) % line.length
        return shapely.get_coordinates(shapely.line_interpolate_point(line, along))

    def diagnosed(self, epsg: int, given: np.ndarray) -> Diagnosis:
        place = known(self.reference, self.code, self.truth)
        return diagnose(given, place, limits=LIMITS, label=label(epsg))

    def right(self, kinds: Sequence[str], epsg: int, wrong: planted.Wrong) -> bool:
        """Tell whether exactly `kinds` are named and undoing them brings all points home."""
        given = wrong(with_noise(self.truth, self.noise_m, 9))
        doubts = self.diagnosed(epsg, given).doubts
        if {doubt.kind for doubt in doubts} != set(kinds):
            return False
        lowest = next((doubt for doubt in doubts if doubt.kind == kinds[-1]), None)
        if lowest is None or lowest.reading is None:
            return True  # nothing, or an old datum without its parameters
        home = meant(given, lowest.reading)
        if not np.isfinite(home).all():
            return False
        off = CGCS2000.inv(home[:, 0], home[:, 1], self.truth[:, 0], self.truth[:, 1])[2]
        # along straight lines a vector is seen across only, so lines are asked, not points
        if kinds[-1] == "common_shift" and self.reference == "lines":
            off = known(self.reference, self.code, self.truth).exact_m(home)
        return bool(off.max() <= max(60.0, HOME_SIGMAS * self.noise_m))


def trials(reference: str, count: int, codes: Sequence[str] = CODES) -> Iterator[Trial]:
    """Yield the trials of a reference and a number of points."""
    for code, extent, noise in itertools.product(codes, EXTENTS_DEG, NOISES_M):
        yield Trial(code, reference, count, extent, noise)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was planted, and the share told right by reference, count."""

    title: str
    planted: tuple[tuple[tuple[str, ...], int, planted.Wrong], ...]
    rates: dict[tuple[str, int], float] = field(default_factory=dict)

    def measured(self) -> Row:
        for reference, count in itertools.product(REFERENCES, COUNTS):
            told = [
                trial.right(kinds, epsg, wrong)
                for kinds, epsg, wrong in self.planted
                for trial in trials(reference, count)
            ]
            self.rates[reference, count] = float(np.mean(told))
        return self


def rows() -> list[Row]:
    """Return the rows: sound data, each mistake, each pair."""
    sound = ((), 4490, planted.same), ((), 4545, planted.zone(108))
    made = [Row(SOUND, sound)]
    single = (*planted.GROSS, *planted.FINE, planted.SURVEY_ERROR)
    for kind in dict.fromkeys(kind for kind, _, _ in single):
        same = tuple(((kind,), epsg, wrong) for k, epsg, wrong in single if k == kind)
        made.append(Row(f"`{kind}`", same))
    for upper, lower, epsg, wrong in planted.DOUBLE:
        made.append(Row(f"`{upper}` + `{lower}`", (((upper, lower), epsg, wrong),)))
    return made


def table(measured: Sequence[Row]) -> str:
    """Return the table in Markdown."""
    heads = [f"{r} {c}" for r, c in itertools.product(REFERENCES, COUNTS)]
    lines = [f"| planted | {' | '.join(heads)} |", f"|---|{'---:|' * len(heads)}"]
    for row in measured:
        cells = [f"{100 * rate:.0f}" for rate in row.rates.values()]
        lines.append(f"| {row.title} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table([row.measured() for row in rows()]))  # noqa: T201  # this is what it is for
