"""The report on a table of names as one HTML page for printing; no script, no other file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from api.services.annotating_names import Annotated, AnnotatedTable
from api.services.listing_rules import every_rule
from api.services.reading_aloud import case_of, citation, released_by
from api.services.reporting_names import (
    CONFIRMED,
    INKS,
    MEANINGS,
    PAPERS,
    VERDICT,
    WORDS,
    Cover,
    name_of,
    verdict_of,
)
from boundary_data.readers.annotated import UNSTORABLE
from rulebook.rule import Finding

SIGNS = {"pass": "✓", "note": "i", "warn": "!", "block": "✕", "": "?"}
COLOURS = "".join(
    f".v-{verdict or 'none'} {{ color: #{INKS[verdict]}; background: #{PAPERS[verdict]}; }}\n"
    for verdict in WORDS
)
STYLE = f"""
body {{ font: 14px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif;
  color: #1b1f24; margin: 1.2rem; }}
h1 {{ font-size: 1.4rem; margin: 0 0 .6rem; }} h2 {{ font-size: 1.1rem; margin: 1.4rem 0 .4rem; }}
table {{ border-collapse: collapse; font-size: .92em; }} table.wide {{ width: 100%; }}
td:first-child {{ white-space: nowrap; overflow-wrap: normal; }}
table.wide td:nth-child(3) {{ min-width: 9em; }} table.wide td:nth-child(4) {{ width: 22%; }}
table.wide td:nth-child(5) {{ width: 55%; }}
th, td {{ border: 1px solid #9aa5b1; padding: .2rem .45rem; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }}
th {{ background: #eef1f4; }} thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }} ul {{ margin: 0; padding-left: 1.1rem; }}
.verdict {{ font-weight: 700; white-space: nowrap; }} small {{ color: #57606a; }}
{COLOURS}
.verdict, th {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
.released {{ color: #14662b; }}
@page {{ size: A4 landscape; margin: 12mm 12mm 14mm;
  @bottom-center {{ font-size: 9pt;
    content: "第 " counter(page) " 页，共 " counter(pages) " 页"; }} }}
h2 {{ break-after: avoid; }} li {{ break-inside: avoid; }}
@media print {{ body {{ margin: 0; font-size: 10pt; }} }}
"""


class Page:
    """A page that takes rows one after the other; its summary is written when all are known."""

    def __init__(self, path: Path, table: AnnotatedTable, cover: Cover) -> None:
        self.path = path
        self.cover = cover
        self.headings = table.headings
        self.body = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 closed below

    def write(self, each: Annotated, line: Sequence[object]) -> None:
        """Write one row: what the table says of the name in one cell, what we say in another."""
        name = name_of(each)
        spelled = each.check.report.romanization.toned if each.check else ""
        self.body.write(
            f"<tr><td>{each.row.number}</td>{_verdict(verdict_of(each))}"
            f"<td><b>{_text(name)}</b><br>{_text(spelled)}</td>"
            f"<td>{self._told(line, name)}</td><td>{_opinions(each)}</td></tr>\n"
        )

    def _told(self, line: Sequence[object], name: str) -> str:
        """Return the cells of the table but the name, those that are empty left out."""
        cells = zip(self.headings, line[: len(self.headings)], strict=True)
        told = ((heading, str(cell).strip()) for heading, cell in cells if cell is not None)
        return "<br>".join(
            f"<small>{_text(heading)}</small> {_text(cell)}"
            for heading, cell in told
            if cell and cell != name
        )

    def finish(self) -> None:
        """Write the page: summary, rows, legend."""
        with self.path.open("w", encoding="utf-8") as out:
            out.write(self._head())
            self.body.seek(0)
            shutil.copyfileobj(self.body, out)
            out.write(f"</tbody></table>{_legend(self.cover)}</body></html>\n")
        self.body.close()

    def abandon(self) -> None:
        """Let go of the rows."""
        self.body.close()

    def _head(self) -> str:
        title = f"地名审核报告：{_text(self.cover.file_name)}"
        facts = _table(("项目", "内容"), self.cover.facts()[1:])
        counts = "".join(
            f"<tr>{_verdict(verdict)}<td>{count}</td><td>{MEANINGS[verdict]}</td></tr>"
            for verdict, count in self.cover.counts()
        )
        kinds = "，".join(
            f"{_text(word)} {count}" for word, count in self.cover.report.categories.most_common()
        )
        headings = ("行", VERDICT, "地名与拼写", "申报内容", "审核意见")
        return (
            '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
            f"<title>{title}</title><style>{STYLE}</style></head><body><h1>{title}</h1>{facts}"
            "<h2>汇总</h2><table><thead><tr><th>结论</th><th>行数</th><th>含义</th></tr></thead>"
            f"<tbody>{counts}</tbody></table><p>问题类别：{kinds or '无'}</p>"
            f'<h2>逐行结果</h2><table class="wide">{_heading(headings)}<tbody>\n'
        )


def _opinions(each: Annotated) -> str:
    if each.check is None:
        return _text("；".join(each.doubts))
    findings = each.check.report.findings
    groups = (list(same) for _, same in groupby(findings, key=case_of))
    told = [_opinion(group) for group in groups]
    told += [f"<li>{_text(doubt)}</li>" for doubt in each.doubts]
    return f"<ul>{''.join(told)}</ul>" if told else ""


def _opinion(group: Sequence[Finding]) -> str:
    """Return findings that rest on one article and ask for the same as one item."""
    first = group[0]
    messages = "；".join(dict.fromkeys(_text(f.message) for f in group))
    if first.released is not None:
        ending = f'<b class="released">已解除：{_text(released_by(first.released))}</b>'
    else:
        ending = f"建议：{_text(first.suggestion)}" if first.suggestion else ""
    return (
        f"<li>【{WORDS[first.weight.value]}】{messages}<br><small>依据{_text(citation(first))}。"
        f"{ending}　规则 {_text(first.rule)}</small></li>"
    )


def _legend(cover: Cover) -> str:
    """Return the rules that found something in this table."""
    rules = [
        (
            one.rule.id,
            one.rule.title,
            str(one.rule.source),
            CONFIRMED[one.rule.source.standing],
            WORDS[one.rule.weight.value],
        )
        for one in every_rule()
        if one.book == "names" and one.rule.id in cover.report.rules
    ]
    if not rules:
        return ""
    headings = ("规则编号", "名称", "依据", "核实状态", "轻重")
    return f"<h2>图例：规则与依据（本表涉及的）</h2>{_table(headings, rules)}"


def _verdict(verdict: str) -> str:
    look = f"verdict v-{verdict or 'none'}"
    return f'<td class="{look}">{SIGNS[verdict]} {WORDS[verdict]}</td>'


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    body = "".join(
        f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>\n" for row in rows
    )
    return f"<table>{_heading(headings)}<tbody>{body}</tbody></table>"


def _heading(headings: Iterable[str]) -> str:
    cells = "".join(f'<th scope="col">{_text(heading)}</th>' for heading in headings)
    return f"<thead><tr>{cells}</tr></thead>"


def _text(value: object) -> str:
    return "" if value is None else escape(UNSTORABLE.sub("�", str(value)))
