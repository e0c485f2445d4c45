"""The seven parameters (七参数) of a surveying office, from a TOML file."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path

from boundary_data.problems import Problem, UnusableInput
from gis.seven_parameters import SevenParameters

DATUMS = {
    "beijing54": "beijing54", "北京54": "beijing54", "1954年北京坐标系": "beijing54",
    "xian80": "xian80", "西安80": "xian80", "1980西安坐标系": "xian80",
}  # fmt: skip
CONVENTIONS = {"position_vector": "position_vector", "coordinate_frame": "coordinate_frame"}
SHIFTS = ("dx_m", "dy_m", "dz_m")
TURNS = ("rx_arcsec", "ry_arcsec", "rz_arcsec")
MOST_M, MOST_ARCSEC, MOST_PPM = 1000.0, 60.0, 100.0
EXAMPLE = """\
datum = "西安80"                    # 或 "北京54"：参数把它转换为 CGCS2000
dx_m = 0.0
dy_m = 0.0
dz_m = 0.0
rx_arcsec = 0.0
ry_arcsec = 0.0
rz_arcsec = 0.0
scale_ppm = 0.0
convention = "position_vector"      # 或 "coordinate_frame"：旋转的正方向
area = [105.2, 28.1, 110.3, 32.3]   # 适用范围：西、南、东、北（度）
source = "提供单位与文号"
"""


def read_seven_parameters(path: Path) -> SevenParameters:
    """Return the parameters in the TOML file `path`.

    Raises:
        UnusableInput: naming every field that is missing or cannot be right.
        FileNotFoundError: if there is no such file.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableInput(
            [
                Problem(
                    "--seven-parameters",
                    f"七参数文件不是合法的 TOML：{error}",
                    f"写法：\n{EXAMPLE}",
                )
            ]
        ) from error
    return seven_parameters_of(told)


def seven_parameters_of(told: Mapping[str, object]) -> SevenParameters:
    """Return the parameters that the fields of `told` state, as in the file.

    Raises:
        UnusableInput: naming every field that is missing or cannot be right.
    """
    problems: list[Problem] = []
    datum = _word(told, "datum", DATUMS, problems)
    convention = _word(told, "convention", CONVENTIONS, problems)
    shift = [_number(told, key, MOST_M, problems) for key in SHIFTS]
    turn = [_number(told, key, MOST_ARCSEC, problems) for key in TURNS]
    scale = _number(told, "scale_ppm", MOST_PPM, problems)
    area = _area(told.get("area"), problems)
    source = told.get("source")
    if not isinstance(source, str) or not source.strip():
        problems.append(Problem("source", "没有写明参数来源", "请写提供单位与文号"))
    known = {"datum", "convention", *SHIFTS, *TURNS, "scale_ppm", "area", "source"}
    problems += [Problem(k, f"未知字段“{k}”", f"写法：\n{EXAMPLE}") for k in told.keys() - known]
    if not any([*shift, *turn, scale]) and not problems:
        problems.append(Problem("dx_m", "七个参数全部为零，等于不作转换", "请填测绘部门给的数值"))
    if problems:
        raise UnusableInput(problems)
    return SevenParameters(
        datum, (shift[0], shift[1], shift[2]), (turn[0], turn[1], turn[2]), scale,
        convention, area, str(source).strip(),
    )  # fmt: skip


def _word(
    told: Mapping[str, object], key: str, words: dict[str, str], problems: list[Problem]
) -> str:
    value = told.get(key)
    if isinstance(value, str) and value in words:
        return words[value]
    wrong = "没有填写" if value is None else f"不能是“{value}”"
    problems.append(Problem(key, wrong, f"请填其中之一：{'、'.join(words)}"))
    return ""


def _number(told: Mapping[str, object], key: str, most: float, problems: list[Problem]) -> float:
    value = told.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        problems.append(Problem(key, "没有填写或不是数字", "请填数字；没有该项时填 0.0"))
        return 0.0
    if abs(value) > most:
        problems.append(
            Problem(
                key, f"{value} 超出常理（应在 ±{most:g} 以内）", "请核对单位：米、角秒、百万分之一"
            )
        )
    return float(value)


def _area(value: object, problems: list[Problem]) -> tuple[float, float, float, float]:
    remedy = "请写 [西, 南, 东, 北]，度，例如 [105.2, 28.1, 110.3, 32.3]"
    numbers = value if isinstance(value, list) else []
    good = len(numbers) == 4 and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) <= 180 for v in numbers
    )
    if not good or not (numbers[0] < numbers[2] and numbers[1] < numbers[3]):
        problems.append(Problem("area", "没有写明适用范围", remedy))
        return (0.0, 0.0, 0.0, 0.0)
    west, south, east, north = (float(v) for v in numbers)
    return west, south, east, north
