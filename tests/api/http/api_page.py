"""Rewrites the two tables of docs/api.md from the application: `python -m tests.api.http.api_page`.

Rows that are there keep their order; new ones are put at the end of their table.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from api.problems.table import KINDS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def operation_rows(document: dict[str, Any]) -> list[str]:
    """Return a row for every operation of the OpenAPI document."""
    return [
        f"| `{verb.upper()} {path}` | {operation['summary']} |"
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    ]


def problem_rows() -> list[str]:
    """Return a row for every kind of problem."""
    return [f"| {k.status} | `{k.type}` | {k.title} | {k.remedy} |" for k in KINDS]


def _with_rows(page: str, header: str, rows: list[str]) -> str:
    before, _, rest = page.partition(header)
    lines = rest.splitlines()
    end = next(n for n, line in enumerate(lines[2:], 2) if not line.startswith("|"))
    kept = [line for line in lines[2:end] if line in rows]
    new = [row for row in rows if row not in kept]
    return before + header + "\n".join([*lines[:2], *kept, *new, *lines[end:]]) + "\n"


if __name__ == "__main__":
    from api.app import create_app
    from api.settings import load_settings

    made = create_app(load_settings(database_url="postgresql:///nowhere"))
    text = PAGE.read_text(encoding="utf-8")
    text = _with_rows(text, "| address | what it answers |", operation_rows(made.openapi()))
    PAGE.write_text(
        _with_rows(text, "| status | type | title | remedy |", problem_rows()), encoding="utf-8"
    )
