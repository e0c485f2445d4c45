"""The catalogue as a page for officials: docs/rules.md is printed from here."""

from __future__ import annotations

from collections.abc import Sequence

from naming.clauses import GRADES, claimed_clauses
from naming.naming_rule import NamingExample, NamingRule
from naming.rules import CATALOGUE, VERSION
from rulebook.law import Standing
from rulebook.rule import Weight

HEAD = """# 地名规则目录

版本 {version}，共 {count} 条。本页由规则目录生成，请勿手改；改规则后运行
`python -m naming.rules_page > docs/rules.md`。

“核实”一栏：`已核实`指读过条文全文，`待确认`指只见到部分条文或转述，由主管部门确认。
等级是对新命名、更名的等级；核查现有地名时最重为警告。门槛和词表不在规则内，见
`naming/parameters/` 和 `naming/lexicon/`，各地可以另加一层。
"""
CLAIMED = """## 条款对照

每一条款由什么落实、由哪个测试证明（`naming/lexicon/clauses.csv`，测试逐项核对所指之物确实
存在）。`rule` 为本页规则，`sign` 为标志规则，`step`、`paper`、`duty` 见
[procedure.md](procedure.md)，`param` 为参数，`field` 为登记项，`code`、`route`、`data`
为程序、接口和数据。
"""
WEIGHTS = {Weight.NOTE: "提示", Weight.WARN: "警告", Weight.BLOCK: "不予通过"}
STANDINGS = {Standing.CONFIRMED: "已核实", Standing.ASSUMED: "待确认"}


def rules_page(catalogue: Sequence[NamingRule] = CATALOGUE) -> str:
    """Return the page in Markdown: a table of all rules, then one section each."""
    head = HEAD.format(version=VERSION, count=len(catalogue))
    table = ["| 编号 | 规则 | 类 | 等级 | 依据 | 核实 |", "|---|---|---|---|---|---|"]
    table += [_row(rule) for rule in catalogue]
    sections = (_section(rule) for rule in catalogue)
    return "\n".join([head, *table, "", CLAIMED, *_clauses(), "", *sections])


def _clauses() -> list[str]:
    rows = ["| 条款 | 内容 | 所见文本 | 落在何处 | 证明 | 说明 |", "|---|---|---|---|---|---|"]
    for one in claimed_clauses():
        where = "、".join(f"`{each}`" for each in one.carried) or "—"
        proof = "、".join(f"`{each}`" for each in one.tests) or "—"
        cells = (f"`{one.id}`", one.says, GRADES[one.grade], where, proof, one.remark or "—")
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _row(rule: NamingRule) -> str:
    standing = STANDINGS[rule.source.standing]
    cells = (rule.id, rule.title, rule.category, WEIGHTS[rule.weight], str(rule.source), standing)
    return f"| {' | '.join(cells)} |"


def _section(rule: NamingRule) -> str:
    lines = [f"## {rule.id} {rule.title}", "", rule.reason, ""]
    lines.append(f"- 依据：{rule.source}（{STANDINGS[rule.source.standing]}）")
    if rule.source.remark:
        lines.append(f"- 说明：{rule.source.remark}")
    if rule.needs_register:
        lines.append("- 须与登记的地名比对")
    lines.append(f"- 不违反：{'、'.join(_shown(e) for e in rule.passes)}")
    lines.append(f"- 违反：{'、'.join(_shown(e) for e in rule.fails)}")
    return "\n".join([*lines, ""])


def _shown(example: NamingExample) -> str:
    name = example.subject.text
    printable = "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in name)
    short = (
        printable
        if len(printable) <= 20
        else f"{printable[:10]}…（共{len(example.subject.name)}字）"
    )
    spelled = f"（{example.subject.romanization}）" if example.subject.romanization else ""
    return f"“{short}”{spelled}"


if __name__ == "__main__":
    print(rules_page(), end="")  # noqa: T201 - this module prints its page
