"""The audit of one level of divisions: does it cover its territory once, without gaps.

Works on a file alone; needs no register and no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from boundary_data.checks.qh_catalogue import CATALOGUE
from boundary_data.checks.qh_facts import CodeFacts, parsed
from boundary_data.defect_words import REPAIRS, TITLES, sentence
from boundary_data.division import CodedUnit
from boundary_data.frame import Features, RowProblem
from boundary_data.problems import Problem, UnusableInput
from boundary_data.units import Units, column_texts, units_of
from gis.defects import Defect, Kind, Severity, defect_at
from gis.nesting import NOBODY, nesting_defects, parents_by_area
from gis.suspicion import Suspicion
from gis.topology import Tolerances, coverage_defects
from rulebook.parameters import Parameters, load
from rulebook.report import Mode, judge
from rulebook.rule import Finding

PARAMETERS = Path(__file__).parent / "parameters" / "coverage.toml"
MOSTLY = 0.8
HALF = 0.5
ABOUT_PARENTS = frozenset({Kind.UNFILLED, Kind.CHILDLESS})

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class NamedDefect:
    """A defect with the names of its units and its words."""

    defect: Defect
    units: tuple[str, ...]
    rows: tuple[int, ...]
    title: str
    message: str
    repair: str

    def entry(self) -> dict[str, object]:
        """Return the defect as a report lists it: metres, square metres, lon/lat degrees."""
        defect = self.defect
        return {
            "kind": defect.kind.value,
            "severity": defect.severity.value,
            "title": self.title,
            "units": list(self.units),
            "rows": list(self.rows),
            "area_m2": round(defect.area_m2, 3),
            "length_m": round(defect.length_m, 3),
            "width_m": round(defect.width_m, 3),
            "location": None if defect.location is None else [round(v, 8) for v in defect.location],
            "open": defect.open,
            "message": self.message,
            "repair": self.repair,
        }


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What the audit of a layer found.

    Attributes:
        features: How many features the layer has.
        defects: Errors and warnings, the worst kinds first.
        notes: Things to know that leave the coverage sound (exclaves, doubled vertices,
            spikes, short segments, rounding, codes that do not fit their names).
        suspicions: Doubts about coordinates.
        findings: Breaches of the code rules; empty if the ids are no division codes.
        problems: Features that could not be read.
        remark: How the coordinates came to EPSG:4490.
        id_column: Column that `units` are named by; empty for numbers.
        tolerances: What was used, lengths in metres.
        parameters: Version of the parameter file.
    """

    features: int
    defects: tuple[NamedDefect, ...]
    notes: tuple[NamedDefect, ...]
    suspicions: tuple[Suspicion, ...]
    findings: tuple[Finding, ...]
    problems: tuple[RowProblem, ...]
    remark: str
    id_column: str
    tolerances: Tolerances
    parameters: str

    def counts(self) -> dict[str, int]:
        """Return how many defects there are of each kind; zero where there are none."""
        found = Counter(named.defect.kind for named in self.defects)
        return {kind.value: found[kind] for kind in Kind if kind is not Kind.MULTIPART}


def coverage_parameters(*overlays: Path) -> Parameters:
    """Return the parameters of the audit, an office's own files laid over ours."""
    return load([PARAMETERS, *overlays])


def tolerances_of(parameters: Parameters, gap_width_m: float | None = None) -> Tolerances:
    """Return the tolerances of `parameters`; a gap width that is given is the only one."""
    tolerances = Tolerances(
        gap_width_m=parameters.number("gap_width_m"),
        slot_width_m=parameters.number("slot_width_m"),
        noise_m=parameters.number("noise_m"),
        sliver_m=parameters.number("sliver_m"),
        short_m=parameters.number("short_m"),
        spike_deg=parameters.number("spike_deg"),
        hole_share=parameters.number("hole_share"),
        hole_compactness=parameters.number("hole_compactness"),
    )
    if gap_width_m is None:
        return tolerances
    return replace(tolerances, gap_width_m=gap_width_m, slot_width_m=0.0)


def expected_box(parameters: Parameters) -> tuple[float, float, float, float]:
    """Return the box in which latitude-first coordinates are recognised, degrees."""
    west, south, east, north = (float(word) for word in parameters.words("expected_box"))
    return west, south, east, north


def audit(
    features: Features,
    *,
    on: date,
    parameters: Parameters,
    gap_width_m: float | None = None,
    id_field: str | None = None,
    parents: Features | None = None,
    progress: Progress = lambda _: None,
) -> CoverageReport:
    """Return what is wrong with the layer `features` as a coverage.

    Args:
        features: The layer, read with `read_features`.
        on: Day for which the code rules are asked.
        parameters: From `coverage_parameters`.
        gap_width_m: Overrides the parameter of that name.
        id_field: Column that names the units.
        parents: The level above, to check that children fill it and stay inside.
        progress: Called with a short Chinese phrase before each pass.

    Raises:
        UnusableInput: if most coordinates are not longitude/latitude, if no feature is
            an area, or if `id_field` is no column.
    """
    _refuse_strange(features)
    _refuse_no_areas(features)
    tolerances = tolerances_of(parameters, gap_width_m)
    units = units_in(features, parameters, id_field)
    shapes = on_earth(features.geometries)
    defects = [
        named(defect, units, features)
        for defect in coverage_defects(shapes, tolerances, progress=progress)
    ]
    if parents is not None:
        progress("核对上下级")
        defects += _nesting(features, shapes, units, parents, parameters)
    progress("核对代码")
    findings = code_findings(units, features, on=on)
    return CoverageReport(
        features=len(features.geometries),
        defects=tuple(d for d in defects if d.defect.severity is not Severity.NOTE),
        notes=(
            *(d for d in defects if d.defect.severity is Severity.NOTE),
            *_misnamed(findings, units, features),
        ),
        suspicions=tuple(s for s in features.suspicions if s.kind != "elsewhere"),
        findings=findings,
        problems=tuple(features.problems),
        remark=features.remark,
        id_column=units.id_column,
        tolerances=tolerances,
        parameters=parameters.version,
    )


