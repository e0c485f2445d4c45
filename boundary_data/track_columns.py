"""The points of a track in bulk: columns of numbers and times, as long as all is in order.

A day's track has tens of thousands of points. None comes back for whatever is not plain;
the points are then looked at one by one (`boundary_data.track_reading`), which names the bad.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from operator import itemgetter

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

BEIJING = timezone(timedelta(hours=8))
POINT_FIELDS = ("lon", "lat", "time", "accuracy_m")

FIRST_YEAR, LAST_YEAR = 1949, 2200
"""Years a record can mean; others are slips of the pen and would overflow calendars."""

LARGEST = 1e12
MODEL = "2025-04-21T09:30:00"
UP_TO_SECONDS = len(MODEL)
SIGNS = [at for at, sign in enumerate(MODEL) if not sign.isdigit()]
FIGURES = [at for at, sign in enumerate(MODEL) if sign.isdigit()]


def columns_of(raw: Sequence[object]) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Return longitudes, latitudes, seconds since 1970 and accuracies of a list of points."""
    if set(map(type, raw)) != {dict}:
        return None
    found = {key: column for key in POINT_FIELDS if (column := _column(raw, key)) is not None}
    if set(map(len, raw)) != {len(found)} or not {"lon", "lat"} <= found.keys():  # type: ignore[arg-type]  # just tested
        return None
    unknown = np.full(len(raw), np.nan)
    lon, lat = numbers(found["lon"]), numbers(found["lat"])
    seconds = seconds_of_all(found["time"]) if "time" in found else unknown
    accuracy = numbers(found["accuracy_m"]) if "accuracy_m" in found else unknown
    if lon is None or lat is None or seconds is None or accuracy is None:
        return None
    return lon, lat, seconds, accuracy


def numbers(column: list[object]) -> Floats | None:
    """Return a column of finite numbers, or None if it is no such column."""
    if not set(map(type, column)) <= {int, float}:
        return None
    try:
        table = np.array(column, dtype=np.float64)
    except OverflowError:
        return None
    return table if bool((np.abs(table) < LARGEST).all()) else None


def seconds_of_all(column: list[object]) -> Floats | None:
    """Return the seconds since 1970 of times written alike, or None.

    Alike is: to the second or to the same digit of it, all with the same zone or all without
    (Beijing time).
    """
    if set(map(type, column)) != {str}:
        return None
    texts: list[str] = column  # type: ignore[assignment]  # just tested
    if len(set(map(len, texts))) != 1 or not (joined := "".join(texts)).isascii():
        return None
    table = np.frombuffer(joined.encode(), dtype=np.uint8).reshape(len(texts), -1)
    try:
        first = datetime.fromisoformat(texts[0])
    except ValueError:
        return None
    whole, tail = _whole_seconds(table), _fractions(table[:, UP_TO_SECONDS:])
    if whole is None or tail is None:
        return None
    offset = (first if first.tzinfo else first.replace(tzinfo=BEIJING)).utcoffset()
    assert offset is not None
    return whole + tail - offset.total_seconds()


def _whole_seconds(table: npt.NDArray[np.uint8]) -> Floats | None:
    """Return the seconds since 1970 that YYYY-MM-DDTHH:MM:SS names, or None if one is no time.

    Days are counted here: NumPy 2.4 crashes where it reads text that is no day.
    """
    if table.shape[1] < UP_TO_SECONDS or (table[:, SIGNS] != table[0, SIGNS]).any():
        return None
    figures = table[:, FIGURES].astype(np.int64) - ord("0")
    if ((figures < 0) | (figures > 9)).any():
        return None
    year = figures[:, :4] @ np.array([1000, 100, 10, 1])
    month, day, hour, minute, second = (figures[:, 4:].reshape(-1, 5, 2) @ np.array([10, 1])).T
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    days = (months + 1).astype("datetime64[D]").astype(np.int64) - first
    fits = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12)
    fits &= (day >= 1) & (day <= days) & (hour < 24) & (minute < 60) & (second < 60)
    if not fits.all():
        return None
    seconds: Floats = (((first + day - 1) * 24.0 + hour) * 60.0 + minute) * 60.0 + second
    return seconds


def _column(raw: Sequence[object], key: str) -> list[object] | None:
    try:
        return list(map(itemgetter(key), raw))  # type: ignore[arg-type]  # all are objects
    except KeyError:
        return None


def _fractions(tails: npt.NDArray[np.uint8]) -> Floats | None:
    """Return the fractions of a second that stand before equal zones, or None."""
    digits = 0
    if tails.shape[1] and tails[0, 0] == ord("."):
        zone = tails[0, 1:]
        digits = int(np.argmax(np.append((zone < ord("0")) | (zone > ord("9")), True)))
        if (tails[:, 0] != ord(".")).any():
            return None
        tails = tails[:, 1:]
    values = tails[:, :digits].astype(np.int64) - ord("0")
    if ((values < 0) | (values > 9)).any() or (tails[:, digits:] != tails[0, digits:]).any():
        return None
    fractions: Floats = values @ 10.0 ** -np.arange(1.0, digits + 1.0)
    return fractions
