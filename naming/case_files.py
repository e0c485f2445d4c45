"""Reading a folder of cases: names whose fate is known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

Rows = tuple[dict[str, str], ...]
# what is read: file names of which the first that is there counts, columns it needs
FILES = {
    "refused": (("rejected.csv",), ("name", "reason_category")),
    "approved": (("accepted.csv",), ("name",)),
    "townships": (("townships_2014_2023.csv", "townships.csv"), ("name",)),
    "spelled": (("romanization.csv",), ("name", "pinyin")),
}


class CasesUnusable(Exception):
    """A folder of cases cannot be used; the message says why, in Chinese.

    Attributes:
        remedy: What to do, in Chinese.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Cases:
    """The rows of a folder's files, empty where a file is missing."""

    refused: Rows
    approved: Rows
    townships: Rows
    spelled: Rows
    missing: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Return how many cases there are."""
        return len(self.refused) + len(self.approved) + len(self.townships) + len(self.spelled)


def cases_in(folder: Path) -> Cases:
    """Return the cases in `folder`: CSV in UTF-8 with a header, see `FILES`.

    Raises:
        CasesUnusable: if none of the files is there or one cannot be read.
    """
    if not folder.is_dir():
        raise CasesUnusable(f"没有评测目录 {folder}", "请用 --cases 指定存有案例的目录")
    rows: dict[str, Rows] = {}
    missing: list[str] = []
    for what, (names, columns) in FILES.items():
        path = next((folder / name for name in names if (folder / name).is_file()), None)
        rows[what] = _rows(path, columns) if path else ()
        missing += [] if path else ["或".join(names)]
    if len(missing) == len(FILES):
        raise CasesUnusable(
            f"评测目录 {folder} 中没有案例文件", f"可用的文件：{'、'.join(missing)}，至少一个"
        )
    return Cases(**rows, missing=tuple(missing))


def _rows(path: Path, columns: tuple[str, ...]) -> Rows:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            lacking = [c for c in columns if c not in (reader.fieldnames or ())]
            if lacking:
                raise CasesUnusable(f"{path.name} 缺少列：{'、'.join(lacking)}", "请补上表头")
            rows = tuple({k: v or "" for k, v in row.items() if k} for row in reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CasesUnusable(
            f"{path.name} 读不出来：{error}", "请另存为 UTF-8 编码的 CSV"
        ) from error
    empty = next((n for n, row in enumerate(rows, 2) if not row["name"].strip()), None)
    if empty is not None:
        raise CasesUnusable(f"{path.name} 第{empty}行没有地名", "请补填 name 列或删去该行")
    return rows
