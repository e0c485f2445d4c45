"""Signs are put up for standard names only."""

from __future__ import annotations

from collections.abc import Iterator

from naming.laws import DECREE
from naming.signs.sign_text import SignFacts, SignRule, SignText, on_sign
from rulebook.rule import Breach, Weight

HISTORIC = ("former", "vanished")


def check(sign: SignText, facts: SignFacts) -> Iterator[Breach]:
    """Yield a breach if the name is no standard name; for one on an official list a warning."""
    del sign
    if facts.status == "standard":
        return
    if facts.status == "listed":
        yield Breach(
            f"“{facts.name}”见于官方名单，库中没有批准文件",
            suggestion="请核实批准文件后补登",
            weight=Weight.WARN,
            field="name",
        )
    elif facts.status in HISTORIC:
        yield Breach(
            f"“{facts.name}”是已停用的地名，只可设历史地名标志",
            suggestion="请把标志类别改为历史地名标志，或改用现名",
            weight=Weight.WARN,
            field="name",
        )
    else:
        yield Breach(
            f"“{facts.name}”不是标准地名，不能设置地名标志",
            suggestion="请先办理命名，或改用标准地名",
            field="name",
        )


RULE: SignRule = SignRule(
    id="GN-19-1",
    title="地名标志标示标准地名",
    category="标志",
    reason="条例规定在标志上标示标准地名；约定俗成的片区名、未批准的名称不设标志。",
    source=DECREE.clause("第十九条"),
    weight=Weight.BLOCK,
    check=check,
    passes=(on_sign("望涧路", "WANGJIAN LU"),),
    fails=tuple(
        on_sign("望涧路", "WANGJIAN LU", facts=SignFacts("望涧路", "Wàngjiàn Lù", status))
        for status in ("listed", "colloquial", "former", "proposed", "retired")
    ),
)
