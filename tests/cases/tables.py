"""Tables of proposed village roads, as large as wanted, in which no two names sound alike."""

from __future__ import annotations

import io
from itertools import islice, product

import openpyxl

HEADINGS = ("地名", "类别", "代码", "命名理由", "位置描述", "起点", "止点", "长度", "宽度")
STATED = ("具名说明规则", "说明理由", "说明人")
FIRST = "松柏槐榆桐枫桂荷菊兰"
SECOND = "溪泉潭湾岩坡岭坪塘沟"
THIRD = "云霞虹雨霜露晨晖朗霁望归聚福宁康安顺兴和"


def names(count: int) -> list[str]:
    """Return names of roads, each of three characters and 路."""
    made = ("".join(parts) + "路" for parts in product(FIRST, SECOND, THIRD))
    found = list(islice(made, count))
    assert len(found) == count
    return found


def table(
    rows: list[str],
    *,
    numbers: list[int] | None = None,
    stated: dict[str, tuple[str, str, str]] | None = None,
) -> bytes:
    """Return an XLSX table of roads; with `numbers` as corrections.

    `stated` are statements by name: the rule, the reason, who states it.
    """
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEADINGS, *STATED, *(["序号"] if numbers else [])])
    for place, name in enumerate(rows):
        cells = [
            name,
            "道路",
            "500101",
            f"道路经过{name[:2]}",
            "分水镇",
            "村委会",
            "大坝口",
            800,
            5,
        ]
        said = (stated or {}).get(name, ("", "", ""))
        sheet.append([*cells, *said, *([numbers[place]] if numbers else [])])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
