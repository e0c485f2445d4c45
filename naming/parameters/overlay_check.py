"""Whether the folders an office lays over our parameters and word lists can be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from naming.lexicon.overlays import words_version
from naming.lexicon.tables import TableError
from naming.parameters.layers import NATION, parameters_for
from naming.procedure.deadlines import OVERLAY, procedure_parameters
from rulebook.parameters import ParameterError, version_of

# the files that are read; whatever else lies there is a typing error in a file name
PARAMETERS = re.compile(rf"({NATION}|[0-9]{{6}})\.toml")
WORDS = re.compile(rf"words(-({NATION}|[0-9]{{6}}))?\.csv")


def unusable_overlays(folders: Sequence[Path]) -> list[str]:
    """Return in Chinese what is wrong with the folders: file, line, remedy; nothing if they do."""
    wrong: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            wrong.append(f"没有文件夹 {folder}；请核对路径，或先建立该文件夹")
            continue
        wrong += _strange_files(folder)
        wrong += _broken_files(folder)
    return wrong or _clashing(folders)


def _strange_files(folder: Path) -> list[str]:
    found = (path.name for path in sorted(folder.iterdir()) if path.suffix in (".toml", ".csv"))
    return [
        f"{folder.name}/{name}：文件名不在约定之内，不会读取；"
        "参数文件叫 cn.toml 或 六位代码.toml，办理期限叫 procedure.toml，"
        "词表叫 words.csv 或 words-六位代码.csv"
        for name in found
        if not (PARAMETERS.fullmatch(name) or WORDS.fullmatch(name) or name == OVERLAY)
    ]


def _broken_files(folder: Path) -> list[str]:
    wrong = []
    for path in sorted(folder.iterdir()):
        try:
            if PARAMETERS.fullmatch(path.name):
                parameters_for(path.stem, [folder])
            elif WORDS.fullmatch(path.name):
                words_version([path])
            elif path.name == OVERLAY:
                procedure_parameters([folder])
        except (ParameterError, TableError) as error:
            wrong.append(f"{folder.name}/{error}")
    return list(dict.fromkeys(wrong))


def _clashing(folders: Sequence[Path]) -> list[str]:
    """Return the versions that two files share: a report could not tell them apart."""
    seen: dict[str, Path] = {}
    wrong = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            other = seen.setdefault(version_of(path), path)
            if other is not path:
                wrong.append(
                    f"{folder.name}/{path.name} 与 {other.parent.name}/{other.name}"
                    f" 的 version 相同；请各用一个，报告才说得清用的是哪一份"
                )
    return wrong
