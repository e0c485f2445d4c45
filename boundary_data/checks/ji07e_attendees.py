"""Each side comes with people of its own, each of them once."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield breaches for sides without attendees and for people named twice."""
    seen: dict[str, str] = {}
    for i, side in enumerate(record.sides):
        where = named(side.division_code, record, facts)
        if not side.attendees:
            yield Breach(
                f"{where}没有参加人员",
                {"division_code": side.division_code},
                "请填写到场人员",
                field=f"$.sides[{i}].attendees",
            )
        for j, person in enumerate(side.attendees):
            if person.name in seen:
                yield Breach(
                    f"参加人员“{person.name}”重复：{seen[person.name]}与{where}",
                    {"name": person.name, "sides": [seen[person.name], where]},
                    "请删去重复；确系同名的请注明单位加以区分",
                    weight=Weight.WARN,
                    field=f"$.sides[{i}].attendees[{j}]",
                )
            seen.setdefault(person.name, where)


RULE: InspectionRule = Rule(
    id="JI-7e",
    title="各方有参加人员且不重复",
    category="参加方",
    reason="没有到场人员的一方等于没有参加，一人不能代表双方。",
    source=laws.practice("联检记录表"),
    weight=Weight.BLOCK,
    check=check,
    passes=(case(),),
    fails=(
        case(("sides[0].attendees", ())),
        case(("sides[1].attendees[0].name", "张建国")),
    ),
)