def code_findings(units: Units, features: Features, *, on: date) -> tuple[Finding, ...]:
    """Return what the code rules say, if the codes of the layer look like division codes."""
    coded = tuple(
        CodedUnit(code, name, number)
        for code, name, number in zip(units.codes, units.names, features.numbers, strict=True)
        if code
    )
    if not coded or sum(_is_code(unit.code) for unit in coded) < MOSTLY * len(units.codes):
        return ()
    facts = CodeFacts(coded)
    return tuple(
        finding
        for unit in coded
        for finding in judge(unit, facts, rules=CATALOGUE, on=on, mode=Mode.AUDIT)
    )


def _misnamed(
    findings: Sequence[Finding], units: Units, features: Features
) -> Iterator[NamedDefect]:
    """Yield the breaches of the code rules as defects, each at its unit's place."""
    numbers = {number: index for index, number in enumerate(features.numbers)}
    at = [numbers[int(str(finding.evidence["row"]))] for finding in findings]
    shapes = np.array([features.geometries[index] for index in at], dtype=object)
    places = shapely.point_on_surface(shapes)
    for index, place, finding in zip(at, places, findings, strict=True):
        defect = defect_at(Kind.CODE_NAME, (index,), place, detail=finding.message)
        yield replace(named(defect, units, features), repair=finding.suggestion)


def _refuse_strange(features: Features) -> None:
    strange = [doubt for doubt in features.suspicions if doubt.gross]
    count = sum(int(str(doubt.evidence["features"])) for doubt in strange)
    if count > HALF * len(features.geometries):
        raise UnusableInput([Problem("geometry", d.message, d.repair) for d in strange])


def _refuse_no_areas(features: Features) -> None:
    kinds = Counter(shape.geom_type for shape in features.geometries if shape is not None)
    if kinds and not {"Polygon", "MultiPolygon", "GeometryCollection"} & kinds.keys():
        found = "、".join(f"{kind} {count} 个" for kind, count in kinds.items())
        raise UnusableInput(
            [Problem("geometry", f"图层中没有面（{found}）", "本检查只接受面图层，请提交区划面")]
        )


def on_earth(geometries: Sequence[BaseGeometry | None]) -> list[BaseGeometry | None]:
    """Return the geometries with those outside longitude/latitude left out as not finite."""
    array = np.asarray(list(geometries), dtype=object)
    bounds = np.abs(shapely.bounds(array))
    off = np.any(bounds > np.array([180.0, 90.0, 180.0, 90.0]), axis=1).tolist()
    nowhere = shapely.Point(np.inf, np.inf)
    return [nowhere if lost else shape for shape, lost in zip(array, off, strict=True)]


def units_in(features: Features, parameters: Parameters, id_field: str | None) -> Units:
    """Return how the units of the layer are called, by the columns that `parameters` name.

    Raises:
        UnusableInput: if `id_field` is no column.
    """
    return units_of(
        features,
        id_field=id_field,
        code_columns=parameters.words("code_columns"),
        name_columns=parameters.words("name_columns"),
    )


def named(defect: Defect, units: Units, features: Features) -> NamedDefect:
    """Return `defect` with the names of its units, its words and the proposed repair."""
    return NamedDefect(
        defect=defect,
        units=tuple(units.ids[i] for i in defect.units),
        rows=tuple(features.numbers[i] for i in defect.units),
        title=TITLES[defect.kind],
        message=sentence(defect, [units.labels[i] for i in defect.units]),
        repair=REPAIRS[defect.kind],
    )


def _nesting(
    features: Features,
    shapes: Sequence[BaseGeometry | None],
    units: Units,
    parents: Features,
    parameters: Parameters,
) -> list[NamedDefect]:
    _refuse_strange(parents)
    above = units_in(parents, parameters, None)
    folks = on_earth(parents.geometries)
    owner = _parents(features, shapes, units, above, folks, parameters.words("parent_columns"))
    found = nesting_defects(shapes, folks, owner, noise_m=parameters.number("nest_noise_m"))
    return [
        named(defect, above, parents)
        if defect.kind in ABOUT_PARENTS
        else named(defect, units, features)
        for defect in found
    ]


def _parents(
    features: Features,
    shapes: Sequence[BaseGeometry | None],
    units: Units,
    above: Units,
    folks: Sequence[BaseGeometry | None],
    columns: Sequence[str],
) -> list[int]:
    """Return each child's parent: by a column, by the digits of the code, else by area."""
    places: Mapping[str, int] = {code: i for i, code in enumerate(above.ids)}
    candidates = [column_texts(features, c) for c in columns if c in features.columns]
    candidates += [tuple(_above(code, set(places)) for code in units.codes)]
    for texts in candidates:
        stated = [places.get(text, NOBODY) for text in texts]
        if sum(p != NOBODY for p in stated) > HALF * len(stated):
            return stated
    return parents_by_area(shapes, folks)


def _above(code: str, known: set[str]) -> str:
    stated = parsed(code)
    step = None if stated is None else stated.parent
    while step is not None:
        for text in (step.digits, *(step.padded(width) for width in (6, 9, 12))):
            if text in known:
                return text
        step = step.parent
    return ""


def _is_code(text: str) -> bool:
    code = parsed(text)
    return code is not None and len(text) >= 6
