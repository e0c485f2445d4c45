"""The archive set of a line (界线档案): which documents it must have, has and lacks.

Rules BL-13 (行政区域界线管理条例 article 13) and TW-1 (DB50/T 1621-2024, contents only).
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from boundary_data.line import LineLevel

FILE = Path(__file__).parent / "parameters" / "line_archive.toml"


class When(StrEnum):
    """On what it depends whether a line needs a document."""

    ALWAYS = "always"
    TRIPOINT = "tripoint"
    INSPECTED = "inspected"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentKind:
    """A kind of document of the archive set.

    Attributes:
        kind: Its name in the interface.
        title: Its Chinese title.
        levels: The levels of lines that have it.
        required: Whether the set is incomplete without it.
        source: Where that is said.
        standing: `confirmed` or `assumed`.
        when: On what the need depends.
        generated: Address at which the register itself makes a draft of it; empty if it cannot.
        remark: More on the source.
    """

    kind: str
    title: str
    levels: tuple[LineLevel, ...]
    required: bool
    source: str
    standing: str
    when: When = When.ALWAYS
    generated: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What decides which documents a line must have."""

    level: LineLevel | None
    tripoint: bool
    inspected: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of document in the set of one line: whether it must be there, and is."""

    kind: DocumentKind
    required: bool
    present: bool

    @property
    def missing(self) -> bool:
        """Tell whether it must be there and is not."""
        return self.required and not self.present


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """Return all kinds of documents, in the order of the set."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["document"]
    return tuple(
        DocumentKind(
            **{
                **row,
                "levels": tuple(LineLevel(word) for word in row["levels"]),
                "when": When(row.get("when", When.ALWAYS.value)),
            }
        )
        for row in rows
    )


@cache
def archive_version() -> str:
    """Return the version of the parameter file."""
    with FILE.open("rb") as file:
        return str(tomllib.load(file)["version"])


def kinds_of(level: LineLevel | None) -> tuple[DocumentKind, ...]:
    """Return the kinds of a level; a village line has those of a township line."""
    if level is None:
        return document_kinds()
    asked = LineLevel.TOWNSHIP if level is LineLevel.VILLAGE else level
    return tuple(one for one in document_kinds() if asked in one.levels)


def archive_set(need: Need, present: Collection[str]) -> tuple[Place, ...]:
    """Return the set of a line: every kind of its level, whether required and whether there.

    Args:
        need: The level of the line, whether it ends at a tripoint, whether it was inspected.
        present: The kinds of the documents that are registered.
    """
    applies = {
        When.ALWAYS: True,
        When.TRIPOINT: need.tripoint,
        When.INSPECTED: need.inspected,
    }
    return tuple(
        Place(one, one.required and applies[one.when], one.kind in present)
        for one in kinds_of(need.level)
    )
