"""The doctor's limits, from the parameter file."""

from __future__ import annotations

from pathlib import Path

from gis.common_shift import Needs
from gis.doubts import Limits, OldDatum
from rulebook.parameters import Parameters, load

PARAMETERS = Path(__file__).parent / "parameters" / "doctor.toml"
OLD_DATUMS = {
    "beijing54": "1954年北京坐标系",
    "beijing54_plane": "1954年北京坐标系",
    "xian80": "1980西安坐标系",
}


def doctor_parameters(*overlays: Path) -> Parameters:
    """Return the parameters of the doctor, an office's own files laid over ours."""
    return load([PARAMETERS, *overlays])


def limits_of(parameters: Parameters) -> Limits:
    """Return when the doctor speaks; lengths in metres."""
    number = parameters.number
    return Limits(
        near_m=number("near_m"),
        share=number("share"),
        share_of_vertices=number("share_of_vertices"),
        healthy=number("healthy"),
        over_chance=number("over_chance"),
        distinct_digits=int(number("distinct_digits")),
        shift=Needs(
            least_m=number("shift_least_m"),
            most_m=number("shift_most_m"),
            noise_m=number("noise_m"),
            sigmas=number("sigmas"),
            remains=number("remains"),
            agree=number("agree"),
        ),
        as_good=number("as_good"),
        old_datums=tuple(_old_datum(key, parameters) for key in OLD_DATUMS),
    )


def _old_datum(key: str, parameters: Parameters) -> OldDatum:
    west, east, south, north = (float(word) for word in parameters.words(key))
    return OldDatum(OLD_DATUMS[key], (west, east), (south, north))
