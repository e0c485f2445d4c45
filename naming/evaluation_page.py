"""The figures as text: the table of the command line and docs/evaluation.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from naming.evaluation import Approved, Evaluation, Refused, Share, Spelled, evaluate_folder
from naming.rules import VERSION

# The figures of the page are those under the law of this day.
DAY = date(2026, 11, 22)
HEAD = """# 地名审核规则的实测

规则版本 {version}。本页由 `python -m naming.evaluation_page tests/naming/cases` 生成，请勿手改；
`./diming evaluate --cases 目录` 对任何存有同名文件的目录给出同样的数字。

只用看字面就能判断的规则，不与地名库比对。“检出”指给出警告或不予通过；“按官方类别检出”指其中有一条
属于官方公布的类别。拒绝的地名取自各地2018至2019年清理公示和认定标准示例，批准的地名取自批复和公告。
词表不收录任何一个拒绝的地名。
"""
NOTES = {
    "cases": "规则编写时看得到的案例：数字偏乐观，只说明没有退步。",
    "unseen_development": "规则编写之后另行收集的案例，按散列分半，这一半用来改进规则。",
    "unseen_held_out": "另一半。改进规则期间只计数，当时检出57/62、按类别55/62、误警7/77、误拦0；"
    "此后看过误警的地名，改正了通病（园区通名不全、普通词的谐音、无声调的常见音），外语译写另计入“怪”，"
    "2026.11c版的街巷类、京府类词语又是看过两半的漏检后按类补的，"
    "故下面的数字已非盲测。两半出自相同的来源，收集人都读过。",
}


def evaluation_lines(found: Evaluation) -> Iterator[str]:
    """Yield the figures of one folder as Markdown lines."""
    for name in found.missing:
        yield f"- 缺少 {name}，未测"
    if found.missing:
        yield ""
    if found.refused:
        yield from _refused(found.refused)
    if found.approved:
        yield from _approved(found.approved)
    if found.townships:
        yield from _table("批准的乡镇街道", "误拦", (found.townships,), "误拦的地名")
    if found.spelled:
        yield from _spelled(found.spelled)


def evaluation_page(parts: Sequence[tuple[str, Evaluation]]) -> str:
    """Return the page for named folders and their figures."""
    lines = [HEAD.format(version=VERSION)]
    for name, found in parts:
        lines += [f"## {name}", "", NOTES.get(name, ""), "", *evaluation_lines(found)]
    return "\n".join(lines)


def _refused(found: Refused) -> Iterator[str]:
    yield from _table("拒绝的地名", "检出", (found.found, found.in_category), "未检出的地名")
    yield "| 官方类别 | 地名数 | 检出 | 按类别检出 | 未检出 | 检出而类别不同 |"
    yield "|---|---|---|---|---|---|"
    for share, right in zip(found.by_category, found.by_category_right, strict=True):
        other = tuple(name for name in right.names if name not in share.names)
        cells = (share.title, share.total, _percent(share), _percent(right))
        yield f"| {' | '.join(map(str, cells))} | {_names(share.names)} | {_names(other)} |"
    yield ""


def _approved(found: Approved) -> Iterator[str]:
    yield from _table("批准的地名", "误报", (found.blocked, found.warned), "误报的地名（规则）")
    yield from _table("批准的地名，按种类误警", "误报", found.by_type, "误警的地名（规则）")


def _spelled(found: Spelled) -> Iterator[str]:
    yield from _table("官方罗马字母拼写", "一致", (found.letters, found.tones), "不一致的地名")
    if found.differences:
        yield "不一致的逐条说明：\n"
    for name, printed, ours in found.differences:
        fault = next((f for n, p, f in found.typing if (n, p) == (name, printed)), "")
        why = f"印刷错误：{fault}" if fault else "又读，以审定读音为准"
        yield f"- {name}：印作“{printed}”，本系统作“{ours}”（{why}）"
    if found.typing:
        yield "\n官方表中的印刷错误：\n"
    for name, printed, fault in found.typing:
        yield f"- {name}：“{printed}”，{fault}"
    yield ""


def _table(title: str, what: str, shares: Sequence[Share], names: str) -> Iterator[str]:
    yield f"| {title} | {what} | 总数 | 比例 | {names} |"
    yield "|---|---|---|---|---|"
    for share in shares:
        cells = (share.title, share.hits, share.total, _percent(share), _names(share.names))
        yield f"| {' | '.join(map(str, cells))} |"
    yield ""


def _percent(share: Share) -> str:
    return f"{share.rate:.1%}" if share.total else "—"


def _names(names: Sequence[str]) -> str:
    """Return the names in one cell; what cannot be printed is spelled out."""
    text = "、".join(names) or "—"
    printable = "".join(c if c.isprintable() else f"[U+{ord(c):04X}]" for c in text)
    return printable.replace("|", "\\|")


def folders_of(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Return (name, folder) of `folder` and of its subfolders with cases, in order."""
    inner = sorted(path.parent for path in folder.glob("*/rejected.csv"))
    return tuple((path.name, path) for path in (folder, *inner))


if __name__ == "__main__":
    measured = [(name, evaluate_folder(at, on=DAY)) for name, at in folders_of(Path(sys.argv[1]))]
    print(evaluation_page(measured), end="")  # noqa: T201 - this module prints its page
