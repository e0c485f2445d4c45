"""The history of a line (沿革) as a part of its page: versions, documents, who entered them."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import quote

from api.dependencies import CHINA
from api.routes.page_parts import cells, table
from api.services.changed_lines import sentences
from api.services.changing_lines import changes
from api.services.drawing_lines import day_words
from api.services.locating_words import LABELS
from api.store.queries.boundaries import versions_of
from api.store.session import Session


def line_history(db: Session, code: str, day: date) -> str:
    """Return the versions of a line as a table, and what each change of it did."""
    rows = [
        cells(
            (f"/lines/{quote(code)}?on={one.begins}", day_words(one.begins, one.ends)),
            "本页所示" if one.begins <= day and (one.ends is None or day < one.ends) else "",
            LABELS[one.status],
            one.document or "—",
            f"{one.length_m / 1000:.3f}",
            one.person or one.source or "—",
            f"{one.received_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        )
        for one in versions_of(db, code)
    ]
    header = ("有效期", "所示", "性质", "批准文件", "长度（千米）", "经办人或来源", "入库时间")
    told = "".join(
        f"<h3>{escape(one.document)}</h3><ul>"
        + "".join(f"<li>{escape(words)}</li>" for words in sentences(one.report))
        + "</ul>"
        for one in changes(db, code)
    )
    return f"<h2>沿革</h2>{table(header, rows)}{told}"
