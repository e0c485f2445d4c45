"""Check joint-inspection records (联检记录审核): JSON values in, verdicts out.

A record is held against the line it embeds or, failing that, against the line the register
knows by its code. With neither, the verdict says what could not be checked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from boundary_data.checks.inspection import judge
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import KnownFacts, OpenMeasure, Picture, limits, line_of
from boundary_data.inspection_reading import read_inspection
from boundary_data.line import KnownLine
from boundary_data.problems import Problem, UnusableInput
from gis.tracks import Track, joined
from rulebook.parameters import Parameters
from rulebook.report import Mode, Report

Lines = Callable[[str], KnownLine | None]
"""Answers a line code with the registered line, or None."""

Against = Literal["embedded", "register", "none"]
Deciding = Literal["embedded", "register"]


@dataclass(frozen=True, slots=True)
class InspectionVerdict:
    """The report on one record, and what it was held against."""

    record_id: str
    line_code: str
    against: Against
    report: Report


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept beside the record and the line.

    Attributes:
        pictures: What received pictures tell, by file name.
        tracks: Tracks of received files, by file name.
        open_measures: Measures that earlier records promised.
    """

    pictures: Mapping[str, Picture] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    open_measures: tuple[OpenMeasure, ...] = ()


NOTHING_KEPT = Kept()


def no_register(_line_code: str) -> None:
    """Answer every line code with None: there is no register at hand."""
    return


def check(
    raw: object,
    lines: Lines = no_register,
    *,
    on: date,
    mode: Mode = Mode.NEW,
    parameters: Parameters | None = None,
    kept: Kept = NOTHING_KEPT,
    path: str = "$",
    deciding: Deciding = "embedded",
) -> InspectionVerdict:
    """Return the verdict on the record in the JSON value `raw`.

    Args:
        raw: What the JSON text says; see `boundary_data.inspection_schema`.
        lines: Asked for the line when the record does not embed it.
        on: The day of the check; later days in the record are findings.
        mode: `NEW` blocks, `AUDIT` only warns.
        parameters: The limits; the national ones if not given.
        kept: What is kept of the record and its line besides.
        path: JSON path of `raw` in its file, for the problems.
        deciding: Which line decides where the record embeds one and the register has one. If
            it is the register's, the other is compared with it.

    Raises:
        UnusableInput: the value is no record; names every problem.
    """
    record = with_tracks(read_inspection(raw, path), kept.tracks)
    alone = record.line is not None and deciding == "embedded"
    registered = None if alone else lines(record.line_code)
    line, against = _line_for(record, registered)
    facts = KnownFacts(
        line=line,
        registered=registered,
        on=on,
        limits=parameters or limits(),
        pictures=kept.pictures,
        open_measures=kept.open_measures,
    )
    return InspectionVerdict(
        record.record_id, record.line_code, against, judge(record, facts, mode=mode)
    )


def check_batch(
    raws: Sequence[object],
    lines: Lines = no_register,
    *,
    on: date,
    mode: Mode = Mode.NEW,
    kept: Kept = NOTHING_KEPT,
    deciding: Deciding = "embedded",
) -> list[InspectionVerdict | UnusableInput]:
    """Return for each value its verdict or why it is unusable; one never stops the others.

    A record id that was already met makes the later record unusable: sending the same
    record twice must not count as two inspections.
    """
    seen: dict[str, int] = {}
    answers: list[InspectionVerdict | UnusableInput] = []
    for index, raw in enumerate(raws):
        try:
            place = f"$[{index}]"
            verdict = check(raw, lines, on=on, mode=mode, kept=kept, path=place, deciding=deciding)
            first = seen.setdefault(verdict.record_id.lower(), index)
            answers.append(verdict if first == index else _repeated(index, first))
        except UnusableInput as unusable:
            answers.append(unusable)
    return answers


def with_tracks(record: JointInspection, tracks: Mapping[str, Track]) -> JointInspection:
    """Return the record with the tracks of the files that it names, if all are at hand.

    A track written in the record itself comes first.
    """
    files = record.track_files
    if record.track is not None or not files or not all(name in tracks for name in files):
        return record
    return replace(record, track=joined([tracks[name] for name in dict.fromkeys(files)]))


def _line_for(
    record: JointInspection, registered: KnownLine | None
) -> tuple[KnownLine | None, Against]:
    if record.line is not None and registered is None:
        return line_of(record.line), "embedded"
    return registered, "none" if registered is None else "register"


def _repeated(index: int, first: int) -> UnusableInput:
    message = f"记录编号与第{first + 1}条记录相同"
    return UnusableInput([Problem(f"$[{index}].record_id", message, "请删去重复记录或更正编号")])
