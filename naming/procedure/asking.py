"""Whose opinion is asked before an approval (征求意见机关, 《地名管理条例》 article 12).

The housing department asks the place-name authority of its level; who approves facilities asks
the governments of the place as the matter requires. What was asked and has not been answered is
as good as not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from naming.procedure.words import CaseKind
from rulebook.law import Clause
from rulebook.worded import Worded


class Asked(Worded):
    """In what capacity somebody is asked (征求意见的身份)."""

    NAME_AUTHORITY = "name_authority", "同级地名行政主管部门"
    LOCAL_GOVERNMENT = "local_government", "有关县级以上地方人民政府"


ASKED_FOR = frozenset({CaseKind.NAMING, CaseKind.RENAMING})
"""Article 12 speaks of naming and renaming."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose opinion an approval needs, under which clause.

    `binding` says that there is no approval without it; else (根据情况) it is reminded of.
    """

    of: Asked
    clause: Clause
    binding: bool


@dataclass(frozen=True, slots=True)
class HeldOpinion:
    """An opinion in the file of a case: of whom, how it came out (None: not yet), on which day.

    `of_level` says whether it is from an organ of the level that approves; None if not known.
    """

    asked: Asked | None
    answered_on: date | None
    disagrees: bool = False
    of_level: bool | None = None


@dataclass(frozen=True, slots=True)
class NotHeard:
    """An opinion that is lacking: which, in Chinese what is the matter and what to do."""

    asking: Asking
    message: str
    remedy: str


def not_heard(
    askings: Iterable[Asking], opinions: Iterable[HeldOpinion], *, by: date, explained: bool
) -> tuple[NotHeard, ...]:
    """Return whose opinion is lacking for an approval on the day `by`.

    Args:
        askings: Whose opinion the names of the case need.
        opinions: What is in the file.
        by: The day of the approval; an answer that came later came too late.
        explained: Whether the approval says why a disagreement is not followed.
    """
    held = list(opinions)
    found = (_lack(asking, held, by, explained) for asking in dict.fromkeys(askings))
    return tuple(one for one in found if one is not None)


def _lack(
    asking: Asking, opinions: list[HeldOpinion], by: date, explained: bool
) -> NotHeard | None:
    who = asking.of.zh
    mine = [one for one in opinions if one.asked is asking.of]
    heard = [one for one in mine if one.answered_on is not None and one.answered_on <= by]
    if not heard:
        state = "尚无答复" if mine else "没有征求"
        when = "须" if asking.binding else "应当根据情况"
        return NotHeard(
            asking,
            f"批准前{when}征求{who}的意见，{state}（{asking.clause}）",
            f"请由经办人以“{who}”的身份征求意见，答复后再批准",
        )
    if asking.of is Asked.NAME_AUTHORITY and all(one.of_level is False for one in heard):
        said = f"答复的不是{who}（{asking.clause}）"
        return NotHeard(asking, said, "请征求与批准机关同级的地名行政主管部门的意见")
    if heard[-1].disagrees and not explained:
        said = f"{who}不同意，没有写明不采纳的理由（{asking.clause}）"
        return NotHeard(asking, said, "请在批准意见中写明理由，或不予批准")
    return None
