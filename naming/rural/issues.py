"""The four types of issues (问题类型) of the rural naming programme, told from names in use.

The text of the notice was not seen beyond the names of the types; how each is understood
stands in `rural.toml`, with its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from naming.place_kind import PlaceKind
from naming.search_key import key_of
from rulebook.parameters import Parameters, load
from rulebook.rule import Finding


@dataclass(frozen=True, slots=True)
class UsedName:
    """A name in use at a place, and where the register has it from.

    Attributes:
        name: The name.
        kind: `standard`, `colloquial`, `alias`, `short`.
        status: `standard`, `listed`, `colloquial`.
        source: Key of the source that told it; empty if it was registered here.
        told_by: The source in words.
    """

    name: str
    kind: str
    status: str
    source: str = ""
    told_by: str = ""


@cache
def rural_parameters() -> Parameters:
    """Return the parameters of the programme in this folder."""
    return load([Path(__file__).parent / "rural.toml"])


def several(names: Sequence[UsedName], kind: PlaceKind | None) -> tuple[UsedName, ...]:
    """Return the names that make a place one of several names (一地多名); empty if it is none.

    Names that differ only in how long their ending is written count as one. Where exactly one
    name was approved, the others are its aliases and no issue.
    """
    parameters = rural_parameters()
    doubtful = set(parameters.words("no_evidence_sources"))
    approved = set(parameters.words("approved_statuses"))
    told = [one for one in names if one.source not in doubtful or one.kind == "standard"]
    standing = {key_of(one.name, kind) for one in told if one.status in approved}
    different: dict[str, UsedName] = {}
    for one in told:
        different.setdefault(key_of(one.name, kind), one)
    if len(different) < 2 or len(standing) == 1:
        return ()
    return tuple(different.values())


def shared_names(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of an audited name that say that others bear it (多地重名)."""
    hows = set(rural_parameters().words("same_name_how"))
    return [one for one in findings if one.evidence.get("how") in hows and _counts(one)]


def irregularities(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of an audited name about its characters and words (不规范)."""
    rules = tuple(rural_parameters().words("irregular_rules"))
    return [
        one
        for one in findings
        if one.rule.startswith(rules) and one.evidence.get("how") is None and _counts(one)
    ]


def _counts(finding: Finding) -> bool:
    return finding.weight.value in rural_parameters().words("irregular_weights")
