"""Loading layers of polygons (范围图层) or of lines: staged, audited, cut into arcs, published.

A layer that does not fit together is refused with the list of its defects: what was sent
is kept with its report, nothing of it is published.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from api.services.loading.delivering import Desk
from api.services.loading.doubting import layer_is_doubted
from api.services.loading.publishing import publish
from api.services.loading.report import Outcome
from api.services.loading.sample_markers import place_sample_markers
from api.services.loading.tearing import LEAST_MISFIT_M2, STATUS_WORDS, tears_between_levels
from api.store.loading import coverages as store
from api.store.loading import publications
from api.store.loading.coverages import CoverageCard
from api.store.queries.known_places import areas_of_level
from boundary_data.codes import CodeRefused, DivisionCode
from boundary_data.coverage import CoverageReport, audit, coverage_parameters
from boundary_data.doctoring import doctor_parameters
from boundary_data.examining import place_of_polygons
from boundary_data.frame import Features
from boundary_data.line_layer import is_line_layer
from boundary_data.polygons_from_lines import StatedLine, areas_of_lines
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.features import read_features
from boundary_data.readers.raw import RawFeatures
from boundary_data.units import Units, units_of
from gis.arcs import TornCoverage, arcs_of
from gis.defects import Severity
from gis.measure import area_m2, length_m
from rulebook.parameters import Parameters

RANKS = {"province": 1, "prefecture": 2, "county": 3, "township": 4}
KIND_OF_MISFIT = {"overlap": "重叠", "gap": "空白"}
SAME_AREA_M2 = 1.0
PUBLIC_SEAT = "geonames:"


@dataclass(frozen=True, slots=True)
class LayerWish:
    """How a layer is to be taken.

    Attributes:
        status: `official`, `public` or `synthetic`.
        level: Word of the level of its units.
        valid_from: Day from which its lines hold.
        title: What it is called; the file's name if empty.
        document: Number of the document that approved it (文号).
        accuracy_m: Accuracy in metres, if stated.
        accuracy_class: Accuracy in words.
        up_to: Word of the highest level to be built from it; its own if empty.
        compare_with: A layer of counties that must come out equal.
        sample_markers: Whether sample markers are placed on its county lines.
        trust: Whether somebody answers for the coordinates where the doctor doubts them.
    """

    status: str
    level: str
    valid_from: date
    title: str = ""
    document: str = ""
    accuracy_m: float | None = None
    accuracy_class: str = ""
    up_to: str = ""
    compare_with: Path | None = None
    sample_markers: bool = False
    trust: bool = False

    def __post_init__(self) -> None:
        """Refuse wishes that contradict themselves."""
        if self.status == "official" and not self.document:
            problem = Problem("--document", "法定界线须注明文号", "请用 --document 写明批准文号")
            raise UnusableInput([problem])
        if self.sample_markers and self.status != "synthetic":
            problem = Problem("markers", "示例界桩只能放在示意界线上", "请去掉该选项")
            raise UnusableInput([problem])


def load_layer(desk: Desk, path: Path, wish: LayerWish) -> None:
    """Load the layer at `path`; in the report, what was refused and why.

    Raises:
        UnusableInput: The file is no layer of polygons in a known coordinate system.
    """
    desk.progress("读取图层", 0, None)
    parameters = coverage_parameters()
    features, lines = _areas(desk, read_features(path), parameters)
    units = units_of(
        features,
        id_field=None,
        code_columns=parameters.words("code_columns"),
        name_columns=parameters.words("name_columns"),
    )
    found = _resolved(desk, features, units, wish)
    desk.report.rows_read = len(features.geometries) + len(features.problems)
    _stage(desk, features, units)
    checked = audit(
        features,
        on=desk.today,
        parameters=parameters,
        progress=lambda step: desk.progress(step, 0, None),
    )
    doubted = _doubted(desk, features, wish)
    if _refused(desk, checked) or doubted or not found:
        reasons = {"没有一个图形能对应到区划": not found, "坐标有疑点": doubted}
        _refuse_layer(desk, next((word for word, so in reasons.items() if so), "图层不能拼合"))
        return
    _publish(desk, features, found, wish, path, _by_division(lines, units, found))


def _areas(
    desk: Desk, features: Features, parameters: Parameters
) -> tuple[Features, Mapping[frozenset[str], StatedLine]]:
    """Return a layer of polygons as it is, one of lines as what they enclose."""
    if not is_line_layer(features):
        return features, {}
    desk.progress("由线成面", 0, None)
    built = areas_of_lines(features, parameters)
    desk.report.figures["由界线构成的单元"] = len(built.features.geometries)
    desk.report.remark_all(
        "两侧写反", ((row, "左右两侧与画线方向相反，已按相邻界线判明") for row in built.turned)
    )
    return built.features, built.lines


def _by_division(
    lines: Mapping[frozenset[str], StatedLine], units: Units, found: Mapping[int, Sequence[int]]
) -> dict[tuple[int, int], StatedLine]:
    """Return what the file says of the lines by the divisions on either side."""
    called = {units.ids[place]: division for division, places in found.items() for place in places}
    known = {
        tuple(sorted(called[unit] for unit in pair)): line
        for pair, line in lines.items()
        if pair <= called.keys()
    }
    return {(pair[0], pair[-1]): line for pair, line in known.items()}


def _doubted(desk: Desk, features: Features, wish: LayerWish) -> bool:
    """Tell whether the layer lies beside the areas of the register in a way that has a name."""
    known = areas_of_level(desk.db, RANKS[wish.level], wish.valid_from)
    if not known or any(doubt.gross for doubt in features.suspicions):
        return False
    desk.progress("诊断坐标", 0, None)
    margin = doctor_parameters().number("margin_m")
    place = place_of_polygons([area.polygon for area in known], margin_m=margin)
    raw = RawFeatures(features.geometries, features.rows, features.numbers, features.columns, "")
    how = f"--level {wish.level}"
    return layer_is_doubted(desk, raw, place, how=how, trust=wish.trust)


def _refused(desk: Desk, checked: CoverageReport) -> bool:
    """Report what the audit found; tell whether it makes the layer unfit."""
    torn = False
    for named in checked.defects:
        if named.defect.severity is Severity.ERROR:
            torn = True
            rows = named.rows or (0,)
            desk.report.refuse(rows[0], "、".join(named.units), f"{named.message}；{named.repair}")
        else:
            desk.report.remark(named.title, named.message, named.rows[0] if named.rows else None)
    for doubt in checked.suspicions:
        desk.report.remark("坐标存疑", f"{doubt.message}；{doubt.repair}")
        if doubt.gross:
            torn = True
            desk.report.refuse(0, "坐标", f"{doubt.message}；{doubt.repair}")
    if checked.remark:
        desk.report.remark("坐标系", checked.remark)
    return torn


def _refuse_layer(desk: Desk, reason: str) -> None:
    desk.report.outcome = Outcome.REFUSED
    desk.report.remark("图层未入库", f"{reason}；交付内容已留存备查，界线未作改动")


def _resolved(
    desk: Desk, features: Features, units: Units, wish: LayerWish
) -> dict[int, list[int]]:
    """Return, for each division that the layer names, the positions of its features."""
    codes = [_stored_code(code) for code in units.codes]
    rows = store.divisions_called(desk.db, codes, units.names, RANKS[wish.level], wish.valid_from)
    by_code: dict[int, set[int]] = defaultdict(set)
    by_name: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        (by_code if row.by_code else by_name)[row.no].add(row.division_id)
    found: dict[int, list[int]] = defaultdict(list)
    for position, number in enumerate(features.numbers):
        division, reason = _one(by_code[position], by_name[position], units.codes[position])
        if division is None:
            desk.report.refuse(number, units.labels[position], reason)
        else:
            found[division].append(position)
    for problem in features.problems:
        desk.report.refuse(problem.row, problem.field, problem.message)
    return found


def _stored_code(text: str) -> str:
    try:
        return str(DivisionCode.of(text))
    except CodeRefused:
        return ""


def _one(by_code: set[int], by_name: set[int], code: str) -> tuple[int | None, str]:
    """Return the one division that code and name mean together, or why there is none."""
    both = by_code & by_name
    if len(both) == 1:
        return next(iter(both)), ""
    if len(by_code) == 1 and not by_name:
        return next(iter(by_code)), ""
    if not by_code and len(by_name) == 1 and not code:
        return next(iter(by_name)), ""
    if by_code and by_name:
        return None, "代码与名称指向不同的区划；请核对代码（注意 nbs 与 mca 两套代码）与名称"
    if not by_code and by_name:
        return None, f"代码“{code}”当日不在库中；请核对代码，或只提供名称"
    if len(by_code) > 1:
        return None, "代码在两套代码中指不同的区划；请补上名称列"
    return None, "库中当日没有这个区划；请先加载区划名单，或核对层级与生效日期"


def _stage(desk: Desk, features: Features, units: Units) -> None:
    problems = {refused.row: refused.reason for refused in desk.report.refused}
    rows = (
        (
            desk.stamp.delivery_id,
            number,
            units.codes[position] or None,
            units.names[position] or None,
            json.dumps(dict(features.rows[position]), ensure_ascii=False, default=str),
            problems.get(number),
            store.hex_ewkb(features.geometries[position]),
        )
        for position, number in enumerate(features.numbers)
    )
    store.stage_features(desk.db, rows)


def _publish(
    desk: Desk,
    features: Features,
    found: dict[int, list[int]],
    wish: LayerWish,
    path: Path,
    lines: Mapping[tuple[int, int], StatedLine],
) -> None:
    desk.progress("切分弧段", 0, None)
    shapes = {str(d): _shape(features, places) for d, places in sorted(found.items())}
    try:
        arcs = arcs_of(shapes)
    except TornCoverage as torn:
        desk.report.refuse(0, path.name, str(torn))
        _refuse_layer(desk, "图层不能拼合")
        return
    level = RANKS[wish.level]
    words = wish.accuracy_class or _accuracy_words(wish.accuracy_m)
    card = CoverageCard(
        level=level,
        title=wish.title or path.stem,
        status=wish.status,
        accuracy_class=words,
        accuracy_m=wish.accuracy_m,
        document=wish.document,
        valid_from=wish.valid_from,
    )
    coverage = store.enter_coverage(desk.db, card, desk.stamp)
    faces = store.enter_faces(desk.db, coverage, sorted(found), wish.valid_from, desk.stamp)
    store.enter_arcs(
        desk.db,
        coverage,
        (
            (_face(arc.left, faces), _face(arc.right, faces), length_m(arc.line), arc.line)
            for arc in arcs
        ),
    )
    top = RANKS[wish.up_to] if wish.up_to else level
    made = publish(desk, coverage, top, stated=lines)
    desk.report.added = sum(len(places) for places in found.values())
    desk.report.figures |= {
        "面（原子范围）": len(faces),
        "弧段": len(arcs),
        "外缘弧段": sum(1 for arc in arcs if None in (arc.left, arc.right)),
        "区划范围": made.areas,
        "界线版本": made.versions,
    }
    _seats(desk, features, found)
    _report_misfits(desk, coverage, level, wish)
    if wish.compare_with is not None:
        _compare(desk, coverage, wish)
    if wish.sample_markers:
        place_sample_markers(desk, coverage)


def _accuracy_words(accuracy_m: float | None) -> str:
    return "未注明" if accuracy_m is None else f"±{accuracy_m:g} 米"


def _face(name: str | None, faces: dict[int, int]) -> int | None:
    return None if name is None else faces[int(name)]


def _shape(features: Features, places: Sequence[int]) -> BaseGeometry:
    """Return the area of a division; features of one division are put together."""
    parts = [features.geometries[place] for place in places]
    if len(parts) == 1:
        assert parts[0] is not None
        return parts[0]
    return shapely.coverage_union_all(parts)


def _seats(desk: Desk, features: Features, found: dict[int, list[int]]) -> None:
    """Take over the seats that a layer gives: point (lon, lat) and where it is from (src)."""
    if not {"lon", "lat", "src"} <= set(features.columns):
        return
    rows = []
    for division, places in found.items():
        seat = features.rows[places[0]]
        public = str(seat["src"]).startswith(PUBLIC_SEAT)
        status = "public" if public else "synthetic"
        rows.append((division, seat["lon"], seat["lat"], status))
    desk.report.figures["驻地点"] = publications.set_seats(desk.db, rows, desk.stamp.delivery_id)


def _report_misfits(desk: Desk, coverage: int, level: int, wish: LayerWish) -> None:
    """Say where the layer tears against what others of another status have published."""
    for row in store.misfits(desk.db, coverage, level, wish.valid_from, LEAST_MISFIT_M2):
        kind = KIND_OF_MISFIT[row.kind]
        size = f"{row.area_m2 / 1e6:.4f} 平方千米"
        beside = STATUS_WORDS[row.status]
        if row.kind == "overlap":
            message = f"“{row.name}”与“{row.neighbour}”（{beside}）重叠 {size}"
        else:
            message = f"“{row.name}”原范围（{beside}）有 {size} 在新图层之外，且不属任何相邻区划"
        desk.report.remark(f"与其他图层{kind}", message)
        _add(desk, f"与其他图层{kind}（平方米）", row.area_m2)
    for tear in tears_between_levels(desk.db, coverage, level, wish.valid_from):
        desk.report.remark(f"与其他图层{tear.kind}", tear.message)
        _add(desk, f"与其他图层{tear.kind}（平方米）", tear.area_m2)


def _add(desk: Desk, figure: str, area_m2: float) -> None:
    figures = desk.report.figures
    figures[figure] = round(float(figures.get(figure, 0)) + area_m2, 1)


def _compare(desk: Desk, coverage: int, wish: LayerWish) -> None:
    """Compare the published counties of the first day with a layer of counties."""
    assert wish.compare_with is not None
    expected = read_features(wish.compare_with)
    parameters = coverage_parameters()
    units = units_of(
        expected,
        id_field=None,
        code_columns=parameters.words("code_columns"),
        name_columns=parameters.words("name_columns"),
    )
    published = publications.areas_by_code(desk.db, coverage, RANKS["county"], wish.valid_from)
    equal = 0
    for code, shape in zip(units.codes, expected.geometries, strict=True):
        mine = published.get(code)
        apart = area_m2(shapely.symmetric_difference(mine, shape)) if mine and shape else None
        if apart is not None and apart < SAME_AREA_M2:
            equal += 1
        else:
            said = "没有发布" if apart is None else f"相差 {apart:.1f} 平方米"
            desk.report.remark("与对照图层不一致", f"{code}：{said}")
    desk.report.figures["与县级对照图层一致"] = f"{equal}/{len(units.codes)}"
