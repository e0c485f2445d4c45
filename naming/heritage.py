"""What the law says of historical names (历史地名): criteria, scores, measures.

《重庆市市级历史地名鉴定办法》 (CQ-H-1 to CQ-H-4, from the press) names four things to be weighed;
how they are weighed against each other was not seen: weights and the mark that is enough are
parameters, marked assumed. 《地名管理条例实施办法》 names the ways of protecting a listed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import mean, pstdev

from naming.laws import ASSUMED, HISTORICAL, MEASURES
from rulebook.parameters import Parameters, load
from rulebook.worded import Worded

BATCH = re.compile("第[一二三四五六七八九十百0-9]+批|首批")
LEVELS = {"nation": "国家级", "province": "省级", "prefecture": "市（州）级", "county": "区县级"}
FILE = Path(__file__).with_suffix(".toml")
WEIGHED = HISTORICAL.clause("鉴定内容", ASSUMED, "据新闻转述，权重与合格分数未见")
PROTECTED = MEASURES.clause("历史地名保护", ASSUMED, "据民政部解读，条文未见")


class Criterion(Worded):
    """What a historical name is weighed by (鉴定标准)."""

    HISTORICAL = "historical", "历史价值"
    CULTURAL = "cultural", "文化价值"
    INHERITANCE = "inheritance", "传承价值"
    INFLUENCE = "influence", "影响程度"


class Measure(Worded):
    """Ways of protecting a listed name (保护措施)."""

    SIGN = "sign", "设置地名标志"
    DERIVED_NAMING = "derived_naming", "派生命名"
    LIVE_REUSE = "live_reuse", "活化利用"
    PRODUCT = "product", "文化产品"
    PUBLICITY = "publicity", "宣传展示"
    MARKER = "marker", "立碑记载"
    OTHER = "other", "其他措施"


@dataclass(frozen=True, slots=True)
class Score:
    """What one expert gave by one criterion, 0 to 100."""

    expert: str
    criterion: Criterion
    score: int


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the scores by one criterion lie apart (离散程度).

    Attributes:
        lowest: The lowest score.
        highest: The highest.
        deviation: Standard deviation of all of them (of the whole, not of a sample).
        wide: Whether the experts should talk about it: the parameters say from what on.
    """

    lowest: int
    highest: int
    deviation: float
    wide: bool


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What the experts found together (鉴定结果).

    Attributes:
        means: Mean score by criterion, only those that somebody scored.
        total: Weighted mean, None until every criterion is scored by enough experts.
        lacking: In Chinese, what is still missing.
        enough: Whether the total reaches the mark of the parameters.
        spreads: How far the scores lie apart, by criterion.
    """

    means: Mapping[Criterion, float]
    total: float | None
    lacking: tuple[str, ...]
    enough: bool
    spreads: Mapping[Criterion, Spread] = field(default_factory=dict)


def batch_of(title: str) -> str:
    """Return the batch (批次) that the title of a list tells, empty if it tells none."""
    found = BATCH.search(title)
    return found[0] if found else ""


@cache
def heritage_parameters() -> Parameters:
    """Return weights, number of experts and the mark that is enough."""
    return load([FILE])


def appraised(scores: Iterable[Score], parameters: Parameters | None = None) -> Appraisal:
    """Return what several experts' scores come to.

    An expert counts once he has scored all four criteria (CQ-H-2).
    """
    rules = parameters or heritage_parameters()
    by_expert: dict[str, dict[Criterion, int]] = {}
    for one in scores:
        by_expert.setdefault(one.expert, {})[one.criterion] = one.score
    whole = [marks for marks in by_expert.values() if len(marks) == len(Criterion)]
    needed = int(rules.number("experts_at_least"))
    given = {
        each: [marks[each] for marks in by_expert.values() if each in marks] for each in Criterion
    }
    means = {each: mean(marks) for each, marks in given.items() if marks}
    wide = rules.number("spread_wide")
    spreads = {each: _spread(marks, wide) for each, marks in given.items() if marks}
    lacking = _lacking(by_expert, len(whole), needed)
    if lacking:
        return Appraisal(means, None, lacking, enough=False, spreads=spreads)
    weights = {each: rules.number(f"weight_{each.value}") for each in Criterion}
    total = sum(mean(m[each] for m in whole) * weights[each] for each in Criterion)
    total /= sum(weights.values())
    return Appraisal(means, round(total, 1), (), total >= rules.number("enough"), spreads=spreads)


def _spread(marks: Sequence[int], wide: float) -> Spread:
    lowest, highest = min(marks), max(marks)
    return Spread(lowest, highest, round(pstdev(marks), 1), highest - lowest >= wide)


def _lacking(
    by_expert: Mapping[str, Mapping[Criterion, int]], whole: int, needed: int
) -> tuple[str, ...]:
    said = [
        f"{expert}未评{'、'.join(c.zh for c in Criterion if c not in marks)}"
        for expert, marks in sorted(by_expert.items())
        if len(marks) < len(Criterion)
    ]
    if whole < needed:
        said.append(f"评分完整的专家有{whole}人，至少应有{needed}人")
    return tuple(said)
