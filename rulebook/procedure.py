"""Procedures of the office as tables, and their only interpreter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rulebook.law import Clause


class StepRefused(Exception):
    """The step may not be taken from this stage, or not by this role."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a procedure: who may move a case from one stage to another, and why.

    `within_days` counts calendar days from the start stage; `None` means no deadline.
    """

    verb: str
    start: str
    end: str
    by: str
    source: Clause
    within_days: int | None = None


def take(steps: Sequence[Step], *, stage: str, verb: str, roles: Collection[str]) -> Step:
    """Return the step `verb` from `stage` for someone who holds one of `roles`.

    Raises:
        StepRefused: if the table has no such step, or no role held may take it.
    """
    known = [s for s in steps if s.verb == verb and s.start == stage]
    if not known:
        raise StepRefused(f"当前阶段“{stage}”不能“{verb}”")
    for step in known:
        if step.by in roles:
            return step
    raise StepRefused(f"“{verb}”须由{'、'.join(sorted({s.by for s in known}))}办理")
