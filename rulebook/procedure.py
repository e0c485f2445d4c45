"""Procedures of the office as tables, and their only interpreter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rulebook.law import Clause


class StepRefused(Exception):
    """The step may not be taken from this stage, or not by this role."""


class WrongStage(StepRefused):
    """The table has no such step from this stage, or not under these circumstances."""


class WrongRole(StepRefused):
    """The step is there, but somebody else has to take it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a procedure: who may move a case from one stage to another, and why.

    `within_days` counts calendar days from the start stage; `None` means no deadline. `when`
    are circumstances that all have to hold (e.g. 已公告); a row whose `start` is its `end` is
    work that leaves the case where it is.
    """

    verb: str
    start: str
    end: str
    by: str
    source: Clause
    within_days: int | None = None
    when: frozenset[str] = frozenset()


def take(
    steps: Sequence[Step],
    *,
    stage: str,
    verb: str,
    roles: Collection[str],
    facts: Collection[str] = (),
) -> Step:
    """Return the step `verb` from `stage` for someone who holds one of `roles`.

    `facts` are the circumstances that hold.

    Raises:
        WrongStage: if the table has no such step, or not under these circumstances.
        WrongRole: if no role held may take it.
    """
    known = [s for s in steps if s.verb == verb and s.start == stage]
    if not known:
        raise WrongStage(f"当前阶段“{stage}”不能“{verb}”")
    fitting = [s for s in known if s.when <= set(facts)]
    if not fitting:
        lacking = sorted({word for s in known for word in s.when - set(facts)})
        raise WrongStage(f"当前阶段“{stage}”不能“{verb}”：只适用于“{'、'.join(lacking)}”的情形")
    for step in fitting:
        if step.by in roles:
            return step
    raise WrongRole(f"“{verb}”须由{'、'.join(sorted({s.by for s in fitting}))}办理")


def open_to(
    steps: Sequence[Step], *, stage: str, roles: Collection[str], facts: Collection[str] = ()
) -> tuple[Step, ...]:
    """Return the steps that someone who holds `roles` may take from `stage`, as tabled."""
    held = set(facts)
    return tuple(s for s in steps if s.start == stage and s.by in roles and s.when <= held)


def ends(steps: Sequence[Step]) -> frozenset[str]:
    """Return the stages that no step leads out of."""
    left = {s.start for s in steps if s.start != s.end}
    return frozenset(s.end for s in steps) - left
