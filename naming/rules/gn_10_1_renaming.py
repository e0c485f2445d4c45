"""A renaming says why the present name is no longer true."""

from __future__ import annotations

from collections.abc import Iterator

from naming.facts import NamingFacts
from naming.laws import DECREE
from naming.naming_rule import NamingRule, alone
from naming.proposal import Proposal
from naming.renaming_ground import RenamingGround
from naming.shown import shown
from rulebook.rule import Breach, Weight


def check(proposal: Proposal, facts: NamingFacts) -> Iterator[Breach]:
    """Yield a warning if the new name is the old one, notes without a reason or a ground."""
    del facts
    old = proposal.former_name.strip()
    if not old:
        return
    if old == proposal.name.strip():
        yield Breach(
            f"更名前后都是“{shown(old)}”",
            suggestion="请填写拟改的新名称；只改位置、拼写等信息的，不作为更名申请",
            weight=Weight.WARN,
            field="former_name",
        )
    elif not proposal.reason.strip():
        yield Breach(
            f"“{shown(old)}”更名为“{shown(proposal.text)}”，没有说明理由",
            suggestion="请说明理由：行政区划变更、城乡建设、自然变化等原因导致地名名实不符，或其他",
            field="reason",
        )
    if old and RenamingGround.of(proposal.ground) is None:
        yield _without_ground(proposal.ground.strip())


def _without_ground(said: str) -> Breach:
    known = "、".join(ground.zh for ground in RenamingGround)
    message = f"“{shown(said)}”不是更名的情形" if said else "没有写明更名属于哪一种情形"
    return Breach(message, suggestion=f"请从这些情形中选一种：{known}", field="ground")


RULE: NamingRule = NamingRule(
    id="GN-10-1",
    title="更名应有理由，新名称符合命名规则",
    category="申请",
    reason="因行政区划变更、城乡建设、自然变化等原因导致名实不符的，应当及时更名；"
    "地名应当保持相对稳定，新名称按第九条逐条审核。",
    source=DECREE.clause("第十条"),
    weight=Weight.NOTE,
    check=check,
    passes=(
        alone("晨花路", "道路"),
        alone(
            "晨花路", "道路", former_name="纱厂路", reason="纱厂已拆除，名实不符", ground="城乡建设"
        ),
    ),
    fails=(
        alone("晨花路", "道路", former_name="纱厂路"),
        alone("晨花路", "道路", former_name="晨花路", reason="换发路牌"),
    ),
)
