"""The procedure as a page for officials: docs/procedure.md is printed from here."""

from __future__ import annotations

from collections.abc import Sequence

from naming.place_kind import PlaceKind
from naming.procedure.approval_class import ApprovalClass
from naming.procedure.approvers import (
    CROSSING,
    PUBLISH_AT_ONCE,
    Approver,
    Authority,
    authority_for,
    filing_for,
)
from naming.procedure.deadlines import CLAUSES, Duty, procedure_parameters
from naming.procedure.liabilities import liabilities
from naming.procedure.papers import DEMANDS, HEADINGS, Demand
from naming.procedure.steps import STEPS, stages_of
from naming.procedure.words import CaseKind, Stage
from rulebook.law import Clause, Standing
from rulebook.parameters import Parameter
from rulebook.procedure import Step

HEAD = """# 地名办理程序

本页由程序表生成，请勿手改；改程序后运行 `python -m naming.procedure_page > docs/procedure.md`。
参数版本 {version}（`naming/procedure/parameters.toml`，各地可另加 `procedure.toml`）。

“核实”一栏：`已核实`指读过条文全文，`待确认`指只见到部分条文或转述，或按办理需要设定。
"""
COUNTED = """事由发生的次日为第1日。单位为“日”的按日历日计；各局在 `procedure.toml` 中
把单位写作“工作日”的，按国务院办公厅公布的放假安排计（`naming/procedure/rest_days.csv`，2022
至2026年；以后各年公布后以参数 `rest_days_more`、`work_days_more` 补充，未补充的年份只按
周六、周日休息推算）。最后一日为休息日的是否顺延，见参数 `rest_day_postpones`，随附为不顺延。"""
STANDINGS = {Standing.CONFIRMED: "已核实", Standing.ASSUMED: "待确认"}
BY_WORD = {stage.zh: stage for stage in Stage}


def procedure_page() -> str:
    """Return the page in Markdown: a diagram and a table for each kind, then papers and days."""
    parts = [HEAD.format(version=procedure_parameters().version)]
    parts += [_kind(kind) for kind in CaseKind]
    parts += [_papers(), _headings(), _approvers(), _days(), _liabilities()]
    return "\n".join(parts)


def diagram(steps: Sequence[Step]) -> str:
    """Return the Mermaid state diagram of a procedure; work that moves nothing is left out."""
    lines = ["```mermaid", "stateDiagram-v2"]
    words = dict.fromkeys(word for s in steps for word in (s.start, s.end))
    lines += [f'    state "{word}" as {BY_WORD[word].value}' for word in words]
    lines.append(f"    [*] --> {Stage.DRAFTED.value}")
    moves = dict.fromkeys((s.start, s.end, s.verb) for s in steps if s.start != s.end)
    lines += [f"    {BY_WORD[a].value} --> {BY_WORD[b].value}: {verb}" for a, b, verb in moves]
    left = {s.start for s in steps if s.start != s.end}
    lines += [f"    {BY_WORD[word].value} --> [*]" for word in words if word not in left]
    return "\n".join([*lines, "```"])


def _kind(kind: CaseKind) -> str:
    steps = STEPS[kind]
    stages = "、".join(stage.zh for stage in stages_of(kind))
    rows = _table(("动作", "由", "从", "到", "条件", "依据", "核实"), [_row(s) for s in steps])
    return f"## {kind.zh}\n\n阶段：{stages}。\n\n{diagram(steps)}\n\n{rows}\n"


def _row(step: Step) -> tuple[str, ...]:
    when = "、".join(sorted(step.when)) or "—"
    end = "（不变）" if step.start == step.end else step.end
    return (step.verb, step.by, step.start, end, when, *_source(step.source))


def _source(clause: Clause) -> tuple[str, str]:
    return str(clause), STANDINGS[clause.standing]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _papers() -> str:
    rows = [_demand(demand) for demand in DEMANDS]
    head = ("事项", "地名类别", "情形", "在何步之前", "材料", "缺少时", "依据", "核实")
    return f"## 材料\n\n{_table(head, rows)}\n"


def _demand(demand: Demand) -> tuple[str, ...]:
    kinds = "、".join(kind.zh for kind in CaseKind if kind in demand.kinds)
    every = len(demand.places) == len(PlaceKind)
    places = "各类" if every else "；".join(p.label for p in PlaceKind if p in demand.places)
    stops = "不能办理" if demand.binding else "提醒"
    said = (kinds, places, demand.when.zh, demand.before.zh, demand.paper.zh, stops)
    return (*said, *_source(demand.clause))


def _headings() -> str:
    rows = [(paper.zh, "、".join(words.values())) for paper, words in HEADINGS.items()]
    return f"### 材料必备要点\n\n{_table(('材料', '要点'), rows)}\n"


def _approvers() -> str:
    rows = []
    for sort in ApprovalClass:
        found = authority_for(sort, kind=CaseKind.NAMING)
        names = "、".join(a.zh for a in found.approvers)
        filed = "；".join(dict.fromkeys(filing_for(a).receiver for a in found.approvers))
        rows.append((sort.zh, names, _asks(found), filed, *_source(found.clause)))
    head = ("地名类别", "批准机关", "先征求", "备案机关", "依据", "核实")
    across = f"跨区县的，{CROSSING.article}（{'，'.join(_source(CROSSING))}）。"
    return f"## 批准机关和备案机关\n\n{_table(head, rows)}\n\n{across}\n\n{_filings()}\n"


def _asks(found: Authority) -> str:
    if found.asking is None:
        return "—"
    return f"{found.asks}（{'必须' if found.asking.binding else '根据情况'}）"


def _filings() -> str:
    rows = []
    for approver in Approver:
        filing = filing_for(approver)
        since = "批准之日" if approver in PUBLISH_AT_ONCE else "备案之日"
        told = (approver.zh, filing.receiver, filing.papers or "—", since)
        rows.append((*told, *_source(filing.clause)))
    return _table(("批准机关", "备案机关", "材料送", "公告期限起算", "依据", "核实"), rows)


def _days() -> str:
    parameters = procedure_parameters()
    rows = [_duty(duty, parameters.items[f"{duty.value}_days"]) for duty in Duty]
    head = ("事项", "期限", "来源", "依据", "核实")
    return f"## 期限\n\n{COUNTED}\n\n{_table(head, rows)}\n"


def _liabilities() -> str:
    rows = [(one.who, one.act, one.consequence, str(one.clause)) for one in liabilities()]
    return f"## 监督检查和法律责任\n\n{_table(('对象', '事由', '措施', '依据'), rows)}\n"


def _duty(duty: Duty, found: Parameter) -> tuple[str, ...]:
    standing = STANDINGS[found.standing]
    return (duty.zh, f"{found.value}{found.unit}", found.source, str(CLAUSES[duty]), standing)


if __name__ == "__main__":
    print(procedure_page(), end="")  # noqa: T201 - this module prints its page
