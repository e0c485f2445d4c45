"""Evaluating the wording rules (规则实测) on a folder of names whose fate is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from naming.case_files import cases_in
from naming.evaluation import Evaluation, evaluate

OURS = Path(__file__).parents[2] / "tests" / "naming" / "cases"


def evaluate_cases(
    folder: Path, *, on: date, started: Callable[[int], None], progress: Callable[[int], None]
) -> Evaluation:
    """Return the figures for the cases in `folder` under the law of day `on`.

    `started` is told how many cases there are, `progress` of each that is done.

    Raises:
        CasesUnusable: if the folder holds no cases or a file of them cannot be read.
    """
    cases = cases_in(folder)
    started(cases.count)
    return evaluate(cases, on=on, progress=progress)


def as_json(found: Evaluation) -> dict[str, Any]:
    """Return the figures as JSON values; every share of cases with its rate, 0 to 1."""
    whole = _rated(asdict(found))
    assert isinstance(whole, dict)
    return whole


def _rated(value: object) -> object:
    if isinstance(value, dict):
        shown = {key: _rated(each) for key, each in value.items()}
        if {"hits", "total"} <= value.keys():
            shown["rate"] = value["hits"] / value["total"] if value["total"] else None
        return shown
    if isinstance(value, (list, tuple)):
        return [_rated(each) for each in value]
    return value
