"""What a diagnosis of coordinates (坐标诊断) is asked and what it answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from api.schemas.features import Level
from api.schemas.name_checks import Code, Day
from api.schemas.strict import In, Out
from api.services.diagnosing_coordinates import Comparison, Diagnosed
from boundary_data.examination_output import examination_json, moved_json
from boundary_data.problems import Problem, UnusableInput
from boundary_data.readers.raw import RawFeatures
from boundary_data.seven_parameters_file import seven_parameters_of
from gis.exchange import GeometryRefused, geometry_of
from gis.seven_parameters import SevenParameters

MOST = 20_000
Pair = Annotated[list[float], Field(min_length=2, max_length=3)]
Kind = Annotated[str, Field(max_length=40, examples=["gcj02"])]


class AgainstIn(In):
    """What the coordinates are compared with: exactly one of the fields (参照)."""

    code: Code = Field("", description="应在哪个行政区划之内（代码）", examples=["500106"])
    level: Level | None = Field(None, description="应在登记库中这一层级的界线上或附近")
    line: str = Field("", max_length=64, description="应在哪条界线上（界线编号）")
    geometry: dict[str, JsonValue] | None = Field(
        None, description="应在的面或线：GeoJSON 几何，CGCS2000 经纬度"
    )
    points: list[Pair | None] | None = Field(
        None, max_length=MOST, description="每个点的已知位置（经度，纬度），没有的填 null"
    )

    @model_validator(mode="after")
    def _one(self) -> AgainstIn:
        told = [self.code, self.level, self.line, self.geometry, self.points]
        if sum(bool(each) for each in told) != 1:
            raise PydanticCustomError(
                "one_comparison",
                "参照须给且只给一种",
                {"remedy": "请给 code、level、line、geometry、points 之一；没有参照就省去 against"},
            )
        return self

    def comparison(self) -> Comparison:
        """Return the comparison that the service understands."""
        points = self.points
        return Comparison(
            code=self.code,
            level=self.level or "",
            line=self.line,
            geometry=self.geometry,
            points=None if points is None else [(p[0], p[1]) if p else None for p in points],
        )


class CoordinateDiagnosisIn(In):
    """Coordinates as they stand, and where they should be."""

    coordinates: list[Pair] | None = Field(
        None, min_length=1, max_length=MOST, description="点的坐标，照原样，第一个数在前"
    )
    geometries: list[dict[str, JsonValue]] | None = Field(
        None, min_length=1, max_length=MOST, description="GeoJSON 几何，坐标照原样"
    )
    numbers: list[Annotated[str, Field(max_length=64)]] | None = Field(
        None, max_length=MOST, description="各点的界桩编号，用于与界线的界桩配对"
    )
    system: str = Field(
        "", max_length=2000, description="所注的坐标系；空为没有注明", examples=["EPSG:4545"]
    )
    against: AgainstIn | None = Field(None, description="参照；省去则只知道应在我国范围内")
    apply: Kind = Field("", description="改正此种疑点；不填则只诊断，不改动")
    apply_system: int | None = Field(
        None, ge=1024, le=32767, description="几个坐标系都说得通时，指定其中一个（EPSG 数字）"
    )
    seven_parameters: dict[str, JsonValue] | None = Field(
        None, description="测绘部门的七参数，字段同 ./diming doctor --seven-parameters 的文件"
    )
    on: Day | None = Field(None, description="按哪一天的范围与界线，缺省为今天")

    @model_validator(mode="after")
    def _fits(self) -> CoordinateDiagnosisIn:
        if (self.coordinates is None) == (self.geometries is None):
            raise PydanticCustomError(
                "one_form",
                "coordinates 与 geometries 须给且只给一个",
                {"remedy": "点用 coordinates，线、面用 geometries"},
            )
        count = len(self.coordinates or self.geometries or ())
        listed = {"numbers": self.numbers}
        if self.against is not None:
            listed["against.points"] = self.against.points  # type: ignore[assignment]  # only lengths count
        for name, values in listed.items():
            if values is not None and len(values) != count:
                raise PydanticCustomError(
                    "same_length",
                    "{name} 有 {have} 项，坐标有 {count} 项",
                    {"name": name, "have": len(values), "count": count, "remedy": "请一一对应"},
                )
        return self

    def raw(self) -> RawFeatures:
        """Return the features as they stand.

        Raises:
            UnusableInput: naming each geometry that cannot be read.
        """
        shapes: list[BaseGeometry | None] = []
        problems: list[Problem] = []
        if self.coordinates is not None:
            shapes = [Point(pair[0], pair[1]) for pair in self.coordinates]
        for index, member in enumerate(self.geometries or ()):
            try:
                shapes.append(geometry_of(member))
            except GeometryRefused as error:
                path = f"geometries[{index}]"
                problems.append(Problem(path, str(error), "请给 GeoJSON 几何"))
        if problems:
            raise UnusableInput(problems)
        count = len(shapes)
        return RawFeatures(shapes, [{}] * count, list(range(1, count + 1)), [], self.system)

    def seven(self) -> SevenParameters | None:
        """Return the parameters of the old datum, if there are any.

        Raises:
            UnusableInput: naming the fields that are missing or cannot be right.
        """
        told = self.seven_parameters
        return None if told is None else seven_parameters_of(told)


class SpreadOut(Out):
    """Distances in metres; of positions only."""

    least_m: float
    median_m: float
    most_m: float
    points: int = Field(description="参与比较的点数")


class CoordinateSuspicionOut(Out):
    """One doubt with its evidence (疑点)."""

    kind: str = Field(examples=["gcj02"])
    title: str
    message: str
    repair: str = Field(description="建议怎么办")
    confidence: float = Field(ge=0, le=1, description="把握，0 至 1")
    sureness: Literal["高", "中", "低"]
    rows: list[int] = Field(description="有此疑点的第几项（从 1 起，最多 1000 个）")
    evidence: dict[str, Any] = Field(
        description="证据：改正前后与参照的距离（米）、改善的比例、所设想的坐标系"
    )


class AppliedOut(Out):
    """What a repair made of the coordinates (改正结果)."""

    kind: str
    title: str
    repaired: int = Field(description="改正了几项")
    moved_m: SpreadOut | None = Field(description="移动了多少米；原数值不是位置时为空")
    left: list[int] = Field(description="改正后仍不是位置的第几项")
    coordinates: list[list[float] | None] | None = Field(description="CGCS2000 经度、纬度")
    geometries: list[dict[str, Any] | None] | None = Field(description="CGCS2000 经纬度的几何")


class CoordinateDiagnosisOut(Out):
    """The diagnosis: what was compared, each doubt, and the repair if one was asked for."""

    features: int
    label: str = Field(description="所注的坐标系；空为没有注明，按经纬度看待")
    reference: Literal["markers", "lines", "area"]
    reference_title: str = Field(description="与什么比较")
    as_labelled: SpreadOut | None = Field(description="照现状与参照相距多少米")
    suspicions: list[CoordinateSuspicionOut]
    unexplained_rows: list[int] = Field(description="偏离参照而无系统性原因的第几项")
    applied: AppliedOut | None

    @classmethod
    def of(cls, answer: Diagnosed, *, as_points: bool) -> CoordinateDiagnosisOut:
        """Return the diagnosis as it goes out."""
        told = examination_json(answer.found)
        moved = answer.moved
        kept = {key: told[key] for key in cls.model_fields if key != "applied"}
        applied = None
        if moved is not None:
            kind = answer.applied
            applied = AppliedOut(
                **moved_json(kind, moved),
                coordinates=[_pair(g) for g in moved.geometries] if as_points else None,
                geometries=None if as_points else [_shape(g) for g in moved.geometries],
            )
        return cls(**kept, applied=applied)


def _pair(shape: BaseGeometry | None) -> list[float] | None:
    if not isinstance(shape, Point) or shape.is_empty:
        return None
    return [round(shape.x, 9), round(shape.y, 9)]


def _shape(shape: BaseGeometry | None) -> dict[str, Any] | None:
    return None if shape is None else dict(mapping(shape))
