"""Names that may do instead of a refused one (替代名称), to be judged like any other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from naming.judging import NameReport
from naming.lexicon.tables import table
from naming.place_kind import PlaceKind
from naming.proposal import Proposal
from naming.rules.bd_2_script import LETTERS
from naming.search_key import specific_of
from naming.shown import shown
from rulebook.rule import Finding, Weight

MOST = 12
LEAST_SPECIFIC = 2
# the place lies on the other side of where the other one is seen
OPPOSITE = ("南", "西", "北", "东")
# a town is named for itself, and not after a part of itself
UNPLACED = frozenset({PlaceKind.DIVISION, PlaceKind.TOWNSHIP, PlaceKind.NATURAL})
PLAIN_GENERICS = {
    PlaceKind.STREET: ("路",),
    PlaceKind.BUILDING: ("小区", "苑", "公寓"),
    PlaceKind.PARK: ("公园",),
    PlaceKind.ZONE: ("园区",),
}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A name that may do, why it is offered (Chinese), and the name it is derived from."""

    name: str
    why: str
    derived_from: str = ""


def alternatives(
    report: NameReport, proposal: Proposal, localities: Sequence[str] = ()
) -> tuple[Alternative, ...]:
    """Return at most `MOST` names that may do where `report` refuses or warns, the best first.

    They are made from what the findings show: old names near the place, the side on which an
    equal name lies, a word to leave out, a generic part that fits. Whoever offers them has to
    judge them first.

    Args:
        report: The report on `proposal`.
        proposal: The name in question.
        localities: Names of the town and village the place lies in, the smallest last.
    """
    wrong = [f for f in report.findings if f.weight is not Weight.NOTE and f.field == "name"]
    if not wrong or not proposal.text:
        return ()
    found: dict[str, Alternative] = {}
    for each in (
        *_repaired(proposal, wrong),
        *_old_names(proposal, report.findings),
        *_told_apart(proposal, wrong, localities),
        *_named_after(proposal, report.findings),
    ):
        if each.name != proposal.text and len(each.name) > 1:
            found.setdefault(each.name, each)
    return tuple(found.values())[:MOST]


def _repaired(proposal: Proposal, wrong: Sequence[Finding]) -> Iterator[Alternative]:
    """Yield the name with what is wrong in it put right."""
    text = proposal.text
    for finding in wrong:
        shows = finding.evidence
        word = str(shows.get("word") or shows.get("run") or shows.get("amount") or "")
        if instead := shows.get("instead"):
            yield Alternative(str(instead), "通名与实体的规模、性质相符")
        if regulated := shows.get("regulated"):
            character = str(shows["character"])
            right = text.replace(character, str(regulated))
            yield Alternative(right, f"“{character}”改用规范字“{regulated}”")
        for elegant in _elegant().get(word, ()):
            yield Alternative(text.replace(word, elegant), f"“{word}”取近音雅字“{elegant}”")
        if word and _left(proposal, text.replace(word, "", 1)):
            yield Alternative(text.replace(word, "", 1), f"去掉“{shown(word)}”")
        yield from _with_a_generic(proposal, str(shows.get("generic") or ""), finding.rule)
    bare = LETTERS.sub("", text)
    if bare != text and _left(proposal, bare):
        yield Alternative(bare, "去掉外文字母")


def _left(proposal: Proposal, rest: str) -> bool:
    """Tell whether what is left still has a specific part worth the name and its generic."""
    kept = rest.endswith(proposal.generic)
    return kept and len(rest) - len(proposal.generic) >= LEAST_SPECIFIC


def _with_a_generic(proposal: Proposal, misused: str, rule: str) -> Iterator[Alternative]:
    """Yield the name with a plain generic part of its kind, in place of a misused one."""
    if rule not in ("GN-9-0", "GN-9-2") or proposal.kind not in PLAIN_GENERICS:
        return
    stem = proposal.text.removesuffix(misused) if misused else proposal.text
    if len(stem) >= LEAST_SPECIFIC:
        for generic in PLAIN_GENERICS[proposal.kind]:
            yield Alternative(stem + generic, f"以“{generic}”作通名")


def _old_names(proposal: Proposal, findings: Sequence[Finding]) -> Iterator[Alternative]:
    """Yield names taken up from unused old names near the place, with their story."""
    for finding in findings:
        names = finding.evidence.get("names") if finding.rule == "CQ-H-4" else None
        for old in names if isinstance(names, list) else ():
            name, story = str(old["name"]), str(old.get("story") or "")
            told = f"，{story[:40]}" if story else ""
            yield Alternative(
                _called_after(name, proposal),
                f"启用附近的历史地名“{name}”（{old['list']}{told}）",
                derived_from=name,
            )


def _told_apart(
    proposal: Proposal, wrong: Sequence[Finding], localities: Sequence[str]
) -> Iterator[Alternative]:
    """Yield names that differ from an equal one by where they are."""
    equal = [f for f in wrong if f.evidence.get("how") in ("重名", "同音", "专名相同")]
    if not equal:
        return
    for place in reversed(localities) if proposal.kind not in UNPLACED else ():
        stem = specific_of(place, PlaceKind.TOWNSHIP)
        if len(stem) >= LEAST_SPECIFIC and not proposal.text.startswith(stem):
            yield Alternative(stem + proposal.text, f"冠以所在地“{place}”的名称", place)
    for finding in equal:
        bearing = finding.evidence.get("bearing_deg")
        if isinstance(bearing, int | float):
            side = OPPOSITE[round(bearing / 90) % 4]
            other = str(finding.evidence.get("name"))
            yield Alternative(side + proposal.text, f"位于“{shown(other)}”之{side}，冠以方位")


def _named_after(proposal: Proposal, findings: Sequence[Finding]) -> Iterator[Alternative]:
    """Yield names made from known names around."""
    for finding in findings:
        near = finding.evidence.get("nearby")
        for name in near if isinstance(near, list) else ():
            yield Alternative(
                _called_after(str(name), proposal), f"取附近地名“{name}”作专名", str(name)
            )


def _called_after(name: str, proposal: Proposal) -> str:
    """Return a name for the proposed place after a place called `name`."""
    if proposal.kind is PlaceKind.VILLAGE or not proposal.generic:
        return name
    if name.endswith(proposal.generic):
        return name
    short = specific_of(name, PlaceKind.COMMITTEE)
    return (short if len(short) >= LEAST_SPECIFIC else name) + proposal.generic


@cache
def _elegant() -> dict[str, tuple[str, ...]]:
    return {row["word"]: tuple(row["elegant"].split()) for row in table("elegant_characters")}
