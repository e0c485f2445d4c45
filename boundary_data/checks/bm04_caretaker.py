"""The side that signs as caretaker is the one the agreement names."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data import laws
from boundary_data.checks.case import InspectionRule, case
from boundary_data.checks.matching import known, named
from boundary_data.inspection import JointInspection
from boundary_data.inspection_facts import InspectionFacts
from boundary_data.line import belongs
from rulebook.rule import Breach, Rule, Weight


def check(record: JointInspection, facts: InspectionFacts) -> Iterator[Breach]:
    """Yield a breach for each marker signed for by another side than its caretaker."""
    for match, marker in known(record, facts):
        signature = match.check.caretaker_signature
        code = signature.division_code if signature else None
        if marker.caretaker and code and not belongs(code, marker.caretaker):
            right, signed = (named(c, record, facts) for c in (marker.caretaker, code))
            yield Breach(
                f"界桩{match.number}由{right}管护，签字的管护方却是{signed}",
                {"number": match.number, "caretaker": marker.caretaker, "signed_by": code},
                "请核对界桩管护分工后由管护方签字",
                field=f"{match.path}.caretaker_signature",
            )


RULE: InspectionRule = Rule(
    id="BM-4",
    title="管护方与分工相符",
    category="签字",
    reason="界桩由协议书或管护协议确定的一方管护，签字责任随之。",
    source=laws.markers("第四条"),
    weight=Weight.WARN,
    check=check,
    passes=(case(),),
    fails=(case(("marker_checks[0].caretaker_signature.division_code", "500118")),),
    needs_register=True,
)
