"""An inspection is filed with its papers, not alone."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import DROP, InspectionRule, case
from boundary_data.inspection import DocumentKind, JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight

OPTIONAL = frozenset({DocumentKind.RESURVEY})


def check(record: JointInspection, _facts: InspectionFacts) -> Iterator[Breach]:
    """Yield one breach that lists the missing papers."""
    resurveyed = any(section.resurveyed for section in record.sections)
    needed = [kind for kind in DocumentKind if resurveyed or kind not in OPTIONAL]
    missing = [kind.zh for kind in needed if kind not in record.documents]
    if missing:
        yield Breach(
            f"随附成果缺{len(missing)}项：{'、'.join(missing)}",
            {"missing": missing},
            "请补齐后成套归档",
            field="$.documents",
        )


RULE: InspectionRule = Rule(
    id="JI-10",
    title="成果资料齐全",
    category="成果",
    reason="联检成果按套归档，缺件则备案机关无从审查。",
    source=laws.REGULATION.clause("第十三条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("documents[3]", DROP)), case(("documents[7]", DROP))),
)
