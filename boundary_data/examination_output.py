"""What the doctor found, as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from boundary_data.examining import Examination
from gis.doubt_words import REFERENCES, WORDS, sureness
from gis.suspicion import Suspicion
from gis.undoing import Moved

Floats = npt.NDArray[np.float64]

MOST_ROWS = 1000


def examination_json(found: Examination) -> dict[str, Any]:
    """Return the report as JSON-able facts; distances in metres, rows as in the file."""
    numbers = found.raw.numbers
    return {
        "features": len(found.raw.geometries),
        "label": found.label,
        "reference": found.diagnosis.reference,
        "reference_title": REFERENCES[found.diagnosis.reference],
        "as_labelled": spread(found.diagnosis.distances_m),
        "suspicions": [
            suspicion_json(told) | {"rows": [int(numbers[i]) for i in doubt.features[:MOST_ROWS]]}
            for told, doubt in zip(found.suspicions, found.diagnosis.doubts, strict=True)
        ],
        "unexplained_rows": [int(numbers[i]) for i in found.diagnosis.unexplained[:MOST_ROWS]],
        "problems": [
            {"row": p.row, "field": p.field, "message": p.message} for p in found.raw.problems
        ],
        "remark": found.raw.remark,
    }


def suspicion_json(told: Suspicion) -> dict[str, Any]:
    """Return one suspicion as JSON-able facts."""
    return {
        "kind": told.kind,
        "title": WORDS[told.kind].title,
        "message": told.message,
        "repair": told.repair,
        "confidence": told.confidence,
        "sureness": sureness(told.confidence),
        "evidence": dict(told.evidence),
    }


def moved_json(kind: str, moved: Moved) -> dict[str, Any]:
    """Return what a repair did; metres that points moved, null where they had no place."""
    return {
        "kind": kind,
        "title": WORDS[kind].title,
        "repaired": moved.repaired,
        "moved_m": spread(moved.moved_m),
        "left": [i + 1 for i in moved.left],
    }


def spread(metres: Floats) -> dict[str, float] | None:
    """Return least, median and most of the finite values, None if there are none."""
    known = metres[np.isfinite(metres)]
    if not len(known):
        return None
    return {
        "least_m": round(float(known.min()), 3),
        "median_m": round(float(np.median(known)), 3),
        "most_m": round(float(known.max()), 3),
        "points": len(known),
    }
