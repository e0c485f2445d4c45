"""The generic part of a town's or village's name agrees with the range of its code."""

from __future__ import annotations

from collections.abc import Iterator

from boundary_data.checks.qh_facts import CodeFacts, code_of, town_codes
from boundary_data.codes import kind_of_town, kind_of_village
from boundary_data.division import CodedUnit, Level
from rulebook.rule import Breach, Example, Rule, Weight

TOWN_WORDS = ("街道", "镇", "乡")
VILLAGE_WORDS = (
    ("居民委员会", "居民委员会"),
    ("居委会", "居民委员会"),
    ("村民委员会", "村民委员会"),
    ("村委会", "村民委员会"),
)


def check(unit: CodedUnit, _: CodeFacts) -> Iterator[Breach]:
    """Yield a breach when the name says one kind and the code another."""
    code = code_of(unit)
    if code is None:
        return
    said, meant = "", ""
    if code.level is Level.TOWN:
        said = next((word for word in TOWN_WORDS if unit.name.endswith(word)), "")
        meant = kind_of_town(code)
    elif code.level is Level.VILLAGE:
        said = next((kind for word, kind in VILLAGE_WORDS if unit.name.endswith(word)), "")
        meant = kind_of_village(code)
    if said and meant and said != meant and not meant.startswith("类似"):
        yield Breach(
            f"“{unit.name}”是{said}，代码“{unit.code}”却在{meant}的范围",
            {"row": unit.row, "name_says": said, "code_says": meant},
            "请核对名称与代码；乡改镇、镇改街道后代码应随之变更",
            field="code",
        )


RULE: Rule[CodedUnit, CodeFacts] = Rule(
    id="DC-8",
    title="名称的通名与代码段一致",
    category="代码",
    reason="街道、镇、乡及居委会、村委会各有代码段；不一致说明撤改后代码未更新或录入错位。",
    source=town_codes("代码段与类型"),
    weight=Weight.BLOCK,
    check=check,
    passes=(Example(CodedUnit("500101001", "高笋塘街道"), CodeFacts()),),
    fails=(Example(CodedUnit("500101101", "高笋塘街道"), CodeFacts()),),
)
